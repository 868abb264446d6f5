import Foundation

/// An object as it crosses the bridge: numbers, text, flags, `NSNull`, lists and objects of these.
typealias JsonObject = [String: Any]

extension JsonObject {
    /// The object that a JSON text holds; empty for a text that holds none.
    init(json: String) {
        let parsed = try? JSONSerialization.jsonObject(with: Data(json.utf8))
        self = parsed as? JsonObject ?? [:]
    }

    /// The object as JSON; nil where it holds what JSON has no word for, such as a number that is not
    /// finite, which a page may send. Writing that would end the app.
    var json: String? {
        guard JSONSerialization.isValidJSONObject(self) else { return nil }
        return (try? JSONSerialization.data(withJSONObject: self)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Its values as the values of headers.
    var headers: [String: String] {
        mapValues { $0 as? String ?? "\($0)" }
    }
}
