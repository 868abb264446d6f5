/// A rule for URLs.
public enum TraceTarget: Sendable, Hashable, ExpressibleByStringLiteral {
    /// URLs that contain the text.
    case text(String)
    /// URLs that match the JavaScript regular expression, such as `^/api/` with the flag `i`.
    case regex(String, flags: String = "")

    /// A text as a literal.
    public init(stringLiteral text: String) {
        self = .text(text)
    }

    var json: JsonValue {
        switch self {
        case .text(let text): return .text(text)
        case .regex(let regex, let flags): return .object(["regex": .text(regex), "flags": .text(flags)])
        }
    }
}
