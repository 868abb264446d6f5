// Stands for the part of WebKit that comes with Capacitor's module.
import Foundation

public enum WKUserScriptInjectionTime: Sendable {
    case atDocumentStart
    case atDocumentEnd
}

@MainActor public final class WKUserScript {
    public let source: String
    public let injectionTime: WKUserScriptInjectionTime
    public let isForMainFrameOnly: Bool

    public init(source: String, injectionTime: WKUserScriptInjectionTime, forMainFrameOnly: Bool) {
        self.source = source
        self.injectionTime = injectionTime
        isForMainFrameOnly = forMainFrameOnly
    }
}

@MainActor public final class WKUserContentController {
    public private(set) var userScripts: [WKUserScript] = []
    public func addUserScript(_ userScript: WKUserScript) { userScripts.append(userScript) }
    public func removeAllUserScripts() { userScripts = [] }
}

@MainActor public final class WKWebViewConfiguration {
    public let userContentController = WKUserContentController()
}

@MainActor public final class WKWebView {
    public let configuration = WKWebViewConfiguration()
    public init() {}
}
