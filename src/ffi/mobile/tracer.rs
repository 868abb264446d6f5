//! Tracers: made, shared, configured, detached.

use std::sync::Arc;

use super::error::NativeError;
use super::records::{Detached, HeaderLine, incoming};
use crate::ffi::ops;
use crate::trace::options::Options;
use crate::trace::state::tracer::Tracer;

/// Holds a trace, decides which requests carry it, and writes their headers.
///
/// May be used from any thread, several at once; reading takes no lock.
#[derive(Debug, uniffi::Object)]
pub struct NativeTracer(pub(super) Tracer);

#[uniffi::export]
impl NativeTracer {
    /// Makes a tracer of its own, with options as JSON or none yet.
    #[uniffi::constructor]
    pub fn new(options_json: Option<String>) -> Result<Arc<Self>, NativeError> {
        let options = options_json.as_deref().map(parse).transpose()?;
        Ok(Arc::new(Self(ops::new(options)?)))
    }

    /// The tracer of the process, the same that C code has; it attaches nothing until configured.
    #[uniffi::constructor]
    pub fn shared() -> Result<Arc<Self>, NativeError> {
        Ok(Arc::new(Self(ops::shared())))
    }

    /// Puts options in force, whole or not at all; the trace goes on.
    pub fn configure(&self, options_json: String) -> Result<(), NativeError> {
        ops::configure(&self.0, parse(&options_json)?)?;
        Ok(())
    }

    /// Makes a detached tracer: a copy that never touches this one.
    pub fn detach(&self, headers: Option<Vec<HeaderLine>>) -> Result<Detached, NativeError> {
        let (tracer, reason) = ops::detach(&self.0, headers.as_deref().map(incoming));
        let tracer = Arc::new(Self(tracer));
        Ok(Detached { tracer, reason })
    }
}

fn parse(json: &str) -> Result<Options, NativeError> {
    Ok(Options::from_json(json.as_bytes())?)
}
