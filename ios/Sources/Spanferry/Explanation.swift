import Foundation

/// Why a request carries the trace or not.
public struct Explanation: Sendable, Equatable {
    /// The explanation as JSON.
    public let json: String
    private let values: Values

    private struct Values: Decodable, Sendable, Equatable {
        struct Rule: Decodable, Sendable, Equatable {
            var text: String?
        }
        var url: String?
        var attach: Bool?
        var reason: String?
        var rule: Rule?
        var text: String?
    }

    init(json: String) {
        self.json = json
        values = (try? JSONDecoder().decode(Values.self, from: Data(json.utf8))) ?? Values()
    }

    /// The URL as it was understood.
    public var url: String? { values.url }
    /// Whether the request carries the trace.
    public var attach: Bool { values.attach ?? false }
    /// Why.
    public var reason: Reason { Reason(text: values.reason) }
    /// The rule that decided, as its author wrote it.
    public var rule: String? { values.rule?.text }
    /// One readable sentence.
    public var text: String { values.text ?? "" }
}
