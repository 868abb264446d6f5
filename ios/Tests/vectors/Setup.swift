import Foundation
import Spanferry

let defaultDsn = "https://49d0f7386ad645858ae85020e393bef3@o42.ingest.sentry.io/5390094"

/// A case and what is expected of it.
struct Case {
    let input: Json
    let expected: Any?
    let expectedV10: Any?
    let placeholders = Placeholders()

    func open(_ options: Json) throws -> Tracer {
        do {
            return try Tracer(Options(json: written(options)))
        } catch {
            throw Mismatch("options: \(error.localizedDescription)")
        }
    }
}

/// The options of a vector as a program writes them.
func options(of vector: Json?) throws -> Json {
    try known(
        vector, "dsn", "release", "environment", "org_id", "strict", "traces_sample_rate", "traces_sampler",
        "replay_id", "propagate_traceparent")
    let vector = vector ?? [:]
    if vector.object("traces_sampler") != nil { throw Skipped() }  // Samplers are for Rust and C.
    var options: Json = [:]
    options["dsn"] = vector["dsn"] ?? defaultDsn
    options["release"] = vector["release"] ?? "myapp@1.2.3"
    options["environment"] = vector["environment"] ?? "production"
    options["orgId"] = vector.value("org_id")
    options["strictTraceContinuation"] = vector.value("strict")
    options["replayId"] = vector.value("replay_id")
    options["propagateTraceparent"] = vector.value("propagate_traceparent")
    options["tracesSampleRate"] = vector.value("traces_sample_rate").map(rate)
    return options
}

/// A rate of a vector, also one that JSON cannot hold.
private func rate(_ json: Any) -> Any {
    // A number stays as it was read: on Linux that is a decimal, whose `doubleValue` loses a digit.
    if let number = json as? NSNumber {
        return String(cString: number.objCType) == "c" ? number.doubleValue : number
    }
    let text = (json as? Json)?.text("$num")
    let number = text.flatMap(Double.init)
    return number.flatMap { $0.isFinite ? $0 : nil } ?? "NaN"
}

/// Continues what came in, or starts at the head of a trace.
@discardableResult
func receive(_ tracer: Tracer, _ incoming: Json?) throws -> Reason? {
    try known(incoming, "sentry_trace", "baggage")
    guard let incoming else {
        tracer.startNewTrace(nowMs: 0)
        return nil
    }
    var headers: [String: String] = [:]
    headers["sentry-trace"] = incoming.text("sentry_trace")
    headers["Baggage"] = incoming.text("baggage")
    return tracer.continueTrace(headers, nowMs: 0)
}

func begin(_ tracer: Tracer, _ span: Json) {
    tracer.beginRootSpan(name: span.text("name"), source: span.text("source"))
}

func state(_ tracer: Tracer) -> Json {
    read(tracer.snapshot().json)
}

/// The headers for any carrier, named as in the vectors.
func data(_ tracer: Tracer) -> Json {
    var data: Json = [:]
    for (name, value) in tracer.traceData() {
        data[name == "sentry-trace" ? "sentry_trace" : name] = value
    }
    return data
}

/// The dynamic sampling context as it stands: what freezing it gives.
func frozenDsc(_ tracer: Tracer) -> Any? {
    let scope = tracer.detach()
    scope.endRootSpan()
    return state(scope)["dsc"]
}

/// Takes over a trace that a page pushes.
func push(_ tracer: Tracer, _ context: Json) -> Outcome {
    tracer.attach(webview: "webview", page: "page", nowMs: 0)
    let held = state(tracer)
    var snapshot: Json = ["sequence": 1]
    snapshot["epoch"] = held["epoch"]
    snapshot["revision"] = held["revision"]
    let renamed = [
        "traceId": "trace_id", "spanId": "propagation_span_id", "parentSpanId": "parent_span_id",
        "sampled": "sampled", "sampleRand": "sample_rand", "dsc": "dsc",
    ]
    for (key, name) in renamed { snapshot[key] = context[name] }
    return tracer.adopt(webview: "webview", page: "page", snapshotJson: written(snapshot), nowMs: 0)
}

/// The context of a page whose headers are these: input for `push`, taken apart by plain splitting.
func context(_ sentryTrace: String?, _ baggage: String?) -> Json {
    let parts = (sentryTrace ?? "").split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    var context: Json = ["trace_id": parts[0], "propagation_span_id": parts.count > 1 ? parts[1] : ""]
    if parts.count > 2 { context["sampled"] = parts[2] == "1" }
    let members = (baggage ?? "").split(separator: ",").filter { $0.contains("=") }
    context["dsc"] = members.map { member in
        let halves = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let pair = halves.map(String.init)
        let name = pair[0].hasPrefix("sentry-") ? String(pair[0].dropFirst(7)) : pair[0]
        return [name, pair[1].removingPercentEncoding ?? pair[1]]
    }
    return context
}
