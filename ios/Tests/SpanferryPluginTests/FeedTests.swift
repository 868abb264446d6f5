import Foundation
import Testing

@testable import Spanferry

/// What the feed gives to the SDK, which a list stands for, and when.
@Suite struct FeedTests {
    let given = Kept<Snapshot>()

    @Test func itFeedsAtOnceAfterEachChangeAndAgain() throws {
        let tracer = try Tracer()
        let feed = SentryFeed(tracer, give: given.add)
        tracer.startNewTrace()
        try tracer.setActiveSpan("fedcba9876543210")
        feed.again()
        #expect(given.all.count == 4)
        #expect(given.all.last == tracer.snapshot())
        #expect(given.all[2].activeSpanId == "fedcba9876543210")
    }

    @Test func itEndsWithItsOwner() throws {
        let tracer = try Tracer()
        var feed: SentryFeed? = SentryFeed(tracer, give: given.add)
        feed?.again()
        feed = nil
        tracer.startNewTrace()
        #expect(given.all.count == 2)
    }

    @Test func anOlderStateNeverReplacesANewerOne() async throws {
        let tracer = try Tracer()
        let feed = SentryFeed(tracer, give: given.add)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<200 { tracer.startNewTrace() } }
            }
        }
        let revisions = given.all.map(\.revision)
        #expect(revisions == revisions.sorted())
        #expect(given.all.last == tracer.snapshot())
        withExtendedLifetime(feed) {}
    }

    @Test func withoutTheSdkNothingHappens() throws {
        SentryFeed(try Tracer(), emptyTargets: true).again()
        SentryFeed(Tracer(native: nil), give: given.add).again()
        #expect(given.all.isEmpty)
    }
}
