#if canImport(os)
import os
#endif

/// The log of the system, where there is one that we know.
enum SystemLog {
    #if canImport(os)
    private static let log = OSLog(subsystem: "dev.spanferry", category: "trace")

    static let sink: (@Sendable (LogLevel, String) -> Void)? = { level, line in
        // What may hold the user's data is private there too: it shows only with a debugger attached.
        if level.rawValue >= LogLevel.debug.rawValue {
            os_log("%{private}@", log: log, type: .debug, line)
        } else {
            os_log("%{public}@", log: log, type: type(of: level), line)
        }
    }

    private static func type(of level: LogLevel) -> OSLogType {
        switch level {
        case .error: return .error
        case .warn: return .default
        default: return .info
        }
    }
    #else
    static let sink: (@Sendable (LogLevel, String) -> Void)? = nil
    #endif
}
