//! Keeps `fstat` out of what an iOS app imports. Compiled only with `--cfg spanferry_no_fstat`, which
//! `cargo xtask xcframework` sets; that task also hides the function from the app.
//!
//! Rust's standard library calls `fstat` in one place only, to read a program's own file for the names
//! in a backtrace. Apple wants a reason for `fstat` in the privacy manifest of every app that imports it
//! (the record on iOS in docs/adr). With link-time optimisation this definition takes its place,
//! and a backtrace, which nobody asks for in an app, has addresses without names.

use std::ffi::{c_int, c_void};

// SAFETY: the signature is fstat's, and failing is among its results. No other caller can be meant: the
// archive's own object is linked before anything else sees the name, and then it is local.
#[unsafe(no_mangle)]
extern "C" fn fstat(_descriptor: c_int, _status: *mut c_void) -> c_int {
    -1
}
