#if canImport(SpanferryCore)
import SpanferryCore
#endif

extension Tracer {
    /// Introduces a page; its webview owns the trace from now on. Give it ``snapshot()`` as the answer.
    @discardableResult
    public func attach(webview: String, page: String, nowMs: UInt64? = nil) -> Outcome {
        outcome { try $0.attach(webview: webview, page: page, nowMs: nowMs ?? Clock.nowMs()) }
    }

    /// Takes over the trace that a page pushes, if the rules let it.
    @discardableResult
    public func adopt(webview: String, page: String, snapshotJson: String, nowMs: UInt64? = nil) -> Outcome {
        outcome {
            try $0.adopt(
                webview: webview, page: page, snapshotJson: snapshotJson, nowMs: nowMs ?? Clock.nowMs())
        }
    }

    /// Tells of a step in the life of the app, or of a page where one is given.
    @discardableResult
    public func lifecycle(
        _ step: Lifecycle, webview: String? = nil, page: String? = nil, nowMs: UInt64? = nil
    ) -> Outcome {
        outcome {
            try $0.lifecycle(
                step: .init(step), webview: webview, page: page, nowMs: nowMs ?? Clock.nowMs())
        }
    }
}
