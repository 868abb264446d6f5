//! The core's enumerations, told to UniFFI; the compiler holds the variants to the core's.

pub use crate::ffi::log::Level;
pub use crate::ffi::ops::Decision;
pub use crate::trace::outgoing::Policy;
pub use crate::trace::reason::Reason;
pub use crate::trace::state::event::{Lifecycle, Outcome};
pub use crate::trace::state::source::Source;

/// Why something was decided as it was.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Reason {
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

/// Who set the current trace, from weak to strong.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Source {
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

/// What came of a step or of a page's message.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Outcome {
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
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Lifecycle {
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

/// How important a log line is.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Level {
    /// Nothing is logged.
    Off = 0,
    /// A fault of this library, or a configuration that was refused.
    Error = 1,
    /// Something that is probably not meant.
    Warn = 2,
    /// Rare and worth knowing: configured, a new trace, a refused push.
    Info = 3,
    /// Each decision, with the data that led to it.
    Debug = 4,
    /// Everything.
    Trace = 5,
}

/// What to do with trace headers that a request has already.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Policy {
    /// A `sentry-trace` means that another layer did the work: nothing changes.
    Keep = 0,
    /// The unit is rewritten, one line each; a line of our own trace is kept as the value. Where the
    /// request is no target, a unit of our trace is taken away.
    Replace = 1,
}

/// What a request gets, in one word.
#[uniffi::remote(Enum)]
#[repr(u32)]
pub enum Decision {
    /// The request is left alone.
    Leave = 0,
    /// The request carries our trace.
    Attach = 1,
    /// Headers of our trace are taken away from a request that must not carry it.
    Strip = 2,
}
