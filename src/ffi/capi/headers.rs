//! Headers in both directions: lines that a caller has, and sets that it gets.

use super::out::Out;
use super::{guard, spanferry_status, spanferry_str};
use crate::trace::continuation::Incoming;
use crate::trace::outgoing::{Outgoing, TraceData};

/// One header line that a request or message has.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct spanferry_header {
    /// The name; letters are compared without case.
    pub name: spanferry_str,
    /// The value; any bytes.
    pub value: spanferry_str,
}

/// A set of headers that belong together, with `sentry-trace`, `baggage`, `traceparent` in this
/// order.
///
/// Immutable; may be read from any thread.
pub struct spanferry_headers {
    entries: Vec<(&'static str, Option<String>)>,
}

impl spanferry_headers {
    /// The headers for any carrier.
    pub(super) fn of(data: &TraceData) -> Self {
        let present = data.present();
        Self {
            entries: present
                .map(|(name, value)| (name, Some(value.to_owned())))
                .collect(),
        }
    }

    /// The headers of a request, out of the buffer that they were written to.
    pub(super) fn of_request(outgoing: &Outgoing, buffer: &[u8]) -> Self {
        let headers = outgoing.headers(buffer);
        Self {
            entries: headers
                .map(|(name, value)| (name, value.map(str::to_owned)))
                .collect(),
        }
    }
}

/// Gives one header of a set; count up from 0 until it says false.
///
/// From `spanferry_tracer_outgoing_headers` each entry means: take away every line of that name,
/// then set the value; a value with `data` `NULL` means only to take away.
///
/// @param headers borrowed for the call.
/// @param i the place in the set.
/// @param name_out written when there is such a header; valid until the set is freed.
/// @param value_out written when there is such a header; valid until the set is freed.
/// @return false past the end, and when a pointer is `NULL`; then nothing is written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_headers_get(
    headers: Option<&spanferry_headers>,
    i: usize,
    name_out: *mut spanferry_str,
    value_out: *mut spanferry_str,
) -> bool {
    guard::guard(false, || {
        // SAFETY: the header obliges the caller for places of results.
        let places = unsafe { (Out::optional(name_out), Out::optional(value_out)) };
        let (Some(name_out), Some(value_out)) = places else {
            return false;
        };
        let Some((name, value)) = headers.and_then(|headers| headers.entries.get(i)) else {
            return false;
        };
        name_out.set(spanferry_str::of(name));
        let value = value.as_deref().map(spanferry_str::of);
        value_out.set(value.unwrap_or(spanferry_str::NONE));
        true
    })
}

/// Frees a set of headers; `NULL` is nothing.
///
/// @param headers given up; names and values from it must not be used again.
#[unsafe(no_mangle)]
pub extern "C" fn spanferry_headers_free(headers: Option<Box<spanferry_headers>>) {
    guard::guard((), || drop(headers));
}

/// Name and value of header lines that were checked.
#[derive(Clone)]
pub(super) struct Lines<'a>(std::slice::Iter<'a, spanferry_header>);

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let header = self.0.next()?;
        // SAFETY: `lines` checked every text, and its caller promised that they stay for `'a`.
        let name = unsafe { header.name.bytes() }.unwrap_or_default();
        // SAFETY: as above.
        let value = unsafe { header.value.bytes() }.unwrap_or_default();
        Some((name, value))
    }
}

/// Checks the caller's header lines.
///
/// # Safety
/// `first` is `NULL` or points to `n` headers whose texts are as [`spanferry_str::bytes`] asks, for
/// as long as `'a` lasts.
pub(super) unsafe fn lines<'a>(
    first: *const spanferry_header,
    n: usize,
) -> Result<Lines<'a>, spanferry_status> {
    if n == 0 {
        return Ok(Lines([].iter()));
    }
    if first.is_null() {
        return Err(spanferry_status::NullPointer);
    }
    if n > isize::MAX as usize / size_of::<spanferry_header>() {
        return Err(spanferry_status::InvalidArgument);
    }
    // SAFETY: not NULL, not more than an object can hold; the rest is the caller's promise.
    let headers = unsafe { std::slice::from_raw_parts(first, n) };
    for header in headers {
        // SAFETY: the caller's promise is passed on.
        unsafe { (header.name.bytes()?, header.value.bytes()?) };
    }
    Ok(Lines(headers.iter()))
}

/// The trace in header lines.
pub(super) fn incoming(headers: Lines<'_>) -> Incoming {
    Incoming::from_headers(headers)
}
