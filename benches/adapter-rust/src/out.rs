//! The caller's memory: header values one after the other.

/// Room for the values; aligned so that no two threads write into one cache line.
#[repr(align(128))]
pub struct Out {
    /// The bytes.
    pub bytes: [u8; 1024],
    /// The lengths of `sentry-trace`, `baggage` and `traceparent`.
    pub lens: [usize; 3],
}

impl Out {
    /// Empty memory.
    pub fn new() -> Box<Self> {
        Box::new(Self {
            bytes: [0; 1024],
            lens: [0; 3],
        })
    }

    /// The three values.
    pub fn values(&self) -> [&str; 3] {
        let mut from = 0;
        self.lens.map(|len| {
            let value = &self.bytes[from..from + len];
            from += len;
            std::str::from_utf8(value).expect("headers are ASCII")
        })
    }
}
