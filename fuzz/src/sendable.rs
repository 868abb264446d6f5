//! The byte rule: what may stand in a header that we write.

use spanferry::trace::outgoing::TraceData;
use spanferry::trace::wire::{baggage, sentry_trace, traceparent};

/// Only 0x20 to 0x7E: so no line break, and nothing that an HTTP client refuses.
pub fn assert_sendable(value: &[u8]) {
    let bad = value.iter().find(|byte| !(0x20..=0x7e).contains(*byte));
    assert_eq!(bad, None, "in {:?}", String::from_utf8_lossy(value));
}

/// The three headers of a trace: each readable, within its limit, and of one trace.
pub fn assert_unit(data: &TraceData) {
    for (_, value) in data.present() {
        assert_sendable(value.as_bytes());
    }
    let Some(trace) = &data.sentry_trace else {
        assert_eq!(data, &TraceData::default(), "without ids nothing is sent");
        return;
    };
    let trace = sentry_trace::parse(trace.as_bytes()).expect("our sentry-trace is readable");
    if let Some(text) = &data.baggage {
        assert!(!text.is_empty() && text.len() <= baggage::MAX_LEN);
        assert!(!text.starts_with(',') && !text.ends_with(',') && !text.contains(",,"));
        assert!(baggage::parse_dsc([text.as_bytes()]).is_some());
    }
    if let Some(parent) = data
        .traceparent
        .as_ref()
        .and_then(|text| traceparent::parse(text.as_bytes()))
    {
        assert_eq!(
            (Some(parent.trace_id), Some(parent.span_id)),
            (trace.trace_id, trace.span_id)
        );
        assert_eq!(parent.flags, u8::from(trace.sampled == Some(true)));
    }
}
