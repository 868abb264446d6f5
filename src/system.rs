//! What the core needs of the system: randomness. The clock comes from the host with each call.

use crate::trace::entropy::Entropy;

/// The generator of the `rand` crate for each thread: cryptographic, seeded by the system once,
/// buffered, so that an id costs no system call.
#[derive(Debug, Clone, Copy, Default)]
pub struct ThreadEntropy;

impl Entropy for ThreadEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        rand::Rng::fill_bytes(&mut rand::rng(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thread_entropy_does_not_repeat_itself() {
        let mut first = [0; 16];
        let mut second = [0; 16];
        ThreadEntropy.fill(&mut first);
        ThreadEntropy.fill(&mut second);
        assert_ne!(first, second);
    }

    #[test]
    fn sample_rand_stays_below_one_and_has_six_decimals() {
        for _ in 0..1000 {
            let value = ThreadEntropy.sample_rand();
            assert!((0.0..1.0).contains(&value));
            assert_eq!((value * 1e6).round() / 1e6, value);
        }
    }
}
