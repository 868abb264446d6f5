//! Text that crosses the boundary: a pointer and a length.

use std::borrow::Cow;
use std::ffi::c_char;

use super::spanferry_status;

/// Text or bytes with a length; no terminating NUL is needed or written.
///
/// As an argument it is borrowed for the call, and `{NULL, 0}` is the empty text. As a result it
/// stays valid as long as the function says that returned it. Write literals as
/// `SPANFERRY_STR("text")`.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct spanferry_str {
    /// The first byte; may be `NULL` when `len` is 0.
    pub data: *const c_char,
    /// The number of bytes.
    pub len: usize,
}

impl spanferry_str {
    /// No text at all.
    pub const NONE: Self = Self {
        data: std::ptr::null(),
        len: 0,
    };

    /// Text of the library.
    pub(super) const fn of(text: &str) -> Self {
        Self {
            data: text.as_ptr().cast(),
            len: text.len(),
        }
    }

    /// The bytes; `NULL` with a length, and lengths that no object has, are refused.
    ///
    /// # Safety
    /// `data` is `NULL` or points to `len` bytes that stay as they are while `'a` lasts.
    pub(super) unsafe fn bytes<'a>(self) -> Result<&'a [u8], spanferry_status> {
        if self.len == 0 {
            return Ok(&[]);
        }
        if self.data.is_null() {
            return Err(spanferry_status::NullPointer);
        }
        if isize::try_from(self.len).is_err() {
            return Err(spanferry_status::InvalidArgument);
        }
        // SAFETY: not NULL, not longer than an object can be; the rest is the caller's promise.
        Ok(unsafe { std::slice::from_raw_parts(self.data.cast(), self.len) })
    }

    /// The text of an option, which must be UTF-8.
    ///
    /// # Safety
    /// As [`bytes`](Self::bytes).
    pub(super) unsafe fn utf8<'a>(self) -> Result<&'a str, spanferry_status> {
        // SAFETY: the caller's promise is passed on.
        let bytes = unsafe { self.bytes() }?;
        std::str::from_utf8(bytes).map_err(|_| spanferry_status::InvalidUtf8)
    }

    /// Text of a running program, which must not fail: what is not UTF-8 becomes U+FFFD.
    ///
    /// # Safety
    /// As [`bytes`](Self::bytes).
    pub(super) unsafe fn lossy<'a>(self) -> Result<Cow<'a, str>, spanferry_status> {
        // SAFETY: the caller's promise is passed on.
        unsafe { self.bytes() }.map(String::from_utf8_lossy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(data: *const c_char, len: usize) -> Result<&'static [u8], spanferry_status> {
        // SAFETY: only called with lengths that are refused before anything is read.
        unsafe { spanferry_str { data, len }.bytes() }
    }

    #[test]
    fn null_is_the_empty_text_and_nothing_else() {
        assert_eq!(bytes(std::ptr::null(), 0), Ok(&[][..]));
        assert_eq!(
            bytes(std::ptr::null(), 1),
            Err(spanferry_status::NullPointer)
        );
    }

    #[test]
    fn a_length_that_no_object_has_is_refused() {
        let data = c"x".as_ptr();
        assert_eq!(
            bytes(data, usize::MAX),
            Err(spanferry_status::InvalidArgument)
        );
    }
}
