import Foundation

/// A value of a vector file. Absent and null mean the same.
typealias Json = [String: Any]

extension [String: Any] {
    func text(_ key: String) -> String? { self[key] as? String }
    func object(_ key: String) -> Json? { self[key] as? Json }
    func list(_ key: String) -> [Any]? { self[key] as? [Any] }

    /// The value, where it is there and not null.
    func value(_ key: String) -> Any? { present(self[key]) }
}

/// A case that did not come out as expected.
struct Mismatch: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A case that this door does not run.
struct Skipped: Error {}

func present(_ value: Any?) -> Any? {
    value is NSNull ? nil : value
}

func equal(_ left: Any?, _ right: Any?) -> Bool {
    switch (present(left), present(right)) {
    case (nil, nil): return true
    case (let left as Json, let right as Json):
        return Set(left.keys).union(right.keys).allSatisfy { equal(left[$0], right[$0]) }
    case (let left as [Any], let right as [Any]):
        return left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
    case (let left as String, let right as String): return left == right
    case (let left as NSNumber, let right as NSNumber): return left == right
    default: return false
    }
}

func same(_ what: String, _ expected: Any?, _ actual: Any?) throws {
    guard equal(expected, actual) else {
        throw Mismatch("\(what): expected \(expected ?? "nil"), got \(actual ?? "nil")")
    }
}

/// An unknown field would be a rule that nobody checks.
func known(_ json: Json?, _ fields: String...) throws {
    for key in (json ?? [:]).keys where !fields.contains(key) {
        throw Mismatch("unknown field \(key)")
    }
}

func written(_ json: Json) -> String {
    let data = try? JSONSerialization.data(withJSONObject: json)
    return String(decoding: data ?? Data(), as: UTF8.self)
}

func read(_ text: String) -> Json {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? Json ?? [:]
}
