import Foundation

/// Gives the trace to sentry-cocoa where that is in the process, so that its events and crashes carry it:
/// at once, after each change, and by ``again()``. Its classes and selectors are looked up at run time
/// (docs/IOS.md has them); without the SDK, or with one that is too different, nothing happens.
public final class SentryFeed: @unchecked Sendable {
    private let tracer: Tracer
    private let give: @Sendable (Snapshot) -> Void
    private let lock = NSLock()
    private var revision: UInt64 = 0
    private var listener: ListenerId?

    /// Feeds for as long as it lives. Fed, the SDK would send an undecided flag as a refusal with every
    /// request that it sees: `emptyTargets` empties its `tracePropagationTargets` each time.
    public convenience init(_ tracer: Tracer = .shared, emptyTargets: Bool = true) {
        self.init(tracer) { sentryTakes($0, emptyTargets) }
    }

    init(_ tracer: Tracer, give: @escaping @Sendable (Snapshot) -> Void) {
        (self.tracer, self.give) = (tracer, give)
        listener = tracer.addListener { [weak self] in self?.feed($0) }
        again()
    }
    deinit { listener.map(tracer.removeListener) }

    /// Feeds the current state once more, for an SDK that was started since.
    public func again() { feed(tracer.snapshot()) }

    /// Calls may come in any order: an older state never replaces a newer one.
    private func feed(_ snapshot: Snapshot) {
        lock.withLock {
            guard snapshot.revision >= revision, !snapshot.traceId.isEmpty else { return }
            revision = snapshot.revision
            give(snapshot)
        }
    }
}

private let absent: Void? = SystemLog.sink?(.debug, "no Sentry SDK to feed")
private func sentryTakes(_ snapshot: Snapshot, _ emptyTargets: Bool) {
    #if canImport(ObjectiveC)
    let (set, targets) = (Selector(("setTrace:spanId:")), Selector(("setTracePropagationTargets:")))
    func make(_ types: [String], _ fill: String, _ text: String) -> AnyObject? {
        let type = types.lazy.compactMap { NSClassFromString($0) as? NSObject.Type }.first
        guard let type, type.instancesRespond(to: Selector(fill)) else { return nil }
        let new = type.perform(Selector(("alloc")))?.takeUnretainedValue()
        return new?.perform(Selector(fill), with: text)?.takeRetainedValue()
    }
    // A class of Swift, in a module whose name depends on the way that the SDK is built.
    let ids = ["Sentry.SentryId", "SentrySwift.SentryId"]
    let span = make(["SentrySpanId"], "initWithValue:", snapshot.activeSpanId ?? snapshot.spanId)
    guard let trace = make(ids, "initWithUUIDString:", snapshot.traceId), let span,
        let sdk = NSClassFromString("PrivateSentrySDKOnly") as? NSObject.Type, sdk.responds(to: set)
    else { return absent ?? () }
    _ = sdk.perform(set, with: trace, with: span)
    guard emptyTargets, sdk.responds(to: Selector(("options"))) else { return }
    let options = sdk.perform(Selector(("options")))?.takeUnretainedValue() as? NSObject
    if options?.responds(to: targets) == true { _ = options?.perform(targets, with: NSArray()) }
    #endif
}
