//! Who owns what a C pointer points to: one rule for each type, written here once.
//!
//! A type with one owner is a `Box` in the signatures themselves: `Option<Box<T>>` is what C owns or
//! gives back, `Option<&T>` what it lends. A counted type cannot be written so, and goes through
//! [`Counted`].

use std::sync::Arc;

use super::{spanferry_status, spanferry_tracer};

/// A type that C holds through counted references.
pub(super) trait Counted: Sized {
    /// Gives one reference to C.
    fn give(this: Arc<Self>) -> *mut Self {
        Arc::into_raw(this).cast_mut()
    }

    /// Takes one more reference for C; `NULL` stays `NULL`.
    ///
    /// # Safety
    /// `NULL`, or a pointer from [`give`](Self::give) of which C still holds a reference.
    unsafe fn retain(this: *const Self) -> *mut Self {
        if !this.is_null() {
            // SAFETY: the caller holds a reference, so the count is at least one.
            unsafe { Arc::increment_strong_count(this) };
        }
        this.cast_mut()
    }

    /// Takes a reference back from C; `NULL` is nothing.
    ///
    /// # Safety
    /// `NULL`, or a pointer from [`give`](Self::give); C gives up one reference that it held.
    unsafe fn release(this: *mut Self) {
        if !this.is_null() {
            // SAFETY: the reference that the caller gives up is the one that is dropped here.
            drop(unsafe { Arc::from_raw(this.cast_const()) });
        }
    }
}

impl Counted for spanferry_tracer {}

/// What C lends for the call, unless it is `NULL`.
pub(super) fn lent<T>(handle: Option<&T>) -> Result<&T, spanferry_status> {
    handle.ok_or(spanferry_status::NullPointer)
}

/// What C lends for the call, by a pointer without `const`: the object may be told to change, and
/// other threads may use it all the same.
///
/// # Safety
/// `NULL`, or an object that is not freed while `'a` lasts.
pub(super) unsafe fn lent_by<'a, T>(handle: *mut T) -> Result<&'a T, spanferry_status> {
    // SAFETY: the caller's promise is passed on.
    unsafe { handle.cast_const().as_ref() }.ok_or(spanferry_status::NullPointer)
}

/// What C lends for the call to be changed, unless it is `NULL`.
pub(super) fn lent_mut<T>(handle: Option<&mut T>) -> Result<&mut T, spanferry_status> {
    handle.ok_or(spanferry_status::NullPointer)
}
