//! Randomness that repeats itself, so that a finding can be run again.

use spanferry::trace::entropy::Entropy;
use std::sync::atomic::{AtomicU64, Ordering};

/// A sequence that depends on the number of draws alone.
#[derive(Debug, Default)]
pub struct Seeded(AtomicU64);

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = mix(self.0.fetch_add(1, Ordering::Relaxed) + 1).to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// The finisher of SplitMix64: neighbours share no bits that one would notice.
pub fn mix(seed: u64) -> u64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
