import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension URLRequest {
    /// Puts the trace on the request, or leaves it alone where it must not carry the trace.
    ///
    /// With ``Policy/keep`` a request that has `sentry-trace` already stays as it is; third-party
    /// baggage is kept, and a `traceparent` of another tracing system is never touched.
    ///
    /// - Returns: What was decided, and why.
    @discardableResult
    public mutating func setSpanferryHeaders(
        _ tracer: Tracer = .shared, policy: Policy = .keep
    ) -> Outgoing {
        let existing = Outgoing.names.compactMap { name in
            value(forHTTPHeaderField: name).map { (name: name, value: $0) }
        }
        let outgoing = tracer.outgoing(url?.overHTTP ?? "", existing: existing, policy: policy)
        outgoing.visit { setValue($1, forHTTPHeaderField: $0) }
        return outgoing
    }

    /// A copy of the request with the trace on it; see ``setSpanferryHeaders(_:policy:)``.
    public func addingSpanferryHeaders(_ tracer: Tracer = .shared, policy: Policy = .keep) -> URLRequest {
        var request = self
        request.setSpanferryHeaders(tracer, policy: policy)
        return request
    }

    /// The request that follows a redirect: what the system made of it, without the headers of our
    /// trace where it leaves the targets, and with them where it stays.
    public func followingRedirect(_ tracer: Tracer = .shared) -> URLRequest {
        addingSpanferryHeaders(tracer, policy: .replace)
    }
}

extension URL {
    /// The URL that targets are asked about: the upgrade to a WebSocket is a request by http.
    fileprivate var overHTTP: String {
        switch scheme?.lowercased() {
        case "ws", "wss": return "http" + absoluteString.dropFirst(2)
        default: return absoluteString
        }
    }
}
