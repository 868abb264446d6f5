//! Where log lines go.

use std::ffi::c_void;

use super::user::User;
use super::{guard, spanferry_drop, spanferry_status, spanferry_str};
use crate::ffi::log::{Level, Sink};
use crate::ffi::ops;

/// How important a log line is; a sink gets the lines up to its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_log_level {
    /// Nothing is logged.
    Off = 0,
    /// A fault of the library, or options that were refused.
    Error = 1,
    /// Something that is probably not meant.
    Warn = 2,
    /// Rare and worth knowing: configured, a new trace, a refused push. Up to here lines hold
    /// nothing of the user's data.
    Info = 3,
    /// Each decision, with URL and ids.
    Debug = 4,
    /// Everything.
    Trace = 5,
}

/// Receives a log line, borrowed for the call. `level` is a `spanferry_log_level`.
///
/// May be called on any thread, several at once; must not throw. What the library would log while a
/// thread is inside the callback is left out.
pub type spanferry_log =
    Option<unsafe extern "C" fn(user: *mut c_void, level: u32, line: spanferry_str)>;

/// Sets where the log lines of this process go, and how many. Nothing is logged before.
///
/// @param log the callback; `NULL` for none, and then `user` and `drop` are not used.
/// @param user handed to each call; owned by the library on success, until `drop` is called with it.
/// @param drop may be `NULL`; called once, after another sink was set and the last running call of
/// this one has returned.
/// @param level a `spanferry_log_level`; the option `logLevel` of a later configuration replaces it.
/// @return `INVALID_ARGUMENT` for a level that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_log_set(
    log: spanferry_log,
    user: *mut c_void,
    drop: spanferry_drop,
    level: u32,
) -> spanferry_status {
    guard::status(|| {
        let level = Level::from_number(level).ok_or(spanferry_status::InvalidArgument)?;
        let sink = log.map(|log| -> Sink {
            let user = User::new(user, drop);
            Box::new(move |level, line| {
                // SAFETY: the caller handed the two in together; `user` lives as long as the sink.
                unsafe { log(user.data(), level as u32, spanferry_str::of(line)) }
            })
        });
        ops::log_set(sink, level);
        Ok(())
    })
}
