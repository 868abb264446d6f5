#if canImport(Spanferry)
import Spanferry
#endif

/// What the plugin needs of the bridge that it is in; called on any thread.
struct PluginHost: Sendable {
    /// The origin of the app's pages.
    let origin: String
    /// Puts the hand-over script in the place of the one before.
    let put: @Sendable (String) -> Void
    /// Tells the pages of a change.
    let notify: @Sendable (Snapshot) -> Void
    /// Tells the developer of a mistake in the configuration.
    let complain: @Sendable (String) -> Void

    /// The origin of a URL.
    static func origin(of url: String) -> String {
        guard let scheme = url.range(of: "://") else { return url }
        let end = url[scheme.upperBound...].firstIndex { "/?#".contains($0) }
        return String(url[..<(end ?? url.endIndex)])
    }
}
