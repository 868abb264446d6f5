import Foundation

/// Why a call of a page is not answered.
struct Rejection: LocalizedError, Equatable {
    let message: String
    var code: String?

    var errorDescription: String? { message }
}
