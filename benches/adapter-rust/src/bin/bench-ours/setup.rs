//! Options and tracers of the inputs.

use serde_json::Value;
use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::ids::SpanId;
use spanferry::trace::options::Options;
use spanferry::trace::reason::Reason;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::targets::Target;
use spanferry_bench::inputs::Input;
use std::sync::Arc;

/// The options that a program would set for the inputs.
pub(crate) fn options() -> Options {
    let input = Input::read("config");
    Options {
        dsn: Some(input.text("/dsn")),
        strict_trace_continuation: input.flag("/strict_trace_continuation"),
        traces_sample_rate: input.value("/traces_sample_rate").as_f64(),
        release: Some(input.text("/release")),
        environment: Some(input.text("/environment")),
        ..Options::default()
    }
}

/// The targets of an input; expressions are written without their slashes.
pub(crate) fn targets(list: &Value) -> Vec<Target> {
    let target = |item: &Value| match item.as_str() {
        Some(text) => Target::Text(text.to_owned()),
        None => Target::Regex {
            source: item["re"].as_str().expect("an expression").to_owned(),
            flags: String::new(),
        },
    };
    list.as_array()
        .expect("a list")
        .iter()
        .map(target)
        .collect()
}

/// The trace of W4, W5 and W7, as it comes in.
#[derive(Clone)]
pub(crate) struct Parent {
    header: String,
    baggage: String,
    span_id: String,
}

impl Parent {
    pub(crate) fn read() -> Self {
        let input = Input::read("W4");
        Self {
            header: input.text("/expect/sentry-trace"),
            baggage: input.text("/expect/baggage"),
            span_id: input.text("/span_id"),
        }
    }

    /// A configured tracer that goes on with the trace.
    pub(crate) fn tracer(&self, options: Options) -> Tracer {
        let config = Config::new(options).expect("good options");
        let tracer = Tracer::new(config, Arc::new(ThreadEntropy));
        let headers = [("sentry-trace", &*self.header), ("baggage", &*self.baggage)];
        assert_eq!(
            tracer.continue_trace(incoming(&headers), 0),
            Reason::Continued
        );
        tracer.set_active_span(SpanId::parse(self.span_id.as_bytes()));
        tracer
    }
}

pub(crate) fn incoming(headers: &[(&str, &str)]) -> Incoming {
    Incoming::from_headers(headers.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())))
}
