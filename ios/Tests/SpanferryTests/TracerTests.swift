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

    @Test func everyOptionReachesTheCoreAsItWasGiven() throws {
        var options = Options(dsn: Self.dsn, tracesSampleRate: 0.1 + 0.2, propagateTraceparent: true)
        options.sampleRand = 0.25
        options.release = "shop@1"
        options.environment = "staging"
        options.orgId = "9"
        options.denyTargets = [.regex("/Private/", flags: "i")]
        let tracer = try Tracer(options)
        tracer.beginRootSpan(name: "GET /")
        tracer.endRootSpan()
        let dsc = Dictionary(tracer.snapshot().dsc ?? []) { first, _ in first }
        #expect(dsc["sample_rate"] == "0.30000000000000004")
        #expect(dsc["sample_rand"] == "0.25")
        #expect(dsc["release"] == "shop@1" && dsc["environment"] == "staging" && dsc["org_id"] == "9")
        #expect(tracer.snapshot().sampled == true)
        #expect(tracer.headersFor("https://a.example/")["traceparent"] != nil)
        #expect(tracer.outgoing("https://a.example/private/").reason == .denied)
    }

    @Test func aDetachedTracerNeverTouchesTheOneItCameFrom() throws {
        let tracer = try Tracer(Options(dsn: Self.dsn))
        let before = tracer.snapshot()
        let scope = tracer.detach(["sentry-trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"])
        #expect(scope.snapshot().traceId == "771a43a4192642f0b136d5159a501700")
        scope.startNewTrace()
        #expect(tracer.snapshot() == before)
    }

    @Test func aListenerHearsOfAChangeThatAnotherThreadMakesUntilItIsRemoved() async throws {
        let tracer = try Tracer(Options(dsn: Self.dsn))
        let (stream, told) = AsyncStream<Snapshot>.makeStream()
        let id = tracer.addListener { snapshot in
            // The listener may call the tracer: no lock is held.
            if tracer.snapshot().revision >= snapshot.revision { told.yield(snapshot) }
        }
        await Task.detached { _ = tracer.startNewTrace() }.value
        tracer.removeListener(id)
        tracer.startNewTrace()
        told.finish()
        var heard: [Snapshot] = []
        for await snapshot in stream { heard.append(snapshot) }
        #expect(heard.count == 1)
        #expect(heard.first?.source == .app && heard.first?.reason == .newTraceRequested)
    }
}
