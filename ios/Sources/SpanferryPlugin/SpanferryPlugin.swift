import Capacitor
import Foundation
#if canImport(Spanferry)
import Spanferry
#endif
#if canImport(WebKit)
import WebKit
#endif

/// The plugin as Capacitor knows it: hands what comes over the bridge to ``PluginLogic``, and back.
///
/// Methods run on the bridge's queue, one after another; a change of the trace is told on that queue too,
/// because Capacitor keeps its listeners there.
#if canImport(ObjectiveC)
@objc(SpanferryPlugin)
#endif
#if canImport(ObjectiveC)
@objcMembers
#endif
public final class SpanferryPlugin: CAPPlugin, CAPBridgedPlugin, @unchecked Sendable {
    public let identifier = "SpanferryPlugin"
    public let jsName = "Spanferry"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(name: "handshake", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "configure", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "startNewTrace", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "continueTrace", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "continueFromMeta", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "adopt", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "snapshot", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "beginRootSpan", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "endRootSpan", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "setActiveSpan", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "getTraceData", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "getTraceMetaTags", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "headersFor", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "explain", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "lifecycle", returnType: CAPPluginReturnPromise),
    ]

    /// Tests have others.
    var process = PluginProcess.shared
    private var logic: PluginLogic?
    private var queue: DispatchQueue?
    private let onQueue = DispatchSpecificKey<Bool>()
    /// The hand-over script that is in the web view; used on the main thread.
    private var script: String?

    override public func load() {
        guard let bridge else { return }
        queue = (bridge as? CapacitorBridge)?.dispatchQueue
        queue?.setSpecific(key: onQueue, value: true)
        let host = PluginHost(
            origin: PluginHost.origin(of: bridge.config.serverURL.absoluteString),
            put: { [weak self] script in self?.put(script) },
            notify: { [weak self] snapshot in self?.tell(snapshot) },
            complain: { CAPLog.print("⚡️  \($0)") })
        let logic = PluginLogic(config: getConfig().getConfigJSON(), host: host, process: process)
        self.logic = logic
        if logic.options.nativeHttp { SpanferryHttpPlugin.register(on: bridge, tracer: logic.tracer) }
    }

    /// Introduces a page; the answer is the state.
    public func handshake(_ call: CAPPluginCall) { answer(call, PluginLogic.handshake) }
    /// Puts options in force, whole or not at all.
    public func configure(_ call: CAPPluginCall) { answer(call, PluginLogic.configure) }
    /// Starts a new trace on every layer.
    public func startNewTrace(_ call: CAPPluginCall) { answer(call, PluginLogic.startNewTrace) }
    /// Continues the trace of incoming headers, or starts a new one.
    public func continueTrace(_ call: CAPPluginCall) { answer(call, PluginLogic.continueTrace) }
    /// Continues the trace that the meta tags of an HTML text name, or starts a new one.
    public func continueFromMeta(_ call: CAPPluginCall) { answer(call, PluginLogic.continueFromMeta) }
    /// Takes over the trace that a page pushes, if the rules let it.
    public func adopt(_ call: CAPPluginCall) { answer(call, PluginLogic.adopt) }
    /// The state.
    public func snapshot(_ call: CAPPluginCall) { answer(call, PluginLogic.snapshot) }
    /// Says that a root span begins; a sampling decision that is still open is taken now.
    public func beginRootSpan(_ call: CAPPluginCall) { answer(call, PluginLogic.beginRootSpan) }
    /// Says that the root span ended.
    public func endRootSpan(_ call: CAPPluginCall) { answer(call, PluginLogic.endRootSpan) }
    /// Says which span requests hang under from now on; null for none.
    public func setActiveSpan(_ call: CAPPluginCall) { answer(call, PluginLogic.setActiveSpan) }
    /// The headers of the trace for any carrier.
    public func getTraceData(_ call: CAPPluginCall) { answer(call, PluginLogic.getTraceData) }
    /// The headers of the trace as HTML meta tags.
    public func getTraceMetaTags(_ call: CAPPluginCall) { answer(call, PluginLogic.getTraceMetaTags) }
    /// The headers of a request that has none of them yet.
    public func headersFor(_ call: CAPPluginCall) { answer(call, PluginLogic.headersFor) }
    /// Why a request to a URL carries the trace or not.
    public func explain(_ call: CAPPluginCall) { answer(call, PluginLogic.explain) }
    /// Tells of a step in the life of the app, or of the page that is given.
    public func lifecycle(_ call: CAPPluginCall) { answer(call, PluginLogic.lifecycle) }

    private func answer(
        _ call: CAPPluginCall, _ method: (PluginLogic) -> (JsonObject) throws -> JsonObject
    ) {
        guard let logic else { return call.reject("the plugin is not loaded") }
        do {
            call.resolve(try method(logic)(call.options as? JsonObject ?? [:]))
        } catch {
            call.reject(error.localizedDescription, (error as? Rejection)?.code)
        }
    }

    private func tell(_ snapshot: Snapshot) {
        // Inside a call the event goes out before the answer.
        guard let queue, DispatchQueue.getSpecific(key: onQueue) != true else {
            return notifyListeners("change", data: JsonObject(json: snapshot.json))
        }
        queue.async { [weak self] in self?.notifyListeners("change", data: JsonObject(json: snapshot.json)) }
    }

    private func put(_ script: String) {
        onMain { [weak self] in
            guard let self, let scripts = self.webView?.configuration.userContentController else { return }
            // A web view takes back none of its scripts but all.
            let others = scripts.userScripts.filter { $0.source != self.script }
            if others.count < scripts.userScripts.count {
                scripts.removeAllUserScripts()
                for other in others { scripts.addUserScript(other) }
            }
            self.script = script
            scripts.addUserScript(
                WKUserScript(source: script, injectionTime: .atDocumentStart, forMainFrameOnly: true))
        }
    }

    /// At once on the main thread, where bridges are made: the page must not be there first.
    private func onMain(_ body: @escaping @MainActor @Sendable () -> Void) {
        if Thread.isMainThread { return MainActor.assumeIsolated(body) }
        DispatchQueue.main.async { body() }
    }
}
