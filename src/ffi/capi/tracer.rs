//! Tracers: made, shared, configured, detached.

use std::sync::{Arc, LazyLock};

use super::handle::{Counted, lent, lent_by};
use super::headers::{self, spanferry_header};
use super::out::Out;
use super::{guard, spanferry_error, spanferry_options, spanferry_status};
use crate::ffi::ops;
use crate::trace::state::tracer::Tracer;

/// Holds the trace of an app, decides which requests carry it, and writes their headers.
///
/// Counted: each pointer that a function gives away is one reference, freed once with
/// `spanferry_tracer_free`. All functions may be called on any thread, several at once. Times
/// (`now_ms`) are milliseconds of a monotonic clock of the host; a tracer uses the latest it was
/// told.
pub struct spanferry_tracer {
    pub(super) tracer: Tracer,
}

static SHARED: LazyLock<Arc<spanferry_tracer>> = LazyLock::new(|| {
    Arc::new(spanferry_tracer {
        tracer: ops::shared(),
    })
});

impl spanferry_tracer {
    /// A reference for a caller, who frees it.
    pub(crate) fn give(tracer: Tracer) -> *mut Self {
        Counted::give(Arc::new(Self { tracer }))
    }
}

/// Makes a tracer of its own, which nobody else sees.
///
/// @param options borrowed for the call; `NULL` makes a tracer that attaches nothing until it is
/// configured.
/// @param tracer_out written on success; owned by the caller (free with `spanferry_tracer_free`).
/// @param error_out may be `NULL`; written on `SPANFERRY_STATUS_INVALID_OPTION`, then owned by the
/// caller (free with `spanferry_error_free`).
/// @return `NULL_POINTER` for `tracer_out`, or `INVALID_OPTION`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_new(
    options: Option<&spanferry_options>,
    tracer_out: *mut *mut spanferry_tracer,
    error_out: *mut *mut spanferry_error,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for places of results.
        let (out, error) = unsafe { (Out::required(tracer_out)?, Out::optional(error_out)) };
        let options = options.map(|options| options.options.clone());
        let tracer = ops::new(options).map_err(|e| spanferry_error::report(&e, error))?;
        out.set(spanferry_tracer::give(tracer));
        Ok(())
    })
}

/// Gives the one tracer of the process, the same that Kotlin and Swift have.
///
/// It attaches nothing until somebody configures it.
///
/// @return owned by the caller (free with `spanferry_tracer_free`); `NULL` after an internal fault.
#[must_use]
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_tracer_shared() -> *mut spanferry_tracer {
    guard::guard(std::ptr::null_mut(), || Counted::give(SHARED.clone()))
}

/// Takes one more reference to a tracer.
///
/// @param tracer borrowed for the call; `NULL` gives `NULL`.
/// @return the same pointer, owned once more (free with `spanferry_tracer_free`).
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_retain(
    tracer: *const spanferry_tracer,
) -> *mut spanferry_tracer {
    // SAFETY: the header obliges the caller to hold a reference.
    guard::guard(std::ptr::null_mut(), || unsafe { Counted::retain(tracer) })
}

/// Frees one reference to a tracer; `NULL` is nothing.
///
/// With the last one the tracer goes, and with it its listeners.
///
/// @param tracer given up; it must not be used through this reference again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_free(tracer: *mut spanferry_tracer) {
    // SAFETY: the header obliges the caller to hold the reference that it gives up.
    guard::guard((), || unsafe { Counted::release(tracer) });
}

/// Puts options in force, whole or not at all; the trace goes on.
///
/// @param tracer borrowed for the call.
/// @param options borrowed for the call.
/// @param error_out may be `NULL`; written on `SPANFERRY_STATUS_INVALID_OPTION`, then owned by the
/// caller (free with `spanferry_error_free`).
/// @return `NULL_POINTER`, or `INVALID_OPTION`, after which the previous options stay in force.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_configure(
    tracer: *mut spanferry_tracer,
    options: Option<&spanferry_options>,
    error_out: *mut *mut spanferry_error,
) -> spanferry_status {
    guard::status(|| {
        // SAFETY: the header obliges the caller for objects and for places of results.
        let (tracer, error) = unsafe { (lent_by(tracer)?, Out::optional(error_out)) };
        let options = lent(options)?;
        ops::configure(&tracer.tracer, options.options.clone())
            .map_err(|e| spanferry_error::report(&e, error))?;
        Ok(())
    })
}

/// Makes a detached tracer: a copy for one job or message, which never touches the original.
///
/// @param tracer borrowed for the call.
/// @param in borrowed for the call; `n` headers of a message whose trace the copy continues, all
/// of them or the three. With none the copy carries on the current trace.
/// @param n the number of headers.
/// @param scope_out written on success; owned by the caller (free with `spanferry_tracer_free`).
/// @param reason_out may be `NULL`; a `spanferry_reason`: `CONTINUED`, or why a new trace started.
/// @return `NULL_POINTER`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_detach(
    tracer: Option<&spanferry_tracer>,
    r#in: *const spanferry_header,
    n: usize,
    scope_out: *mut *mut spanferry_tracer,
    reason_out: *mut u32,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for headers and for places of results.
        let (headers, out, reason_out) = unsafe {
            let out = Out::required(scope_out)?;
            (headers::lines(r#in, n)?, out, Out::optional(reason_out))
        };
        let incoming = (n > 0).then(|| headers::incoming(headers));
        let (scope, reason) = ops::detach(&tracer.tracer, incoming);
        out.set(spanferry_tracer::give(scope));
        if let Some(place) = reason_out {
            place.set(reason as u32);
        }
        Ok(())
    })
}
