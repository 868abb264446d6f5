//! One pattern, three ways to run it: as it is, on the linear machine alone, on the backtracking
//! machine alone. All have to agree.

use spanferry::trace::targets::pattern::{CaseMode, Pattern, PatternError, Verdict};

/// Two paths that take nothing and cannot be told to be the same.
const FORK: &str = "(?:(?=|)|(?=|))";

/// Forks in a row: more paths than the quick try has steps.
const FORKS: usize = 10;

/// A pattern in three forms that mean the same.
pub struct Machines {
    as_it_is: Pattern,
    linear: Option<Pattern>,
    backtracking: Option<Pattern>,
}

impl Machines {
    /// Refuses what the pattern itself is refused for.
    pub fn new(source: &str, flags: &str, case: CaseMode) -> Result<Self, PatternError> {
        Ok(Self {
            as_it_is: Pattern::new(source, flags, case)?,
            linear: linear(source, flags, case),
            backtracking: backtracking(source, flags, case),
        })
    }

    /// The verdict on a text, the same by every machine that can run the pattern.
    pub fn agreed(&self, text: &[u8]) -> Verdict {
        let verdict = self.as_it_is.test(text);
        for (name, pattern) in [
            ("linear", &self.linear),
            ("backtracking", &self.backtracking),
        ] {
            let other = pattern
                .as_ref()
                .map_or(verdict, |pattern| pattern.test(text));
            assert!(
                same(other, verdict),
                "{name} machine {other:?}, else {verdict:?}"
            );
        }
        verdict
    }
}

/// A search that ran out of steps knows nothing, so it contradicts nothing.
fn same(one: Verdict, other: Verdict) -> bool {
    one == other || one == Verdict::StepLimit || other == Verdict::StepLimit
}

/// An alternative before the pattern that never matches and uses up the steps of the quick try.
fn linear(source: &str, flags: &str, case: CaseMode) -> Option<Pattern> {
    let burn = FORK.repeat(FORKS);
    Pattern::new(&format!("{burn}(?!)|(?:{source})"), flags, case).ok()
}

/// A reference to an empty group before the pattern, which forces backtracking. A new group
/// changes what digits behind a backslash and names mean, so such patterns are left alone.
fn backtracking(source: &str, flags: &str, case: CaseMode) -> Option<Pattern> {
    let may_refer = |pair: &[u8]| matches!(pair, [b'\\', b'0'..=b'9' | b'k']);
    if source.as_bytes().windows(2).any(may_refer) {
        return None;
    }
    Pattern::new(&format!("()\\1(?:{source})"), flags, case).ok()
}
