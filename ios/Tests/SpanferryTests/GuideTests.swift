import Foundation
import Spanferry
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension SharedTracer {
    /// The lines of docs/IOS.md, which stand here as they stand there.
    @Suite struct GuideTests {
        let server = RecordingServer()
        var url: URL { URL(string: "http://localhost:\(server.port)/api.example.com/orders")! }

        init() throws {
            let options = Options(
                dsn: "https://key@o42.ingest.sentry.io/1",
                tracePropagationTargets: [
                    "api.example.com", .regex("^https://[a-z]+\\.example\\.com/", flags: "i"),
                ]
            )
            try Tracer.shared.configure(options)
        }

        var traces: [String] {
            server.requests().flatMap { $0.values("sentry-trace") }.map { String($0.prefix(32)) }
        }

        @Test func requestsCarryTheSharedTrace() async throws {
            let (_, response) = try await URLSession.shared.spanferryData(from: url)
            var request = URLRequest(url: url)
            request.setSpanferryHeaders()
            _ = try await URLSession.shared.data(for: request)
            #expect(traces == [Tracer.shared.snapshot().traceId, Tracer.shared.snapshot().traceId])
            #expect((response as? HTTPURLResponse)?.statusCode == 200)
        }

        @Test func anyOtherCarrierTakesTheHeadersAsADictionary() {
            let headers = Tracer.shared.headersFor("https://api.example.com/orders")
            let message = Tracer.shared.traceData()
            #expect(headers["sentry-trace"] != nil && message["sentry-trace"] == headers["sentry-trace"])
            print(Tracer.shared.explain("https://api.example.com/orders").text)
        }

        @Test func aPushMessageContinuesItsTraceAndLeavesTheSharedOneAlone() async throws {
            let before = Tracer.shared.snapshot().traceId
            let trace = "771a43a4192642f0b136d5159a501700"
            let userInfo: [AnyHashable: Any] = [
                "sentry-trace": "\(trace)-1234567890abcdef-1", "aps": [:] as [String: Int],
            ]
            let strings = userInfo.compactMap { key, value in
                (key as? String).map { ($0, value as? String ?? "") }
            }
            let job = Tracer.shared.detach(Dictionary(uniqueKeysWithValues: strings))
            _ = try await URLSession.shared.spanferryData(from: url, tracer: job)
            #expect(traces == [trace])
            #expect(Tracer.shared.snapshot().traceId == before)
        }

        @Test func aBackgroundTaskHasTheTraceOfTheMomentItWasDetached() async throws {
            let before = Tracer.shared.snapshot().traceId
            let task = Tracer.shared.detach()
            Tracer.shared.startNewTrace()
            _ = try await URLSession.shared.spanferryData(from: url, tracer: task)
            #expect(traces == [before])
            #expect(Tracer.shared.snapshot().traceId != before)
        }
    }
}
