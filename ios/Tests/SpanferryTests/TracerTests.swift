import Testing

@testable import Spanferry

@Suite struct TracerTests {
    static let dsn = "https://key@o42.ingest.sentry.io/7"

    @Test func aRequestInsideTheTargetsCarriesTheTraceAndOneOutsideDoesNot() throws {
        let tracer = try Tracer(Options(dsn: Self.dsn, tracePropagationTargets: ["api.example.com"]))
        let headers = tracer.headersFor("https://api.example.com/orders")
        #expect(headers["sentry-trace"]?.hasPrefix(tracer.snapshot().traceId) == true)
        #expect(tracer.headersFor("https://other.example/").isEmpty)
        #expect(tracer.explain("https://other.example/").reason == .noTargetMatched)
    }

    @Test func aWrongOptionIsAnErrorThatNamesIt() {
        #expect(throws: SpanferryError.self) { try Tracer(Options(dsn: "nonsense")) }
        var options = Options(dsn: Self.dsn)
        options.tracePropagationTargets = [.regex("(")]
        do {
            _ = try Tracer(options)
            Issue.record("accepted")
        } catch {
            #expect(error.localizedDescription.contains("tracePropagationTargets[0]"))
        }
    }
}
