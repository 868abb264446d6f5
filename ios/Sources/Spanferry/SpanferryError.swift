import Foundation
#if canImport(SpanferryCore)
import SpanferryCore
#endif

/// A mistake in the calling program or its options; nothing was changed.
public enum SpanferryError: Error, Sendable, Equatable, LocalizedError {
    /// An option has a value that it does not take. The message names the option, for a target also
    /// the pattern and the place in it.
    case invalidOption(String)
    /// An argument stands for nothing, such as a span id that is malformed.
    case invalidArgument(String)
    /// A fault inside the library; the tracer stays usable.
    case internalFault(String)

    /// The message.
    public var errorDescription: String? {
        switch self {
        case .invalidOption(let text), .invalidArgument(let text), .internalFault(let text):
            return text
        }
    }

    init(_ error: any Error) {
        switch error as? NativeError {
        case .InvalidOption(let message)?: self = .invalidOption(message)
        case .InvalidArgument(let message)?: self = .invalidArgument(message)
        default: self = .internalFault(String(describing: error))
        }
    }
}
