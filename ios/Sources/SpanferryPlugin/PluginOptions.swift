import Foundation

/// What stands under `plugins.Spanferry` in `capacitor.config`: switches of the plugin, and options of
/// the tracer, which the core checks.
struct PluginOptions: Sendable {
    private static let switches = ["coldStart", "nativeHttp", "feedSentry", "keepTrace", "emptyTargets"]

    /// Whether the first page takes over the trace that the native side started with.
    let coldStart: Bool
    /// Whether calls of CapacitorHttp get their headers here when no page's shim has seen to them.
    let nativeHttp: Bool
    /// Whether sentry-cocoa is given the trace.
    let feedSentry: Bool
    /// Whether its targets are emptied then. It has nothing that `keepTrace` would switch off.
    let emptyTargets: Bool
    /// For how long the first page may take over the trace.
    let handoverLimitMs: Double
    /// The options of the tracer as JSON; nil when there are none.
    let tracer: String?

    /// Reads the configuration; `appOrigin` stands in where it names none.
    init(config: JsonObject, appOrigin: String) {
        coldStart = config["coldStart"] as? Bool ?? true
        nativeHttp = config["nativeHttp"] as? Bool ?? false
        feedSentry = config["feedSentry"] as? Bool ?? true
        emptyTargets = config["emptyTargets"] as? Bool ?? true
        handoverLimitMs = (config["handoverLimitMs"] as? NSNumber)?.doubleValue ?? 60_000
        let options = config.filter { !Self.switches.contains($0.key) }
        tracer = options.isEmpty ? nil : Self.tracerOptions(options, appOrigin: appOrigin)
    }

    /// The options that a page or the configuration gives, with the origin that the bridge knows; nil
    /// for what JSON cannot hold.
    static func tracerOptions(_ options: JsonObject, appOrigin: String) -> String? {
        options.merging(["appOrigin": appOrigin]) { given, _ in given }.json
    }
}
