import CSpanferry

/// The call that decides about a request: a block of numbers, and the texts in one buffer of the caller.
struct OutgoingCall {
    let tracer: CTracer
    let policy: Policy
    let freshSpan: Bool

    /// Enough for the headers of our trace; only baggage of others may need more.
    private static let usual = 1_024

    /// The answer for a URL and the headers that the request has.
    func answer(_ url: String, existing: [(name: String, value: String)]) -> Outgoing {
        var url = url
        return url.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                let url = spanferry_str(data: bytes.baseAddress, len: bytes.count)
                return existing.isEmpty ? answer(url, nil, 0) : answer(url, existing)
            }
        }
    }

    /// The texts of the headers stand one after the other in a place of their own, because C wants all of
    /// them to stay where they are.
    private func answer(_ url: spanferry_str, _ existing: [(name: String, value: String)]) -> Outgoing {
        let size = existing.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { bytes in
            withUnsafeTemporaryAllocation(of: spanferry_header.self, capacity: existing.count) { lines in
                var rest = bytes[...]
                for (line, header) in zip(lines.indices, existing) {
                    let line = lines.baseAddress! + line
                    let name = place(header.name, &rest)
                    line.initialize(to: spanferry_header(name: name, value: place(header.value, &rest)))
                }
                return answer(url, lines.baseAddress, lines.count)
            }
        }
    }

    private func answer(
        _ url: spanferry_str, _ existing: UnsafePointer<spanferry_header>?, _ count: Int
    ) -> Outgoing {
        var request = spanferry_request()
        request.size = UInt32(MemoryLayout<spanferry_request>.size)
        request.policy = policy.rawValue
        request.flags = freshSpan ? UInt32(SPANFERRY_REQUEST_FRESH_SPAN) : 0
        (request.url, request.existing, request.existing_len) = (url, existing, count)
        var room = Self.usual
        while true {
            var answer: Outgoing?
            let status = withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { text in
                var block = spanferry_outgoing()
                block.size = UInt32(MemoryLayout<spanferry_outgoing>.size)
                let status = spanferry_tracer_outgoing(
                    tracer.pointer, &request, text.baseAddress, text.count, &block)
                if status == SPANFERRY_STATUS_OK.rawValue {
                    answer = Outgoing(block, UnsafeRawBufferPointer(text))
                }
                // The state may change in between, and with it what is needed.
                room = Int(block.total)
                return status
            }
            guard status == SPANFERRY_STATUS_BUFFER_TOO_SMALL.rawValue else { return answer ?? .none }
        }
    }
}

/// Copies a text to the front of a place, which then begins behind it.
private func place(_ text: String, _ rest: inout Slice<UnsafeMutableBufferPointer<CChar>>) -> spanferry_str {
    var text = text
    let start = rest.base.baseAddress.map { $0 + rest.startIndex }
    let count = text.withUTF8 { bytes in
        UnsafeMutableRawBufferPointer(start: start, count: rest.count).copyMemory(
            from: UnsafeRawBufferPointer(bytes))
        return bytes.count
    }
    rest = rest.dropFirst(count)
    return spanferry_str(data: start, len: count)
}
