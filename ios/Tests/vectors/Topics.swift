import Foundation

/// What checks the cases of a topic.
func check(of topic: String) -> ((Case) throws -> Void)? {
    switch topic {
    case "dsc", "trace_continuation": return checkTraces
    case "lifecycle": return checkLifecycle
    case "meta_tags": return checkMetaTags
    case "org_id": return checkOrgId
    case "propagation_targets": return checkPropagationTargets
    case "request_headers": return checkRequestHeaders
    case "sentry_request_url": return checkSentryRequestUrl
    case "trace_data": return checkTraceData
    default: return nil
    }
}

/// Grammar topics, which the Rust API alone runs.
private let grammar: Set = [
    "baggage_format", "baggage_merge", "baggage_parse", "dsn", "js_regex", "sample_rand", "sampling",
    "sentry_trace_format", "sentry_trace_parse", "traceparent",
]

func run(_ json: Json, _ check: (Case) throws -> Void) throws {
    try known(
        json, "name", "input", "expected", "expected_v10", "expected_tuple_origin", "recommended", "peers",
        "tags")
    let tags = json.list("tags") as? [String] ?? []
    let better = json.value("recommended")
    let isQuirk = tags.contains("js-quirk") && json["recommended"] == nil
    if isQuirk || tags.contains("sdk-only") { throw Skipped() }
    let tuple = json.value("expected_tuple_origin")
    let v10 = tuple == nil ? json.value("expected_v10") ?? json["expected"] : nil
    let expected = better ?? tuple ?? json["expected"]
    try check(Case(input: json.object("input") ?? [:], expected: expected, expectedV10: v10))
}

/// Runs a topic and answers how many cases failed.
func runTopic(_ file: URL) throws -> Int {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? Json ?? [:]
    let topic = json.text("topic") ?? "?"
    guard let check = check(of: topic) else {
        if grammar.contains(topic) { return 0 }
        print("\(topic): 0 passed, 0 skipped, 1 failed\n  unknown topic")
        return 1
    }
    var (passed, skipped, failed) = (0, 0, 0)
    for vector in json.list("cases") as? [Json] ?? [] {
        do {
            try run(vector, check)
            passed += 1
        } catch is Skipped {
            skipped += 1
        } catch {
            failed += 1
            print("  \(vector.text("name") ?? "?"): \(error)")
        }
    }
    if passed + skipped + failed == 0 { failed = 1 }
    print("\(topic): \(passed) passed, \(skipped) skipped, \(failed) failed")
    return failed
}
