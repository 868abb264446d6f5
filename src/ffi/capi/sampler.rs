//! The callback that chooses sample rates.

use std::ffi::c_void;

use super::spanferry_str;
use super::user::User;
use crate::trace::sampling::{Sampler, SamplingContext};

/// Chooses the sample rate of a root span: 0 to 1, anything else (`NAN` for one) samples nothing.
///
/// `context` is borrowed for the call. The callback may be called on any thread, several at once; it
/// must not throw.
pub type spanferry_sampler = Option<
    unsafe extern "C" fn(user: *mut c_void, context: *const spanferry_sampling_context) -> f64,
>;

/// What is known when a sampler is asked; filled in by the library, may grow at its end.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct spanferry_sampling_context {
    /// The size of this structure in bytes.
    pub size: u32,
    /// The decision of the trace so far: 0 none, 1 not sampled, 2 sampled.
    pub parent_sampled: u32,
    /// The rate that the head of the trace used; `NAN` when it is not known.
    pub parent_sample_rate: f64,
    /// The rate that leaves a continued trace as it is; `NAN` for the head of a trace.
    pub inherited: f64,
    /// The name of the root span; empty when it has none.
    pub name: spanferry_str,
}

impl spanferry_sampling_context {
    #[expect(clippy::cast_possible_truncation, reason = "a few dozen bytes")]
    const SIZE: u32 = size_of::<Self>() as u32;

    fn of(context: &SamplingContext<'_>) -> Self {
        Self {
            size: Self::SIZE,
            parent_sampled: match context.parent_sampled {
                None => 0,
                Some(false) => 1,
                Some(true) => 2,
            },
            parent_sample_rate: context.parent_sample_rate.unwrap_or(f64::NAN),
            inherited: context.inherit_or_sample_with(f64::NAN),
            name: spanferry_str::of(context.name),
        }
    }
}

/// A sampler of the core that asks the callback.
pub(super) fn wrap(
    sampler: unsafe extern "C" fn(*mut c_void, *const spanferry_sampling_context) -> f64,
    user: User,
) -> Sampler {
    Sampler::new(move |context| {
        let context = spanferry_sampling_context::of(context);
        // SAFETY: the caller handed the two in together; `user` lives as long as this closure.
        Some(unsafe { sampler(user.data(), &raw const context) })
    })
}
