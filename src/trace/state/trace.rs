//! The trace that requests carry.

use crate::trace::ids::{SpanId, TraceId};
use crate::trace::wire::pairs::Pairs;

/// A trace with its sampling state: what crosses every boundary, as one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// The trace.
    pub trace_id: TraceId,
    /// The span id of requests while no span is active; stable for the whole trace, because a span
    /// id that nobody reports would break the tree on the servers.
    pub span_id: SpanId,
    /// The span that requests hang under.
    pub active_span_id: Option<SpanId>,
    /// The span of another service that this trace continues; never sent.
    pub parent_span_id: Option<SpanId>,
    /// The sampling decision; `None` is a deferred one.
    pub sampled: Option<bool>,
    /// Whether `sampled` was decided on this device; an incoming decision may still be overruled
    /// by a sampler.
    pub decided_here: bool,
    /// The number that decisions compare with a rate; `None` when a page has not said it.
    pub sample_rand: Option<f64>,
    /// The rate of this device, when it decided.
    pub sample_rate: Option<f64>,
    /// The frozen dynamic sampling context; `None` while it follows the options.
    pub dsc: Option<Pairs>,
    /// The root span that began here.
    pub root: Option<RootSpan>,
}

impl Trace {
    /// The head of a new trace: undecided, nothing frozen.
    pub const fn new(trace_id: TraceId, span_id: SpanId, sample_rand: f64) -> Self {
        Self {
            trace_id,
            span_id,
            active_span_id: None,
            parent_span_id: None,
            sampled: None,
            decided_here: false,
            sample_rand: Some(sample_rand),
            sample_rate: None,
            dsc: None,
            root: None,
        }
    }

    /// Whether readers see the same trace; what only later decisions need does not count.
    pub fn reads_like(&self, other: &Self) -> bool {
        self.shown() == other.shown()
    }

    fn shown(&self) -> impl PartialEq + use<'_> {
        let Self {
            trace_id,
            span_id,
            active_span_id,
            parent_span_id,
            sampled,
            decided_here: _,
            sample_rand,
            sample_rate,
            dsc,
            root: _,
        } = self;
        let ids = (trace_id, span_id, active_span_id, parent_span_id);
        (ids, sampled, sample_rand, sample_rate, dsc)
    }

    /// The span id that a request carries.
    pub fn outgoing_span_id(&self) -> SpanId {
        self.active_span_id.unwrap_or(self.span_id)
    }
}

/// A root span: what of it goes into the dynamic sampling context.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RootSpan {
    /// The name; empty when it has none.
    pub name: String,
    /// Where the name comes from, such as `route` or `url`; `None` counts as a good one.
    pub source: Option<String>,
}

impl RootSpan {
    /// The name if it may be sent: the text of a URL has too many values to group by.
    pub fn transaction(&self) -> Option<&str> {
        let good = self.source.as_deref() != Some("url");
        Some(self.name.as_str()).filter(|name| good && !name.is_empty())
    }
}
