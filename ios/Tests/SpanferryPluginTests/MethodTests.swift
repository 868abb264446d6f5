import Foundation
import Testing

@testable import Spanferry
@testable import SpanferryPlugin

private let other = "771a43a4192642f0b136d5159a501700"

/// What pages call.
@Suite struct MethodTests {
    let app: App
    let plugin: PluginLogic

    init() throws {
        app = try App()
        plugin = app.load()
    }

    @Test func theHandshakeAnswersWithTheStateOfTheProcess() throws {
        let answer = try plugin.handshake(["page": "p", "version": "0.1.0", "protocol": 1])
        #expect(answer[path: "platform"] == "ios")
        #expect(answer[path: "version"] == SpanferryLibrary.version)
        #expect(answer.value("protocol") as? Int == 1)
        #expect(answer.value("configured") as? Bool == true)
        #expect(answer.value("nativeHttp") as? Bool == false)
        #expect(answer[path: "options.release"] == "app@1")
        #expect(answer[path: "options.appOrigin"] == "capacitor://localhost")
        #expect(answer[path: "snapshot.traceId"] == app.tracer.snapshot().traceId)
    }

    @Test func withoutAConfigurationTheHandshakeSaysSo() throws {
        let answer = try App().load([:]).handshake(["page": "p"])
        #expect(answer.value("configured") as? Bool == false)
        #expect(answer.value("options") is NSNull)
    }

    @Test func everyAnswerIsSomethingThatTheBridgeCanWrite() throws {
        try plugin.meet("p")
        let answers = try [
            plugin.handshake(["page": "p"]), plugin.configure(["options": App.config]),
            plugin.startNewTrace([:]), plugin.continueTrace(["headers": JsonObject()]),
            plugin.continueFromMeta(["html": ""]), plugin.adopt(["page": "p", "snapshot": JsonObject()]),
            plugin.snapshot([:]), plugin.beginRootSpan([:]), plugin.endRootSpan([:]),
            plugin.setActiveSpan(["spanId": NSNull()]), plugin.getTraceData([:]),
            plugin.getTraceMetaTags([:]),
            plugin.headersFor(["url": "https://traced.example/"]),
            plugin.explain(["url": "https://traced.example/"]), plugin.lifecycle(["event": "navigation"]),
        ]
        for answer in answers { #expect(answer.json != nil && !answer.isEmpty) }
    }

    @Test func withoutAPageAHandshakeAndAPushAreRefused() {
        #expect(throws: Rejection(message: "page: expected text")) { try plugin.handshake([:]) }
        #expect(throws: Rejection(message: "page: expected text")) { try plugin.adopt(["page": 1]) }
    }

    @Test func withoutTheNativeLibraryThePageHearsSo() throws {
        let process = PluginProcess(tracer: Tracer(native: nil)) { SentryFeed($0, emptyTargets: $1) }
        let host = PluginHost(origin: "a://b", put: { _ in }, notify: { _ in }, complain: { _ in })
        let plugin = PluginLogic(config: App.config, host: host, process: process)
        do {
            _ = try plugin.handshake(["page": "p"])
            Issue.record("no rejection")
        } catch let rejection as Rejection {
            #expect(rejection.code == "unavailable")
        }
        #expect(plugin.startNewTrace([:])[path: "outcome"] == "unchanged")
        #expect(plugin.snapshot([:]).isEmpty && plugin.getTraceData([:]).isEmpty)
    }

    @Test func whatAPagePushesIsEverybodysTraceAndComesNotBackToIt() throws {
        let state = try plugin.meet("p")
        let answer = try plugin.push("p", state, 1, ["sampled": false])
        #expect(answer[path: "outcome"] == "started")
        #expect(app.tracer.snapshot().traceId == other)
        #expect(app.tracer.snapshot().sampled == false)
        #expect(app.events.all.isEmpty)
    }

    @Test func aCallOfTheAppComesToThePageBeforeItSettles() throws {
        try plugin.meet("p")
        let answer = plugin.startNewTrace([:])
        #expect(app.events.all.count == 1)
        #expect(app.events.all[0][path: "traceId"] == answer[path: "snapshot.traceId"])
        #expect(app.events.all[0][path: "source"] == "app")
        #expect(answer[path: "outcome"] == "started")
    }

    @Test func nativeCodeIsHeardInThePage() throws {
        try plugin.meet("p")
        app.tracer.startNewTrace()
        #expect(app.events.all.map { $0[path: "traceId"] } == [app.tracer.snapshot().traceId])
    }

    @Test func whatOneBridgesPageDoesIsHeardByTheOther() throws {
        let second = try App()
        let heard = Kept<Bool>()
        let host = PluginHost(
            origin: "a://b", put: { _ in }, notify: { _ in heard.add(true) }, complain: { _ in })
        let process = app.process
        let neighbour = PluginLogic(config: [:], host: host, process: process, center: second.center)
        let state = try plugin.meet("p")
        #expect(try plugin.push("p", state, 1)[path: "outcome"] == "started")
        #expect(heard.all.count == 1 && app.events.all.isEmpty)
        withExtendedLifetime(neighbour) {}
    }

    @Test func aPageThatWasReplacedIsDead() throws {
        let state = try plugin.meet("old")
        try plugin.meet("new")
        #expect(try plugin.push("old", state, 1)[path: "outcome"] == "dead_page")
        #expect(app.tracer.snapshot().traceId != other)
    }

    @Test func aPageCannotChooseItsWebview() throws {
        let second = app.load()
        let state = try plugin.meet("first")
        try second.meet("second")
        var push: JsonObject = ["page": "first", "webview": second.webview]
        push["snapshot"] = [
            "epoch": state["epoch"]!, "revision": state["revision"]!, "sequence": 1, "traceId": other,
            "webview": second.webview,
        ]
        #expect(try plugin.adopt(push)[path: "outcome"] == "not_owner")
        #expect(plugin.webview != second.webview)
    }

    @Test func ofTwoBridgesTheOneThatCameLastOwnsTheTraceUntilItIsGone() throws {
        let state = try plugin.meet("first")
        var second: PluginLogic? = app.load()
        try second?.meet("second")
        #expect(try plugin.push("first", state, 1)[path: "outcome"] == "not_owner")
        second = nil
        #expect(try plugin.push("first", state, 2)[path: "outcome"] == "started")
    }

    @Test func wrongOptionsAreRefusedByNameAndTheOnesBeforeStay() throws {
        let wrong: JsonObject = [
            "dsn": "https://key@o42.ingest.sentry.io/1", "tracePropagationTargets": [JsonObject()],
        ]
        do {
            _ = try plugin.configure(["options": wrong])
            Issue.record("no rejection")
        } catch let rejection as Rejection {
            #expect(rejection.code == "options_refused")
            #expect(rejection.message.contains("tracePropagationTargets[0]"))
            #expect(rejection.message.contains("RegExp"))
        }
        #expect(try plugin.handshake(["page": "p"])[path: "options.release"] == "app@1")
    }

    @Test func optionsThatNoJsonCanHoldAreRefusedInsteadOfEndingTheApp() throws {
        let refusal = Rejection(message: "options: expected an object of JSON", code: "options_refused")
        #expect(throws: refusal) { try plugin.configure(["options": ["tracesSampleRate": Double.nan]]) }
        #expect(throws: refusal) { try plugin.configure([:]) }
        let push = try plugin.push("p", plugin.meet("p"), 1, ["sampleRand": Double.infinity])
        #expect(push[path: "outcome"] == "snapshot_refused")
    }

    @Test func optionsOfAPageHoldFromThenOnAndTheTraceGoesOn() throws {
        let before = try plugin.meet("p")[path: "traceId"]
        let answer = try plugin.configure([
            "options": ["dsn": "https://key@o42.ingest.sentry.io/1"], "page": "p",
        ])
        #expect(answer[path: "snapshot.traceId"] == before)
        #expect(try plugin.handshake(["page": "q"])[path: "options.release"] == nil)
        #expect(app.tracer.explain("https://anything.example/").reason == .defaultAll)
    }

    @Test func incomingHeadersGoOnWhateverTheCaseOfTheirNames() {
        let answer = plugin.continueTrace(["headers": ["Sentry-Trace": "\(other)-1234567890abcdef-1"]])
        #expect(answer[path: "reason"] == "continued")
        #expect(answer[path: "snapshot.traceId"] == other)
        #expect(plugin.continueTrace([:])[path: "reason"] == "no_incoming_trace")
    }

    @Test func metaTagsGoOn() {
        let html = "<meta name=\"sentry-trace\" content=\"\(other)-1234567890abcdef-1\">"
        #expect(plugin.continueFromMeta(["html": html])[path: "snapshot.traceId"] == other)
    }

    @Test func spansAreToldToTheTracer() throws {
        #expect(try plugin.setActiveSpan(["spanId": "fedcba9876543210"])[path: "outcome"] == "updated")
        #expect(app.tracer.snapshot().activeSpanId == "fedcba9876543210")
        #expect(throws: Rejection.self) { try plugin.setActiveSpan(["spanId": "no"]) }
        _ = try plugin.setActiveSpan(["spanId": NSNull()])
        #expect(app.tracer.snapshot().activeSpanId == nil)
        _ = plugin.beginRootSpan(["name": "/orders", "source": "route"])
        _ = plugin.endRootSpan([:])
        #expect(app.tracer.snapshot().dsc != nil)
    }

    @Test func headersAndReasonsAreThoseOfTheTracer() {
        let traced = "https://traced.example/a"
        #expect(
            plugin.headersFor(["url": traced])[path: "headers.sentry-trace"]
                == app.tracer.headersFor(traced)["sentry-trace"])
        #expect((plugin.headersFor(["url": "https://a.example/"])["headers"] as? JsonObject)?.isEmpty == true)
        #expect(plugin.explain(["url": traced])[path: "reason"] == "target_matched")
        #expect(plugin.getTraceData([:])[path: "sentry-trace"] == app.tracer.traceData()["sentry-trace"])
        #expect(plugin.getTraceMetaTags([:])[path: "html"] == app.tracer.metaTags())
        #expect(plugin.snapshot([:])[path: "traceId"] == app.tracer.snapshot().traceId)
    }

    @Test func aPageLoadThatThePageTellsRenewsTheTraceAndComesNotBackToIt() throws {
        let before = try plugin.meet("p")[path: "traceId"]
        let answer = try plugin.lifecycle(["event": "navigation", "page": "p"])
        #expect(answer[path: "outcome"] == "started")
        #expect(answer[path: "snapshot.traceId"] != before)
        #expect(app.events.all.isEmpty)
        #expect(throws: Rejection(message: "event: unknown")) { try plugin.lifecycle(["event": "x"]) }
    }
}
