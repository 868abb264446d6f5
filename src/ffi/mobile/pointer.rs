//! The way from this door to the C door, which the same library has.

use super::error::NativeError;
use super::tracer::NativeTracer;
use crate::ffi::capi::spanferry_tracer;

#[uniffi::export]
impl NativeTracer {
    /// A reference to this tracer for the C header, as a number: the caller frees it with
    /// `spanferry_tracer_free`. For the calls that every request makes.
    pub fn c_tracer(&self) -> Result<u64, NativeError> {
        Ok(spanferry_tracer::give(self.0.clone()) as usize as u64)
    }
}
