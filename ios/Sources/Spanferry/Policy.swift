/// What to do with trace headers that a request has already.
///
/// The numbers are those of the C header.
public enum Policy: UInt32, Sendable, CaseIterable {
    /// A `sentry-trace` means that another layer did the work: nothing changes.
    case keep = 0
    /// The unit is rewritten, one line each; a line of our own trace is kept as the value. Where the
    /// request is no target, a unit of our trace is taken away.
    case replace = 1
}
