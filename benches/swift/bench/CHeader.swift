import CSpanferry

/// The call that C programs make, with Swift's strings at both ends.
final class CHeader {
    private let tracer: OpaquePointer
    private let buffer = UnsafeMutablePointer<CChar>.allocate(capacity: 16_384)

    init(_ workload: Workload) throws {
        var options: OpaquePointer?
        var json = workload.options
        _ = json.withStr { spanferry_options_from_json($0, &options, nil) }
        var made: OpaquePointer?
        _ = spanferry_tracer_new(options, &made, nil)
        spanferry_options_free(options)
        guard let made else { throw Wrong("no tracer") }
        tracer = made
        var (trace, baggage) = (workload.sentryTrace, workload.sentryBaggage)
        trace.withStr { trace in
            baggage.withStr { baggage in
                let lines = [
                    spanferry_header(name: fixed("sentry-trace"), value: trace),
                    spanferry_header(name: fixed("baggage"), value: baggage),
                ]
                _ = spanferry_tracer_continue_trace(tracer, lines, lines.count, 0, nil)
            }
        }
    }

    deinit {
        spanferry_tracer_free(tracer)
        buffer.deallocate()
    }

    /// The three values.
    func outgoing(_ url: String, baggage: String) -> (String, String, String) {
        var (url, baggage) = (url, baggage)
        return url.withStr { url in
            baggage.withStr { baggage in
                var existing = spanferry_header(name: fixed("baggage"), value: baggage)
                return call(url, &existing)
            }
        }
    }

    private func call(
        _ url: spanferry_str, _ existing: UnsafePointer<spanferry_header>
    ) -> (String, String, String) {
        var request = spanferry_request()
        request.size = UInt32(MemoryLayout<spanferry_request>.size)
        request.flags = UInt32(SPANFERRY_REQUEST_FRESH_SPAN)
        (request.url, request.existing, request.existing_len) = (url, existing, 1)
        var out = spanferry_outgoing()
        out.size = UInt32(MemoryLayout<spanferry_outgoing>.size)
        let status = spanferry_tracer_outgoing(tracer, &request, buffer, 16_384, &out)
        guard status == SPANFERRY_STATUS_OK.rawValue else { return ("", "", "") }
        let (first, second) = (Int(out.len.0), Int(out.len.0 + out.len.1))
        return (text(0, first), text(first, second), text(second, second + Int(out.len.2)))
    }

    private func text(_ start: Int, _ end: Int) -> String {
        let bytes = UnsafeRawBufferPointer(start: buffer + start, count: end - start)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The text as C takes it, for the time of a call.
    fileprivate mutating func withStr<T>(_ body: (spanferry_str) -> T) -> T {
        withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                body(spanferry_str(data: $0.baseAddress, len: $0.count))
            }
        }
    }
}

/// A literal as C takes it.
private func fixed(_ text: StaticString) -> spanferry_str {
    let start = UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
    return spanferry_str(data: start, len: text.utf8CodeUnitCount)
}
