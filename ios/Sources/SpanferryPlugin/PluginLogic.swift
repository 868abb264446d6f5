import Foundation
#if canImport(Spanferry)
import Spanferry
#endif

/// The native half in a Capacitor app, without Capacitor: what the plugin does when a bridge loads it,
/// when the app comes and goes, and when the trace changes. `PluginLogic+Methods.swift` has the methods
/// that pages call; docs/BRIDGE.md says what each message means.
///
/// Methods are called one after another; listeners of the tracer on the thread that made a change.
final class PluginLogic: @unchecked Sendable {
    /// Names this bridge's web view to the core; a page cannot choose it.
    let webview = UUID().uuidString
    let process: PluginProcess
    let options: PluginOptions
    let host: PluginHost
    var tracer: Tracer { process.tracer }
    private let handover: Handover?
    private let center: NotificationCenter
    private var observers: [any NSObjectProtocol] = []
    private var listener: ListenerId?

    /// What a bridge does as it loads the plugin; `config` is what stands under `plugins.Spanferry`.
    init(
        config: JsonObject, host: PluginHost, process: PluginProcess = .shared,
        center: NotificationCenter = .default
    ) {
        self.process = process
        self.host = host
        self.center = center
        let options = PluginOptions(config: config, appOrigin: host.origin)
        self.options = options
        handover =
            options.coldStart
            ? Handover(
                tracer: process.tracer, origin: host.origin, limitMs: options.handoverLimitMs, put: host.put)
            : nil
        // Where there is another bridge the options of the first page stay.
        if let json = options.tracer, process.options == nil { putInForce(json) }
        handover?.offer()
        listener = tracer.addListener { [weak self] in self?.changed($0) }
        watch("UIApplicationDidEnterBackgroundNotification", .background)
        watch("UIApplicationWillEnterForegroundNotification", .foreground)
        feed()
    }

    deinit {
        observers.forEach(center.removeObserver)
        if let listener { tracer.removeListener(listener) }
        tracer.lifecycle(.webviewGone, webview: webview)
    }

    /// A page has come, so no other one takes over the start-up trace.
    func endHandover() {
        handover?.end()
    }

    /// The SDK may be started after us; then it is fed from the next occasion on.
    func feed() {
        if options.feedSentry { process.feed(emptyTargets: options.emptyTargets) }
    }

    /// UIKit's notifications by name, so that the tests can post them where there is no UIKit.
    private func watch(_ name: String, _ step: Lifecycle) {
        let observer = center.addObserver(forName: Notification.Name(name), object: nil, queue: nil) {
            [weak self] _ in
            self?.tracer.lifecycle(step)
            self?.feed()
        }
        observers.append(observer)
    }

    private func putInForce(_ json: String) {
        do {
            try process.configure(json)
        } catch {
            host.complain("capacitor.config, plugins.Spanferry: \(error.localizedDescription)")
        }
    }

    private func changed(_ snapshot: Snapshot) {
        handover?.offer()
        if !isAnswering { host.notify(snapshot) }
    }

    // MARK: Answers

    /// A page is not told of what it does itself by a call that carries it: the answer has the state.
    func answering<T>(_ page: String?, _ body: () throws -> T) rethrows -> T {
        if page == nil { return try body() }
        isAnswering = true
        defer { isAnswering = false }
        return try body()
    }

    /// Whether the thread is inside such a call.
    private var isAnswering: Bool {
        get { Thread.current.threadDictionary[webview] != nil }
        set { Thread.current.threadDictionary[webview] = newValue ? true : nil }
    }
}
