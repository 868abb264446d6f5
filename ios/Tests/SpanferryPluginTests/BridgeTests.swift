import Capacitor
import Foundation
import Spanferry
import Testing

@testable import SpanferryPlugin

/// The thin class, in front of a stand-in of Capacitor.
@MainActor @Suite struct BridgeTests {
    @Test func capacitorIsToldEveryMethodByItsName() throws {
        let plugin = SpanferryPlugin()
        #expect(plugin.jsName == "Spanferry" && plugin.identifier == "SpanferryPlugin")
        let names = plugin.pluginMethods.map { $0.name ?? "" }
        #expect(Set(names) == Set(Bridge.methods.keys).subtracting(["addListener"]))
        #expect(names.count == Set(names).count)
        #expect(plugin.pluginMethods.allSatisfy { $0.returnType == "promise" })
    }

    @Test func everyMethodIsAnsweredByTheLogicOfItsName() async throws {
        let bridge = try Bridge()
        _ = await bridge.call("handshake", ["page": "p"])
        for method in Bridge.methods.keys where method != "addListener" {
            let answer = await bridge.call(
                method, ["page": "p", "options": App.config, "event": "navigation"])
            #expect(!answer.data.isEmpty, "\(method): \(answer)")
        }
        let incoming = ["sentry-trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"]
        #expect(await bridge.call("continueTrace", ["headers": incoming]).data[path: "reason"] == "continued")
        #expect(
            await bridge.call("explain", ["url": "https://traced.example/"]).data[path: "reason"]
                == "target_matched")
        #expect(
            await bridge.call("headersFor", ["url": "https://traced.example/"]).data.value(
                "headers.sentry-trace")
                != nil)
    }

    @Test func aRejectionHasItsCode() async throws {
        let answer = await (try Bridge()).call("configure", ["options": ["dsn": 1]])
        guard case .rejected(let message, let code) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(code == "options_refused" && message.contains("dsn"), "\(message)")
    }

    @Test func aPluginThatIsNotLoadedRefuses() {
        let refused = Kept<String>()
        let call = CAPPluginCall(
            callbackId: "1", methodName: "snapshot", options: [:], success: { _ in },
            error: { text, _ in refused.add(text) })
        SpanferryPlugin().snapshot(call)
        #expect(refused.all == ["the plugin is not loaded"])
    }

    @Test func anotherTraceTakesThePlaceOfTheOneBeforeAndOtherScriptsStay() async throws {
        let bridge = try Bridge()
        let tracer = bridge.app.tracer
        for _ in 0..<2 {
            _ = await Task.detached { tracer.startNewTrace() }.value
            await bridge.settleMain()
            try #require(bridge.scripts.count == 2)
            #expect(bridge.scripts[0].source == "bridge")
            #expect(bridge.scripts[1].source.contains(tracer.snapshot().traceId))
        }
    }

    @Test func theOriginIsTheServersThatTheAppIsLoadedFrom() async throws {
        let bridge = try Bridge(server: "http://192.168.1.9:5173/app")
        let answer = await bridge.call("handshake", ["page": "p"])
        #expect(answer.data[path: "options.appOrigin"] == "http://192.168.1.9:5173")
    }

    @Test func aCallOfTheAppComesToThePageBeforeItSettles() async throws {
        let bridge = try Bridge()
        await bridge.listen()
        _ = await bridge.call("startNewTrace")
        #expect(bridge.heard.all.map(\.what) == ["change", "startNewTrace"])
        #expect(bridge.heard.all[0].data[path: "traceId"] == bridge.app.tracer.snapshot().traceId)
    }

    @Test func aChangeOnAnotherThreadIsToldOnTheBridgesQueue() async throws {
        let bridge = try Bridge()
        await bridge.listen()
        let tracer = bridge.app.tracer
        _ = await Task.detached { tracer.startNewTrace() }.value
        await bridge.settle()
        #expect(bridge.heard.all.map(\.what) == ["change"])
        #expect(bridge.heard.all.map(\.onQueue) == [true])
    }

    @Test func aPageIsNotToldWhatItDidItself() async throws {
        let bridge = try Bridge()
        await bridge.listen()
        let state = await bridge.call("handshake", ["page": "p"]).data["snapshot"] as? JsonObject ?? [:]
        let push: JsonObject = [
            "epoch": state["epoch"]!, "revision": state["revision"]!, "sequence": 1,
            "traceId": "771a43a4192642f0b136d5159a501700",
        ]
        #expect(
            await bridge.call("adopt", ["page": "p", "snapshot": push]).data[path: "outcome"] == "started")
        #expect(bridge.heard.all.map(\.what) == ["handshake", "adopt"])
    }

    @Test func aBridgeThatIsGoneTakesThePluginWithIt() async throws {
        var bridge: Bridge? = try Bridge()
        weak var plugin = bridge?.plugin
        _ = await bridge?.call("handshake", ["page": "p"])
        bridge = nil
        #expect(plugin == nil)
    }

    @Test func aMistakeInTheConfigurationIsPrinted() throws {
        _ = try Bridge(config: ["tracePropagationTargets": [JsonObject()], "release": "printed"])
        #expect(
            CAPLog.lines.contains {
                $0.contains("capacitor.config, plugins.Spanferry") && $0.contains("RegExp")
            })
    }
}
