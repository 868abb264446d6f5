//! The whole state behind the writers' mutex.

use std::sync::Arc;

use super::event::Moment;
use super::history::History;
use super::pages::Pages;
use super::source::Source;
use super::trace::Trace;
use crate::trace::config::Config;
use crate::trace::ids::TraceId;
use crate::trace::options::{BACKGROUND_LIMIT_MS, HANDOVER_LIMIT_MS};
use crate::trace::reason::Reason;

/// The state of a tracer. Cheap to clone: what is large is shared until it changes.
#[derive(Debug, Clone)]
pub struct State {
    /// Drawn for each tracer; a push that was based on another tracer is stale.
    pub epoch: u64,
    /// Grows with every change, starting at 1.
    pub revision: u64,
    /// The latest time told, in milliseconds; none until the first.
    pub now_ms: Option<u64>,
    /// The configuration; without one nothing is attached.
    pub config: Option<Arc<Config>>,
    /// The current trace.
    pub trace: Arc<Trace>,
    /// Who set it.
    pub source: Source,
    /// Why.
    pub reason: Reason,
    /// When; for a trace that was set before any time was told, the first time that was.
    pub set_at_ms: Option<u64>,
    /// Whether a page has had its chance to take over a trace that was started natively.
    pub handed_over: bool,
    /// The trace in which a caller's root span began and has not ended.
    pub root_began_in: Option<TraceId>,
    /// Since when the app is in the background.
    pub background: Option<Background>,
    /// The webviews and their pages.
    pub pages: Arc<Pages>,
    /// Who changed the state when.
    pub history: History,
}

/// The moment at which the app went to the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Background {
    /// When, in milliseconds.
    pub at_ms: Option<u64>,
    /// The trace then: one that was set since survives the return.
    pub trace_id: TraceId,
}

impl State {
    /// The largest epoch: 15 digits, which every JSON library reads and prints exactly, also those
    /// that keep numbers as doubles and print `%.15g`.
    pub const MAX_EPOCH: u64 = (1 << 48) - 1;

    /// The state of a new tracer: it holds a trace of its own from the start.
    pub fn new(epoch: u64, moment: Moment) -> Self {
        Self {
            epoch: epoch & Self::MAX_EPOCH,
            revision: 1,
            now_ms: moment.now_ms,
            config: None,
            trace: Arc::new(Trace::new(
                moment.trace_id,
                moment.span_id,
                moment.sample_rand,
            )),
            source: Source::NativeAuto,
            reason: Reason::Created,
            set_at_ms: moment.now_ms,
            handed_over: false,
            root_began_in: None,
            background: None,
            pages: Arc::default(),
            history: History::default(),
        }
    }

    /// Takes the time that an event tells. A clock that jumps back must not make a trace younger
    /// than it is. A tracer is made without a time, and clocks of hosts start anywhere: what was set
    /// before the first time is as old as that.
    pub fn advance(&mut self, told_ms: Option<u64>) {
        self.now_ms = self.now_ms.max(told_ms);
        self.set_at_ms = self.set_at_ms.or(self.now_ms);
    }

    /// How old the current trace is, in milliseconds.
    pub fn trace_age_ms(&self) -> u64 {
        self.since(self.set_at_ms)
    }

    /// How long ago something happened, in milliseconds.
    pub fn since(&self, at_ms: Option<u64>) -> u64 {
        let (now, then) = (self.now_ms.unwrap_or_default(), at_ms.or(self.now_ms));
        now.saturating_sub(then.unwrap_or_default())
    }

    /// How long the app may be in the background.
    pub fn background_limit_ms(&self) -> u64 {
        self.config.as_ref().map_or(BACKGROUND_LIMIT_MS, |config| {
            config.options.background_limit_ms
        })
    }

    /// How long a trace that was started natively waits for its first page.
    pub fn handover_limit_ms(&self) -> u64 {
        self.config
            .as_ref()
            .map_or(HANDOVER_LIMIT_MS, |config| config.options.handover_limit_ms)
    }
}
