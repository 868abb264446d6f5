//! Keeps panics on this side of the boundary.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::spanferry_status;
use crate::ffi::log::{self, Level};

/// Runs the body of an exported function; a panic becomes `fallback`.
///
/// The state behind handles is replaced whole (see the tracer's mutex), so that it is still sound
/// after a panic.
pub(super) fn guard<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|_| {
        let _ = catch_unwind(|| log::write(Level::Error, format_args!("a call panicked")));
        fallback
    })
}

/// [`guard`] for functions that return a status.
pub(super) fn status(body: impl FnOnce() -> Result<(), spanferry_status>) -> spanferry_status {
    let result = guard(Err(spanferry_status::Internal), body);
    result.err().unwrap_or(spanferry_status::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_the_fallback() {
        assert_eq!(guard(7, || panic!("on purpose")), 7);
        assert_eq!(status(|| panic!("on purpose")), spanferry_status::Internal);
    }

    #[test]
    fn a_body_that_does_not_panic_answers_for_itself() {
        assert_eq!(guard(7, || 8), 8);
        assert_eq!(status(|| Ok(())), spanferry_status::Ok);
        assert_eq!(
            status(|| Err(spanferry_status::NullPointer)),
            spanferry_status::NullPointer
        );
    }
}
