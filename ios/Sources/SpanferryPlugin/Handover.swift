import Foundation
#if canImport(Spanferry)
import Spanferry
#endif

/// Hands the trace that the native side started with to the first page, as meta tags that a script puts
/// into the page before anything else of it runs.
final class Handover: @unchecked Sendable {
    private let tracer: Tracer
    private let origin: String
    private let limitMs: Double
    private let put: @Sendable (String) -> Void
    private let lock = NSLock()
    private var isOver = false

    /// `put` puts a script in the place of the one before.
    init(tracer: Tracer, origin: String, limitMs: Double, put: @escaping @Sendable (String) -> Void) {
        self.tracer = tracer
        self.origin = origin
        self.limitMs = limitMs
        self.put = put
    }

    /// Offers the current trace to the page that loads next, unless there has been a page. The last
    /// script stays in the web view, which can take back only all of them; it expires.
    func offer() {
        guard !lock.withLock({ isOver }) else { return }
        put(script)
    }

    /// Ends the offer: a page is there.
    func end() {
        lock.withLock { isOver = true }
    }

    /// The trace's own id is what a page remembers to have taken.
    private var script: String {
        let handover: JsonObject = [
            "html": tracer.metaTags(),
            "origin": origin,
            "expires": (Date().timeIntervalSince1970 * 1_000 + limitMs).rounded(),
            "nonce": tracer.snapshot().traceId,
        ]
        return HandoverScript.text.replacingOccurrences(
            of: HandoverScript.placeholder, with: handover.json ?? "{}")
    }
}
