use serde_json::{Value, json};
use spanferry::trace::state::event::Outcome;

use crate::case::{Case, Verdict, same};
use crate::placeholder::Placeholders;
use crate::program;

/// Topics `dsc` and `trace_continuation`: what is held and sent after headers came in.
pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["options", "random", "incoming", "span"])?;
    let mut options = program::options(&case.input["options"])?;
    options.sample_rand = case.input["random"].as_f64();
    let tracer = program::tracer(options)?;
    let continued = program::receive(&tracer, &case.input["incoming"])?;
    let held: Value = serde_json::from_str(&tracer.snapshot()).map_err(|e| e.to_string())?;
    if !case.input["span"].is_null() {
        program::begin(&tracer, &case.input["span"])?;
    }
    let sent = tracer.trace_data();
    let actual = json!({
        "continued": continued,
        "trace_id": held["traceId"],
        "parent_span_id": held["parentSpanId"],
        "parent_sampled": held["sampled"],
        "sample_rand": held["sampleRand"],
        "sentry_trace": sent.sentry_trace,
        "baggage": sent.baggage,
        "traceparent": sent.traceparent,
        "dsc": program::frozen_dsc(&tracer),
    });
    compare(case.expected, &actual, &mut Placeholders::default())
}

/// Topic `trace_data`: the headers of a context that a page pushed.
pub fn data(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["options", "context"])?;
    let mut options = program::options(&case.input["options"])?;
    options.propagate_traceparent = true;
    let tracer = program::tracer(options)?;
    let outcome = program::push(&tracer, &case.input["context"]);
    let data = match outcome {
        // A context that is refused is never sent: that is "no headers" of it.
        Outcome::SnapshotRefused => json!({}),
        _ => program::data(&tracer.trace_data()),
    };
    compare(case.expected, &data, &mut Placeholders::default())
}

/// Compares with ids in the places of placeholders. The parent of a span is on no wire and not
/// compared.
pub fn compare(
    expected: &Value,
    actual: &Value,
    ids: &mut Placeholders,
) -> Result<Verdict, String> {
    let problem = |key: &str, expected: &Value, actual: &Value| {
        format!("{key}: expected {expected}, got {actual}")
    };
    for (key, wanted) in expected.as_object().ok_or("expected is no object")? {
        if key == "span_parent_span_id" {
            continue;
        }
        if actual.get(key).is_none() && !wanted.is_null() {
            return Err(problem(key, wanted, &Value::Null));
        }
        let got = &actual[key];
        if !fits(wanted, got, ids) {
            return Err(problem(key, wanted, got));
        }
    }
    Ok(Verdict::Passed)
}

fn fits(expected: &Value, actual: &Value, ids: &mut Placeholders) -> bool {
    match (expected, actual) {
        (Value::String(expected), Value::String(actual)) => ids.fits(expected, actual),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| fits(a, b, ids))
        }
        _ => same(expected, actual).is_ok(),
    }
}
