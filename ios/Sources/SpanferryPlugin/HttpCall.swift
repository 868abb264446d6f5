#if canImport(Spanferry)
import Spanferry
#endif

/// A call of CapacitorHttp on its way to the plugin that sends it.
enum HttpCall {
    /// What the page's shim leaves beside the URL of a call that it has decided about.
    static let mark = "spanferry"

    /// The headers that the call has with those of the trace; nil when it stays as it is.
    static func headers(_ call: JsonObject, _ tracer: Tracer) -> JsonObject? {
        guard call[mark] == nil, let url = call["url"] as? String else { return nil }
        let headers = call["headers"] as? JsonObject ?? [:]
        let outgoing = tracer.outgoing(url, existing: headers.headers.map { (name: $0.key, value: $0.value) })
        if outgoing.remove.isEmpty { return nil }
        let kept = headers.filter { !outgoing.remove.contains($0.key.lowercased()) }
        return kept.merging(outgoing.headers) { _, ours in ours }
    }
}
