//! Cryptographic randomness, bought in bulk.

/// Bytes drawn ahead; each is handed out once.
pub(crate) struct Random {
    bytes: Box<[u8; 4096]>,
    used: usize,
}

impl Random {
    pub(crate) fn new() -> Self {
        Self {
            bytes: Box::new([0; 4096]),
            used: 4096,
        }
    }

    pub(crate) fn id<const N: usize>(&mut self) -> [u8; N] {
        if self.used + N > self.bytes.len() {
            rand::Rng::fill_bytes(&mut rand::rng(), &mut *self.bytes);
            self.used = 0;
        }
        let place = &mut self.bytes[self.used..self.used + N];
        self.used += N;
        let id = (&*place).try_into().expect("as long as asked for");
        place.fill(0);
        id
    }
}
