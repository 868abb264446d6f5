// Stands for Capacitor's module on Linux: the declarations that the plugin uses, with the shapes that
// Swift sees of Capacitor 8.5, and as much behaviour as the tests need. docs/TESTING.md says what that
// leaves open.
import Foundation

public protocol JSValue {}
extension String: JSValue {}
extension Bool: JSValue {}
extension Int: JSValue {}
extension Double: JSValue {}
extension NSNumber: JSValue {}
extension NSNull: JSValue {}
extension Array: JSValue {}
extension Dictionary: JSValue where Key == String, Value == any JSValue {}

public typealias JSObject = [String: any JSValue]

public enum JSTypes {
    public static func coerceDictionaryToJSObject(
        _ dictionary: [AnyHashable: Any]?, formattingDatesAsStrings: Bool = false
    ) -> JSObject? {
        dictionary.map { coerce($0) }
    }

    private static func coerce(_ dictionary: [AnyHashable: Any]) -> JSObject {
        var object: JSObject = [:]
        for (key, value) in dictionary {
            guard let key = key as? String else { continue }
            object[key] = (value as? [AnyHashable: Any]).map(coerce) ?? value as? any JSValue
        }
        return object
    }
}

public enum CAPLog {
    nonisolated(unsafe) public static var lines: [String] = []

    public static func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
        lines.append(items.map { "\($0)" }.joined(separator: separator))
    }
}

public final class CAPPluginCall {
    public var callbackId: String!
    public var methodName: String!
    public var options: [AnyHashable: Any]!
    public var keepAlive = false
    private let success: ([String: Any]) -> Void
    private let failure: (String, String?) -> Void

    public init(
        callbackId: String, methodName: String, options: JSObject,
        success: @escaping @Sendable ([String: Any]) -> Void,
        error: @escaping @Sendable (String, String?) -> Void
    ) {
        self.callbackId = callbackId
        self.methodName = methodName
        self.options = options
        self.success = success
        failure = error
    }

    public func resolve() { success([:]) }
    public func resolve(_ data: [String: Any] = [:]) { success(data) }
    public func reject(
        _ message: String, _ code: String? = nil, _ error: (any Error)? = nil, _ data: [String: Any]? = nil
    ) {
        failure(message, code)
    }
}

// swift-format-ignore
public let CAPPluginReturnPromise = "promise"

public final class CAPPluginMethod {
    public let name: String!
    public let returnType: String!

    public init!(name: String!, returnType: String!) {
        self.name = name
        self.returnType = returnType
    }
}

public protocol CAPBridgedPlugin {
    var identifier: String { get }
    var jsName: String { get }
    var pluginMethods: [CAPPluginMethod] { get }
}

public final class PluginConfig {
    private let config: JSObject
    public init(_ config: JSObject) { self.config = config }
    public func getConfigJSON() -> JSObject { config }
}

open class CAPPlugin: NSObject {
    public weak var webView: WKWebView?
    public weak var bridge: (any CAPBridgeProtocol)?
    public var pluginName = ""
    private var listeners: [String: [CAPPluginCall]] = [:]

    open func load() {}

    open func getConfig() -> PluginConfig { bridge?.config.getPluginConfig(pluginName) ?? PluginConfig([:]) }

    open func addListener(_ call: CAPPluginCall) {
        call.keepAlive = true
        listeners[call.options["eventName"] as? String ?? "", default: []].append(call)
    }

    open func notifyListeners(_ eventName: String, data: [String: Any]?) {
        for listener in listeners[eventName] ?? [] { listener.resolve(data ?? [:]) }
    }

    /// What the runtime of Objective-C does on Apple's systems.
    open func perform(_ selector: Selector, with call: CAPPluginCall) {
        preconditionFailure("\(selector) is not understood")
    }
}

open class CAPInstancePlugin: CAPPlugin {}

public struct Selector: Equatable, Sendable, CustomStringConvertible {
    public let description: String
}

// swift-format-ignore
public func NSSelectorFromString(_ text: String) -> Selector { Selector(description: text) }

public struct InstanceConfiguration {
    public let serverURL: URL
    let plugins: [String: JSObject]
    func getPluginConfig(_ name: String) -> PluginConfig { PluginConfig(plugins[name] ?? [:]) }
}

public protocol CAPBridgeProtocol: AnyObject {
    var webView: WKWebView? { get }
    var config: InstanceConfiguration { get }
    func plugin(withName: String) -> CAPPlugin?
    func registerPluginInstance(_ pluginInstance: CAPPlugin)
}

open class CapacitorBridge: CAPBridgeProtocol {
    public let webView: WKWebView?
    public let config: InstanceConfiguration
    public let dispatchQueue = DispatchQueue(label: "bridge")
    private var plugins: [String: CAPPlugin] = [:]

    public init(webView: WKWebView, serverURL: URL, plugins: [String: JSObject]) {
        self.webView = webView
        config = InstanceConfiguration(serverURL: serverURL, plugins: plugins)
    }

    public func plugin(withName: String) -> CAPPlugin? { plugins[withName] }

    public func registerPluginInstance(_ pluginInstance: CAPPlugin) {
        guard let name = (pluginInstance as? any CAPBridgedPlugin)?.jsName else { return }
        plugins[name] = pluginInstance
        pluginInstance.bridge = self
        pluginInstance.webView = webView
        pluginInstance.pluginName = name
        pluginInstance.load()
    }
}
