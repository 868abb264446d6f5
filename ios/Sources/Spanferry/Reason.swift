#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// Why something was decided as it was.
///
/// The numbers are those of the C header.
public enum Reason: UInt32, Sendable, CaseIterable {
    /// Attached: a rule of `tracePropagationTargets` matched.
    case targetMatched = 1
    /// Attached: no targets are set, and a native request to any http(s) URL carries the trace.
    case defaultAll = 2
    /// Attached: no targets are set, and the URL has the origin of the app.
    case sameOrigin = 3
    /// Not attached: nobody has configured the tracer yet.
    case notConfigured = 20
    /// Not attached: there is no DSN.
    case noDsn = 21
    /// Not attached: the URL does not parse, or is relative and there is no app origin.
    case invalidUrl = 22
    /// Not attached: the scheme is neither http nor https.
    case schemeNotHttp = 23
    /// Not attached: the request goes to Sentry itself.
    case ownIngest = 24
    /// Not attached: the request goes to the configured tunnel.
    case tunnel = 25
    /// Not attached: a rule of `denyTargets` matched.
    case denied = 26
    /// Not attached: `tracePropagationTargets` is the empty list.
    case noTargets = 27
    /// Not attached: no rule of `tracePropagationTargets` matched.
    case noTargetMatched = 28
    /// Not attached: a rule would match the path of the URL, but only with an app origin.
    case pathPatternNeedsAppOrigin = 29
    /// Not attached: no targets are set, and the URL has not the origin of the app.
    case notSameOrigin = 30
    /// Not attached: a pattern used up its steps; a target then counts as no match, a deny rule as a
    /// match.
    case patternStepLimit = 31
    /// Not attached: the request has `sentry-trace` already, and the policy is to keep it.
    case alreadyTraced = 32
    /// Incoming: the trace goes on.
    case continued = 40
    /// Incoming: there was no `sentry-trace`; a new trace started.
    case noIncomingTrace = 41
    /// Incoming: `sentry-trace` is malformed or names no trace; a new trace started.
    case invalidSentryTrace = 42
    /// Incoming: the organisations differ; a new trace started.
    case orgMismatch = 43
    /// Incoming: strict, and the baggage names no organisation; a new trace started.
    case strictIncomingOrgMissing = 44
    /// Incoming: strict, and the options name no organisation; a new trace started.
    case strictOwnOrgMissing = 45
    /// The current trace: the tracer was created.
    case created = 60
    /// The current trace: the program asked for a new one.
    case newTraceRequested = 61
    /// The current trace: a page was loaded.
    case pageLoad = 62
    /// The current trace: the user navigated.
    case navigation = 63
    /// The current trace: the app was in the background for too long.
    case backgroundLimit = 64
    /// The current trace: the start-up trace was too old when the app came to the foreground.
    case handoverLimit = 65
    /// The current trace: a page pushed it.
    case pagePush = 66
    /// The library failed to answer, or knows more than this enumeration.
    case unknown = 4_294_967_295

    /// The name in JSON and logs.
    public var text: String {
        switch self {
        case .targetMatched: return "target_matched"
        case .defaultAll: return "default_all"
        case .sameOrigin: return "same_origin"
        case .notConfigured: return "not_configured"
        case .noDsn: return "no_dsn"
        case .invalidUrl: return "invalid_url"
        case .schemeNotHttp: return "scheme_not_http"
        case .ownIngest: return "own_ingest"
        case .tunnel: return "tunnel"
        case .denied: return "denied"
        case .noTargets: return "no_targets"
        case .noTargetMatched: return "no_target_matched"
        case .pathPatternNeedsAppOrigin: return "path_pattern_needs_app_origin"
        case .notSameOrigin: return "not_same_origin"
        case .patternStepLimit: return "pattern_step_limit"
        case .alreadyTraced: return "already_traced"
        case .continued: return "continued"
        case .noIncomingTrace: return "no_incoming_trace"
        case .invalidSentryTrace: return "invalid_sentry_trace"
        case .orgMismatch: return "org_mismatch"
        case .strictIncomingOrgMissing: return "strict_incoming_org_missing"
        case .strictOwnOrgMissing: return "strict_own_org_missing"
        case .created: return "created"
        case .newTraceRequested: return "new_trace_requested"
        case .pageLoad: return "page_load"
        case .navigation: return "navigation"
        case .backgroundLimit: return "background_limit"
        case .handoverLimit: return "handover_limit"
        case .pagePush: return "page_push"
        case .unknown: return "unknown"
        }
    }

    init(_ native: NativeReason) {
        self = Self(rawValue: native.rawValue) ?? .unknown
    }

    init(text: String?) {
        self = Self.allCases.first { $0.text == text } ?? .unknown
    }
}
