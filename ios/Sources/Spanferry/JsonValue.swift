import Foundation

/// A value of the options. `JSONSerialization` would lose the last digit of a rate.
enum JsonValue: Encodable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([JsonValue])
    case object([String: JsonValue])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        // JSON has no word for what is not finite; as a text the core refuses it and names the option.
        case .number(let number) where !number.isFinite: try container.encode(String(number))
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }

    /// The value as JSON.
    var written: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: (try? encoder.encode(self)) ?? Data("{}".utf8), as: UTF8.self)
    }
}
