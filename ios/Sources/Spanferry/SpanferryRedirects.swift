import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// A task delegate that applies the targets to each redirect: the headers go when a redirect leaves
/// the targets, and are set when it stays.
///
/// The helpers of `URLSession` use it. For a delegate of your own, return
/// ``Foundation/URLRequest/followingRedirect(_:)`` in `willPerformHTTPRedirection`.
public final class SpanferryRedirects: NSObject, URLSessionTaskDelegate, Sendable {
    private let tracer: Tracer

    /// Applies the targets of that tracer.
    public init(_ tracer: Tracer = .shared) {
        self.tracer = tracer
    }

    /// Decides about the next hop.
    public func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(request.followingRedirect(tracer))
    }
}
