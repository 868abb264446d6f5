#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// What to do with a request: take away every line of the names in ``remove``, without regard to
/// case, then set those in ``headers``. Both empty: leave the request alone.
public struct Outgoing: Sendable, Equatable {
    /// The names of the three headers, in the order in which the library writes them.
    public static let names = ["sentry-trace", "baggage", "traceparent"]

    /// The decision in one word.
    public let decision: Decision
    /// Why.
    public let reason: Reason
    /// The revision of the state that decided.
    public let revision: UInt64
    private let removed: UInt32
    private let values: [String?]

    /// The headers to set.
    public var headers: [String: String] {
        var headers: [String: String] = [:]
        visit { name, value in headers[name] = value }
        return headers
    }

    /// The names to take away; contains those of ``headers``.
    public var remove: [String] {
        var names: [String] = []
        visit { name, _ in names.append(name) }
        return names
    }

    /// Each header that changes, with its new value, or none where it goes.
    func visit(_ body: (String, String?) -> Void) {
        for (place, name) in Self.names.enumerated() where removed & (1 << UInt32(place)) != 0 {
            body(name, values[place])
        }
    }

    init(_ native: OutgoingHeaders) {
        decision = Decision(native.decision)
        reason = Reason(native.reason)
        revision = native.revision
        removed = native.remove
        values = [native.sentryTrace, native.baggage, native.traceparent]
    }

    private init() {
        (decision, reason, revision, removed, values) = (.leave, .unknown, 0, 0, [nil, nil, nil])
    }

    /// The answer after a fault of the library.
    static let none = Outgoing()
}
