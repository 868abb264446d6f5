//! `sentry-trace`: the parser against the grammar that it is written from.

use super::expression;
use spanferry::trace::wire::sentry_trace::{SentryTrace, format, parse};

/// The expression of the JavaScript SDK.
const GRAMMAR: &str = r"^[ \t]*([0-9a-f]{32})?-?([0-9a-f]{16})?-?([01])?[ \t]*$";

/// Reads the input as a header value.
pub fn check(data: &[u8]) {
    let parsed = parse(data);
    let matches = expression::matches(GRAMMAR, "", data) && !data.is_empty();
    assert_eq!(parsed.is_some(), matches, "the grammar says {matches}");
    if let Some(parsed) = parsed {
        assert_round_trip(&parsed, data);
    }
}

/// What is written is read back, and a canonical header is written as it was read.
fn assert_round_trip(parsed: &SentryTrace, data: &[u8]) {
    let (Some(trace_id), Some(span_id)) = (parsed.trace_id, parsed.span_id) else {
        return;
    };
    let text = format(trace_id, span_id, parsed.sampled);
    assert_eq!(parse(text.as_bytes()).as_ref(), Some(parsed));
    if data.len() == text.as_bytes().len() {
        let dashes_where_they_belong = data[32] == b'-' && data.get(49).is_none_or(|b| *b == b'-');
        assert!(!dashes_where_they_belong || data == text.as_bytes());
    }
}
