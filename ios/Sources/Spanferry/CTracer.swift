import CSpanferry

#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// A tracer as the C header knows it, for the calls that every request makes: UniFFI takes ten times as
/// long to carry the same strings (docs/adr/0010-ios.md). Its functions may be called on any thread.
final class CTracer: @unchecked Sendable {
    let pointer: OpaquePointer

    /// The tracer of the other door.
    init?(_ native: NativeTracer) {
        guard let number = try? native.cTracer(), let pointer = OpaquePointer(bitPattern: UInt(number)) else {
            return nil
        }
        self.pointer = pointer
    }

    deinit {
        spanferry_tracer_free(pointer)
    }
}
