import Foundation

/// W7 of `benches/inputs`: five targets of which the last one matches, baggage of others, a frozen
/// context, and 64 URLs in turn, so that nobody profits from having seen one a moment ago.
struct Workload {
    let options: String
    let sentryTrace: String
    let sentryBaggage: String
    let others: String
    /// What a request's `baggage` becomes.
    let baggage: String
    let traceId: String
    let urls: [String]

    /// Reads `W7.json` of that folder.
    init(folder: String) throws {
        let file = URL(fileURLWithPath: folder).appendingPathComponent("W7.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let input = try decoder.decode(Input.self, from: Data(contentsOf: file))
        let targets = input.targets.map { $0.text.map(Json.text) ?? .object(["regex": .text($0.re ?? "")]) }
        let options: Json = .object([
            "dsn": .text(input.config.dsn), "propagateTraceparent": .flag(true),
            "tracePropagationTargets": .list(targets),
        ])
        self.options = String(decoding: try JSONEncoder().encode(options), as: UTF8.self)
        traceId = input.traceId
        sentryTrace = "\(input.traceId)-\(input.parentSpanId)-1"
        others = input.existingBaggage
        baggage = input.expect.baggage
        sentryBaggage = String(baggage.dropFirst(others.count + 1))
        urls = (0..<64).map {
            input.url.replacingOccurrences(of: "/12345/", with: "/\(12_345 + 997 * $0)/")
        }
    }
}

private struct Input: Decodable {
    struct Config: Decodable {
        let dsn: String
    }
    struct Expect: Decodable {
        let baggage: String
    }
    /// A text, or a regular expression under `re`.
    struct Target: Decodable {
        let text: String?
        let re: String?

        private enum CodingKeys: CodingKey {
            case re
        }

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
            re = try? decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .re)
        }
    }
    let config: Config
    let expect: Expect
    let targets: [Target]
    let url: String
    let traceId: String
    let parentSpanId: String
    let existingBaggage: String
}

private enum Json: Encodable {
    case text(String)
    case flag(Bool)
    case list([Json])
    case object([String: Json])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .flag(let flag): try container.encode(flag)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        }
    }
}
