import Capacitor
import Foundation
import Spanferry
import Testing

@testable import SpanferryPlugin

/// CapacitorHttp's calls, with the headers of the native side.
@MainActor @Suite struct HttpTests {
    /// Stands for Capacitor's plugin: keeps what it is to send.
    final class Sender: CAPPlugin, CAPBridgedPlugin {
        let identifier = "CAPHttpPlugin"
        let jsName = "CapacitorHttp"
        let pluginMethods: [CAPPluginMethod] = []
        var sent: [(method: String, options: JSObject)] = []

        override func perform(_ selector: Selector, with call: CAPPluginCall) {
            sent.append((selector.description, call.options as? JSObject ?? [:]))
            call.resolve()
        }
    }

    let sender = Sender()
    let bridge: Bridge

    init() throws {
        bridge = try Bridge(config: App.config.merging(["nativeHttp": true]) { $1 }, before: [sender])
    }

    @discardableResult
    func send(_ options: JSObject, by method: String = "get") throws -> JSObject {
        let plugin = try #require(bridge.bridge.plugin(withName: "CapacitorHttp") as? SpanferryHttpPlugin)
        let call = CAPPluginCall(
            callbackId: "1", methodName: method, options: options, success: { _ in },
            error: { message, _ in Issue.record("\(message)") })
        let methods = [
            "request": plugin.request, "get": plugin.get, "post": plugin.post, "put": plugin.put,
            "patch": plugin.patch, "delete": plugin.delete,
        ]
        #expect(Set(plugin.pluginMethods.map { $0.name ?? "" }) == Set(methods.keys))
        methods[method]?(call)
        #expect(sender.sent.last?.method == method + ":")
        return sender.sent.last?.options ?? [:]
    }

    func headers(_ sent: JSObject) -> [String: String] {
        (sent["headers"] as? JSObject ?? [:]).mapValues { "\($0)" }
    }

    @Test(arguments: ["request", "get", "post", "put", "patch", "delete"])
    func everyMethodIsHandedOnWithOneOfEachHeader(method: String) throws {
        let sent = try send(
            ["url": "https://traced.example/", "method": "GET", "data": ["a": 1] as JSObject], by: method)
        #expect(headers(sent) == bridge.app.tracer.headersFor("https://traced.example/"))
        #expect(headers(sent).count == 2)
        #expect((sent["data"] as? JSObject)?["a"] as? Int == 1 && sent["method"] as? String == "GET")
    }

    @Test func thirdPartyBaggageStaysInTheOneHeader() throws {
        let own: JSObject = ["Baggage": "shop=1;p=2", "Accept": "text/plain", "X-Number": 7]
        let sent = headers(try send(["url": "https://traced.example/", "headers": own]))
        #expect(sent["Baggage"] == nil && sent["baggage"]?.hasPrefix("shop=1;p=2,sentry-") == true)
        #expect(sent["Accept"] == "text/plain" && sent["X-Number"] == "7" && sent.count == 4)
    }

    @Test func aCallThatHasATraceIsLeftAlone() throws {
        let theirs: JSObject = ["Sentry-Trace": "11111111111111111111111111111111-2222222222222222-1"]
        let sent = try send(["url": "https://traced.example/", "headers": theirs])
        #expect(headers(sent) == ["Sentry-Trace": "11111111111111111111111111111111-2222222222222222-1"])
    }

    @Test func aCallThatThePageHasDecidedAboutIsLeftAloneAndLosesTheMark() throws {
        let sent = try send(["url": "https://traced.example/", "spanferry": "decided"])
        #expect(sent["headers"] == nil && sent["spanferry"] == nil && sent["url"] != nil)
    }

    @Test func aCallToAnotherHostCarriesNothing() throws {
        #expect(try send(["url": "https://other.example/"])["headers"] == nil)
        #expect(try send([:])["headers"] == nil)
    }

    @Test func withoutTheSwitchCapacitorsOwnPluginStays() throws {
        let sender = Sender()
        let bridge = try Bridge(before: [sender])
        #expect(bridge.bridge.plugin(withName: "CapacitorHttp") === sender)
    }

    @Test func withoutCapacitorsPluginACallIsRefused() throws {
        let refused = Kept<String>()
        let call = CAPPluginCall(
            callbackId: "1", methodName: "get", options: [:], success: { _ in },
            error: { text, _ in refused.add(text) })
        SpanferryHttpPlugin(before: nil, tracer: try Tracer()).get(call)
        #expect(refused.all == ["CapacitorHttp is not there"])
    }
}
