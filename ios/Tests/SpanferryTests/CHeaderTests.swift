import CSpanferry
import Foundation
import Testing

@testable import Spanferry

extension SharedTracer {
    /// C code in the process of an app has the trace that Swift has. It calls the C header here as
    /// Swift imports it; that its pointers are optionals is checked by the part of the test command.
    @Suite struct CHeaderTests {
        /// A reference to the tracer of the process, as C holds one.
        private func withShared<T>(_ body: (OpaquePointer) throws -> T) throws -> T {
            let shared = try #require(spanferry_tracer_shared())
            defer { spanferry_tracer_free(shared) }
            return try body(shared)
        }

        private func seenByC() throws -> Snapshot {
            try withShared { shared in
                var length = 0
                var text = [CChar](repeating: 0, count: 65_536)
                try #require(spanferry_tracer_snapshot(shared, &text, text.count, &length) == ok)
                return Snapshot(json: String(decoding: text[..<length].map(UInt8.init), as: UTF8.self))
            }
        }

        @Test func aTraceThatSwiftStartsIsTheOneThatCReadsThroughTheHeader() throws {
            let before = try seenByC()
            Tracer.shared.startNewTrace()
            let after = try seenByC()
            #expect(before.traceId != after.traceId)
            #expect(after == Tracer.shared.snapshot())
        }

        @Test func aTraceThatCStartsIsTheOneThatRequestsInSwiftCarry() throws {
            try Tracer.shared.configure(Options(dsn: TracerTests.dsn))
            let before = Tracer.shared.snapshot()
            try withShared { shared in
                #expect(spanferry_tracer_start_new_trace(shared, SPANFERRY_SOURCE_APP.rawValue, 0) == ok)
            }
            let seen = try seenByC()
            let carried = Tracer.shared.headersFor("https://api.example.com/")["sentry-trace"]
            #expect(seen.traceId != before.traceId)
            #expect(carried?.hasPrefix(seen.traceId) == true)
        }

        @Test func aListenerInSwiftHearsOfAChangeThatAThreadOfCMakes() async throws {
            let (stream, told) = AsyncStream<(Snapshot, Thread)>.makeStream()
            let id = Tracer.shared.addListener { told.yield(($0, Thread.current)) }
            let maker = Thread { [self] in
                _ = try? withShared { spanferry_tracer_start_new_trace($0, SPANFERRY_SOURCE_APP.rawValue, 0) }
                told.finish()
            }
            maker.start()
            var heard: [(snapshot: Snapshot, thread: Thread)] = []
            for await change in stream { heard.append(change) }
            Tracer.shared.removeListener(id)
            let seen = try seenByC()
            #expect(heard.map(\.snapshot) == [seen])
            #expect(heard.first?.thread === maker)
        }

        @Test func nilIsAStatusWhereAnObjectIsNeeded() {
            var length = 7
            let status = spanferry_tracer_snapshot(nil, nil, 0, &length)
            #expect(status == SPANFERRY_STATUS_NULL_POINTER.rawValue && length == 7)
            spanferry_tracer_free(nil)
        }

        private var ok: UInt32 { SPANFERRY_STATUS_OK.rawValue }
    }
}
