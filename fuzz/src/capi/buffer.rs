//! Functions that write a text into the caller's buffer, held against their contract.

use spanferry::ffi::capi::spanferry_status;
use std::ffi::c_char;

const FILL: u8 = 0xAA;

/// Calls with no buffer, with one byte too few and with enough; gives the text.
pub fn read(call: impl Fn(*mut c_char, usize, *mut usize) -> spanferry_status) -> Option<Vec<u8>> {
    let mut len = 0;
    match call(std::ptr::null_mut(), 0, &mut len) {
        spanferry_status::Ok => assert_eq!(len, 0),
        spanferry_status::BufferTooSmall => assert!(len > 0),
        refused => return assert_refused(refused),
    }
    assert_eq!(
        call(std::ptr::null_mut(), 1, &mut len),
        spanferry_status::NullPointer
    );
    if len > 0 {
        let mut short = vec![FILL; len - 1];
        assert_eq!(
            call(short.as_mut_ptr().cast(), len - 1, &mut len),
            spanferry_status::BufferTooSmall
        );
        assert!(short.iter().all(|&byte| byte == FILL), "nothing is written");
    }
    let mut text = vec![FILL; len];
    assert_eq!(
        call(text.as_mut_ptr().cast(), text.len(), &mut len),
        spanferry_status::Ok
    );
    assert_eq!(len, text.len());
    Some(text)
}

fn assert_refused(status: spanferry_status) -> Option<Vec<u8>> {
    assert!(status == spanferry_status::NullPointer || status == spanferry_status::InvalidArgument);
    None
}
