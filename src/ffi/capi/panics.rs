//! Functions that panic, to test what C sees then. Never part of a library that is shipped: only
//! `--cfg spanferry_test_panic` compiles them, and the list of exported symbols lacks them.

use super::{guard, spanferry_options, spanferry_status};

/// Panics where a status is due.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_test_panic_status() -> spanferry_status {
    guard::status(|| panic!("on purpose"))
}

/// Panics where an object is due.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_test_panic_object() -> Option<Box<spanferry_options>> {
    guard::guard(None, || panic!("on purpose"))
}

/// Panics where true or false is due.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_test_panic_flag() -> bool {
    guard::guard(false, || panic!("on purpose"))
}
