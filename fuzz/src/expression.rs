//! Grammars that are given as JavaScript expressions, tried with our own engine: two parsers
//! written apart that have to agree.

use spanferry::trace::targets::pattern::{CaseMode, Pattern, Verdict};

/// Whether the expression finds something in the text.
pub fn matches(source: &str, flags: &str, text: &[u8]) -> bool {
    let pattern = Pattern::new(source, flags, CaseMode::Js10);
    let pattern = pattern.expect("grammars are supported");
    pattern.test(text) == Verdict::Match
}
