//! Which library this is.

use super::{guard, spanferry_str};
use crate::ffi::ops;

/// Grows with every change of what exists already; adding functions leaves it as it is.
const ABI_VERSION: u32 = 1;

/// Gives the version of the library; compare it with `SPANFERRY_VERSION`.
///
/// @return `major.minor.patch`, valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_version() -> spanferry_str {
    guard::guard(spanferry_str::NONE, || spanferry_str::of(ops::version()))
}

/// Gives the version of the ABI; a program works with any library that has the same.
///
/// @return a number that changes only when a function, structure or number that exists changes.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_abi_version() -> u32 {
    ABI_VERSION
}

/// Gives the header names that a server must allow for requests from pages of another origin.
///
/// @param with_traceparent whether `propagateTraceparent` is in use.
/// @return the value for `Access-Control-Allow-Headers`, valid for ever.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_cors_headers(with_traceparent: bool) -> spanferry_str {
    guard::guard(spanferry_str::NONE, || {
        spanferry_str::of(ops::cors_headers(with_traceparent))
    })
}
