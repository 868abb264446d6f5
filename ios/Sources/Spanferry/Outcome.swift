#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// What came of a step or of a page's message.
///
/// The numbers are those of the C header.
public enum Outcome: UInt32, Sendable, CaseIterable {
    /// Nothing changed.
    case unchanged = 0
    /// A new trace started.
    case started = 1
    /// The current trace changed.
    case updated = 2
    /// Refused: somebody else changed the state since; take over the snapshot.
    case stale = 10
    /// Refused: another page took the place of this one.
    case deadPage = 11
    /// Refused: another webview owns the trace; take over the snapshot.
    case notOwner = 12
    /// Dropped: a later push of the page was seen before.
    case oldSequence = 13
    /// Refused: the snapshot does not parse.
    case snapshotRefused = 14
    /// The library failed to answer, or knows more than this enumeration.
    case unknown = 4_294_967_295

    /// The name in JSON and logs.
    public var text: String {
        switch self {
        case .unchanged: return "unchanged"
        case .started: return "started"
        case .updated: return "updated"
        case .stale: return "stale"
        case .deadPage: return "dead_page"
        case .notOwner: return "not_owner"
        case .oldSequence: return "old_sequence"
        case .snapshotRefused: return "snapshot_refused"
        case .unknown: return "unknown"
        }
    }

    init(_ native: NativeOutcome) {
        self = Self(rawValue: native.rawValue) ?? .unknown
    }
}
