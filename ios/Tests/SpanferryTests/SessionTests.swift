import Foundation
import Testing

@testable import Spanferry

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite struct SessionTests {
    let server = RecordingServer()
    let tracer: Tracer

    /// The targets hold the name `localhost` and not the address, which are the same server.
    init() throws {
        tracer = try Tracer(Options(dsn: TracerTests.dsn, tracePropagationTargets: ["//localhost"]))
    }

    func inside(_ path: String) -> URL { URL(string: "http://localhost:\(server.port)\(path)")! }
    func outside(_ path: String) -> URL { URL(string: "http://127.0.0.1:\(server.port)\(path)")! }

    func request(_ path: String) -> RecordingServer.Request? {
        server.requests().first { $0.path == path }
    }

    func expectTrace(_ path: String) {
        let request = request(path)
        #expect(request?.values("sentry-trace").count == 1, "\(path)")
        let ids = request?.values("sentry-trace").first?.prefix(32)
        #expect(ids.map(String.init) == tracer.snapshot().traceId, "\(path)")
        #expect(request?.values("baggage").count == 1, "\(path)")
    }

    @Test func dataUploadAndDownloadCarryTheTrace() async throws {
        let session = URLSession.shared
        _ = try await session.spanferryData(from: inside("/data"), tracer: tracer)
        var post = URLRequest(url: inside("/upload"))
        post.httpMethod = "POST"
        _ = try await session.spanferryUpload(for: post, from: Data("x".utf8), tracer: tracer)
        let (file, _) = try await session.spanferryDownload(
            for: URLRequest(url: inside("/download")), tracer: tracer)
        try? FileManager.default.removeItem(at: file)
        for path in ["/data", "/upload", "/download"] { expectTrace(path) }
    }

    @Test func aRequestOutsideOfTheTargetsCarriesNothing() async throws {
        _ = try await URLSession.shared.spanferryData(from: outside("/foreign"), tracer: tracer)
        #expect(request("/foreign")?.values("sentry-trace") == [])
        #expect(request("/foreign")?.values("baggage") == [])
    }

    /// Foundation on Linux asks the delegate of a session about redirects, and no delegate of a task
    /// that has a completion handler, as the helpers have on every system.
    @Test func aRedirectInsideTheTargetsKeepsTheTraceAndOneOutTakesItAway() async throws {
        let (stay, leave) = (inside("/stayed"), outside("/left"))
        let session = URLSession(
            configuration: .ephemeral, delegate: SpanferryRedirects(tracer), delegateQueue: nil)
        for goal in [stay, leave] {
            let request = URLRequest(url: inside("/to?\(goal)")).addingSpanferryHeaders(tracer)
            session.dataTask(with: request).resume()
        }
        try await eventually { request("/stayed") != nil && request("/left") != nil }
        session.invalidateAndCancel()
        expectTrace("/to?\(leave)")
        expectTrace("/stayed")
        #expect(request("/left") != nil)
        #expect(request("/left")?.values("sentry-trace") == [])
        #expect(request("/left")?.values("baggage") == [])
    }

    @Test func aForeignTraceOnTheRequestStaysWhole() async throws {
        var request = URLRequest(url: inside("/other"))
        let foreign = "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"
        request.setValue(foreign, forHTTPHeaderField: "Sentry-Trace")
        request.setValue("a=b", forHTTPHeaderField: "Baggage")
        _ = try await URLSession.shared.spanferryData(for: request, tracer: tracer)
        #expect(self.request("/other")?.values("sentry-trace") == [foreign])
        #expect(self.request("/other")?.values("baggage") == ["a=b"])
    }

    @Test func baggageOfOthersIsKeptAndATraceparentOfAnotherSystemIsLeftAlone() async throws {
        var request = URLRequest(url: inside("/mixed"))
        let otel = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01"
        request.setValue("vendor=1", forHTTPHeaderField: "baggage")
        request.setValue(otel, forHTTPHeaderField: "traceparent")
        _ = try await URLSession.shared.spanferryData(for: request, tracer: tracer)
        expectTrace("/mixed")
        #expect(self.request("/mixed")?.values("baggage").first?.hasPrefix("vendor=1,sentry-") == true)
        #expect(self.request("/mixed")?.values("traceparent") == [otel])
    }

    @Test func aTaskThatIsCancelledEndsItsRequestAndHarmsNoOther() async throws {
        let before = tracer.snapshot()
        let task = Task { [tracer, url = inside("/wait")] in
            _ = try await URLSession.shared.spanferryData(from: url, tracer: tracer)
        }
        try await eventually { request("/wait") != nil }
        expectTrace("/wait")
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        try await eventually { server.givenUp() == ["/wait"] }
        _ = try await URLSession.shared.spanferryData(from: inside("/after"), tracer: tracer)
        expectTrace("/after")
        #expect(tracer.snapshot() == before)
    }

    @Test func theUpgradeOfAWebSocketCarriesTheTrace() async throws {
        let url = URL(string: "ws://localhost:\(server.port)/socket")!
        let task = URLSession.shared.spanferryWebSocketTask(with: URLRequest(url: url), tracer: tracer)
        task.resume()
        try await eventually { request("/socket") != nil }
        task.cancel()
        expectTrace("/socket")
        #expect(request("/socket")?.values("upgrade") == ["websocket"])
    }

    /// What another thread does is waited for, five seconds at most.
    private func eventually(_ holds: () -> Bool) async throws {
        for _ in 0..<500 where !holds() { try await Task.sleep(nanoseconds: 10_000_000) }
        #expect(holds())
    }
}
