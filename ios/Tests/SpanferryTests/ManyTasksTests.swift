import Foundation
import Synchronization
import Testing

@testable import Spanferry

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Requests while the trace changes all the time. A part of the test command runs this suite with a
/// library that reads the state in two halves, and wants to see it fail.
@Suite struct ManyTasksTests {
    private static let (tasks, workers, changes) = (5_000, 20, 500)

    @Test func fiveThousandTasksDuringFiveHundredChangesMixNoTraces() async throws {
        let server = RecordingServer()
        let tracer = try Tracer(Options(dsn: TracerTests.dsn, propagateTraceparent: true))
        let changer = Changer(tracer)
        try await load(URL(string: "http://localhost:\(server.port)/")!, tracer)
        let changes = await changer.stop()
        let traces = server.requests().map(\.oneTrace)
        let mixed = traces.count { $0 == nil }
        let distinct = Set(traces.compactMap(\.self)).count
        print("figure: \(traces.count) tasks, \(changes) changes, \(distinct) traces, \(mixed) mixed")
        #expect(traces.count == Self.tasks)
        #expect(mixed == 0)
        #expect(changes >= Self.changes && distinct > Self.changes / 10)
    }

    /// Loads the URL by so many tasks, a few at a time.
    private func load(_ url: URL, _ tracer: Tracer) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<Self.workers {
                group.addTask {
                    for _ in 0..<Self.tasks / Self.workers {
                        _ = try await URLSession.shared.spanferryData(from: url, tracer: tracer)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Starts a new trace again and again, on a thread of its own.
private final class Changer: Sendable {
    private let done = Atomic(false)
    private let count = AsyncStream<Int>.makeStream()

    init(_ tracer: Tracer) {
        Thread.detachNewThread { [self] in
            var changes = 0
            while !done.load(ordering: .relaxed) {
                tracer.startNewTrace()
                changes += 1
                Thread.sleep(forTimeInterval: 0.000_2)
            }
            count.continuation.yield(changes)
        }
    }

    /// Ends it; how many it made.
    func stop() async -> Int {
        done.store(true, ordering: .relaxed)
        return await count.stream.first { _ in true } ?? 0
    }
}
