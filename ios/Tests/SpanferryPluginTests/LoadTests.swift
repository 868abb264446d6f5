import XCTest

@testable import SpanferryPlugin

/// What must have happened when Capacitor's `load` returns, on the main thread: XCTest, because Swift
/// Testing has none on Linux.
final class LoadTests: XCTestCase {
    func testTheStartUpTraceIsInTheWebViewBeforeAPageIs() throws {
        try MainActor.assumeIsolated {
            let bridge = try Bridge()
            XCTAssertEqual(bridge.scripts.map(\.source).first, "bridge")
            XCTAssertEqual(bridge.scripts.count, 2)
            let script = try XCTUnwrap(bridge.scripts.last)
            XCTAssertTrue(script.injectionTime == .atDocumentStart && script.isForMainFrameOnly)
            XCTAssertTrue(script.source.contains(bridge.app.tracer.snapshot().traceId))
        }
    }
}
