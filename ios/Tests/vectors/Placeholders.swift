import Foundation

/// Ids that the SDK generated stand as {name} in the vectors.
final class Placeholders {
    private var ids: [String: String] = [:]

    /// The parent of a span is on no wire and not compared.
    func fits(_ expected: Json, _ actual: Json) throws {
        for (key, value) in expected where key != "span_parent_span_id" && !fits(value, actual[key]) {
            throw Mismatch("\(key): expected \(value), got \(actual[key] ?? "nil")")
        }
    }

    private func fits(_ expected: Any?, _ actual: Any?) -> Bool {
        switch (present(expected), present(actual)) {
        case (let expected as String, let actual as String): return fits(text: expected, actual)
        case (let expected as [Any], let actual as [Any]):
            return expected.count == actual.count && zip(expected, actual).allSatisfy { fits($0, $1) }
        default: return equal(expected, actual)
        }
    }

    private func fits(text expected: String, _ actual: String) -> Bool {
        var (expected, actual) = (Substring(expected), Substring(actual))
        while let open = expected.firstIndex(of: "{"), let close = expected.firstIndex(of: "}") {
            let before = expected[..<open]
            let name = String(expected[expected.index(after: open)..<close])
            guard actual.hasPrefix(before) else { return false }
            actual = actual.dropFirst(before.count)
            let id = actual.prefix(name.contains("trace") ? 32 : 16)
            guard bind(name, String(id)) else { return false }
            actual = actual.dropFirst(id.count)
            expected = expected[expected.index(after: close)...]
        }
        return expected == actual
    }

    /// The same name is the same id everywhere, and two traces are two ids. A span id may be the
    /// stable one of its trace under several numbers, because the library draws none for a request.
    private func bind(_ name: String, _ id: String) -> Bool {
        let isId = id.count >= 16 && id.allSatisfy { "0123456789abcdef".contains($0) }
        let length = name.contains("trace") ? 32 : 16
        guard isId, id.count == length else { return false }
        if let bound = ids[name] { return bound == id }
        if length == 32 && ids.values.contains(id) { return false }
        ids[name] = id
        return true
    }
}
