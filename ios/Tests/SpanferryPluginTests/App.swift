import Foundation

@testable import Spanferry
@testable import SpanferryPlugin

/// What a page and the developer got of a plugin, and the process that it is in: each test has its own.
final class App: @unchecked Sendable {
    let tracer: Tracer
    let process: PluginProcess
    let center = NotificationCenter()
    let events = Kept<JsonObject>()
    let scripts = Kept<String>()
    let complaints = Kept<String>()
    /// The feeds that were made, with their `emptyTargets`, and the revisions that they gave on.
    let feeds = Kept<Bool>()
    let fed = Kept<UInt64>()

    init() throws {
        let tracer = try Tracer()
        tracer.lifecycle(.appStart)
        self.tracer = tracer
        process = PluginProcess(tracer: tracer) { [feeds, fed] in
            feeds.add($1)
            return SentryFeed($0) { fed.add($0.revision) }
        }
    }

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
            origin: origin, put: scripts.add, notify: { [events] in events.add(JsonObject(json: $0.json)) },
            complain: complaints.add)
        return PluginLogic(config: config, host: host, process: process, center: center)
    }

    func go(_ way: String) {
        center.post(name: Notification.Name("UIApplication\(way)Notification"), object: nil)
    }
}

/// What came, in order, from any thread.
final class Kept<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [Value] = []
    func add(_ value: Value) { lock.withLock { list.append(value) } }
    var all: [Value] { lock.withLock { list } }
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
