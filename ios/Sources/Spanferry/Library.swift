#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// What the library says of itself, and what is set for the whole process.
public enum SpanferryLibrary {
    /// The version of the native library, as `major.minor.patch`.
    public static var version: String { (try? nativeVersion()) ?? "" }

    /// The value of `Access-Control-Allow-Headers` that a server needs so that a page may send the
    /// trace to it.
    public static func corsHeaders(withTraceparent: Bool = false) -> String {
        (try? nativeCorsHeaders(withTraceparent: withTraceparent)) ?? ""
    }

    /// Sets how much is logged and where to. Without a sink lines go to Apple's unified log under the
    /// subsystem `dev.spanferry`, on other systems nowhere. The option `logLevel` of a later
    /// configuration replaces the level. Up to ``LogLevel/info`` lines hold nothing of the user's data.
    public static func setLog(_ level: LogLevel, sink: (@Sendable (LogLevel, String) -> Void)? = nil) {
        try? nativeLogSet(sink: (sink ?? SystemLog.sink).map(Sink.init), level: .init(level))
    }
}

private final class Sink: LogSink {
    private let body: @Sendable (LogLevel, String) -> Void

    init(_ body: @escaping @Sendable (LogLevel, String) -> Void) {
        self.body = body
    }

    func log(level: NativeLevel, line: String) throws {
        body(LogLevel(level), line)
    }
}
