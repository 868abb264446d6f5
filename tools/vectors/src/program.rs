//! A program that uses the library: a tracer set up as a vector says.

use std::sync::Arc;

use serde_json::{Value, json};
use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::TraceData;
use spanferry::trace::reason::Reason;
use spanferry::trace::sampling::{Sampler, SamplingContext};
use spanferry::trace::state::event::Outcome;
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;

use crate::case::{known, number};

/// The DSN of cases that name none.
pub const DSN: &str = "https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094";

/// The options of a vector as those of the library.
pub fn options(json: &Value) -> Result<Options, String> {
    known(
        json,
        &[
            "dsn",
            "release",
            "environment",
            "org_id",
            "strict",
            "traces_sample_rate",
            "traces_sampler",
            "replay_id",
            "propagate_traceparent",
        ],
    )?;
    let text = |key: &str| json[key].as_str().map(str::to_owned);
    let defaulted = |key: &str, default: &str| match json.get(key) {
        None => Some(default.to_owned()),
        Some(value) => value.as_str().map(str::to_owned),
    };
    let org_id = json["org_id"]
        .as_f64()
        .map(|n| n.to_string())
        .or_else(|| text("org_id"));
    Ok(Options {
        dsn: defaulted("dsn", DSN),
        release: defaulted("release", "myapp@1.2.3"),
        environment: defaulted("environment", "production"),
        org_id,
        strict_trace_continuation: json["strict"] == true,
        traces_sample_rate: rate(&json["traces_sample_rate"]),
        traces_sampler: sampler(&json["traces_sampler"]),
        replay_id: text("replay_id"),
        propagate_traceparent: json["propagate_traceparent"] == true,
        ..Options::default()
    })
}

/// A rate as a program may configure it; what is no number samples nothing.
pub fn rate(json: &Value) -> Option<f64> {
    match json {
        Value::Null => None,
        Value::Bool(all) => Some(f64::from(*all)),
        Value::String(text) => Some(text.parse().unwrap_or(f64::NAN)),
        other => Some(number(other).unwrap_or(f64::NAN)),
    }
}

/// The sampler callbacks that vectors describe.
pub fn sampler(json: &Value) -> Option<Sampler> {
    let kind = json["kind"].as_str()?.to_owned();
    let json = json.clone();
    Some(Sampler::new(move |context| ask(&kind, &json, context)))
}

fn ask(kind: &str, json: &Value, context: &SamplingContext<'_>) -> Option<f64> {
    let fallback = number(&json["fallback"]).unwrap_or(f64::NAN);
    match kind {
        "throws" => None,
        "const" => Some(rate(&json["value"]).unwrap_or(f64::NAN)),
        "parent_sampled_or" => Some(context.parent_sampled.map_or(fallback, f64::from)),
        "parent_sample_rate_or" => Some(context.parent_sample_rate.unwrap_or(fallback)),
        "inherit_or_sample_with" => Some(context.inherit_or_sample_with(fallback)),
        "by_name" => Some(number(&json["rates"][context.name]).or(number(&json["default"]))?),
        _ => Some(f64::NAN),
    }
}

/// A tracer with options.
pub fn tracer(options: Options) -> Result<Tracer, String> {
    let config = Config::new(options).map_err(|error| error.to_string())?;
    Ok(Tracer::new(config, Arc::new(ThreadEntropy)))
}

/// Continues what came in, or starts at the head of a trace.
pub fn receive(tracer: &Tracer, incoming: &Value) -> Result<bool, String> {
    known(incoming, &["sentry_trace", "baggage"])?;
    if incoming.is_null() {
        tracer.start_new_trace(Source::App, 0);
        return Ok(false);
    }
    let headers = [
        ("sentry-trace", &incoming["sentry_trace"]),
        ("baggage", &incoming["baggage"]),
    ];
    let headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_str()?)));
    let incoming =
        Incoming::from_headers(headers.map(|(name, value)| (name.as_bytes(), value.as_bytes())));
    Ok(tracer.continue_trace(incoming, 0) == Reason::Continued)
}

/// Begins a root span of a vector.
pub fn begin(tracer: &Tracer, span: &Value) -> Result<(), String> {
    known(span, &["name", "source"])?;
    tracer.begin_root_span(&RootSpan {
        name: span["name"].as_str().unwrap_or_default().to_owned(),
        source: span["source"].as_str().map(str::to_owned),
    });
    Ok(())
}

/// Takes over a trace that a page pushes.
pub fn push(tracer: &Tracer, context: &Value) -> Outcome {
    let state: Value = serde_json::from_str(&tracer.snapshot()).unwrap_or_default();
    let page = PageId::new("webview", "page");
    tracer.attach(&page, 0);
    let snapshot = json!({
        "epoch": state["epoch"], "revision": state["revision"], "sequence": 1,
        "traceId": context["trace_id"],
        "spanId": context["propagation_span_id"],
        "parentSpanId": context["parent_span_id"],
        "sampled": context["sampled"],
        "sampleRand": context["sample_rand"],
        "dsc": context["dsc"],
    });
    tracer.adopt(&page, snapshot.to_string().as_bytes(), 0)
}

/// The headers for any carrier, named as in the vectors.
pub fn data(data: &TraceData) -> Value {
    json!({
        "sentry_trace": data.sentry_trace,
        "baggage": data.baggage,
        "traceparent": data.traceparent,
    })
}

/// The dynamic sampling context as it stands: what freezing it gives.
pub fn frozen_dsc(tracer: &Tracer) -> Value {
    let (copy, _) = tracer.detach(None);
    copy.end_root_span();
    let state: Value = serde_json::from_str(&copy.snapshot()).unwrap_or_default();
    state["dsc"].clone()
}
