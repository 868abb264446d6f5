//! `traceparent`: the parser against the expression of the OpenTelemetry reference parser.

use super::expression;
use spanferry::trace::wire::traceparent::{format, parse};

/// Version, ids, flags, and more fields above version 00.
const GRAMMAR: &str = r"^\s?(?!ff|00-[^-]*-[^-]*-..-)[\da-f]{2}-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}(-.*)?\s?$";

/// Reads the input as a header value.
pub fn check(data: &[u8]) {
    let parsed = parse(data);
    // To our engine all characters beyond ASCII are one byte, and none is white space.
    if data.is_ascii() {
        let matches = expression::matches(GRAMMAR, "", data);
        assert_eq!(parsed.is_some(), matches, "the grammar says {matches}");
    }
    let Some(parsed) = parsed else { return };
    let sampled = parsed.flags & 1 == 1;
    let text = format(parsed.trace_id, parsed.span_id, Some(sampled));
    let again = parse(&text).expect("what is written is read");
    assert_eq!(
        (again.trace_id, again.span_id),
        (parsed.trace_id, parsed.span_id)
    );
    assert_eq!(again.flags, u8::from(sampled));
    if data.len() == text.len() && data.starts_with(b"00") && parsed.flags < 2 {
        assert_eq!(data, text);
    }
}
