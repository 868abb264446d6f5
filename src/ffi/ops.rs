//! One function for each operation. Every door calls these and nothing else of the core's logic.
//!
//! Texts, JSON shapes and log lines that doors share are made here or below, so that an operation
//! says the same in every language. A new function here is a new operation: each door needs it.

use std::fmt;
use std::sync::Arc;

use super::log::{self, Level, Sink};
use crate::system::ThreadEntropy;
use crate::trace::config::Config;
use crate::trace::continuation::Incoming;
use crate::trace::error::ConfigError;
use crate::trace::ids::SpanId;
use crate::trace::options::{Options, known_option};
use crate::trace::outgoing::{BufferTooSmall, Outgoing, Request, TraceData};
use crate::trace::reason::Reason;
use crate::trace::state::event::{Lifecycle, Outcome};
use crate::trace::state::listeners::{Change, ListenerId};
use crate::trace::state::pages::PageId;
use crate::trace::state::source::Source;
use crate::trace::state::trace::RootSpan;
use crate::trace::state::tracer::Tracer;

/// A tracer of its own; without options it attaches nothing until it is configured.
///
/// # Errors
/// As [`configure`].
pub fn new(options: Option<Options>) -> Result<Tracer, ConfigError> {
    let tracer = Tracer::unconfigured(Arc::new(ThreadEntropy));
    if let Some(options) = options {
        configure(&tracer, options)?;
    }
    Ok(tracer)
}

/// The tracer of the process.
pub fn shared() -> Tracer {
    super::shared::shared()
}

/// Puts options in force, whole or not at all; the trace goes on. Sets the log level if one is
/// given.
///
/// # Errors
/// Names the option that is wrong, for a target also the pattern and the place in it. The previous
/// options stay.
pub fn configure(tracer: &Tracer, options: Options) -> Result<Outcome, ConfigError> {
    let config = Config::new(options).inspect_err(log_refused_options)?;
    if let Some(level) = config.options.log_level.and_then(Level::from_number) {
        log::set_level(level);
    }
    log_configured(&config);
    Ok(log_change(tracer, tracer.configure(config)))
}

/// Starts a new trace.
pub fn start_new_trace(tracer: &Tracer, source: Source, now_ms: u64) -> Outcome {
    log_change(tracer, tracer.start_new_trace(source, now_ms))
}

/// Continues the trace of incoming headers, or starts a new one for the reason returned.
pub fn continue_trace(tracer: &Tracer, incoming: Incoming, now_ms: u64) -> Reason {
    log_incoming(tracer, tracer.continue_trace(incoming, now_ms))
}

/// Continues the trace of a page's meta tags, or starts a new one for the reason returned.
pub fn continue_from_meta(tracer: &Tracer, html: &[u8], now_ms: u64) -> Reason {
    log_incoming(tracer, tracer.continue_from_meta(html, now_ms))
}

/// A detached copy of the tracer; what happens to it never touches `tracer`.
///
/// With headers it continues their trace or starts a new one for the reason returned; without, it
/// carries on the current trace, for which the reason is [`Reason::Continued`].
pub fn detach(tracer: &Tracer, incoming: Option<Incoming>) -> (Tracer, Reason) {
    let (detached, reason) = tracer.detach(incoming);
    let reason = reason.unwrap_or(Reason::Continued);
    line(Level::Debug, format_args!("detached: {}", reason.name()));
    (detached, reason)
}

/// A page introduces itself and becomes the owner of the trace.
pub fn attach(tracer: &Tracer, page: &PageId, now_ms: u64) -> Outcome {
    log_page("attach", page, tracer.attach(page, now_ms))
}

/// A page pushes its trace.
pub fn adopt(tracer: &Tracer, page: &PageId, snapshot: &[u8], now_ms: u64) -> Outcome {
    let outcome = tracer.adopt(page, snapshot, now_ms);
    log_change(tracer, log_page("push", page, outcome))
}

/// The state as JSON.
pub fn snapshot(tracer: &Tracer) -> String {
    tracer.snapshot()
}

/// A root span begins: a sampling decision that is still open is taken.
pub fn begin_root_span(tracer: &Tracer, root: &RootSpan) -> Outcome {
    log_change(tracer, tracer.begin_root_span(root))
}

/// The root span ended: decision and context are frozen into the trace.
pub fn end_root_span(tracer: &Tracer) -> Outcome {
    log_change(tracer, tracer.end_root_span())
}

/// Requests hang under this span from now on, or under the trace's own span id.
pub fn set_active_span(tracer: &Tracer, span_id: Option<SpanId>) -> Outcome {
    log_change(tracer, tracer.set_active_span(span_id))
}

/// Decides about a request and writes its header values into `buffer`.
///
/// # Errors
/// [`BufferTooSmall`], with nothing written.
pub fn outgoing<'a, H>(
    tracer: &Tracer,
    request: &Request<'_, H>,
    buffer: &mut [u8],
) -> Result<Outgoing, BufferTooSmall>
where
    H: Iterator<Item = (&'a [u8], &'a [u8])> + Clone,
{
    let outgoing = tracer.outgoing(request, buffer)?;
    if log::enabled(Level::Debug) {
        log_outgoing(request.url, &outgoing);
    }
    Ok(outgoing)
}

/// The headers of the current trace for any carrier.
pub fn trace_data(tracer: &Tracer) -> TraceData {
    tracer.trace_data()
}

/// The headers of the current trace as HTML meta tags.
pub fn meta_tags(tracer: &Tracer) -> String {
    tracer.meta_tags()
}

/// Why a request to `url` carries the trace or not, as JSON.
pub fn explain(tracer: &Tracer, url: &[u8]) -> String {
    tracer.explain_json(url)
}

/// A step in the life of the app or of a page.
pub fn lifecycle(tracer: &Tracer, step: Lifecycle, page: Option<PageId>, now_ms: u64) -> Outcome {
    line(Level::Debug, format_args!("lifecycle: {}", step.name()));
    log_change(tracer, tracer.lifecycle(step, page, now_ms))
}

/// Adds a listener for changes from now on.
pub fn add_listener(
    tracer: &Tracer,
    listener: impl Fn(&Change) + Send + Sync + 'static,
) -> ListenerId {
    tracer.add_listener(listener)
}

/// Removes a listener; false when there is none with that id.
pub fn remove_listener(tracer: &Tracer, id: ListenerId) -> bool {
    tracer.remove_listener(id)
}

/// The version of this library, as `major.minor.patch`.
pub const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The names that a server must list in `Access-Control-Allow-Headers` so that a page may send the
/// trace to it.
pub const fn cors_headers(with_traceparent: bool) -> &'static str {
    if with_traceparent {
        "sentry-trace, baggage, traceparent"
    } else {
        "sentry-trace, baggage"
    }
}

/// Sets the log sink (`None` for none) and the level of the process.
pub fn log_set(sink: Option<Sink>, level: Level) {
    log::set(sink, level);
}

/// What a request gets, in one word. The numbers are part of the C ABI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum Decision {
    /// The request is left alone.
    Leave = 0,
    /// The request carries our trace.
    Attach = 1,
    /// Headers of our trace are taken away from a request that must not carry it.
    Strip = 2,
}

impl Decision {
    /// The decision in an answer.
    pub const fn of(outgoing: &Outgoing) -> Self {
        if outgoing.reason.attaches() {
            Self::Attach
        } else if outgoing.remove.0 != 0 {
            Self::Strip
        } else {
            Self::Leave
        }
    }
}

fn line(level: Level, text: fmt::Arguments<'_>) {
    log::write(level, text);
}

fn log_configured(config: &Config) {
    let options = &config.options;
    let targets = options.trace_propagation_targets.as_ref().map(Vec::len);
    let targets = targets.map_or_else(|| "default".to_owned(), |count| count.to_string());
    line(
        Level::Info,
        format_args!(
            "configured: targets {targets}, deny {}, dsn {}, tracing {}, strict {}, traceparent {}",
            options.deny_targets.len(),
            config.dsn.is_some(),
            config.tracing_enabled(),
            options.strict_trace_continuation,
            options.propagate_traceparent,
        ),
    );
}

/// The option is named where everybody may read; what stood in it is for debugging.
fn log_refused_options(error: &ConfigError) {
    line(
        Level::Error,
        format_args!("options refused: {}", known_option(error.option())),
    );
    line(Level::Debug, format_args!("options refused: {error}"));
}

fn log_change(tracer: &Tracer, outcome: Outcome) -> Outcome {
    let level = match outcome {
        Outcome::Started => Level::Info,
        Outcome::Updated => Level::Debug,
        _ => return outcome,
    };
    if log::enabled(level) {
        let view = tracer.view();
        let (reason, source) = (view.reason.name(), view.source.name());
        let revision = view.revision;
        line(
            level,
            format_args!(
                "trace {}: {reason}, source {source}, revision {revision}",
                outcome.name()
            ),
        );
        line(Level::Debug, format_args!("trace {}", view.trace.trace_id));
    }
    outcome
}

fn log_incoming(tracer: &Tracer, reason: Reason) -> Reason {
    line(Level::Debug, format_args!("incoming: {}", reason.name()));
    log_change(tracer, Outcome::Started);
    reason
}

fn log_page(what: &str, page: &PageId, outcome: Outcome) -> Outcome {
    if !matches!(
        outcome,
        Outcome::Unchanged | Outcome::Started | Outcome::Updated
    ) {
        line(
            Level::Info,
            format_args!("{what} refused: {}", outcome.name()),
        );
    }
    line(
        Level::Debug,
        format_args!(
            "{what} of page {} in {}: {}",
            page.page,
            page.webview,
            outcome.name()
        ),
    );
    outcome
}

#[cold]
fn log_outgoing(url: &[u8], outgoing: &Outgoing) {
    let url = String::from_utf8_lossy(url.get(..url.len().min(512)).unwrap_or_default());
    line(
        Level::Debug,
        format_args!("request: {} for {url}", outgoing.reason.name()),
    );
}
