//! What the library says of itself.

use super::error::NativeError;
use crate::ffi::ops;

/// The version of the library, as `major.minor.patch`.
#[uniffi::export]
pub fn version() -> Result<String, NativeError> {
    Ok(ops::version().to_owned())
}

/// The names that a server must list in `Access-Control-Allow-Headers`.
#[uniffi::export]
pub fn cors_headers(with_traceparent: bool) -> Result<String, NativeError> {
    Ok(ops::cors_headers(with_traceparent).to_owned())
}
