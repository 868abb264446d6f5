//! The trace of a tracer: started, continued, sampled.

use super::handle::lent_by;
use super::headers::{self, spanferry_header};
use super::out::Out;
use super::{guard, spanferry_status, spanferry_str, spanferry_tracer};
use crate::ffi::ops;
use crate::trace::ids::SpanId;
use crate::trace::state::source::Source;
use crate::trace::state::trace::RootSpan;

/// Starts a new trace; whether it is sampled is decided by its first root span.
///
/// @param tracer borrowed for the call.
/// @param source a `spanferry_source`, for a program `SPANFERRY_SOURCE_APP`.
/// @param now_ms the time.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for a source that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_start_new_trace(
    tracer: *mut spanferry_tracer,
    source: u32,
    now_ms: u64,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        let source = Source::from_number(source).ok_or(spanferry_status::InvalidArgument)?;
        ops::start_new_trace(&tracer.tracer, source, now_ms);
        Ok(())
    })
}

/// Continues the trace of incoming headers, or starts a new one.
///
/// @param tracer borrowed for the call.
/// @param in borrowed for the call; `n` headers, all of a request or the three.
/// @param n the number of headers.
/// @param now_ms the time.
/// @param reason_out may be `NULL`; a `spanferry_reason`: `CONTINUED`, or why a new trace started.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_continue_trace(
    tracer: *mut spanferry_tracer,
    r#in: *const spanferry_header,
    n: usize,
    now_ms: u64,
    reason_out: *mut u32,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for headers and for places of results.
        let (headers, out) = unsafe { (headers::lines(r#in, n)?, Out::optional(reason_out)) };
        let incoming = headers::incoming(headers);
        let reason = ops::continue_trace(&tracer.tracer, incoming, now_ms);
        if let Some(out) = out {
            out.set(reason as u32);
        }
        Ok(())
    })
}

/// Continues the trace that the meta tags of a page name, or starts a new one.
///
/// @param tracer borrowed for the call.
/// @param html borrowed for the call; the page or its head.
/// @param now_ms the time.
/// @param reason_out may be `NULL`; a `spanferry_reason`: `CONTINUED`, or why a new trace started.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_continue_from_meta(
    tracer: *mut spanferry_tracer,
    html: spanferry_str,
    now_ms: u64,
    reason_out: *mut u32,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for text and for places of results.
        let (html, out) = unsafe { (html.bytes()?, Out::optional(reason_out)) };
        let reason = ops::continue_from_meta(&tracer.tracer, html, now_ms);
        if let Some(out) = out {
            out.set(reason as u32);
        }
        Ok(())
    })
}

/// Says that a root span begins; a sampling decision that is still open is taken now.
///
/// @param tracer borrowed for the call.
/// @param name copied; empty when it has none.
/// @param source copied; where the name comes from (`route`, `url`, `custom`), or empty.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_begin_root_span(
    tracer: *mut spanferry_tracer,
    name: spanferry_str,
    source: spanferry_str,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for text.
        let (name, source) = unsafe { (name.lossy()?, source.lossy()?) };
        let root = RootSpan {
            name: name.into_owned(),
            source: Some(source.into_owned()).filter(|source| !source.is_empty()),
        };
        ops::begin_root_span(&tracer.tracer, &root);
        Ok(())
    })
}

/// Says that the root span ended; its decision and context belong to the trace for good.
///
/// @param tracer borrowed for the call.
/// @return `NULL_POINTER`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_end_root_span(
    tracer: *mut spanferry_tracer,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        ops::end_root_span(&tracer.tracer);
        Ok(())
    })
}

/// Says which span requests hang under from now on.
///
/// @param tracer borrowed for the call.
/// @param span_id borrowed for the call; 16 hexadecimal digits, or `{NULL, 0}` for none.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for an id that is malformed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_set_active_span(
    tracer: *mut spanferry_tracer,
    span_id: spanferry_str,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects.
        let tracer = unsafe { lent_by(tracer) }?;
        // SAFETY: the header obliges the caller for text.
        let text = unsafe { span_id.bytes() }?;
        let span_id = match text {
            [] => None,
            text => Some(SpanId::parse(text).ok_or(spanferry_status::InvalidArgument)?),
        };
        ops::set_active_span(&tracer.tracer, span_id);
        Ok(())
    })
}
