import CSpanferry

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
    private let sentryTrace: String?
    private let baggage: String?
    private let traceparent: String?

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
        if removed & 1 != 0 { body(Self.names[0], sentryTrace) }
        if removed & 2 != 0 { body(Self.names[1], baggage) }
        if removed & 4 != 0 { body(Self.names[2], traceparent) }
    }

    /// Reads the block that the C header fills, and the text after which it was told the lengths.
    init(_ block: spanferry_outgoing, _ text: UnsafeRawBufferPointer) {
        decision = Decision(rawValue: block.decision) ?? .leave
        reason = Reason(rawValue: block.reason) ?? .unknown
        revision = block.revision
        removed = block.remove
        let (first, second) = (Int(block.len.0), Int(block.len.0 + block.len.1))
        let value = { (bit: UInt32, start: Int, end: Int) in
            block.set & bit == 0 ? nil : String(decoding: text[start..<end], as: UTF8.self)
        }
        sentryTrace = value(1, 0, first)
        baggage = value(2, first, second)
        traceparent = value(4, second, second + Int(block.len.2))
    }

    private init() {
        (decision, reason, revision, removed) = (.leave, .unknown, 0, 0)
        (sentryTrace, baggage, traceparent) = (nil, nil, nil)
    }

    /// The answer after a fault of the library.
    static let none = Outgoing()
}
