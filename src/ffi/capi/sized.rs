//! Structures that may grow: the caller says in the field `size` which version it was compiled with.

use super::spanferry_status;

/// A structure that begins with `uint32_t size`.
///
/// # Safety
/// `#[repr(C)]`, and the first field is a `u32`.
pub(super) unsafe trait Sized32: Sized {
    /// The size of the first version, which every caller has at least.
    const FIRST: u32;
}

/// Checks the size; nothing beyond `size` is looked at before that.
///
/// # Safety
/// `structure` is `NULL` or points to a `uint32_t` and to as many bytes as that says, aligned for
/// the structure.
pub(super) unsafe fn check<T: Sized32>(structure: *const T) -> Result<u32, spanferry_status> {
    if structure.is_null() {
        return Err(spanferry_status::NullPointer);
    }
    // SAFETY: not NULL, and the first field is a u32 as the trait says.
    let size = unsafe { structure.cast::<u32>().read() };
    if size < T::FIRST {
        return Err(spanferry_status::InvalidSize);
    }
    Ok(size)
}

/// Borrows a structure whose size is enough for the version that this library knows.
///
/// # Safety
/// As [`check`], and nobody writes to the structure while `'a` lasts.
pub(super) unsafe fn borrow<'a, T: Sized32>(
    structure: *const T,
) -> Result<&'a T, spanferry_status> {
    const { assert!(T::FIRST as usize == size_of::<T>()) };
    // SAFETY: the caller's promise is passed on.
    unsafe { check(structure) }?;
    // SAFETY: there is one version so far, and the caller's structure is at least as large.
    Ok(unsafe { &*structure })
}
