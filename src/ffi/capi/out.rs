//! Out-parameters: checked when the call begins, written when it has succeeded.

use std::ptr::NonNull;

use super::spanferry_status;

/// A place of the caller's for one result. It may be uninitialised: it is never read.
pub(super) struct Out<T>(NonNull<T>);

impl<T> Out<T> {
    /// A place that must be there.
    ///
    /// # Safety
    /// `place` is `NULL` or may be written until the call returns.
    pub(super) unsafe fn required(place: *mut T) -> Result<Self, spanferry_status> {
        NonNull::new(place)
            .map(Self)
            .ok_or(spanferry_status::NullPointer)
    }

    /// A place that the caller may leave out.
    ///
    /// # Safety
    /// As [`required`](Self::required).
    pub(super) unsafe fn optional(place: *mut T) -> Option<Self> {
        NonNull::new(place).map(Self)
    }

    /// Writes the result.
    pub(super) fn set(&self, value: T) {
        // SAFETY: not NULL, and whoever made this promised that it may be written.
        unsafe { self.0.write(value) }
    }
}

impl<T> Out<*mut T> {
    /// Writes an object that C owns from now on.
    pub(super) fn give(&self, value: T) {
        self.set(Box::into_raw(Box::new(value)));
    }
}

/// A caller's buffer for text, with the place for its length.
pub(super) struct OutText {
    buffer: *mut u8,
    capacity: usize,
    len: Out<usize>,
}

impl OutText {
    /// Checks the three arguments; `buffer` may be `NULL` when `capacity` is 0.
    ///
    /// # Safety
    /// `buffer` is `NULL` or has `capacity` bytes, `len` is `NULL` or a `size_t`; both may be
    /// written until the call returns.
    pub(super) unsafe fn new(
        buffer: *mut std::ffi::c_char,
        capacity: usize,
        len: *mut usize,
    ) -> Result<Self, spanferry_status> {
        if buffer.is_null() && capacity > 0 {
            return Err(spanferry_status::NullPointer);
        }
        // SAFETY: the caller's promise is passed on.
        let len = unsafe { Out::required(len) }?;
        Ok(Self {
            buffer: buffer.cast(),
            capacity,
            len,
        })
    }

    /// Writes all of the text or none; the length is reported either way.
    pub(super) fn set(self, text: &str) -> Result<(), spanferry_status> {
        self.len.set(text.len());
        if text.len() > self.capacity {
            return Err(spanferry_status::BufferTooSmall);
        }
        if !text.is_empty() {
            // SAFETY: the buffer has room for the text, and text of ours does not overlap it.
            unsafe {
                self.buffer
                    .copy_from_nonoverlapping(text.as_ptr(), text.len())
            };
        }
        Ok(())
    }
}
