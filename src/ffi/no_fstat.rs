//! Keeps `fstat` out of what an iOS app imports. Compiled only with `--cfg spanferry_no_fstat`, which
//! `cargo xtask xcframework` sets; that task also hides the function from the app.
//!
//! The one caller in this library is Rust's own, which reads a program's file for the names in a
//! backtrace. Apple wants a reason for `fstat` in the privacy manifest of every app that imports it
//! (docs/adr/0010-ios.md). With link-time optimisation this definition takes its place,
//! and a backtrace, which nobody asks for in an app, has addresses without names.

use std::ffi::{c_int, c_void};

// SAFETY: the signature is fstat's, and failing is among its results. Nobody outside of this library's
// one object gets to see it: the task that sets the switch makes the name local.
#[unsafe(no_mangle)]
extern "C" fn fstat(_descriptor: c_int, _status: *mut c_void) -> c_int {
    -1
}
