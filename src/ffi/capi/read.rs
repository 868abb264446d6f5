//! What a tracer says of its trace, as text in the caller's buffer.

use std::ffi::c_char;

use super::handle::lent;
use super::out::{Out, OutText};
use super::{guard, spanferry_headers, spanferry_status, spanferry_str, spanferry_tracer};
use crate::ffi::ops;

/// Writes the state as JSON: what another layer needs to take the trace over.
///
/// @param tracer borrowed for the call.
/// @param buf written on success, without a NUL; may be `NULL` when `cap` is 0.
/// @param cap the size of `buf` in bytes.
/// @param len_out the length of the text, also when the buffer is too small.
/// @return `NULL_POINTER`, `BUFFER_TOO_SMALL`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_snapshot(
    tracer: Option<&spanferry_tracer>,
    buf: *mut c_char,
    cap: usize,
    len_out: *mut usize,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for buffers.
        let out = unsafe { OutText::new(buf, cap, len_out) }?;
        out.set(&ops::snapshot(&tracer.tracer))
    })
}

/// Writes `sentry-trace` and `baggage` as HTML meta tags, for the head of a page; nothing when no
/// header is sent.
///
/// @param tracer borrowed for the call.
/// @param buf written on success, without a NUL; may be `NULL` when `cap` is 0.
/// @param cap the size of `buf` in bytes.
/// @param len_out the length of the text, also when the buffer is too small.
/// @return `NULL_POINTER`, `BUFFER_TOO_SMALL`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_meta_tags(
    tracer: Option<&spanferry_tracer>,
    buf: *mut c_char,
    cap: usize,
    len_out: *mut usize,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for buffers.
        let out = unsafe { OutText::new(buf, cap, len_out) }?;
        out.set(&ops::meta_tags(&tracer.tracer))
    })
}

/// Writes as JSON why a request carries the trace or not: the decision, the rule, one sentence.
///
/// @param tracer borrowed for the call.
/// @param url borrowed for the call; any bytes.
/// @param buf written on success, without a NUL; may be `NULL` when `cap` is 0.
/// @param cap the size of `buf` in bytes.
/// @param len_out the length of the text, also when the buffer is too small.
/// @return `NULL_POINTER`, `BUFFER_TOO_SMALL`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_explain(
    tracer: Option<&spanferry_tracer>,
    url: spanferry_str,
    buf: *mut c_char,
    cap: usize,
    len_out: *mut usize,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for text and for buffers.
        let (url, out) = unsafe { (url.bytes()?, OutText::new(buf, cap, len_out)?) };
        out.set(&ops::explain(&tracer.tracer, url))
    })
}

/// Gives the headers of the trace for any carrier: a WebSocket message, a queue, GraphQL.
///
/// @param tracer borrowed for the call.
/// @param headers_out written on success; owned by the caller (free with `spanferry_headers_free`).
/// It holds no header when nothing is sent.
/// @return `NULL_POINTER`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_trace_data(
    tracer: Option<&spanferry_tracer>,
    headers_out: *mut *mut spanferry_headers,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for places of results.
        let out = unsafe { Out::required(headers_out) }?;
        out.give(spanferry_headers::of(&ops::trace_data(&tracer.tracer)));
        Ok(())
    })
}
