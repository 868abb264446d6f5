//! The W3C `traceparent` header.

use super::sentry_trace;
use super::whitespace::is_js_space;
use crate::trace::ids::{SpanId, TraceId};

/// The name of the header.
pub const NAME: &str = "traceparent";

/// Length of a value of version 00.
pub const LEN: usize = 55;

/// What a `traceparent` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traceparent {
    /// The trace, never all zero.
    pub trace_id: TraceId,
    /// The span that sent the request, never all zero.
    pub span_id: SpanId,
    /// The flags as sent; bit 0 is "sampled".
    pub flags: u8,
}

/// Reads a header value by the rules of W3C Trace Context, with one white space allowed at each
/// end as in the OpenTelemetry reference parser.
///
/// Version `ff`, all-zero ids and upper-case digits are invalid; more fields are allowed only above
/// version `00`.
pub fn parse(value: &[u8]) -> Option<Traceparent> {
    let (fields, more) = trim_one(value)?.split_at_checked(LEN)?;
    let version = hex_byte(fields.get(..2)?)?;
    let dashes = [2, 35, 52].iter().all(|&at| fields.get(at) == Some(&b'-'));
    if !dashes || version == 0xff || !tail_is_allowed(version, more) {
        return None;
    }
    let trace_id = TraceId::parse(fields.get(3..35)?)?;
    let span_id = SpanId::parse(fields.get(36..52)?)?;
    let zero = trace_id == TraceId::from_bytes([0; 16]) || span_id == SpanId::from_bytes([0; 8]);
    let flags = hex_byte(fields.get(53..)?)?;
    (!zero).then_some(Traceparent {
        trace_id,
        span_id,
        flags,
    })
}

fn tail_is_allowed(version: u8, more: &[u8]) -> bool {
    let line_break = std::str::from_utf8(more).map_or(true, |text| {
        text.contains(['\n', '\r', '\u{2028}', '\u{2029}'])
    });
    more.is_empty() || (version != 0 && more.first() == Some(&b'-') && !line_break)
}

fn trim_one(value: &[u8]) -> Option<&[u8]> {
    let text = std::str::from_utf8(value).ok()?;
    let text = text.strip_prefix(is_js_space).unwrap_or(text);
    Some(text.strip_suffix(is_js_space).unwrap_or(text).as_bytes())
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    match digits {
        [b'0'..=b'9' | b'a'..=b'f', b'0'..=b'9' | b'a'..=b'f'] => {
            u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        }
        _ => None,
    }
}

/// Writes version 00; only a positive decision sets the flag, a deferred one is `00`.
pub fn format(trace_id: TraceId, span_id: SpanId, sampled: Option<bool>) -> [u8; LEN] {
    from_ids(&sentry_trace::format_ids(trace_id, span_id), sampled)
}

/// The same from `traceId-spanId`, which both headers contain.
pub fn from_ids(ids: &[u8; sentry_trace::IDS_LEN], sampled: Option<bool>) -> [u8; LEN] {
    let mut text = *b"00-.................................................-00";
    if let Some(place) = text.get_mut(3..3 + sentry_trace::IDS_LEN) {
        place.copy_from_slice(ids);
    }
    if sampled == Some(true) {
        text[LEN - 1] = b'1';
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formatting_then_parsing_gives_the_ids_back() {
        let trace_id = TraceId::from_bytes([0xab; 16]);
        let span_id = SpanId::from_bytes([0x0f; 8]);
        for (sampled, flags) in [(Some(true), 1), (Some(false), 0), (None, 0)] {
            let parsed = parse(&format(trace_id, span_id, sampled)).unwrap();
            assert_eq!(
                parsed,
                Traceparent {
                    trace_id,
                    span_id,
                    flags
                }
            );
        }
    }

    #[test]
    fn more_fields_need_a_version_above_zero() {
        let ids = "771a43a4192642f0b136d5159a501700-1234567890abcdef-01";
        assert!(parse(format!("01-{ids}-x").as_bytes()).is_some());
        assert!(parse(format!("00-{ids}-x").as_bytes()).is_none());
        assert!(parse(format!("01-{ids}x").as_bytes()).is_none());
        assert!(parse(format!("ff-{ids}").as_bytes()).is_none());
        assert!(parse(format!("01-{ids}-a\nb").as_bytes()).is_none());
    }
}
