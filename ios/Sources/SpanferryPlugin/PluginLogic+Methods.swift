import Foundation
#if canImport(Spanferry)
import Spanferry
#endif

/// The methods that pages call, with the names of `definitions.ts`.
extension PluginLogic {
    private static let protocolVersion = 1
    private static let refused = "options_refused"

    /// Introduces a page; the answer is the state.
    func handshake(_ call: JsonObject) throws -> JsonObject {
        let page = try required("page", in: call)
        endHandover()
        feed()
        _ = answering(page) { tracer.attach(webview: webview, page: page) }
        let snapshot = tracer.snapshot()
        guard !snapshot.traceId.isEmpty else {
            throw Rejection(message: "the native library does not answer", code: "unavailable")
        }
        let options = process.options
        return [
            "version": SpanferryLibrary.version,
            "protocol": Self.protocolVersion,
            "platform": "ios",
            "configured": options != nil,
            "options": options.map { JsonObject(json: $0) as Any } ?? NSNull(),
            "nativeHttp": self.options.nativeHttp,
            "snapshot": JsonObject(json: snapshot.json),
        ]
    }

    /// Puts options in force, whole or not at all.
    func configure(_ call: JsonObject) throws -> JsonObject {
        guard let given = call["options"] as? JsonObject,
            let json = PluginOptions.tracerOptions(given, appOrigin: host.origin)
        else { throw Rejection(message: "options: expected an object of JSON", code: Self.refused) }
        do {
            return try change(call) {
                try process.configure(json)
                feed()
            }
        } catch {
            throw Rejection(message: error.localizedDescription, code: Self.refused)
        }
    }

    /// Starts a new trace on every layer.
    func startNewTrace(_ call: JsonObject) -> JsonObject {
        change(call) { tracer.startNewTrace() }
    }

    /// Continues the trace of incoming headers, or starts a new one.
    func continueTrace(_ call: JsonObject) -> JsonObject {
        continuation(tracer.continueTrace((call["headers"] as? JsonObject ?? [:]).headers))
    }

    /// Continues the trace that the meta tags of an HTML text name, or starts a new one.
    func continueFromMeta(_ call: JsonObject) -> JsonObject {
        continuation(tracer.continueFromMeta(text("html", in: call) ?? ""))
    }

    /// Takes over the trace that a page pushes, if the rules let it.
    func adopt(_ call: JsonObject) throws -> JsonObject {
        let page = try required("page", in: call)
        let push = (call["snapshot"] as? JsonObject)?.json ?? ""
        return answer(answering(page) { tracer.adopt(webview: webview, page: page, snapshotJson: push) })
    }

    /// The state.
    func snapshot(_ call: JsonObject) -> JsonObject {
        JsonObject(json: tracer.snapshot().json)
    }

    /// Says that a root span begins; a sampling decision that is still open is taken now.
    func beginRootSpan(_ call: JsonObject) -> JsonObject {
        change(call) { tracer.beginRootSpan(name: text("name", in: call), source: text("source", in: call)) }
    }

    /// Says that the root span ended.
    func endRootSpan(_ call: JsonObject) -> JsonObject {
        change(call) { tracer.endRootSpan() }
    }

    /// Says which span requests hang under from now on; null for none.
    func setActiveSpan(_ call: JsonObject) throws -> JsonObject {
        do {
            return try change(call) { try tracer.setActiveSpan(text("spanId", in: call)) }
        } catch {
            throw Rejection(message: error.localizedDescription)
        }
    }

    /// The headers of the trace for any carrier.
    func getTraceData(_ call: JsonObject) -> JsonObject {
        tracer.traceData()
    }

    /// The headers of the trace as HTML meta tags.
    func getTraceMetaTags(_ call: JsonObject) -> JsonObject {
        ["html": tracer.metaTags()]
    }

    /// The headers of a request that has none of them yet.
    func headersFor(_ call: JsonObject) -> JsonObject {
        ["headers": tracer.headersFor(text("url", in: call) ?? "")]
    }

    /// Why a request to a URL carries the trace or not.
    func explain(_ call: JsonObject) -> JsonObject {
        JsonObject(json: tracer.explain(text("url", in: call) ?? "").json)
    }

    /// Tells of a step in the life of the app, or of the page that is given.
    func lifecycle(_ call: JsonObject) throws -> JsonObject {
        guard let step = Lifecycle.allCases.first(where: { $0.text == text("event", in: call) }) else {
            throw Rejection(message: "event: unknown")
        }
        let page = text("page", in: call)
        return answer(
            answering(page) { tracer.lifecycle(step, webview: page.map { _ in webview }, page: page) })
    }

    // MARK: Shapes

    private func text(_ name: String, in call: JsonObject) -> String? {
        call[name] as? String
    }

    private func required(_ name: String, in call: JsonObject) throws -> String {
        guard let text = text(name, in: call) else { throw Rejection(message: "\(name): expected text") }
        return text
    }

    /// Makes a change and answers with what came of it.
    private func change(_ call: JsonObject, _ body: () throws -> some Any) rethrows -> JsonObject {
        let before = tracer.snapshot()
        _ = try answering(text("page", in: call), body)
        let after = tracer.snapshot()
        if after.revision == before.revision { return answer(.unchanged, after) }
        return answer(after.traceId == before.traceId ? .updated : .started, after)
    }

    private func answer(_ outcome: Outcome, _ snapshot: Snapshot? = nil) -> JsonObject {
        ["outcome": outcome.text, "snapshot": JsonObject(json: (snapshot ?? tracer.snapshot()).json)]
    }

    private func continuation(_ reason: Reason) -> JsonObject {
        ["reason": reason.text, "snapshot": JsonObject(json: tracer.snapshot().json)]
    }
}
