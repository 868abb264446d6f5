//! The `sentry-trace` header.

use super::whitespace::trim_blanks;
use crate::trace::ids::{SpanId, TraceId};

/// The name of the header.
pub const NAME: &str = "sentry-trace";

/// Longest value that can match, spaces and tabs at the ends aside: 32 + 1 + 16 + 1 + 1.
pub const MAX_LEN: usize = 51;

/// Length of `traceId-spanId`.
pub const IDS_LEN: usize = 49;

/// What a `sentry-trace` says; every part may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SentryTrace {
    /// The trace; without it nothing can be continued.
    pub trace_id: Option<TraceId>,
    /// The span that sent the request, the parent of what happens here.
    pub span_id: Option<SpanId>,
    /// The sampling decision; `None` is a deferred one.
    pub sampled: Option<bool>,
}

/// Reads a header value by the grammar of the JavaScript SDK:
/// `^[ \t]*([0-9a-f]{32})?-?([0-9a-f]{16})?-?([01])?[ \t]*$`.
///
/// `None` where that expression does not match. Taking each part as soon as it fits is exact: no
/// text that the expression matches needs a part to be given back.
pub fn parse(value: &[u8]) -> Option<SentryTrace> {
    let mut rest = trim_blanks(value);
    if value.is_empty() || rest.len() > MAX_LEN {
        return None;
    }
    let trace_id = take(&mut rest, TraceId::TEXT_LEN, TraceId::parse);
    skip_dash(&mut rest);
    let span_id = take(&mut rest, SpanId::TEXT_LEN, SpanId::parse);
    skip_dash(&mut rest);
    let sampled = match rest {
        [] => None,
        b"0" => Some(false),
        b"1" => Some(true),
        _ => return None,
    };
    Some(SentryTrace {
        trace_id,
        span_id,
        sampled,
    })
}

fn take<T>(rest: &mut &[u8], len: usize, parse: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
    let (text, tail) = rest.split_at_checked(len)?;
    let part = parse(text)?;
    *rest = tail;
    Some(part)
}

fn skip_dash(rest: &mut &[u8]) {
    if let [b'-', tail @ ..] = rest {
        *rest = tail;
    }
}

/// The value of a header in place: no allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    bytes: [u8; MAX_LEN],
    len: usize,
}

impl Text {
    /// The value as bytes, all of them ASCII.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// The part before the decision.
    pub fn ids(&self) -> &[u8; IDS_LEN] {
        self.bytes.first_chunk().unwrap_or(&[0; IDS_LEN])
    }

    /// The value as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// Writes `traceId-spanId` and, when the decision is made, `-1` or `-0`.
pub fn format(trace_id: TraceId, span_id: SpanId, sampled: Option<bool>) -> Text {
    let mut bytes = [b'-'; MAX_LEN];
    if let Some(ids) = bytes.first_chunk_mut() {
        *ids = format_ids(trace_id, span_id);
    }
    bytes[MAX_LEN - 1] = if sampled == Some(true) { b'1' } else { b'0' };
    Text {
        bytes,
        len: if sampled.is_some() { MAX_LEN } else { IDS_LEN },
    }
}

/// Writes `traceId-spanId`.
pub fn format_ids(trace_id: TraceId, span_id: SpanId) -> [u8; IDS_LEN] {
    let mut ids = [b'-'; IDS_LEN];
    if let Some(trace) = ids.first_chunk_mut() {
        *trace = trace_id.to_text();
    }
    if let Some(span) = ids.last_chunk_mut() {
        *span = span_id.to_text();
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "771a43a4192642f0b136d5159a501700";
    const SPAN: &str = "1234567890abcdef";

    #[test]
    fn parts_may_be_missing_but_must_stand_in_order() {
        let full = parse(format!("{TRACE}-{SPAN}-1").as_bytes()).unwrap();
        assert_eq!(full.trace_id.unwrap().to_string(), TRACE);
        assert_eq!(full.span_id.unwrap().to_string(), SPAN);
        assert_eq!(full.sampled, Some(true));
        assert!(parse(TRACE.as_bytes()).unwrap().trace_id.is_some());
        assert!(parse(SPAN.as_bytes()).unwrap().trace_id.is_none());
        assert_eq!(parse(b"0").unwrap().sampled, Some(false));
        assert_eq!(parse(format!("{SPAN}-{TRACE}").as_bytes()), None);
        assert_eq!(parse(b"1-"), None);
    }

    #[test]
    fn blanks_alone_match_and_the_empty_value_does_too_in_no_case() {
        assert_eq!(parse(b" \t"), Some(SentryTrace::default()));
        assert_eq!(parse(b""), None);
    }

    #[test]
    fn formatting_then_parsing_gives_the_parts_back() {
        let (trace, span) = (
            TraceId::parse(TRACE.as_bytes()),
            SpanId::parse(SPAN.as_bytes()),
        );
        for sampled in [None, Some(true), Some(false)] {
            let text = format(trace.unwrap(), span.unwrap(), sampled);
            let parsed = parse(text.as_bytes()).unwrap();
            assert_eq!(
                parsed,
                SentryTrace {
                    trace_id: trace,
                    span_id: span,
                    sampled
                }
            );
        }
    }
}
