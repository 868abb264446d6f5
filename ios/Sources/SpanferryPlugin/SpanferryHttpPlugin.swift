import Capacitor
import Foundation
#if canImport(Spanferry)
import Spanferry
#endif

/// Takes the place of Capacitor's own `CapacitorHttp` and hands every call on to it, with the headers of
/// the trace on calls that no page's shim has decided about.
///
/// Off unless `nativeHttp` is set in `capacitor.config`, or an app registers it itself. It has no name in
/// Objective-C, because Capacitor's command line registers every class that has one, in every app.
#if canImport(ObjectiveC)
@objcMembers
#endif
public final class SpanferryHttpPlugin: CAPInstancePlugin, CAPBridgedPlugin {
    public let identifier = "SpanferryHttpPlugin"
    public let jsName = "CapacitorHttp"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(name: "request", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "get", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "post", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "put", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "patch", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "delete", returnType: CAPPluginReturnPromise),
    ]

    /// The plugin whose place this one takes.
    private let before: CAPPlugin?
    private let tracer: Tracer

    init(before: CAPPlugin?, tracer: Tracer) {
        self.before = before
        self.tracer = tracer
        super.init()
    }

    /// Puts the plugin into its place; for `capacitorDidLoad` of an app that does without the switch.
    public static func register(on bridge: any CAPBridgeProtocol, tracer: Tracer = .shared) {
        let before = bridge.plugin(withName: "CapacitorHttp")
        bridge.registerPluginInstance(SpanferryHttpPlugin(before: before, tracer: tracer))
    }

    /// Sends a request.
    public func request(_ call: CAPPluginCall) { passOn(call) }
    /// Sends a GET.
    public func get(_ call: CAPPluginCall) { passOn(call) }
    /// Sends a POST.
    public func post(_ call: CAPPluginCall) { passOn(call) }
    /// Sends a PUT.
    public func put(_ call: CAPPluginCall) { passOn(call) }
    /// Sends a PATCH.
    public func patch(_ call: CAPPluginCall) { passOn(call) }
    /// Sends a DELETE.
    public func delete(_ call: CAPPluginCall) { passOn(call) }

    private func passOn(_ call: CAPPluginCall) {
        guard let before else { return call.reject("CapacitorHttp is not there") }
        if var options = call.options as? JSObject {
            // Capacitor's plugin takes objects apart only where they are its own kind.
            let headers = HttpCall.headers(options, tracer)
            if let headers { options["headers"] = JSTypes.coerceDictionaryToJSObject(headers) }
            options[HttpCall.mark] = nil
            call.options = options
        }
        before.perform(NSSelectorFromString(call.methodName + ":"), with: call)
    }
}
