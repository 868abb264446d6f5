//! What a program configures, as it is written.

mod json;

pub(crate) use json::known_option;

use super::sampling::Sampler;
use super::targets::{Matching, Mode, Target};

/// Default of [`Options::background_limit_ms`].
pub const BACKGROUND_LIMIT_MS: u64 = 30_000;

/// Default of [`Options::handover_limit_ms`].
pub const HANDOVER_LIMIT_MS: u64 = 60_000;

/// The options of a tracer; names and defaults are those of the JavaScript SDK where it has them.
///
/// Nothing is checked here: [`Config::new`](super::config::Config::new) does that.
#[derive(Clone, PartialEq)]
pub struct Options {
    /// Where events go; without it no header is sent.
    pub dsn: Option<String>,
    /// The organisation, else taken of the DSN's host; blank counts as unset.
    pub org_id: Option<String>,
    /// Whether a trace of an unknown organisation is not continued. Default false.
    pub strict_trace_continuation: bool,
    /// Which requests carry the trace; an empty list is none, `None` the default of the mode.
    pub trace_propagation_targets: Option<Vec<Target>>,
    /// Which requests never carry it, whatever the targets say.
    pub deny_targets: Vec<Target>,
    /// How targets are compared. Default as the JavaScript SDK 11.
    pub target_matching: Matching,
    /// Whose requests are decided. Default native.
    pub mode: Mode,
    /// An absolute URL of the app (its origin, or the address of its page).
    pub app_origin: Option<String>,
    /// Whether `traceparent` is written too, and read where there is no `sentry-trace`. Default
    /// false.
    pub propagate_traceparent: bool,
    /// The share of traces to sample, 0 to 1; `None` leaves the decision to others. A number out of
    /// that range samples nothing, as in the JavaScript SDK.
    pub traces_sample_rate: Option<f64>,
    /// Chooses the rate of each root span instead.
    pub traces_sampler: Option<Sampler>,
    /// The release of the app.
    pub release: Option<String>,
    /// The environment; empty or unset is `production`.
    pub environment: Option<String>,
    /// Where envelopes go instead of the DSN's host; requests to it carry nothing.
    pub tunnel: Option<String>,
    /// How long the app may be in the background before its return starts a new trace, in
    /// milliseconds.
    pub background_limit_ms: u64,
    /// How long after its start a trace may be taken over by the first page, in milliseconds.
    pub handover_limit_ms: u64,
    /// A fixed `sample_rand` for reproducible runs.
    pub sample_rand: Option<f64>,
    /// The session replay that is being recorded.
    pub replay_id: Option<String>,
    /// The log level that the doors set, 0 (off) to 5 (trace); `None` leaves it as it is.
    pub log_level: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            dsn: None,
            org_id: None,
            strict_trace_continuation: false,
            trace_propagation_targets: None,
            deny_targets: Vec::new(),
            target_matching: Matching::default(),
            mode: Mode::default(),
            app_origin: None,
            propagate_traceparent: false,
            traces_sample_rate: None,
            traces_sampler: None,
            release: None,
            environment: None,
            tunnel: None,
            background_limit_ms: BACKGROUND_LIMIT_MS,
            handover_limit_ms: HANDOVER_LIMIT_MS,
            sample_rand: None,
            replay_id: None,
            log_level: None,
        }
    }
}

impl std::fmt::Debug for Options {
    /// Shows no value: options hold the user's data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Options(..)")
    }
}
