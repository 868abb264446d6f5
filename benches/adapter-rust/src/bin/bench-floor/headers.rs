//! The three headers by copying, into one buffer.

use spanferry_bench::out::Out;

/// What requests need of the current trace.
pub(crate) struct Trace {
    pub(crate) id: [u8; 32],
    pub(crate) sampled: bool,
    pub(crate) baggage: Vec<u8>,
}

/// Writes the headers; `existing` comes first unless Sentry's members are in it.
pub(crate) fn write(
    trace: &Trace,
    span: &[u8; 16],
    existing: &[u8],
    traceparent: bool,
    out: &mut Out,
) {
    let mut end = 0;
    let mut put = |text: &[u8]| {
        out.bytes[end..end + text.len()].copy_from_slice(text);
        end += text.len();
        end
    };
    put(&trace.id);
    put(b"-");
    put(span);
    let after_trace = put(if trace.sampled { b"-1" } else { b"-0" });
    if !existing.is_empty() && !has_sentry_member(existing) {
        put(existing);
        put(b",");
    }
    let after_baggage = put(&trace.baggage);
    let mut after_parent = after_baggage;
    if traceparent {
        put(b"00-");
        put(&trace.id);
        put(b"-");
        put(span);
        after_parent = put(if trace.sampled { b"-01" } else { b"-00" });
    }
    out.lens = [
        after_trace,
        after_baggage - after_trace,
        after_parent - after_baggage,
    ];
}

fn has_sentry_member(existing: &[u8]) -> bool {
    let starts = memchr::memchr_iter(b',', existing).map(|comma| comma + 1);
    let mut members = std::iter::once(0).chain(starts);
    members.any(|start| existing[start..].starts_with(b"sentry-"))
}
