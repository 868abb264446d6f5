/// What a tracer does. A property that is nil has its default.
///
/// Wrong values are found when the options are put in force, and the error names the option.
public struct Options: Sendable, Hashable {
    /// Which version of the JavaScript SDK targets match as.
    public enum TargetMatching: String, Sendable, Hashable {
        /// Version 11, the default.
        case js11
        /// Version 10, in which text is compared with regard to case.
        case js10
    }

    /// What unset targets mean.
    public enum Mode: String, Sendable, Hashable {
        /// Every http(s) request but those to Sentry itself, the default.
        case native
        /// Requests to the origin of the app.
        case browser
    }

    /// The DSN of the Sentry project; without one nothing is sent.
    public var dsn: String?
    /// The organisation, instead of the one that the DSN names.
    public var orgId: String?
    /// Whether an incoming trace goes on only if both sides name the same organisation; default false.
    public var strictTraceContinuation: Bool?
    /// The requests that carry the trace; none at all when the list is empty, and every http(s)
    /// request but those to Sentry itself when it is nil.
    public var tracePropagationTargets: [TraceTarget]?
    /// Requests that never carry the trace, whatever the targets say.
    public var denyTargets: [TraceTarget]?
    /// Which version of the JavaScript SDK targets match as.
    public var targetMatching: TargetMatching?
    /// What unset targets mean.
    public var mode: Mode?
    /// The origin of the app, which relative URLs and path patterns belong to.
    public var appOrigin: String?
    /// Whether requests carry the W3C header `traceparent` too; default false.
    public var propagateTraceparent: Bool?
    /// The share of traces that is sampled, from 0 to 1; nil leaves the decision to others.
    public var tracesSampleRate: Double?
    /// The release, for the dynamic sampling context.
    public var release: String?
    /// The environment, for the dynamic sampling context; default `production`.
    public var environment: String?
    /// The URL that the SDK sends its events through; requests to it carry no trace.
    public var tunnel: String?
    /// After how long in the background a trace is renewed, in milliseconds; default 30,000.
    public var backgroundLimitMs: UInt32?
    /// How old the start-up trace may be for a page to take it over, in milliseconds; default 60,000.
    public var handoverLimitMs: UInt32?
    /// A fixed random number for every trace, from 0 to below 1, for runs that can be repeated.
    public var sampleRand: Double?
    /// The id of a session replay, for the dynamic sampling context.
    public var replayId: String?
    /// How much is logged; default nothing.
    public var logLevel: LogLevel?

    private var source: String?

    /// Options with defaults for everything that is not named; the rest can be set as properties.
    public init(
        dsn: String? = nil, tracePropagationTargets: [TraceTarget]? = nil, tracesSampleRate: Double? = nil,
        propagateTraceparent: Bool? = nil
    ) {
        self.dsn = dsn
        self.tracePropagationTargets = tracePropagationTargets
        self.tracesSampleRate = tracesSampleRate
        self.propagateTraceparent = propagateTraceparent
    }

    /// Options written as JSON, with the same keys as in JavaScript. They are read when they are put in
    /// force, as they stand; properties set afterwards count for nothing.
    public init(json: String) {
        source = json
    }

    /// The options as JSON.
    public var json: String {
        source ?? JsonValue.object(values).written
    }

    private var values: [String: JsonValue] {
        var values: [String: JsonValue] = [:]
        values["dsn"] = dsn.map(JsonValue.text)
        values["orgId"] = orgId.map(JsonValue.text)
        values["strictTraceContinuation"] = strictTraceContinuation.map(JsonValue.flag)
        values["tracePropagationTargets"] = tracePropagationTargets.map { .list($0.map(\.json)) }
        values["denyTargets"] = denyTargets.map { .list($0.map(\.json)) }
        values["targetMatching"] = targetMatching.map { .text($0.rawValue) }
        values["mode"] = mode.map { .text($0.rawValue) }
        values["appOrigin"] = appOrigin.map(JsonValue.text)
        values["propagateTraceparent"] = propagateTraceparent.map(JsonValue.flag)
        values["tracesSampleRate"] = tracesSampleRate.map(JsonValue.number)
        values["release"] = release.map(JsonValue.text)
        values["environment"] = environment.map(JsonValue.text)
        values["tunnel"] = tunnel.map(JsonValue.text)
        values["backgroundLimitMs"] = backgroundLimitMs.map { .number(Double($0)) }
        values["handoverLimitMs"] = handoverLimitMs.map { .number(Double($0)) }
        values["sampleRand"] = sampleRand.map(JsonValue.number)
        values["replayId"] = replayId.map(JsonValue.text)
        values["logLevel"] = logLevel.map { .text($0.text) }
        return values
    }
}
