import Foundation
import Spanferry

func checkPropagationTargets(_ vector: Case) throws {
    try known(vector.input, "url", "targets", "page")
    if let expected = vector.expectedV10 { try matches(vector, "js10", expected) }
    try matches(vector, "js11", vector.expected)
}

/// The matcher's answer for a page, as `explain` gives it: a rule says yes.
private func matches(_ vector: Case, _ matching: String, _ expected: Any?) throws {
    var options: Json = ["dsn": defaultDsn, "mode": "browser", "targetMatching": matching]
    options["tracePropagationTargets"] = vector.input.list("targets")?.map(target)
    options["appOrigin"] = vector.input.text("page")
    let explanation = try vector.open(options).explain(vector.input.text("url") ?? "")
    try same(matching, expected, explanation.rule != nil)
}

private func target(_ item: Any) -> Any {
    guard let regex = item as? Json else { return item }
    return ["regex": regex["source"], "flags": regex["flags"]]
}

func checkSentryRequestUrl(_ vector: Case) throws {
    try known(vector.input, "url", "dsn", "tunnel")
    var options: Json = [:]
    options["dsn"] = vector.input.value("dsn")
    options["tunnel"] = vector.input.value("tunnel")
    let reason = try vector.open(options).explain(vector.input.text("url") ?? "").reason
    try same("own request", vector.expected, reason == .ownIngest || reason == .tunnel)
}

/// A tracer that holds the trace whose headers these are.
private func holding(
    _ vector: Case, _ trace: String?, _ baggage: String?, _ traceparent: Bool
) throws -> Tracer {
    let tracer = try vector.open(["dsn": defaultDsn, "propagateTraceparent": traceparent])
    guard push(tracer, context(trace, baggage)) == .started else {
        throw Mismatch("the trace was not taken over")
    }
    return tracer
}

func checkRequestHeaders(_ vector: Case) throws {
    try known(vector.input, "existing", "trace_data")
    let data = vector.input.object("trace_data") ?? [:]
    try known(data, "sentry_trace", "baggage", "traceparent")
    let tracer = try holding(
        vector, data.text("sentry_trace"), data.text("baggage"), data.text("traceparent") != nil)
    let lines = (vector.input.list("existing") as? [[String]] ?? []).map { (name: $0[0], value: $0[1]) }
    let outgoing = tracer.outgoing("https://api.example.com/", existing: lines)
    var actual: Json = ["unchanged": outgoing.remove.isEmpty]
    if !outgoing.remove.isEmpty { actual["set"] = outgoing.headers }
    let gone = outgoing.remove.filter { outgoing.headers[$0] == nil }
    if !gone.isEmpty { actual["remove"] = gone }
    try same("request", vector.expected, actual)
}

func checkMetaTags(_ vector: Case) throws {
    try known(vector.input, "kind", "trace_data", "options", "context", "html")
    if vector.input.text("kind") == "extract" {
        try extract(vector)
    } else {
        try same("meta tags", vector.expected, try tracerToRender(vector).metaTags())
    }
}

/// A tracer that holds the given headers; without any, one that has no DSN.
private func tracerToRender(_ vector: Case) throws -> Tracer {
    guard let pairs = vector.input.list("trace_data") as? [[String]] else {
        let tracer = try vector.open(try options(of: vector.input.object("options")))
        _ = push(tracer, vector.input.object("context") ?? [:])
        return tracer
    }
    if pairs.isEmpty { return try vector.open([:]) }
    let values = Dictionary(pairs.map { ($0[0], $0[1]) }) { _, last in last }
    return try holding(vector, values["sentry-trace"], values["baggage"], values["traceparent"] != nil)
}

/// A page must lead to the same state as the headers that its tags are expected to hold.
private func extract(_ vector: Case) throws {
    let (page, headers) = (try vector.open(["sampleRand": 0.5]), try vector.open(["sampleRand": 0.5]))
    let fromPage = page.continueFromMeta(vector.input.text("html") ?? "", nowMs: 0)
    let fromHeaders = try receive(headers, present(vector.expected) as? Json)
    guard fromPage == fromHeaders else {
        throw Mismatch("reason \(fromPage), not \(String(describing: fromHeaders))")
    }
    var own = ["epoch", "revision", "spanId", "headers"]
    if fromPage != .continued { own.append("traceId") }
    let (got, wanted) = (state(page), state(headers))
    let rest = { (state: Json) in state.filter { !own.contains($0.key) } }
    try same("state", rest(wanted), rest(got))
}
