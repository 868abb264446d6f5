import Foundation

/// A value that one thread at a time sees. The lock is one of the system's, which ThreadSanitizer knows;
/// it would take what Swift's own `Mutex` guards for a race.
final class Guarded<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    func withLock<T>(_ body: (inout Value) throws -> T) rethrows -> T {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
