//! What readers see: one whole, immutable state.

use std::borrow::Cow;
use std::sync::Arc;

use super::model::State;
use super::source::Source;
use super::trace::Trace;
use crate::trace::config::Config;
use crate::trace::dsc;
use crate::trace::ids::SpanId;
use crate::trace::reason::Reason;
use crate::trace::wire::sentry_trace::Text;
use crate::trace::wire::{baggage, sentry_trace, traceparent};

/// A published state.
#[derive(Debug, Clone)]
pub struct View {
    /// The epoch of the tracer.
    pub epoch: u64,
    /// The revision of this state.
    pub revision: u64,
    /// Who set the trace.
    pub source: Source,
    /// Why.
    pub reason: Reason,
    /// The configuration, when there is one.
    pub config: Option<Arc<Config>>,
    /// The trace.
    pub trace: Arc<Trace>,
    /// What requests carry of it, once a reader wanted to know.
    rendered: Option<Rendered>,
}

/// The part of the headers that is the same for every request of a state: the baggage is written
/// for the first request after a change, not for each one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Whether headers are sent at all: there is a configuration with a DSN.
    pub sends: bool,
    /// Whether `traceparent` is sent too.
    pub traceparent: bool,
    /// Our baggage, empty when there is none.
    pub baggage: String,
}

impl Rendered {
    /// Writes the baggage of a trace under a configuration. Without a DSN nothing is written, because
    /// nothing is sent.
    pub fn new(config: Option<&Config>, trace: &Trace) -> Self {
        let Some(config) = config.filter(|config| config.dsn.is_some()) else {
            return Self {
                sends: false,
                traceparent: false,
                baggage: String::new(),
            };
        };
        Self {
            sends: true,
            traceparent: config.options.propagate_traceparent,
            baggage: baggage::format_dsc(&dsc::current(config, trace)).unwrap_or_default(),
        }
    }
}

impl View {
    /// The view of a state.
    pub fn new(state: &State) -> Self {
        Self {
            epoch: state.epoch,
            revision: state.revision,
            source: state.source,
            reason: state.reason,
            config: state.config.clone(),
            trace: state.trace.clone(),
            rendered: None,
        }
    }

    /// What requests carry of the state; written now unless that was done before.
    pub fn rendered(&self) -> Cow<'_, Rendered> {
        match &self.rendered {
            Some(rendered) => Cow::Borrowed(rendered),
            None => Cow::Owned(Rendered::new(self.config.as_deref(), &self.trace)),
        }
    }

    /// Whether [`Self::rendered`] costs nothing.
    pub const fn is_rendered(&self) -> bool {
        self.rendered.is_some()
    }

    #[cfg(test)]
    pub(super) fn without_rendered(&self) -> Self {
        Self {
            rendered: None,
            ..self.clone()
        }
    }

    /// The same view with its headers written.
    #[must_use]
    pub fn with_rendered(&self, rendered: Rendered) -> Self {
        Self {
            rendered: Some(rendered),
            ..self.clone()
        }
    }

    /// Why nothing is sent whatever the URL, if that is so.
    pub fn silence(&self) -> Option<Reason> {
        match &self.config {
            None => Some(Reason::NotConfigured),
            Some(config) if config.dsn.is_none() => Some(Reason::NoDsn),
            Some(_) => None,
        }
    }

    /// The value of `sentry-trace` with that span id.
    pub fn sentry_trace(&self, span_id: SpanId) -> Text {
        sentry_trace::format(self.trace.trace_id, span_id, self.trace.sampled)
    }

    /// The value of `traceparent` with that span id.
    pub fn traceparent(&self, span_id: SpanId) -> [u8; traceparent::LEN] {
        traceparent::format(self.trace.trace_id, span_id, self.trace.sampled)
    }
}
