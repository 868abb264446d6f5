#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// Names a listener for ``Tracer/removeListener(_:)``.
public struct ListenerId: Sendable, Hashable {
    let number: UInt64
}

extension Tracer {
    /// Adds a listener, which is told of each change from now on: after the change, outside every
    /// lock, on the thread that made it.
    ///
    /// Calls of several threads may overlap and come in any order, so ignore a revision lower than
    /// the last. The listener may call any function of the tracer.
    @discardableResult
    public func addListener(_ listener: @escaping @Sendable (Snapshot) -> Void) -> ListenerId {
        ListenerId(number: (try? native?.addListener(listener: Listener(listener))) ?? 0)
    }

    /// Removes a listener and waits for nobody: no new call starts after this returns, but one that
    /// another thread is just making may still be running, even one that has not come to the listener's
    /// first line. What the listener holds lives until that call has ended. An unknown id is nothing.
    public func removeListener(_ id: ListenerId) {
        try? native?.removeListener(id: id.number)
    }
}

private final class Listener: ChangeListener {
    private let body: @Sendable (Snapshot) -> Void

    init(_ body: @escaping @Sendable (Snapshot) -> Void) {
        self.body = body
    }

    func changed(revision: UInt64, source: NativeSource, snapshotJson: String) throws {
        body(Snapshot(json: snapshotJson))
    }
}
