// What the headers of a request cost in Swift, from the URL as a String to three Strings.
//
//     bench FOLDER once | time
//
// FOLDER holds the inputs. Every case checks its result; `time` prints `CASE NANOSECONDS`, a line each.

import Foundation
import Limit
import Spanferry

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

struct Wrong: Error {
    let what: String
    init(_ what: String) { self.what = what }
}

let arguments = CommandLine.arguments.dropFirst()
let workload = try Workload(folder: arguments.first ?? "")
let timed = arguments.last == "time"

let tracer = try Tracer(Options(json: workload.options))
tracer.continueTrace(["sentry-trace": workload.sentryTrace, "baggage": workload.sentryBaggage])
let header = try CHeader(workload)
let traceparent = "00-\(workload.sentryTrace.dropLast())01"
let three = Three(
    sentryTrace: workload.sentryTrace, baggage: workload.baggage, traceparent: traceparent)
let limit = Limit(three: three)

let existing = [(name: "baggage", value: workload.others)]
let requests = workload.urls.map { url in
    var request = URLRequest(url: URL(string: url)!)
    request.setValue(workload.others, forHTTPHeaderField: "baggage")
    return request
}

func ours(_ turn: Int) -> Outgoing {
    tracer.outgoing(workload.urls[turn % 64], existing: existing, freshSpan: true)
}

func helper(_ turn: Int) -> URLRequest {
    requests[turn % 64].addingSpanferryHeaders(tracer)
}

/// What Foundation takes for one header.
func copied(_ turn: Int) -> URLRequest {
    var request = requests[turn % 64]
    request.setValue(workload.baggage, forHTTPHeaderField: "baggage")
    return request
}

func check(_ name: String, _ values: [String?]) throws {
    let lengths = values.map { $0?.utf8.count ?? 0 }
    let right = values[0]?.hasPrefix(workload.traceId) == true && values[1] == workload.baggage
    guard right, lengths == [51, workload.baggage.utf8.count, 55] else { throw Wrong("\(name): \(values)") }
}

let names = Outgoing.names
try check("spanferry", names.map { ours(1).headers[$0] })
try check("URLRequest", names.map { helper(1).value(forHTTPHeaderField: $0) })
let inC = header.outgoing(workload.urls[1], baggage: workload.others)
try check("C header", [inC.0, inC.1, inC.2])
let same = limit.threeFor(url: workload.urls[1])
try check("limit", [same.sentryTrace, same.baggage, same.traceparent])

let cases: [(String, (Int) -> Void)] = [
    ("limit", { _ in _ = limit.three() }),
    ("limit-url", { _ = limit.threeFor(url: workload.urls[$0 % 64]) }),
    ("c-header", { _ = header.outgoing(workload.urls[$0 % 64], baggage: workload.others) }),
    ("spanferry", { _ = ours($0) }),
    ("request", { _ = helper($0) }),
    ("request-copied", { _ = copied($0) }),
]
for (name, call) in cases {
    let time = timed ? lowest(batches: 300, calls: 1_000, call) : lowest(batches: 1, calls: 64, call)
    print(name, time)
}
