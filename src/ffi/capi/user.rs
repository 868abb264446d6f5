//! What a caller hands in for its callbacks: a pointer, and how to dispose of it.

use std::ffi::c_void;

/// Disposes of the `user` pointer of a callback. Called once, after the last call of the callback,
/// on any thread.
pub type spanferry_drop = Option<unsafe extern "C" fn(user: *mut c_void)>;

/// The caller's pointer; disposed of when the last holder lets go.
pub(super) struct User {
    data: *mut c_void,
    drop: spanferry_drop,
}

// SAFETY: the pointer is never followed here; the header obliges the caller that its callbacks can
// be called with it, and `drop` too, on any thread and several at once.
unsafe impl Send for User {}
// SAFETY: as above.
unsafe impl Sync for User {}

impl User {
    /// Takes the pointer over.
    pub(super) const fn new(data: *mut c_void, drop: spanferry_drop) -> Self {
        Self { data, drop }
    }

    /// The pointer, for a callback.
    pub(super) const fn data(&self) -> *mut c_void {
        self.data
    }
}

impl Drop for User {
    fn drop(&mut self) {
        if let Some(drop) = self.drop {
            // SAFETY: the caller promised that this function takes its pointer, once.
            unsafe { drop(self.data) };
        }
    }
}
