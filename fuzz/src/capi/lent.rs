//! What a C caller lends for a call: each in memory of exactly its size, so that AddressSanitizer
//! sees the first byte beyond it.

use spanferry::ffi::capi::{spanferry_header, spanferry_str};
use std::ptr;

/// A text, or one of the ways to get a text wrong.
pub struct Text {
    _bytes: Box<[u8]>,
    pub str: spanferry_str,
    /// Whether a function has to refuse it, whatever it says.
    pub is_wrong: bool,
}

impl Text {
    /// `\0` alone is NULL with length 0, `\x01` NULL with a length, `\x02` longer than any object.
    pub fn new(bytes: &[u8]) -> Self {
        let bytes: Box<[u8]> = bytes.into();
        let (data, len, is_wrong) = match &*bytes {
            [0] => (ptr::null(), 0, false),
            [1] => (ptr::null(), 7, true),
            [2] => (bytes.as_ptr(), usize::MAX, true),
            _ => (bytes.as_ptr(), bytes.len(), false),
        };
        let str = spanferry_str {
            data: data.cast(),
            len,
        };
        Self {
            _bytes: bytes,
            str,
            is_wrong,
        }
    }
}

/// An array of headers.
pub struct Headers {
    _texts: Vec<(Text, Text)>,
    headers: Box<[spanferry_header]>,
    pub is_wrong: bool,
}

impl Headers {
    pub fn new(lines: &[(&[u8], &[u8])]) -> Self {
        let texts: Vec<(Text, Text)> = lines
            .iter()
            .map(|(name, value)| (Text::new(name), Text::new(value)))
            .collect();
        let header = |(name, value): &(Text, Text)| spanferry_header {
            name: name.str,
            value: value.str,
        };
        Self {
            headers: texts.iter().map(header).collect(),
            is_wrong: texts
                .iter()
                .any(|(name, value)| name.is_wrong || value.is_wrong),
            _texts: texts,
        }
    }

    /// NULL for no headers, as a C program has it.
    pub fn first(&self) -> *const spanferry_header {
        if self.headers.is_empty() {
            ptr::null()
        } else {
            self.headers.as_ptr()
        }
    }

    pub fn len(&self) -> usize {
        self.headers.len()
    }
}
