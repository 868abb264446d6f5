//! Where ids and sampling numbers come from: an argument, never a global.

/// A source of random bytes.
///
/// The library uses [`ThreadEntropy`](crate::system::ThreadEntropy); tests give their own.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random bytes.
    fn fill(&self, bytes: &mut [u8]);

    /// A number of the form k/1000000 with k from 0 to 999999, so that 1 cannot occur.
    ///
    /// Six decimals are what the protocol asks of a `sample_rand`.
    fn sample_rand(&self) -> f64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        let k = u64::from_le_bytes(bytes) % 1_000_000;
        #[expect(clippy::cast_precision_loss, reason = "k is below a million")]
        let k = k as f64;
        k / 1e6
    }
}
