//! The values that the model works with.

use spanferry::trace::ids::{SpanId, TraceId};

use super::dsc;
use super::sampling::Sampler;

/// Who set a trace, from weak to strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    NativeAuto,
    Webview,
    Lifecycle,
    Incoming,
    App,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    pub(crate) webview: &'static str,
    pub(crate) page: u32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Origin {
    Host,
    Page(Page),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Options {
    pub(crate) dsn: bool,
    pub(crate) org_id: Option<&'static str>,
    pub(crate) strict: bool,
    pub(crate) traceparent: bool,
    pub(crate) release: Option<&'static str>,
    pub(crate) rate: Option<f64>,
    pub(crate) sampler: Option<Sampler>,
    pub(crate) sample_rand: Option<f64>,
    pub(crate) background_limit_ms: u64,
    pub(crate) handover_limit_ms: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Root {
    /// Empty when it has none.
    pub(crate) name: &'static str,
    pub(crate) source: Option<&'static str>,
}

/// The random values of one step; whatever needs one takes it from here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fresh {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    pub(crate) sample_rand: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Trace {
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: SpanId,
    pub(crate) active_span_id: Option<SpanId>,
    pub(crate) parent_span_id: Option<SpanId>,
    pub(crate) sampled: Option<bool>,
    pub(crate) sample_rand: Option<f64>,
    pub(crate) sample_rate: Option<f64>,
    pub(crate) dsc: Option<dsc::Members>,
}

/// What a page pushes.
#[derive(Clone, Debug)]
pub(crate) struct Push {
    pub(crate) epoch: u64,
    pub(crate) base: u64,
    pub(crate) sequence: u64,
    pub(crate) source: Source,
    pub(crate) trace_id: TraceId,
    pub(crate) span_id: Option<SpanId>,
    pub(crate) active_span_id: Option<SpanId>,
    pub(crate) parent_span_id: Option<SpanId>,
    pub(crate) sampled: Option<bool>,
    pub(crate) sample_rand: Option<f64>,
    pub(crate) sample_rate: Option<f64>,
    pub(crate) dsc: Option<dsc::Members>,
}
