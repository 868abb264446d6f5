import Foundation
import Spanferry
import Testing

@testable import SpanferryPlugin

/// What the plugin does by itself: cold start, hand-over, absence, the feed.
@Suite struct LifeTests {
    let app: App

    init() throws {
        app = try App()
    }

    /// What the hand-over script is called with.
    func handover(_ script: String) -> JsonObject {
        let call = script.components(separatedBy: "})(").last ?? ""
        return JsonObject(json: String(call.dropLast(");\n".count - (call.hasSuffix("\n") ? 0 : 1))))
    }

    @Test func theStartUpTraceIsDecidedAtOnceAndOfferedAsItIs() throws {
        let plugin = app.load()
        let snapshot = app.tracer.snapshot()
        #expect(snapshot.source == .nativeAuto && snapshot.sampled == true)
        let offer = handover(try #require(app.scripts.all.last))
        #expect(offer[path: "html"] == app.tracer.metaTags())
        #expect(offer[path: "html"]?.contains("\(snapshot.traceId)-\(snapshot.spanId)-1") == true)
        #expect(offer[path: "origin"] == "capacitor://localhost")
        #expect(offer[path: "nonce"] == snapshot.traceId)
        let left = try #require(offer["expires"] as? Double) - Date().timeIntervalSince1970 * 1_000
        #expect(left > 50_000 && left <= 60_001)
        withExtendedLifetime(plugin) {}
    }

    @Test func theOfferFollowsTheTraceUntilAPageIsThere() throws {
        let plugin = app.load()
        app.tracer.startNewTrace()
        #expect(handover(app.scripts.all.last ?? "")[path: "nonce"] == app.tracer.snapshot().traceId)
        try plugin.meet("p")
        let before = app.scripts.all.count
        app.tracer.startNewTrace()
        #expect(app.scripts.all.count == before && before == 2)
    }

    @Test func theOffersTimeIsAnOption() throws {
        let plugin = app.load(App.config.merging(["handoverLimitMs": 5_000]) { $1 })
        let offer = handover(try #require(app.scripts.all.last))
        #expect(try #require(offer["expires"] as? Double) - Date().timeIntervalSince1970 * 1_000 <= 5_001)
        #expect(app.complaints.all.isEmpty)
        withExtendedLifetime(plugin) {}
    }

    @Test func withoutColdStartNothingIsOffered() {
        let plugin = app.load(App.config.merging(["coldStart": false]) { $1 })
        app.tracer.startNewTrace()
        #expect(app.scripts.all.isEmpty && app.complaints.all.isEmpty)
        withExtendedLifetime(plugin) {}
    }

    @Test func aRegExpInTheConfigurationIsRefusedLoudly() {
        let plugin = app.load(App.config.merging(["tracePropagationTargets": [JsonObject()]]) { $1 })
        #expect(app.complaints.all.count == 1)
        #expect(app.complaints.all[0].hasPrefix("capacitor.config, plugins.Spanferry: "))
        #expect(app.complaints.all[0].contains("RegExp"))
        #expect(app.tracer.explain("https://traced.example/").reason == .notConfigured)
        withExtendedLifetime(plugin) {}
    }

    @Test func switchesAreNoOptionsOfTheTracerAndUnknownNamesAreRefused() {
        let switches: JsonObject = [
            "coldStart": true, "nativeHttp": true, "feedSentry": false, "keepTrace": true,
            "emptyTargets": false,
        ]
        let plugin = app.load(App.config.merging(switches) { $1 })
        #expect(app.complaints.all.isEmpty && plugin.options.nativeHttp && !plugin.options.feedSentry)
        #expect(app.feeds.all.isEmpty)
        let wrong = try? App()
        let second = wrong?.load(["tracePropagationTarget": ["a"]])
        #expect(wrong?.complaints.all.first?.contains("tracePropagationTarget") == true)
        withExtendedLifetime(second) {}
    }

    @Test func optionsOfTheFirstPageOutliveItsBridge() throws {
        var plugin: PluginLogic? = app.load()
        _ = try plugin?.configure(["options": ["release": "page@2"]])
        plugin = nil
        let next = app.load()
        #expect(try next.handshake(["page": "p"])[path: "options.release"] == "page@2")
    }

    @Test func anotherBridgeStartsNoTrace() {
        let first = app.load()
        let before = app.tracer.snapshot().traceId
        let second = app.load()
        #expect(app.tracer.snapshot().traceId == before)
        withExtendedLifetime((first, second)) {}
    }

    @Test func aLongAbsenceRenewsTheTraceAndAShortOneDoesNot() throws {
        let plugin = app.load(App.config.merging(["backgroundLimitMs": 60]) { $1 })
        let before = try plugin.meet("p")[path: "traceId"]
        app.go("DidEnterBackground")
        app.go("WillEnterForeground")
        #expect(app.tracer.snapshot().traceId == before)
        app.go("DidEnterBackground")
        Thread.sleep(forTimeInterval: 0.08)
        app.go("WillEnterForeground")
        #expect(app.tracer.snapshot().traceId != before)
        #expect(app.tracer.snapshot().reason == .backgroundLimit)
        #expect(app.events.all.last?[path: "traceId"] == app.tracer.snapshot().traceId)
    }

    @Test func aDialogOverTheAppIsNoAbsence() throws {
        let plugin = app.load(App.config.merging(["backgroundLimitMs": 1]) { $1 })
        let before = try plugin.meet("p")[path: "traceId"]
        app.go("WillResignActive")
        Thread.sleep(forTimeInterval: 0.02)
        app.go("DidBecomeActive")
        #expect(app.tracer.snapshot().traceId == before)
    }

    @Test func aBridgeThatIsGoneIsSilent() {
        var plugin: PluginLogic? = app.load()
        #expect(plugin?.webview.isEmpty == false)
        plugin = nil
        let before = (app.events.all.count, app.scripts.all.count, app.feeds.all.count)
        app.tracer.startNewTrace()
        app.go("WillEnterForeground")
        #expect((app.events.all.count, app.scripts.all.count, app.feeds.all.count) == before)
    }

    @Test func oneFeedServesAllBridges() {
        let first = app.load()
        let second = app.load()
        #expect(app.feeds.all == [true])
        withExtendedLifetime((first, second)) {}
    }

    @Test func anSdkThatStartsLateIsFedAtEveryOccasion() throws {
        let plugin = app.load()
        #expect(app.fed.all.count == 1)
        try plugin.meet("p")
        #expect(app.fed.all.count == 2)
        _ = try plugin.configure(["options": App.config, "page": "p"])
        #expect(app.fed.all.count == 3)
        app.go("WillEnterForeground")
        #expect(app.fed.all.count == 4)
        app.tracer.startNewTrace()
        #expect(app.fed.all.count == 5)
    }

    @Test func whatIsEmptiedIsAnOption() {
        let plugin = app.load(App.config.merging(["emptyTargets": false]) { $1 })
        #expect(app.feeds.all == [false])
        withExtendedLifetime(plugin) {}
    }

    @Test(arguments: [
        ("capacitor://localhost", "capacitor://localhost"),
        ("http://10.0.2.2:5173/app?x#y", "http://10.0.2.2:5173"),
        ("https://a.example?b/c", "https://a.example"), ("odd", "odd"),
    ])
    func theOriginIsSchemeHostAndPort(url: String, origin: String) {
        #expect(PluginHost.origin(of: url) == origin)
    }
}
