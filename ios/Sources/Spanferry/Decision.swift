/// What a request gets, in one word.
///
/// The numbers are those of the C header.
public enum Decision: UInt32, Sendable, CaseIterable {
    /// The request is left alone.
    case leave = 0
    /// The request carries our trace.
    case attach = 1
    /// Headers of our trace are taken away from a request that must not carry it.
    case strip = 2
}
