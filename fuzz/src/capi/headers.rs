//! Owned header sets, read as a C program reads them.

use spanferry::ffi::capi::{spanferry_headers, spanferry_headers_get, spanferry_str};

/// Names and values until the set says that there are no more.
pub fn all(headers: &spanferry_headers) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut all = Vec::new();
    loop {
        let (mut name, mut value) = (spanferry_str::NONE, spanferry_str::NONE);
        // SAFETY: the places outlive the call.
        if !unsafe { spanferry_headers_get(Some(headers), all.len(), &mut name, &mut value) } {
            return all;
        }
        all.push((copy(name), copy(value)));
    }
}

fn copy(text: spanferry_str) -> Vec<u8> {
    if text.len == 0 {
        return Vec::new();
    }
    // SAFETY: the text is lent by the set, which outlives the copy.
    unsafe { std::slice::from_raw_parts(text.data.cast(), text.len) }.to_vec()
}
