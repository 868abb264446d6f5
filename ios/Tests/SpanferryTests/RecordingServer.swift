import Foundation
import Glibc

/// A server on the loopback interface that keeps the header lines of each request as they arrived.
///
/// `/to?URL` redirects there, `/wait` is never answered, everything else is answered with `ok`.
final class RecordingServer: Sendable {
    struct Request: Sendable {
        let path: String
        let lines: [String]

        /// The values of a header, one for each line.
        func values(_ name: String) -> [String] {
            lines.filter { $0.lowercased().hasPrefix(name + ":") }.map {
                $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
        }

        /// The trace that all three headers name, one line each; none if they disagree.
        var oneTrace: String? {
            let lines = ["sentry-trace", "baggage", "traceparent"].map(values)
            guard lines.allSatisfy({ $0.count == 1 }) else { return nil }
            let trace = lines[0][0].prefix(32)
            let named = lines[1][0].contains("sentry-trace_id=\(trace)")
            return named && lines[2][0].hasPrefix("00-\(trace)-") ? String(trace) : nil
        }
    }

    let port: UInt16
    private let socket: Int32
    private let seen = Guarded<[Request]>([])
    private let left = Guarded<[String]>([])

    init() {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = self.socket
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(socket, $0, size) == 0 && listen(socket, 512) == 0)
                getsockname(socket, $0, &size)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            while case let client = accept(socket, nil, nil), client >= 0 {
                Thread.detachNewThread { self.answer(client) }
            }
        }
    }

    deinit { close(socket) }

    func requests() -> [Request] { seen.withLock { $0 } }

    /// The paths of requests that were given up before an answer.
    func givenUp() -> [String] { left.withLock { $0 } }

    private func answer(_ client: Int32) {
        defer { close(client) }
        guard let request = read(client) else { return }
        seen.withLock { $0.append(request) }
        var rest = [UInt8](repeating: 0, count: 4096)
        if request.path == "/wait" {
            while recv(client, &rest, rest.count, 0) > 0 {}
            return left.withLock { $0.append(request.path) }
        }
        let target = request.path.hasPrefix("/to?") ? String(request.path.dropFirst(4)) : nil
        let head = target.map { "302 Found\r\nLocation: \($0)" } ?? "200 OK"
        let text = "HTTP/1.1 \(head)\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        _ = text.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        shutdown(client, Int32(SHUT_WR))
        while recv(client, &rest, rest.count, 0) > 0 {}
    }

    private func read(_ client: Int32) -> Request? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
                let words = lines[0].split(separator: " ")
                return words.count > 1 ? Request(path: String(words[1]), lines: lines) : nil
            }
            let count = recv(client, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            bytes += piece[..<count]
        }
    }
}
