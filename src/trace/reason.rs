//! Why something was decided as it was: one list for every door, log line and explanation.

/// The reason of a decision.
///
/// The numbers are part of the C ABI: they are grouped, never reused and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u32)]
pub enum Reason {
    // 1 to 9: headers are attached.
    /// A rule of `tracePropagationTargets` matched.
    TargetMatched = 1,
    /// No targets are set, and a native request to any http(s) URL carries the trace.
    DefaultAll = 2,
    /// No targets are set, and the URL has the origin of the app.
    SameOrigin = 3,

    // 20 to 39: headers are not attached.
    /// Nobody has configured the tracer yet.
    NotConfigured = 20,
    /// There is no DSN, so nothing is sent.
    NoDsn = 21,
    /// The URL does not parse, or is relative and there is no app origin.
    InvalidUrl = 22,
    /// The scheme is neither http nor https.
    SchemeNotHttp = 23,
    /// The request goes to Sentry itself.
    OwnIngest = 24,
    /// The request goes to the configured tunnel.
    Tunnel = 25,
    /// A rule of `denyTargets` matched.
    Denied = 26,
    /// `tracePropagationTargets` is the empty list.
    NoTargets = 27,
    /// No rule of `tracePropagationTargets` matched.
    NoTargetMatched = 28,
    /// No rule matched the URL, but one would match its path if an app origin were configured.
    PathPatternNeedsAppOrigin = 29,
    /// No targets are set, and the URL has not the origin of the app.
    NotSameOrigin = 30,
    /// A pattern with back-references used up its steps: a target then counts as no match, a deny
    /// rule as a match.
    PatternStepLimit = 31,
    /// The request carries `sentry-trace` already: another layer did the work.
    AlreadyTraced = 32,

    // 40 to 59: what became of an incoming trace.
    /// The incoming trace goes on.
    Continued = 40,
    /// There was no `sentry-trace`.
    NoIncomingTrace = 41,
    /// `sentry-trace` does not follow the grammar, or names no trace.
    InvalidSentryTrace = 42,
    /// The organisation ids differ.
    OrgMismatch = 43,
    /// Strict continuation, and the incoming baggage names no organisation.
    StrictIncomingOrgMissing = 44,
    /// Strict continuation, and the options name no organisation.
    StrictOwnOrgMissing = 45,

    // 60 to 79: why the current trace was started or changed.
    /// The tracer was created.
    Created = 60,
    /// `start_new_trace` was called.
    NewTraceRequested = 61,
    /// A page was loaded.
    PageLoad = 62,
    /// The user navigated.
    Navigation = 63,
    /// The app came back after longer than the background limit.
    BackgroundLimit = 64,
    /// The app came to the foreground with a start-up trace that was older than the hand-over limit.
    HandoverLimit = 65,
    /// A page pushed its trace.
    PagePush = 66,
}

impl Reason {
    /// Every reason, in the order of the numbers.
    pub const ALL: [Self; 29] = [
        Self::TargetMatched,
        Self::DefaultAll,
        Self::SameOrigin,
        Self::NotConfigured,
        Self::NoDsn,
        Self::InvalidUrl,
        Self::SchemeNotHttp,
        Self::OwnIngest,
        Self::Tunnel,
        Self::Denied,
        Self::NoTargets,
        Self::NoTargetMatched,
        Self::PathPatternNeedsAppOrigin,
        Self::NotSameOrigin,
        Self::PatternStepLimit,
        Self::AlreadyTraced,
        Self::Continued,
        Self::NoIncomingTrace,
        Self::InvalidSentryTrace,
        Self::OrgMismatch,
        Self::StrictIncomingOrgMissing,
        Self::StrictOwnOrgMissing,
        Self::Created,
        Self::NewTraceRequested,
        Self::PageLoad,
        Self::Navigation,
        Self::BackgroundLimit,
        Self::HandoverLimit,
        Self::PagePush,
    ];

    /// The name that every door, log line and JSON text uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TargetMatched => "target_matched",
            Self::DefaultAll => "default_all",
            Self::SameOrigin => "same_origin",
            Self::NotConfigured => "not_configured",
            Self::NoDsn => "no_dsn",
            Self::InvalidUrl => "invalid_url",
            Self::SchemeNotHttp => "scheme_not_http",
            Self::OwnIngest => "own_ingest",
            Self::Tunnel => "tunnel",
            Self::Denied => "denied",
            Self::NoTargets => "no_targets",
            Self::NoTargetMatched => "no_target_matched",
            Self::PathPatternNeedsAppOrigin => "path_pattern_needs_app_origin",
            Self::NotSameOrigin => "not_same_origin",
            Self::PatternStepLimit => "pattern_step_limit",
            Self::AlreadyTraced => "already_traced",
            Self::Continued => "continued",
            Self::NoIncomingTrace => "no_incoming_trace",
            Self::InvalidSentryTrace => "invalid_sentry_trace",
            Self::OrgMismatch => "org_mismatch",
            Self::StrictIncomingOrgMissing => "strict_incoming_org_missing",
            Self::StrictOwnOrgMissing => "strict_own_org_missing",
            Self::Created => "created",
            Self::NewTraceRequested => "new_trace_requested",
            Self::PageLoad => "page_load",
            Self::Navigation => "navigation",
            Self::BackgroundLimit => "background_limit",
            Self::HandoverLimit => "handover_limit",
            Self::PagePush => "page_push",
        }
    }

    /// Whether the headers are attached.
    pub const fn attaches(self) -> bool {
        matches!(
            self,
            Self::TargetMatched | Self::DefaultAll | Self::SameOrigin
        )
    }
}
