//! Random values that a test knows beforehand.

use std::sync::atomic::{AtomicU64, Ordering};

use spanferry::trace::entropy::Entropy;
use spanferry::trace::ids::{SpanId, TraceId};

use crate::model::Fresh;

/// Gives the same values throughout one step and others in the next, so that no test depends on how
/// often or in which order the library draws.
#[derive(Default)]
pub(crate) struct StepEntropy(AtomicU64);

impl StepEntropy {
    pub(crate) fn set_step(&self, step: u64) {
        self.0.store(step, Ordering::Relaxed);
    }

    /// What the library draws in the current step.
    pub(crate) fn fresh(&self) -> Fresh {
        Fresh {
            trace_id: TraceId::random(self),
            span_id: SpanId::random(self),
            sample_rand: self.sample_rand(),
        }
    }
}

impl Entropy for StepEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        let mut random = Random::new(self.0.load(Ordering::Relaxed) ^ (bytes.len() as u64) << 32);
        bytes
            .iter_mut()
            .for_each(|byte| *byte = random.next() as u8);
    }

    fn sample_rand(&self) -> f64 {
        Random::new(self.0.load(Ordering::Relaxed)).below(1000) as f64 / 1000.0
    }
}

/// A small generator (SplitMix64) that gives the same sequence for the same seed everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True `percent` times out of a hundred.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }
}
