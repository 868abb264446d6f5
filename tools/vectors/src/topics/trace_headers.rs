use serde_json::{Value, json};
use spanferry::trace::ids::{SpanId, TraceId};
use spanferry::trace::wire::{sentry_trace, traceparent};

use crate::case::{Case, Verdict, same};

pub fn parse(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["header"])?;
    let header = case.input["header"].as_str().unwrap_or_default();
    let parsed = sentry_trace::parse(header.as_bytes()).map_or(Value::Null, |parsed| {
        json!({
            "trace_id": parsed.trace_id.map(|id| id.to_string()),
            "parent_span_id": parsed.span_id.map(|id| id.to_string()),
            "parent_sampled": parsed.sampled,
        })
    });
    // A header that matches without any part is an object of nulls; `same` would take it for null.
    if case.expected.is_null() != parsed.is_null() {
        return Err(format!("expected {}, got {parsed}", case.expected));
    }
    same(case.expected, &parsed)
}

pub fn format(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["trace_id", "span_id", "sampled"])?;
    let text = |key: &str| case.input[key].as_str().unwrap_or_default().as_bytes();
    let trace_id = TraceId::parse(text("trace_id")).ok_or("bad trace id")?;
    let span_id = SpanId::parse(text("span_id")).ok_or("bad span id")?;
    let sampled = case.input["sampled"].as_bool();
    let parent = traceparent::format(trace_id, span_id, sampled);
    let actual = json!({
        "sentry_trace": sentry_trace::format(trace_id, span_id, sampled).as_str(),
        "traceparent": String::from_utf8_lossy(&parent),
    });
    same(case.expected, &actual)
}

pub fn traceparent(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["header"])?;
    let header = case.input["header"].as_str().unwrap_or_default();
    let parsed = traceparent::parse(header.as_bytes()).map_or(Value::Null, |parsed| {
        json!({
            "trace_id": parsed.trace_id.to_string(),
            "span_id": parsed.span_id.to_string(),
            "flags": parsed.flags,
            "sampled": parsed.flags & 1 == 1,
        })
    });
    same(case.expected, &parsed)
}
