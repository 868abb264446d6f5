//! Requests that are about to leave: the decision, and the header values in one buffer.

use std::ffi::c_char;

use super::handle::lent;
use super::headers::{Lines, lines, spanferry_header, spanferry_headers};
use super::out::Out;
use super::sized::{Sized32, borrow, check};
use super::{guard, spanferry_status, spanferry_str, spanferry_tracer};
use crate::ffi::ops::{self, Decision};
use crate::trace::outgoing::{BufferTooSmall, Outgoing, Policy, Request};

/// What to do with trace headers that a request has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_policy {
    /// A `sentry-trace` means that another layer did the work: nothing changes.
    Keep = 0,
    /// The trace headers are rewritten, one line each; where the request must not carry the trace,
    /// those of our trace are taken away.
    Replace = 1,
}

/// What a request gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_decision {
    /// Leave the request alone.
    Leave = 0,
    /// The request carries the trace.
    Attach = 1,
    /// Headers of our trace are taken away from a request that must not carry it.
    Strip = 2,
}

/// Flag of a request: draw a span id for it, which then stands in its `sentry-trace`.
///
/// Only for a caller that reports a span with that id; one that nobody reports breaks the tree on
/// the servers.
pub const SPANFERRY_REQUEST_FRESH_SPAN: u32 = 1;

/// Bit of `set` and `remove`: the header `sentry-trace`.
pub const SPANFERRY_HEADER_SENTRY_TRACE: u32 = 1;
/// Bit of `set` and `remove`: the header `baggage`.
pub const SPANFERRY_HEADER_BAGGAGE: u32 = 2;
/// Bit of `set` and `remove`: the header `traceparent`.
pub const SPANFERRY_HEADER_TRACEPARENT: u32 = 4;

/// A request that is about to leave; filled in by the caller, may grow at its end.
#[derive(Debug, Clone, Copy)]
#[repr(C)]
pub struct spanferry_request {
    /// The size of this structure in bytes: `sizeof(spanferry_request)`.
    pub size: u32,
    /// A `spanferry_policy`; 0 keeps.
    pub policy: u32,
    /// `SPANFERRY_REQUEST_FRESH_SPAN` or 0.
    pub flags: u32,
    /// 0.
    pub reserved: u32,
    /// The URL as the program has it; any bytes.
    pub url: spanferry_str,
    /// The headers that the request has, all of them or those of the trace; `NULL` for none.
    pub existing: *const spanferry_header,
    /// The number of headers.
    pub existing_len: usize,
}

/// What to do with a request: take away every line of the names in `remove`, without regard to
/// case, then set those in `set`. Both 0: leave the request alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct spanferry_outgoing {
    /// The size of this structure in bytes, filled in by the caller: `sizeof(spanferry_outgoing)`.
    pub size: u32,
    /// A `spanferry_decision`.
    pub decision: u32,
    /// A `spanferry_reason`.
    pub reason: u32,
    /// The headers to set: bits 0, 1, 2 for `sentry-trace`, `baggage`, `traceparent`.
    pub set: u32,
    /// The headers to take away first; contains `set`.
    pub remove: u32,
    /// The lengths of the three values, which stand in the buffer one after the other.
    pub len: [u32; 3],
    /// The sum of the lengths; the length needed when the buffer is too small.
    pub total: u32,
    /// 0.
    pub reserved: u32,
    /// The revision of the state that decided.
    pub revision: u64,
}

const _: () = {
    assert!(size_of::<spanferry_outgoing>() == 48);
    assert!(std::mem::offset_of!(spanferry_outgoing, len) == 20);
    assert!(std::mem::offset_of!(spanferry_outgoing, total) == 32);
    assert!(std::mem::offset_of!(spanferry_outgoing, revision) == 40);
    assert!(std::mem::offset_of!(spanferry_request, url) == 16);
};

// SAFETY: `#[repr(C)]` and begins with a u32.
unsafe impl Sized32 for spanferry_request {
    #[expect(clippy::cast_possible_truncation, reason = "a few dozen bytes")]
    const FIRST: u32 = size_of::<Self>() as u32;
}

// SAFETY: `#[repr(C)]` and begins with a u32.
unsafe impl Sized32 for spanferry_outgoing {
    const FIRST: u32 = 48;
}

/// Decides about a request and writes its header values into the caller's buffer, in one call.
///
/// The values of the three headers stand in `buf` one after the other, without names, separators or
/// NUL. 16,384 bytes are enough unless the request has more than 8 kB of baggage (a byte beyond ASCII
/// counts as three). Takes no lock. For an ordinary URL it allocates nothing, but for the first call
/// after a change, which writes the baggage for all later ones.
///
/// @param tracer borrowed for the call.
/// @param request borrowed for the call; its text must not overlap `buf`.
/// @param buf written on success; may be `NULL` when `cap` is 0.
/// @param cap the size of `buf` in bytes.
/// @param out written on success, but for its `size`; on `BUFFER_TOO_SMALL` only its `total`.
/// @return `NULL_POINTER`, `INVALID_SIZE`, `INVALID_ARGUMENT` for a policy, flag or reserved field
/// that is not known, `BUFFER_TOO_SMALL`.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_outgoing(
    tracer: Option<&spanferry_tracer>,
    request: *const spanferry_request,
    buf: *mut c_char,
    cap: usize,
    out: *mut spanferry_outgoing,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for structures and for buffers.
        let (request, place, buffer) =
            unsafe { (read_request(request)?, Place::new(out)?, buffer(buf, cap)?) };
        let outgoing = ops::outgoing(&tracer.tracer, &request, buffer);
        place.set(outgoing)
    })
}

/// Decides about a request and gives its headers as a set; the simple form, which allocates.
///
/// @param tracer borrowed for the call.
/// @param request borrowed for the call.
/// @param headers_out written on success; owned by the caller (free with `spanferry_headers_free`).
/// It holds no header when the request is to be left alone.
/// @return `NULL_POINTER`, `INVALID_SIZE`, `INVALID_ARGUMENT` for a policy, flag or reserved field
/// that is not known.
#[must_use]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_tracer_outgoing_headers(
    tracer: Option<&spanferry_tracer>,
    request: *const spanferry_request,
    headers_out: *mut *mut spanferry_headers,
) -> spanferry_status {
    guard::status(|| {
        let tracer = lent(tracer)?;
        // SAFETY: the header obliges the caller for structures and for places of results.
        let (request, out) = unsafe { (read_request(request)?, Out::required(headers_out)?) };
        let mut buffer = vec![0; USUAL_LEN];
        let outgoing = loop {
            match ops::outgoing(&tracer.tracer, &request, &mut buffer) {
                Ok(outgoing) => break outgoing,
                // The trace may change in between, and then need more.
                Err(BufferTooSmall { needed }) => buffer.resize(needed, 0),
            }
        };
        out.give(spanferry_headers::of_request(&outgoing, &buffer));
        Ok(())
    })
}

/// Holds the headers of nearly every request.
const USUAL_LEN: usize = 2048;

/// # Safety
/// As [`borrow`], and the texts and headers of the structure stay as they are while `'a` lasts.
unsafe fn read_request<'a>(
    request: *const spanferry_request,
) -> Result<Request<'a, Lines<'a>>, spanferry_status> {
    // SAFETY: the caller's promise is passed on.
    let request = unsafe { borrow(request) }?;
    let policy = match request.policy {
        0 => Policy::Keep,
        1 => Policy::Replace,
        _ => return Err(spanferry_status::InvalidArgument),
    };
    if request.flags & !SPANFERRY_REQUEST_FRESH_SPAN != 0 || request.reserved != 0 {
        return Err(spanferry_status::InvalidArgument);
    }
    Ok(Request {
        // SAFETY: the caller's promise is passed on.
        url: unsafe { request.url.bytes() }?,
        // SAFETY: as above.
        existing: unsafe { lines(request.existing, request.existing_len) }?,
        policy,
        fresh_span: request.flags & SPANFERRY_REQUEST_FRESH_SPAN != 0,
    })
}

/// The caller's buffer; it may be uninitialised, and the core writes before it reads.
///
/// # Safety
/// `buf` is `NULL` or has `cap` bytes that nobody else uses while `'a` lasts.
unsafe fn buffer<'a>(buf: *mut c_char, cap: usize) -> Result<&'a mut [u8], spanferry_status> {
    if cap == 0 {
        return Ok(&mut []);
    }
    if buf.is_null() {
        return Err(spanferry_status::NullPointer);
    }
    if isize::try_from(cap).is_err() {
        return Err(spanferry_status::InvalidArgument);
    }
    // SAFETY: not NULL, not longer than an object can be; the rest is the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts_mut(buf.cast(), cap) })
}

/// The caller's structure for the answer.
struct Place {
    size: u32,
    out: Out<spanferry_outgoing>,
    total: Out<u32>,
}

impl Place {
    /// # Safety
    /// As [`check`], and the structure may be written until the call returns.
    unsafe fn new(out: *mut spanferry_outgoing) -> Result<Self, spanferry_status> {
        // SAFETY: the caller's promise is passed on.
        let size = unsafe { check(out.cast_const()) }?;
        // SAFETY: as above; `check` found that all of the structure is there.
        unsafe {
            let total = Out::required(&raw mut (*out).total)?;
            let out = Out::required(out)?;
            Ok(Self { size, out, total })
        }
    }

    fn set(self, outgoing: Result<Outgoing, BufferTooSmall>) -> Result<(), spanferry_status> {
        match outgoing {
            Ok(outgoing) => {
                self.out.set(answer(&outgoing, self.size));
                Ok(())
            }
            Err(too_small) => {
                self.total.set(length(too_small.needed));
                Err(spanferry_status::BufferTooSmall)
            }
        }
    }
}

fn answer(outgoing: &Outgoing, size: u32) -> spanferry_outgoing {
    spanferry_outgoing {
        size,
        decision: Decision::of(outgoing) as u32,
        reason: outgoing.reason as u32,
        set: outgoing.set.0,
        remove: outgoing.remove.0,
        len: outgoing.lens.map(length),
        total: length(outgoing.total()),
        reserved: 0,
        revision: outgoing.revision,
    }
}

/// A length as 32 bits; the core writes no value that is longer.
fn length(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}
