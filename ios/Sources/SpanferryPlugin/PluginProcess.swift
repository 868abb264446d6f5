import Foundation
#if canImport(Spanferry)
import Spanferry
#endif

/// What belongs to the process, like the tracer, and outlives a bridge.
final class PluginProcess: @unchecked Sendable {
    static let shared = PluginProcess(tracer: .shared) { SentryFeed($0, emptyTargets: $1) }

    let tracer: Tracer
    private let makeFeed: @Sendable (Tracer, Bool) -> SentryFeed
    private let lock = NSLock()
    private var json: String?
    private var sentry: SentryFeed?

    init(tracer: Tracer, makeFeed: @escaping @Sendable (Tracer, Bool) -> SentryFeed) {
        self.tracer = tracer
        self.makeFeed = makeFeed
    }

    /// The options in force, as JSON.
    var options: String? { lock.withLock { json } }

    /// Puts options in force, whole or not at all.
    func configure(_ options: String) throws {
        try tracer.configure(Options(json: options))
        lock.withLock { json = options }
    }

    /// Feeds sentry-cocoa, again where it is fed already: it may have been started since.
    func feed(emptyTargets: Bool) {
        lock.withLock {
            if let sentry { return sentry.again() }
            sentry = makeFeed(tracer, emptyTargets)
        }
    }
}
