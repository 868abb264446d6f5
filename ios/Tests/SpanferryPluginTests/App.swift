import Foundation
import Spanferry

@testable import SpanferryPlugin

/// What a page and the developer got of a plugin, and the process that it is in: each test has its own.
final class App: @unchecked Sendable {
    let tracer: Tracer
    let process: PluginProcess
    let center = NotificationCenter()
    private let lock = NSLock()
    private var told: (events: [JsonObject], scripts: [String], complaints: [String]) = ([], [], [])

    init() throws {
        let tracer = try Tracer()
        tracer.lifecycle(.appStart)
        let count = Counter()
        self.tracer = tracer
        process = PluginProcess(tracer: tracer) {
            count.add($1)
            return SentryFeed($0, emptyTargets: $1)
        }
        feeds = count
    }

    /// How often a feed was made, and with which `emptyTargets`.
    let feeds: Counter
    var events: [JsonObject] { lock.withLock { told.events } }
    var scripts: [String] { lock.withLock { told.scripts } }
    var complaints: [String] { lock.withLock { told.complaints } }

    /// As Capacitor reads it out of the file.
    static var config: JsonObject {
        JsonObject(
            json: #"""
                {"dsn": "https://key@o42.ingest.sentry.io/1", "release": "app@1", "tracesSampleRate": 1,
                "tracePropagationTargets": ["traced.example"]}
                """#)
    }

    /// A bridge that loads the plugin.
    func load(_ config: JsonObject = App.config, origin: String = "capacitor://localhost") -> PluginLogic {
        let host = PluginHost(
            origin: origin,
            put: { [weak self] script in self?.lock.withLock { self?.told.scripts.append(script) } },
            notify: { [weak self] event in self?.lock.withLock { self?.told.events.append(event) } },
            complain: { [weak self] text in self?.lock.withLock { self?.told.complaints.append(text) } })
        return PluginLogic(config: config, host: host, process: process, center: center)
    }

    func go(_ way: String) {
        center.post(name: Notification.Name("UIApplication\(way)Notification"), object: nil)
    }
}

final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var flags: [Bool] = []
    func add(_ flag: Bool) { lock.withLock { flags.append(flag) } }
    var all: [Bool] { lock.withLock { flags } }
}

extension PluginLogic {
    /// Introduces a page; the state that it gets.
    @discardableResult
    func meet(_ page: String) throws -> JsonObject {
        let answer = try handshake(["page": page, "version": "0.1.0", "protocol": 1])
        return answer["snapshot"] as? JsonObject ?? [:]
    }

    /// A push of a page that has the state.
    func push(_ page: String, _ state: JsonObject, _ sequence: Int, _ more: JsonObject = [:]) throws
        -> JsonObject
    {
        let snapshot: JsonObject = [
            "epoch": state["epoch"]!, "revision": state["revision"]!, "sequence": sequence,
            "traceId": "771a43a4192642f0b136d5159a501700",
        ]
        return try adopt(["page": page, "snapshot": snapshot.merging(more) { _, new in new }])
    }
}

extension [String: Any] {
    /// Text at a place such as `snapshot.traceId`.
    subscript(path path: String) -> String? {
        value(path) as? String
    }

    func value(_ path: String) -> Any? {
        path.split(separator: ".").reduce(self as Any?) { object, name in
            (object as? JsonObject)?[String(name)]
        }
    }
}
