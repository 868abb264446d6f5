//! The numbers of decisions, and their names.
//!
//! They repeat the core's numbers for C; a test compares them with the core, both ways.

use super::{guard, spanferry_status, spanferry_str};
use crate::ffi::log::Level;
use crate::trace::reason::Reason;
use crate::trace::state::event::{Lifecycle, Outcome};
use crate::trace::state::source::Source;

/// Why something was decided as it was; new numbers may come, none is used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_reason {
    /// Attached: a rule of `tracePropagationTargets` matched.
    TargetMatched = 1,
    /// Attached: no targets are set, and a native request to any http(s) URL carries the trace.
    DefaultAll = 2,
    /// Attached: no targets are set, and the URL has the origin of the app.
    SameOrigin = 3,
    /// Not attached: nobody has configured the tracer yet.
    NotConfigured = 20,
    /// Not attached: there is no DSN.
    NoDsn = 21,
    /// Not attached: the URL does not parse, or is relative and there is no app origin.
    InvalidUrl = 22,
    /// Not attached: the scheme is neither http nor https.
    SchemeNotHttp = 23,
    /// Not attached: the request goes to Sentry itself.
    OwnIngest = 24,
    /// Not attached: the request goes to the configured tunnel.
    Tunnel = 25,
    /// Not attached: a rule of `denyTargets` matched.
    Denied = 26,
    /// Not attached: `tracePropagationTargets` is the empty list.
    NoTargets = 27,
    /// Not attached: no rule of `tracePropagationTargets` matched.
    NoTargetMatched = 28,
    /// Not attached: a rule would match the path of the URL, but only with an app origin.
    PathPatternNeedsAppOrigin = 29,
    /// Not attached: no targets are set, and the URL has not the origin of the app.
    NotSameOrigin = 30,
    /// Not attached: a pattern used up its steps; a target then counts as no match, a deny rule as a
    /// match.
    PatternStepLimit = 31,
    /// Not attached: the request has `sentry-trace` already, and the policy is to keep it.
    AlreadyTraced = 32,
    /// Incoming: the trace goes on.
    Continued = 40,
    /// Incoming: there was no `sentry-trace`; a new trace started.
    NoIncomingTrace = 41,
    /// Incoming: `sentry-trace` is malformed or names no trace; a new trace started.
    InvalidSentryTrace = 42,
    /// Incoming: the organisations differ; a new trace started.
    OrgMismatch = 43,
    /// Incoming: strict, and the baggage names no organisation; a new trace started.
    StrictIncomingOrgMissing = 44,
    /// Incoming: strict, and the options name no organisation; a new trace started.
    StrictOwnOrgMissing = 45,
    /// The current trace: the tracer was created.
    Created = 60,
    /// The current trace: the program asked for a new one.
    NewTraceRequested = 61,
    /// The current trace: a page was loaded.
    PageLoad = 62,
    /// The current trace: the user navigated.
    Navigation = 63,
    /// The current trace: the app was in the background for too long.
    BackgroundLimit = 64,
    /// The current trace: the start-up trace was too old when the app came to the foreground.
    HandoverLimit = 65,
    /// The current trace: a page pushed it.
    PagePush = 66,
}

/// Who set the current trace, from weak to strong; strength decides races only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_source {
    /// The tracer itself, when it was created.
    NativeAuto = 0,
    /// A page, by its own SDK.
    Webview = 1,
    /// Page load, navigation, return from the background.
    Lifecycle = 2,
    /// Headers or meta tags that came in.
    Incoming = 3,
    /// The program, by a call.
    App = 4,
}

/// What came of a step or of a page's message; from 10 on it was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_outcome {
    /// Nothing changed.
    Unchanged = 0,
    /// A new trace started.
    Started = 1,
    /// The current trace changed.
    Updated = 2,
    /// Refused: somebody else changed the state since; take over the snapshot.
    Stale = 10,
    /// Refused: another page took the place of this one.
    DeadPage = 11,
    /// Refused: another webview owns the trace; take over the snapshot.
    NotOwner = 12,
    /// Dropped: a later push of the page was seen before.
    OldSequence = 13,
    /// Refused: the snapshot does not parse.
    SnapshotRefused = 14,
}

/// A step in the life of the app or of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_lifecycle {
    /// A page was loaded.
    PageLoad = 1,
    /// The user navigated within the page.
    Navigation = 2,
    /// The app went to the background.
    Background = 3,
    /// The app came to the foreground.
    Foreground = 4,
    /// A webview is gone.
    WebviewGone = 5,
    /// The app has started. Only tells the time: the start-up trace ages from the first time that the
    /// tracer is told, so tell it as soon as there is a tracer.
    AppStart = 6,
}

/// Which numbers `spanferry_name` is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_name_kind {
    /// A `spanferry_status`.
    Status = 1,
    /// A `spanferry_reason`.
    Reason = 2,
    /// A `spanferry_source`.
    Source = 3,
    /// A `spanferry_outcome`.
    Outcome = 4,
    /// A `spanferry_lifecycle`.
    Lifecycle = 5,
    /// A `spanferry_log_level`.
    LogLevel = 6,
}

/// Gives the name of a number, such as `target_matched`, as every language and JSON text has it.
///
/// @param kind a `spanferry_name_kind`.
/// @param value a number of that kind.
/// @return the name, valid for ever; the empty text for a number that this library does not know.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_name(kind: u32, value: u32) -> spanferry_str {
    guard::guard(spanferry_str::NONE, || {
        name(kind, value).map_or(spanferry_str::NONE, spanferry_str::of)
    })
}

fn name(kind: u32, value: u32) -> Option<&'static str> {
    const STATUS: u32 = spanferry_name_kind::Status as u32;
    const REASON: u32 = spanferry_name_kind::Reason as u32;
    const SOURCE: u32 = spanferry_name_kind::Source as u32;
    const OUTCOME: u32 = spanferry_name_kind::Outcome as u32;
    const LIFECYCLE: u32 = spanferry_name_kind::Lifecycle as u32;
    const LOG_LEVEL: u32 = spanferry_name_kind::LogLevel as u32;
    match kind {
        STATUS => {
            find(&spanferry_status::ALL, |item| item as u32 == value).map(spanferry_status::name)
        }
        REASON => find(&Reason::ALL, |item| item as u32 == value).map(Reason::name),
        SOURCE => Source::from_number(value).map(Source::name),
        OUTCOME => find(&Outcome::ALL, |item| item as u32 == value).map(Outcome::name),
        LIFECYCLE => Lifecycle::from_number(value).map(Lifecycle::name),
        LOG_LEVEL => Level::from_number(value).map(Level::name),
        _ => None,
    }
}

fn find<T: Copy>(all: &[T], is_it: impl Fn(T) -> bool) -> Option<T> {
    all.iter().copied().find(|item| is_it(*item))
}
