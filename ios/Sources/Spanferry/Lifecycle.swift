#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// A step in the life of the app or of a page.
///
/// The numbers are those of the C header.
public enum Lifecycle: UInt32, Sendable, CaseIterable {
    /// A page was loaded.
    case pageLoad = 1
    /// The user navigated within the page.
    case navigation = 2
    /// The app went to the background.
    case background = 3
    /// The app came to the foreground.
    case foreground = 4
    /// A webview is gone.
    case webviewGone = 5
    /// The app has started. Only tells the time: the start-up trace ages from the first time that the
    /// tracer is told, so tell it as soon as there is a tracer.
    case appStart = 6

    /// The name in JSON and logs.
    public var text: String {
        switch self {
        case .pageLoad: return "page_load"
        case .navigation: return "navigation"
        case .background: return "background"
        case .foreground: return "foreground"
        case .webviewGone: return "webview_gone"
        case .appStart: return "app_start"
        }
    }
}

extension NativeLifecycle {
    init(_ value: Lifecycle) {
        switch value {
        case .pageLoad: self = .pageLoad
        case .navigation: self = .navigation
        case .background: self = .background
        case .foreground: self = .foreground
        case .webviewGone: self = .webviewGone
        case .appStart: self = .appStart
        }
    }
}
