//! A pattern on a text: the machines agree, and literal patterns mean what they say.

use super::input::Input;
use super::machines::Machines;
use spanferry::trace::targets::pattern::{CaseMode, Pattern, Verdict};

/// Longer texts only take longer: a pattern may take 8,192 steps for each byte.
const MAX_TEXT: usize = 256;

/// Takes a line with the flags and one with the source; the text is what follows.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let (flags, source) = (input.text(), input.text());
    let text = input.rest();
    let text = &text[..text.len().min(MAX_TEXT)];
    for case in [CaseMode::Js11, CaseMode::Js10] {
        let Ok(machines) = Machines::new(&source, &flags, case) else {
            continue;
        };
        let verdict = machines.agreed(text);
        if case == CaseMode::Js10 && flags.is_empty() && is_literal(&source) {
            assert_eq!(verdict == Verdict::Match, contains(text, source.as_bytes()));
        }
        assert_extremes(&source, &flags, text, verdict);
    }
}

fn is_literal(source: &str) -> bool {
    source
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/-_~:&=,;@%#!\"' ".contains(&byte))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    part.is_empty() || text.windows(part.len()).any(|window| window == part)
}

/// An empty alternative matches everywhere; a pattern that must also fail matches nowhere.
fn assert_extremes(source: &str, flags: &str, text: &[u8], verdict: Verdict) {
    if verdict == Verdict::StepLimit {
        return;
    }
    let with = |source: &str| Some(Pattern::new(source, flags, CaseMode::Js11).ok()?.test(text));
    assert!(matches!(
        with(&format!("(?:{source})|")),
        None | Some(Verdict::Match | Verdict::StepLimit)
    ));
    assert!(matches!(
        with(&format!("(?:{source})(?!)")),
        None | Some(Verdict::NoMatch | Verdict::StepLimit)
    ));
}
