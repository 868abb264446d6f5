import Capacitor
import Foundation

@testable import SpanferryPlugin

/// What came of a call.
enum Answer: @unchecked Sendable {
    case resolved(JsonObject)
    case rejected(String, String?)

    var data: JsonObject {
        if case .resolved(let data) = self { return data }
        return [:]
    }
}

nonisolated(unsafe) private let onQueue = DispatchSpecificKey<Bool>()

/// An answer or an event as it went to the page, and whether on the bridge's queue.
struct Heard {
    let what: String
    let data: JsonObject
    let onQueue: Bool
}

/// The stand-in of Capacitor's bridge with our plugin in it, and a page that calls it.
@MainActor final class Bridge {
    let app: App
    let bridge: CapacitorBridge
    let plugin = SpanferryPlugin()
    let heard = Kept<Heard>()
    private let webView = WKWebView()
    var scripts: [WKUserScript] { webView.configuration.userContentController.userScripts }

    /// As the runtime of Objective-C finds them.
    nonisolated static let methods: [String: @Sendable (SpanferryPlugin, CAPPluginCall) -> Void] = [
        "handshake": { $0.handshake($1) }, "configure": { $0.configure($1) },
        "startNewTrace": { $0.startNewTrace($1) }, "continueTrace": { $0.continueTrace($1) },
        "continueFromMeta": { $0.continueFromMeta($1) }, "adopt": { $0.adopt($1) },
        "snapshot": { $0.snapshot($1) }, "beginRootSpan": { $0.beginRootSpan($1) },
        "endRootSpan": { $0.endRootSpan($1) }, "setActiveSpan": { $0.setActiveSpan($1) },
        "getTraceData": { $0.getTraceData($1) }, "getTraceMetaTags": { $0.getTraceMetaTags($1) },
        "headersFor": { $0.headersFor($1) }, "explain": { $0.explain($1) }, "lifecycle": { $0.lifecycle($1) },
        "addListener": { $0.addListener($1) },
    ]

    init(config: JsonObject = App.config, server: String = "capacitor://localhost", before: [CAPPlugin] = [])
        throws
    {
        app = try App()
        let options = JSTypes.coerceDictionaryToJSObject(config) ?? [:]
        bridge = CapacitorBridge(
            webView: webView, serverURL: URL(string: server)!, plugins: ["Spanferry": options])
        bridge.dispatchQueue.setSpecific(key: onQueue, value: true)
        before.forEach(bridge.registerPluginInstance)
        webView.configuration.userContentController.addUserScript(
            WKUserScript(source: "bridge", injectionTime: .atDocumentStart, forMainFrameOnly: true))
        plugin.process = app.process
        bridge.registerPluginInstance(plugin)
    }

    /// Calls a method as a page does, and waits for its answer.
    func call(_ method: String, _ options: JsonObject = [:]) async -> Answer {
        await withCheckedContinuation { done in
            let hear = hear(method)
            let call = CAPPluginCall(
                callbackId: "1", methodName: method,
                options: JSTypes.coerceDictionaryToJSObject(options) ?? [:],
                success: { data in
                    hear(data)
                    done.resume(returning: .resolved(data))
                }, error: { done.resume(returning: .rejected($0, $1)) })
            let box = Box(value: call)
            bridge.dispatchQueue.async { [plugin] in Self.methods[method]?(plugin, box.value) }
        }
    }

    /// Listens to changes.
    func listen() async {
        let call = CAPPluginCall(
            callbackId: "2", methodName: "addListener", options: ["eventName": "change"],
            success: hear("change"),
            error: { _, _ in })
        let box = Box(value: call)
        bridge.dispatchQueue.async { [plugin] in plugin.addListener(box.value) }
        await settle()
    }

    private func hear(_ what: String) -> @Sendable (JsonObject) -> Void {
        { [heard] data in
            heard.add(Heard(what: what, data: data, onQueue: DispatchQueue.getSpecific(key: onQueue) == true))
        }
    }

    /// Comes back when the main queue has done what it had to do.
    func settleMain() async {
        await withCheckedContinuation { done in DispatchQueue.main.async { done.resume() } }
    }

    /// Comes back when the queue has done what it had to do.
    func settle() async {
        await withCheckedContinuation { done in bridge.dispatchQueue.async { done.resume() } }
    }
}

/// Takes a call to the bridge's queue, as the real bridge makes it there.
private struct Box: @unchecked Sendable {
    let value: CAPPluginCall
}
