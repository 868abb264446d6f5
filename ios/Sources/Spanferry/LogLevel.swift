#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// How important a log line is.
///
/// The numbers are those of the C header.
public enum LogLevel: UInt32, Sendable, CaseIterable {
    /// Nothing is logged.
    case off = 0
    /// A fault of this library, or a configuration that was refused.
    case error = 1
    /// Something that is probably not meant.
    case warn = 2
    /// Rare and worth knowing: configured, a new trace, a refused push.
    case info = 3
    /// Each decision, with the data that led to it.
    case debug = 4
    /// Everything.
    case trace = 5

    /// The name in JSON and logs.
    public var text: String {
        switch self {
        case .off: return "off"
        case .error: return "error"
        case .warn: return "warn"
        case .info: return "info"
        case .debug: return "debug"
        case .trace: return "trace"
        }
    }

    init(_ native: NativeLevel) {
        self = Self(rawValue: native.rawValue) ?? .trace
    }
}

extension NativeLevel {
    init(_ value: LogLevel) {
        switch value {
        case .off: self = .off
        case .error: self = .error
        case .warn: self = .warn
        case .info: self = .info
        case .debug: self = .debug
        case .trace: self = .trace
        }
    }
}
