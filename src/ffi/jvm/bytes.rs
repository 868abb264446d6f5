//! Byte arrays in both directions.

use jni::Env;
use jni::objects::JByteArray;

use super::call::Failure;

/// The bytes of an array that must be there.
#[inline(never)]
pub(super) fn required(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Vec<u8>, Failure> {
    Ok(env.convert_byte_array(array)?)
}

/// The bytes of an array; none for `null`.
#[inline(never)]
pub(super) fn optional(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Option<Vec<u8>>, Failure> {
    if array.is_null() {
        return Ok(None);
    }
    required(env, array).map(Some)
}

/// Text of a running program, which must not fail: what is not UTF-8 becomes U+FFFD, `null` nothing.
#[inline(never)]
pub(super) fn text(env: &Env<'_>, array: &JByteArray<'_>) -> Result<String, Failure> {
    let bytes = optional(env, array)?.unwrap_or_default();
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// A new array with these bytes.
#[inline(never)]
pub(super) fn give<'l>(env: &mut Env<'l>, bytes: &[u8]) -> Result<JByteArray<'l>, Failure> {
    Ok(env.byte_array_from_slice(bytes)?)
}
