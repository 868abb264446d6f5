import SpanferryCore
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

    /// Requests go by the C door, everything else by UniFFI's: both must answer alike.
    @Test func bothDoorsDecideAboutARequestAlike() throws {
        let tracer = try Tracer(Options(dsn: Self.dsn, propagateTraceparent: true))
        let long = String(repeating: "a=\u{e4},", count: 500) + "b=1"
        let foreign = "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"
        let requests: [[(name: String, value: String)]] = [
            [], [("Accept", "*/*"), ("Baggage", "vendor=1"), ("", "")], [("baggage", long)],
            [("sentry-trace", foreign), ("baggage", "a=b")], [("traceparent", "00-nonsense")],
        ]
        for url in ["https://a.example/r\u{e4}ume", "ftp://a.example/", "", "https://o42.ingest.sentry.io/"] {
            for existing in requests {
                let ours = tracer.outgoing(url, existing: existing, policy: .replace)
                let lines = existing.map { HeaderLine(name: $0.name, value: $0.value) }
                let native = try #require(tracer.native)
                let theirs = try native.outgoing(
                    url: url, existing: lines, policy: .replace, freshSpan: false)
                let values = [theirs.sentryTrace, theirs.baggage, theirs.traceparent]
                #expect(Outgoing.names.map { ours.headers[$0] } == values)
                #expect(ours.decision.rawValue == theirs.decision.rawValue)
                #expect(ours.reason.rawValue == theirs.reason.rawValue)
                #expect(ours.revision == theirs.revision)
                let bits = [1, 2, 4].filter { theirs.remove & $0 != 0 }
                #expect(ours.remove.count == bits.count)
            }
        }
    }

    @Test func aFreshSpanIsDrawnForEachRequestThatAsksForOne() throws {
        let tracer = try Tracer(Options(dsn: Self.dsn))
        let spans = (0..<3).map { _ in
            tracer.outgoing("https://a.example/", freshSpan: true).headers["sentry-trace"]
        }
        #expect(Set(spans).count == 3)
    }
}
