import SpanferryCore
import Testing

@testable import Spanferry

/// A fault inside the library. `testPanic` exists only in a library that was built for this test
/// (`--cfg spanferry_test_panic`).
@Suite struct PanicTests {
    private func fault() -> SpanferryError? {
        do {
            try testPanic()
            return nil
        } catch {
            return SpanferryError(error)
        }
    }

    @Test func itIsAnErrorThatSaysWhat() {
        let fault = fault()
        guard case .internalFault(let text)? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(text.contains("on purpose"))
        #expect(fault?.errorDescription == text)
    }

    @Test func theLibraryGoesOnAfterFaultsOfManyTasks() async throws {
        let tracer = try Tracer(Options(dsn: "https://key@o42.ingest.sentry.io/1"))
        let before = tracer.snapshot().revision
        let faults = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    tracer.startNewTrace()
                    return fault() != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(faults == 100)
        #expect(tracer.snapshot().revision == before + 100)
        let headers = tracer.headersFor("https://api.example.com/")
        #expect(headers["sentry-trace"]?.hasPrefix(tracer.snapshot().traceId) == true)
    }
}
