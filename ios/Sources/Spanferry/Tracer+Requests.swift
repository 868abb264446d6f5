#if canImport(SpanferryCore)
import SpanferryCore
#endif

extension Tracer {
    /// Decides about a request that is about to leave.
    ///
    /// - Parameters:
    ///   - url: The URL as the program wrote it.
    ///   - existing: The headers that the request has, all of them or the three, names in any case.
    ///   - policy: What to do with trace headers among them.
    ///   - freshSpan: Draws a span id for the request: only for a caller that reports a span with it.
    public func outgoing(
        _ url: String, existing: [(name: String, value: String)] = [], policy: Policy = .keep,
        freshSpan: Bool = false
    ) -> Outgoing {
        guard let inC else { return .none }
        let call = OutgoingCall(tracer: inC, policy: policy, freshSpan: freshSpan)
        return call.answer(url, existing: existing)
    }

    /// The headers of a request that has none of them yet; empty when it must not carry the trace.
    public func headersFor(_ url: String) -> [String: String] {
        outgoing(url).headers
    }

    /// Why a request to that URL carries the trace or not.
    public func explain(_ url: String) -> Explanation {
        Explanation(json: (try? native?.explain(url: url)) ?? "")
    }
}
