// Sends one HTTP request by URLSession with the trace on it, as tests/sdk/client.c does by libcurl.
//
//     sdkclient SCENARIO URL OPTIONS [SENTRY_TRACE BAGGAGE]
//
// OPTIONS is the library's JSON. Prints one JSON object: the ids of the tracer's trace, its headers as
// they were sent, the Sentry members of the baggage, and the HTTP status of the answer.

import Foundation
import Spanferry

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

struct Failure: Error {
    let why: String
}

struct Report: Encodable {
    let traceId: String
    let spanId: String
    let status: Int
    let headers: [String: String]
    let baggage: [String: String]
}

/// The Sentry members of a baggage, decoded by Foundation and not by the library under test.
func members(_ baggage: String) -> [String: String] {
    let pairs = baggage.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
    let ours = pairs.filter { $0.count == 2 && $0[0].hasPrefix("sentry-") }.map { pair in
        (String(pair[0].dropFirst(7)), String(pair[1]).removingPercentEncoding ?? "")
    }
    return Dictionary(ours) { _, last in last }
}

/// The tracer of a scenario, which may continue a trace that came in.
func tracer(_ scenario: String, _ options: String, _ incoming: [String]) throws -> Tracer {
    let tracer = try Tracer(Options(json: options))
    switch (scenario, incoming.count) {
    case ("sampled", 0), ("unsampled", 0): tracer.beginRootSpan(name: "GET /r\u{e4}ume/{id}", source: "route")
    case ("deferred", 0), ("withheld", 0): break
    case ("continued", 2): tracer.continueTrace(["sentry-trace": incoming[0], "baggage": incoming[1]])
    default: throw Failure(why: "usage: sdkclient SCENARIO URL OPTIONS [SENTRY_TRACE BAGGAGE]")
    }
    return tracer
}

let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 3, let url = URL(string: words[1]) else { throw Failure(why: "too few words") }
let (sends, made) = (words[0] != "withheld", try tracer(words[0], words[2], Array(words[3...])))
let headers = made.headersFor(words[1])
guard let ids = headers["sentry-trace"]?.split(separator: "-"), ids.count >= 2 else {
    throw Failure(why: made.explain(words[1]).text)
}
let (_, response) =
    sends
    ? try await URLSession.shared.spanferryData(from: url, tracer: made)
    : try await URLSession.shared.data(from: url)
let report = Report(
    traceId: String(ids[0]), spanId: String(ids[1]),
    status: (response as? HTTPURLResponse)?.statusCode ?? 0, headers: sends ? headers : [:],
    baggage: members(headers["baggage"] ?? ""))
print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
