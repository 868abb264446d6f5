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
        for _ in 0..<500 where request("/stayed") == nil || request("/left") == nil {
            try await Task.sleep(nanoseconds: 10_000_000)
        }
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
}
