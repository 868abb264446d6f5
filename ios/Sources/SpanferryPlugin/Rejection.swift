/// Why a call of a page is not answered.
struct Rejection: Error, Equatable {
    let message: String
    var code: String?
}
