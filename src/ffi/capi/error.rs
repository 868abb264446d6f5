//! Why options were refused, in words.

use super::out::Out;
use super::{guard, spanferry_status, spanferry_str};
use crate::trace::error::ConfigError;

/// Why options were refused: the option, for a target also the pattern and the place in it.
///
/// Immutable; may be read from any thread.
pub struct spanferry_error {
    message: String,
}

impl spanferry_error {
    /// Hands the error to C if it wants it, and gives the status.
    pub(super) fn report(
        error: &ConfigError,
        place: Option<Out<*mut spanferry_error>>,
    ) -> spanferry_status {
        if let Some(place) = place {
            place.give(Self {
                message: error.to_string(),
            });
        }
        spanferry_status::InvalidOption
    }
}

/// Gives the message of an error, one sentence in English.
///
/// @param error borrowed for the call; `NULL` gives the empty text.
/// @return text that is valid until the error is freed.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_error_message(error: Option<&spanferry_error>) -> spanferry_str {
    guard::guard(spanferry_str::NONE, || {
        error.map_or(spanferry_str::NONE, |error| {
            spanferry_str::of(&error.message)
        })
    })
}

/// Frees an error; `NULL` is nothing.
///
/// @param error given up; it must not be used again.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_error_free(error: Option<Box<spanferry_error>>) {
    guard::guard((), || drop(error));
}
