#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// Who set the current trace, from weak to strong.
///
/// The numbers are those of the C header.
public enum Source: UInt32, Sendable, CaseIterable {
    /// The tracer itself, when it was created.
    case nativeAuto = 0
    /// A page, by its own SDK.
    case webview = 1
    /// Page load, navigation, return from the background.
    case lifecycle = 2
    /// Headers or meta tags that came in.
    case incoming = 3
    /// The program, by a call.
    case app = 4
    /// The library failed to answer, or knows more than this enumeration.
    case unknown = 4_294_967_295

    /// The name in JSON and logs.
    public var text: String {
        switch self {
        case .nativeAuto: return "native_auto"
        case .webview: return "webview"
        case .lifecycle: return "lifecycle"
        case .incoming: return "incoming"
        case .app: return "app"
        case .unknown: return "unknown"
        }
    }

    init(_ native: NativeSource) {
        self = Self(rawValue: native.rawValue) ?? .unknown
    }

    init(text: String?) {
        self = Self.allCases.first { $0.text == text } ?? .unknown
    }
}

extension NativeSource {
    init(_ value: Source) {
        switch value {
        case .nativeAuto: self = .nativeAuto
        case .webview: self = .webview
        case .lifecycle: self = .lifecycle
        case .incoming: self = .incoming
        case .app: self = .app
        case .unknown: self = .app
        }
    }
}
