#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// Holds the trace of an app, decides which requests carry it, and writes their headers.
///
/// May be used from any thread and any task, several at once; reading takes no lock. No call but
/// those that say so throws: hostile or broken input is a decision with a reason.
public final class Tracer: Sendable {
    let native: NativeTracer?
    /// The same tracer by the other door.
    let inC: CTracer?

    init(native: NativeTracer?) {
        self.native = native
        inC = native.flatMap(CTracer.init)
    }

    /// The one tracer of the process, the same that C code has. Attaches nothing until configured.
    public static let shared: Tracer = {
        let tracer = Tracer(native: try? NativeTracer.shared())
        tracer.lifecycle(.appStart)
        return tracer
    }()

    /// Makes a tracer of its own, which nobody else sees; without options it attaches nothing until
    /// it is configured.
    ///
    /// - Throws: ``SpanferryError`` that names the option that is wrong.
    public convenience init(_ options: Options? = nil) throws {
        self.init(native: try translating { try NativeTracer(optionsJson: options?.json) })
    }

    /// Puts options in force, whole or not at all; the trace goes on.
    ///
    /// - Throws: ``SpanferryError`` that names the option that is wrong; the previous ones stay.
    public func configure(_ options: Options) throws {
        try translating { try native?.configure(optionsJson: options.json) }
    }

    /// Starts a new trace.
    @discardableResult
    public func startNewTrace(source: Source = .app, nowMs: UInt64? = nil) -> Outcome {
        outcome { try $0.startNewTrace(source: .init(source), nowMs: nowMs ?? Clock.nowMs()) }
    }

    /// Continues the trace of incoming headers, all of them or the three, names in any case; or
    /// starts a new one.
    ///
    /// - Returns: ``Reason/continued``, or why a new trace started.
    @discardableResult
    public func continueTrace(_ headers: [String: String], nowMs: UInt64? = nil) -> Reason {
        reason { try $0.continueTrace(headers: lines(headers), nowMs: nowMs ?? Clock.nowMs()) }
    }

    /// Continues the trace that the meta tags of a page name; answers as ``continueTrace(_:nowMs:)``.
    @discardableResult
    public func continueFromMeta(_ html: String, nowMs: UInt64? = nil) -> Reason {
        reason { try $0.continueFromMeta(html: html, nowMs: nowMs ?? Clock.nowMs()) }
    }

    /// Makes a detached tracer: a copy for one job or message, which never touches this one. With
    /// headers it continues their trace, or starts a new one.
    public func detach(_ headers: [String: String]? = nil) -> Tracer {
        Tracer(native: try? native?.detach(headers: headers.map(lines)).tracer)
    }

    /// Says that a root span begins; a sampling decision that is still open is taken now.
    @discardableResult
    public func beginRootSpan(name: String? = nil, source: String? = nil) -> Outcome {
        outcome { try $0.beginRootSpan(name: name, source: source) }
    }

    /// Says that the root span ended; its decision and context belong to the trace for good.
    @discardableResult
    public func endRootSpan() -> Outcome {
        outcome { try $0.endRootSpan() }
    }

    /// Says which span requests hang under from now on: 16 hexadecimal digits, or nil for none.
    ///
    /// - Throws: ``SpanferryError/invalidArgument(_:)`` for an id that is malformed.
    @discardableResult
    public func setActiveSpan(_ spanId: String?) throws -> Outcome {
        try translating { try native.map { Outcome(try $0.setActiveSpan(spanId: spanId)) } } ?? .unknown
    }

    /// The state: what another layer needs to take the trace over.
    public func snapshot() -> Snapshot {
        Snapshot(json: (try? native?.snapshot()) ?? "")
    }

    /// The headers of the trace as HTML meta tags; empty when no header is sent.
    public func metaTags() -> String {
        (try? native?.metaTags()) ?? ""
    }

    /// The headers of the trace for any carrier: a WebSocket message, a queue, GraphQL.
    public func traceData() -> [String: String] {
        let lines = (try? native?.traceData()) ?? []
        return Dictionary(lines.map { ($0.name, $0.value) }) { _, last in last }
    }

    func outcome(_ call: (NativeTracer) throws -> NativeOutcome) -> Outcome {
        native.flatMap { try? call($0) }.map(Outcome.init) ?? .unknown
    }

    private func reason(_ call: (NativeTracer) throws -> NativeReason) -> Reason {
        native.flatMap { try? call($0) }.map(Reason.init) ?? .unknown
    }
}

func lines(_ headers: [String: String]) -> [HeaderLine] {
    headers.map { HeaderLine(name: $0.key, value: $0.value) }
}

private func translating<T>(_ call: () throws -> T) throws -> T {
    do {
        return try call()
    } catch {
        throw SpanferryError(error)
    }
}
