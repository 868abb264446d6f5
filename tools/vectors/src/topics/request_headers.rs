use serde_json::{Value, json};
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::{NAMES, Policy, Request};
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::wire::baggage::parse_dsc;
use spanferry::trace::wire::sentry_trace;

use crate::case::{Case, Verdict, known, same};
use crate::program::{self, DSN};

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["existing", "trace_data"])?;
    let tracer = holding(&case.input["trace_data"])?;
    let existing = case.input["existing"]
        .as_array()
        .ok_or("no existing headers")?;
    let headers = existing.iter().map(|pair| {
        let text = |at: usize| pair[at].as_str().unwrap_or_default().as_bytes();
        (text(0), text(1))
    });
    let request = Request {
        url: b"https://api.example.com/",
        existing: headers,
        policy: Policy::Keep,
        fresh_span: false,
    };
    let mut buffer = [0; 16_384];
    let outgoing = tracer
        .outgoing(&request, &mut buffer)
        .map_err(|error| format!("{error:?}"))?;
    let mut set = json!({});
    let mut from = 0;
    for (place, name) in NAMES.into_iter().enumerate() {
        let value = &buffer[from..from + outgoing.lens[place]];
        from += outgoing.lens[place];
        if outgoing.set.contains(place) {
            set[name] = json!(String::from_utf8_lossy(value));
        }
    }
    let removed: Vec<&str> = (0..3)
        .filter(|&place| outgoing.remove.contains(place) && !outgoing.set.contains(place))
        .map(|place| NAMES[place])
        .collect();
    let unchanged = outgoing.remove.0 == 0;
    same(
        case.expected,
        &json!({
            "unchanged": unchanged,
            "set": if unchanged { Value::Null } else { set },
            "remove": if removed.is_empty() { Value::Null } else { json!(removed) },
        }),
    )
}

/// A tracer that holds the trace whose headers the vector gives.
fn holding(data: &Value) -> Result<Tracer, String> {
    known(data, &["sentry_trace", "baggage", "traceparent"])?;
    let options = Options {
        dsn: Some(DSN.to_owned()),
        propagate_traceparent: !data["traceparent"].is_null(),
        ..Options::default()
    };
    let tracer = program::tracer(options)?;
    let text = |key: &str| data[key].as_str().unwrap_or_default();
    let parsed = sentry_trace::parse(text("sentry_trace").as_bytes()).ok_or("bad sentry_trace")?;
    let dsc = parse_dsc([text("baggage").as_bytes()]).unwrap_or_default();
    let dsc: Vec<_> = dsc.iter().map(|(key, value)| json!([key, value])).collect();
    program::push(
        &tracer,
        &json!({
            "trace_id": parsed.trace_id.map(|id| id.to_string()),
            "propagation_span_id": parsed.span_id.map(|id| id.to_string()),
            "sampled": parsed.sampled,
            "dsc": dsc,
        }),
    );
    Ok(tracer)
}
