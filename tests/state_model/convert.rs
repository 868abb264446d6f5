//! The values of the model as the library takes them, and back.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::options::Options as TracerOptions;
use spanferry::trace::sampling::Sampler as TracerSampler;
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::source::Source as TracerSource;
use spanferry::trace::state::trace::{RootSpan, Trace as TracerTrace};

use crate::model::dsc::{Members, PUBLIC_KEY};
use crate::model::sampling::Sampler;
use crate::model::{Options, Page, Push, Root, Source, Trace, incoming};

/// One sampler object for each answer: two objects would never be equal options.
#[derive(Clone)]
pub(crate) struct Samplers(Vec<(Sampler, TracerSampler)>);

impl Samplers {
    pub(crate) fn new() -> Self {
        let answers = [Sampler::Rate(0.5), Sampler::Rate(-1.0), Sampler::Fails];
        let object = |answer| match answer {
            Sampler::Rate(rate) => TracerSampler::new(move |_| Some(rate)),
            Sampler::Fails => TracerSampler::new(|_| None),
        };
        Self(answers.map(|answer| (answer, object(answer))).to_vec())
    }

    fn of(&self, answer: Sampler) -> Option<TracerSampler> {
        let found = self.0.iter().find(|(other, _)| *other == answer);
        found.map(|(_, object)| object.clone())
    }
}

pub(crate) fn config(options: &Options, samplers: &Samplers) -> Arc<Config> {
    let options = TracerOptions {
        dsn: options
            .dsn
            .then(|| format!("https://{PUBLIC_KEY}@ingest.example/1")),
        org_id: options.org_id.map(str::to_owned),
        strict_trace_continuation: options.strict,
        propagate_traceparent: options.traceparent,
        release: options.release.map(str::to_owned),
        traces_sample_rate: options.rate,
        traces_sampler: options.sampler.and_then(|answer| samplers.of(answer)),
        sample_rand: options.sample_rand,
        background_limit_ms: options.background_limit_ms,
        handover_limit_ms: options.handover_limit_ms,
        ..TracerOptions::default()
    };
    Config::new(options).unwrap()
}

pub(crate) fn source(source: Source) -> TracerSource {
    match source {
        Source::NativeAuto => TracerSource::NativeAuto,
        Source::Webview => TracerSource::Webview,
        Source::Lifecycle => TracerSource::Lifecycle,
        Source::Incoming => TracerSource::Incoming,
        Source::App => TracerSource::App,
    }
}

pub(crate) fn page(page: Page) -> PageId {
    PageId::new(page.webview, &page.page.to_string())
}

pub(crate) fn root(root: Root) -> RootSpan {
    RootSpan {
        name: root.name.to_owned(),
        source: root.source.map(str::to_owned),
    }
}

pub(crate) fn incoming(headers: &incoming::Headers) -> Incoming {
    let lines = headers.render();
    let bytes = lines
        .iter()
        .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    Incoming::from_headers(bytes)
}

/// What a page would send; what it does not know is null or missing.
pub(crate) fn json(push: &Push, nulls: bool) -> String {
    let id = |id: Option<spanferry::trace::ids::SpanId>| id.map(|id| id.to_string());
    let dsc = push.dsc.as_ref().map(|Members(members)| members);
    let fields = [
        ("epoch", json!(push.epoch)),
        ("revision", json!(push.base)),
        ("sequence", json!(push.sequence)),
        ("source", json!(source(push.source).name())),
        ("traceId", json!(push.trace_id.to_string())),
        ("spanId", json!(id(push.span_id))),
        ("activeSpanId", json!(id(push.active_span_id))),
        ("parentSpanId", json!(id(push.parent_span_id))),
        ("sampled", json!(push.sampled)),
        ("sampleRand", json!(push.sample_rand)),
        ("sampleRate", json!(push.sample_rate)),
        ("dsc", json!(dsc)),
    ];
    let kept = fields
        .into_iter()
        .filter(|(_, value)| nulls || !value.is_null());
    let object: Map<String, Value> = kept.map(|(key, value)| (key.to_owned(), value)).collect();
    Value::Object(object).to_string()
}

pub(crate) fn trace(trace: &TracerTrace) -> Trace {
    let pair = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
    let dsc = trace.dsc.as_ref();
    Trace {
        trace_id: trace.trace_id,
        span_id: trace.span_id,
        active_span_id: trace.active_span_id,
        parent_span_id: trace.parent_span_id,
        sampled: trace.sampled,
        sample_rand: trace.sample_rand,
        sample_rate: trace.sample_rate,
        dsc: dsc.map(|dsc| Members(dsc.iter().map(pair).collect())),
    }
}
