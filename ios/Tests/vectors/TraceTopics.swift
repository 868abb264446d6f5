import Foundation
import Spanferry

/// Topics dsc and trace_continuation: what is held and sent after headers came in.
func checkTraces(_ vector: Case) throws {
    try known(vector.input, "options", "random", "incoming", "span")
    var given = try options(of: vector.input.object("options"))
    given["sampleRand"] = vector.input.value("random")
    let tracer = try vector.open(given)
    let reason = try receive(tracer, vector.input.object("incoming"))
    let held = state(tracer)
    if let span = vector.input.object("span") { begin(tracer, span) }
    var actual = data(tracer)
    actual["continued"] = reason == .continued
    actual["trace_id"] = held["traceId"]
    actual["parent_span_id"] = held["parentSpanId"]
    actual["parent_sampled"] = held["sampled"]
    actual["sample_rand"] = held["sampleRand"]
    actual["dsc"] = frozenDsc(tracer)
    try vector.placeholders.fits(vector.expected as? Json ?? [:], actual)
}

/// A context that is refused is never sent: that is "no headers" of it.
func checkTraceData(_ vector: Case) throws {
    try known(vector.input, "options", "context")
    var given = try options(of: vector.input.object("options"))
    given["propagateTraceparent"] = true
    let tracer = try vector.open(given)
    let outcome = push(tracer, vector.input.object("context") ?? [:])
    let actual = outcome == .snapshotRefused ? [:] : data(tracer)
    try vector.placeholders.fits(vector.expected as? Json ?? [:], actual)
}

func checkLifecycle(_ vector: Case) throws {
    try known(vector.input, "traces_sample_rate", "random", "meta", "steps")
    let tracer = try vector.open(try lifecycleOptions(vector, vector.input.value("random")))
    loadPage(tracer, vector.input.object("meta"))
    let expected = vector.expected as? [Json] ?? []
    let answers = try (vector.input.list("steps") ?? []).compactMap { try take(tracer, vector, $0) }
    guard answers.count == expected.count else {
        throw Mismatch("expected \(expected.count) answers, got \(answers.count)")
    }
    for (expected, actual) in zip(expected, answers) { try vector.placeholders.fits(expected, actual) }
}

private func lifecycleOptions(_ vector: Case, _ random: Any?) throws -> Json {
    var rate: Json = [:]
    rate["traces_sample_rate"] = vector.input.value("traces_sample_rate")
    var given = try options(of: rate)
    given["sampleRand"] = random
    return given
}

/// Reads meta tags with the given values, or loads a page without any.
private func loadPage(_ tracer: Tracer, _ meta: Json?) {
    let tags = (meta ?? [:]).map { "<meta name=\"\($0.key)\" content=\"\($0.value)\">" }.joined()
    if tags.isEmpty {
        tracer.lifecycle(.pageLoad, nowMs: 0)
    } else {
        tracer.continueFromMeta(tags, nowMs: 0)
    }
    tracer.beginRootSpan(name: "/", source: "url")
}

/// Takes one step; the answer, where the step gives one.
private func take(_ tracer: Tracer, _ vector: Case, _ step: Any) throws -> Json? {
    switch (step as? String, step as? Json) {
    case ("data", _): return data(tracer)
    case ("new_trace", _):
        let scope = tracer.detach()
        scope.startNewTrace(nowMs: 0)
        return data(scope)
    case ("end", _): tracer.endRootSpan()
    case (_, let step?) where step["navigate"] != nil:
        tracer.lifecycle(.navigation, nowMs: 0)
        begin(tracer, step.object("navigate") ?? [:])
    case (_, let step?) where step["random"] != nil:
        let given = try lifecycleOptions(vector, step["random"])
        try tracer.configure(Options(json: written(given)))
    default: throw Mismatch("unknown step \(step)")
    }
    return nil
}

/// The options stand in the vector as a program writes them.
func checkOrgId(_ vector: Case) throws {
    try known(vector.input, "options", "baggage_org_id")
    let tracer = try vector.open(vector.input.object("options") ?? [:])
    let own = (frozenDsc(tracer) as? [[String]])?.first { $0.first == "org_id" }
    var incoming: Json = ["sentry_trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1"]
    incoming["baggage"] = vector.input.text("baggage_org_id").map { "sentry-org_id=\($0)" }
    let reason = try receive(tracer, incoming)
    var actual: Json = ["continue": reason == .continued]
    actual["sdk_org_id"] = own?[1]
    try same("org_id", vector.expected, actual)
}
