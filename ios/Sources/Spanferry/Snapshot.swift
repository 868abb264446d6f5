import Foundation

/// The state of a tracer at one moment: what another layer needs to take the trace over.
public struct Snapshot: Sendable, Equatable {
    /// The state as JSON; what the plugin sends to a page.
    public let json: String
    private let values: Values

    private struct Values: Decodable, Sendable, Equatable {
        var epoch: UInt64?
        var revision: UInt64?
        var source: String?
        var reason: String?
        var traceId: String?
        var spanId: String?
        var activeSpanId: String?
        var parentSpanId: String?
        var sampled: Bool?
        var sampleRand: Double?
        var sampleRate: Double?
        var dsc: [[String]]?
        var headers: [String: String?]?
    }

    init(json: String) {
        self.json = json
        values = (try? JSONDecoder().decode(Values.self, from: Data(json.utf8))) ?? Values()
    }

    /// Random for each tracer; a revision means something only within its epoch.
    public var epoch: UInt64 { values.epoch ?? 0 }
    /// The number of the state: it grows with every change.
    public var revision: UInt64 { values.revision ?? 0 }
    /// Who set the current trace.
    public var source: Source { Source(text: values.source) }
    /// Why the current trace is the current one.
    public var reason: Reason { Reason(text: values.reason) }
    /// The trace: 32 hexadecimal digits.
    public var traceId: String { values.traceId ?? "" }
    /// The span id of requests while no span is active: 16 hexadecimal digits.
    public var spanId: String { values.spanId ?? "" }
    /// The span that requests hang under, if one was set.
    public var activeSpanId: String? { values.activeSpanId }
    /// The span of another service that this trace continues.
    public var parentSpanId: String? { values.parentSpanId }
    /// The sampling decision; nil is a deferred one.
    public var sampled: Bool? { values.sampled }
    /// The number that decisions compare with a rate.
    public var sampleRand: Double? { values.sampleRand }
    /// The rate of this device, when it decided.
    public var sampleRate: Double? { values.sampleRate }

    /// The frozen dynamic sampling context, in order; nil while it follows the options.
    public var dsc: [(key: String, value: String)]? {
        values.dsc?.compactMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
    }

    /// The headers of the current trace, as they are sent.
    public var headers: [String: String] { (values.headers ?? [:]).compactMapValues { $0 } }
}
