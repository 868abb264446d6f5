import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The helpers put the trace on the request as ``Foundation/URLRequest/setSpanferryHeaders(_:policy:)``
/// does, and decide about each redirect by the targets. They throw what the system's own functions
/// throw, and end with the task that waits for them.
extension URLSession {
    /// Loads a request that carries the trace.
    public func spanferryData(
        for request: URLRequest, tracer: Tracer = .shared
    ) async throws -> (Data, URLResponse) {
        try await data(for: request.addingSpanferryHeaders(tracer), delegate: SpanferryRedirects(tracer))
    }

    /// Loads a URL by a request that carries the trace.
    public func spanferryData(from url: URL, tracer: Tracer = .shared) async throws -> (Data, URLResponse) {
        try await spanferryData(for: URLRequest(url: url), tracer: tracer)
    }

    /// Uploads data by a request that carries the trace.
    public func spanferryUpload(
        for request: URLRequest, from body: Data, tracer: Tracer = .shared
    ) async throws -> (Data, URLResponse) {
        try await upload(
            for: request.addingSpanferryHeaders(tracer), from: body, delegate: SpanferryRedirects(tracer))
    }

    /// Downloads to a file, which the caller moves or deletes, by a request that carries the trace.
    public func spanferryDownload(
        for request: URLRequest, tracer: Tracer = .shared
    ) async throws -> (URL, URLResponse) {
        try await download(
            for: request.addingSpanferryHeaders(tracer), delegate: SpanferryRedirects(tracer))
    }

    #if !canImport(FoundationNetworking)
    /// Loads a request that carries the trace, byte by byte. Foundation on Linux has no such function.
    public func spanferryBytes(
        for request: URLRequest, tracer: Tracer = .shared
    ) async throws -> (AsyncBytes, URLResponse) {
        try await bytes(for: request.addingSpanferryHeaders(tracer), delegate: SpanferryRedirects(tracer))
    }
    #endif

    /// Makes a WebSocket task whose upgrade request carries the trace; the caller resumes it. Targets
    /// are asked about the `http` or `https` URL that the upgrade goes to.
    public func spanferryWebSocketTask(
        with request: URLRequest, tracer: Tracer = .shared
    ) -> URLSessionWebSocketTask {
        webSocketTask(with: request.addingSpanferryHeaders(tracer))
    }
}
