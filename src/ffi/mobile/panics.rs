//! A function that panics, to test what Swift and Kotlin see then. Never part of a library that is
//! shipped: only `--cfg spanferry_test_panic` compiles it.

use super::error::NativeError;

/// Panics.
#[uniffi::export]
pub fn test_panic() -> Result<(), NativeError> {
    panic!("on purpose")
}
