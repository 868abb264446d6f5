//! The trace of a tracer: started, continued, sampled, told.

use super::enums::{Outcome, Reason, Source};
use super::error::NativeError;
use super::records::{HeaderLine, incoming};
use super::tracer::NativeTracer;
use crate::ffi::ops;
use crate::trace::ids::SpanId;
use crate::trace::state::trace::RootSpan;

#[uniffi::export]
impl NativeTracer {
    /// Starts a new trace.
    pub fn start_new_trace(&self, source: Source, now_ms: u64) -> Result<Outcome, NativeError> {
        Ok(ops::start_new_trace(&self.0, source, now_ms))
    }

    /// Continues the trace of incoming headers, or starts a new one for the reason returned.
    pub fn continue_trace(
        &self,
        headers: Vec<HeaderLine>,
        now_ms: u64,
    ) -> Result<Reason, NativeError> {
        Ok(ops::continue_trace(&self.0, incoming(&headers), now_ms))
    }

    /// Continues the trace of a page's meta tags, or starts a new one for the reason returned.
    pub fn continue_from_meta(&self, html: String, now_ms: u64) -> Result<Reason, NativeError> {
        Ok(ops::continue_from_meta(&self.0, html.as_bytes(), now_ms))
    }

    /// Says that a root span begins; a sampling decision that is still open is taken now.
    pub fn begin_root_span(
        &self,
        name: Option<String>,
        source: Option<String>,
    ) -> Result<Outcome, NativeError> {
        let root = RootSpan {
            name: name.unwrap_or_default(),
            source: source.filter(|source| !source.is_empty()),
        };
        Ok(ops::begin_root_span(&self.0, &root))
    }

    /// Says that the root span ended; decision and context belong to the trace for good.
    pub fn end_root_span(&self) -> Result<Outcome, NativeError> {
        Ok(ops::end_root_span(&self.0))
    }

    /// Says which span requests hang under: 16 hexadecimal digits, or none.
    pub fn set_active_span(&self, span_id: Option<String>) -> Result<Outcome, NativeError> {
        let text = span_id.filter(|text| !text.is_empty());
        let id = text.map(|text| {
            SpanId::parse(text.as_bytes()).ok_or(NativeError::InvalidArgument("no span id"))
        });
        Ok(ops::set_active_span(&self.0, id.transpose()?))
    }

    /// The state as JSON.
    pub fn snapshot(&self) -> Result<String, NativeError> {
        Ok(ops::snapshot(&self.0))
    }

    /// The headers of the current trace as HTML meta tags.
    pub fn meta_tags(&self) -> Result<String, NativeError> {
        Ok(ops::meta_tags(&self.0))
    }

    /// The headers of the current trace for any carrier.
    pub fn trace_data(&self) -> Result<Vec<HeaderLine>, NativeError> {
        let data = ops::trace_data(&self.0);
        let lines = data.present().map(|(name, value)| HeaderLine {
            name: name.to_owned(),
            value: value.to_owned(),
        });
        Ok(lines.collect())
    }
}
