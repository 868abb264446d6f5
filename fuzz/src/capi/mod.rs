//! The C door, fed as a C program feeds it: raw pointers, lengths, structures and numbers.
//!
//! Nothing may panic behind the door either: a caught panic would be the status `Internal`.

mod buffer;
mod headers;
mod lent;
mod options;
mod outgoing;

use super::input::Input;
use lent::{Headers, Text};
use options::Options;
use spanferry::ffi::capi::*;
use std::ptr;

const MAX_OPERATIONS: usize = 24;

/// Takes options, then operations: a letter each, and what it needs.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let options = Options::new(&mut input);
    let Some(door) = Door::new(options.lent()) else {
        return;
    };
    for _ in 0..MAX_OPERATIONS {
        if input.is_empty() {
            break;
        }
        let status = operate(&mut input, &door, &options);
        assert_ne!(status, spanferry_status::Internal);
    }
}

/// A tracer that is freed.
pub struct Door(*mut spanferry_tracer);

impl Door {
    /// `None` when the options are refused; without options the tracer attaches nothing.
    fn new(options: Option<&spanferry_options>) -> Option<Self> {
        let (mut tracer, mut error) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: the places outlive the call.
        let status = unsafe { spanferry_tracer_new(options, &mut tracer, &mut error) };
        options::assert_error(status, error);
        assert_eq!(tracer.is_null(), status != spanferry_status::Ok);
        (!tracer.is_null()).then_some(Self(tracer))
    }

    /// What functions take that only read.
    fn lent(&self) -> Option<&spanferry_tracer> {
        // SAFETY: freed on drop alone.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        // SAFETY: the one reference that was handed out.
        unsafe { spanferry_tracer_free(self.0) };
    }
}

/// Each operation with numbers that may mean nothing.
fn operate(input: &mut Input<'_>, door: &Door, options: &Options) -> spanferry_status {
    let operation = input.byte();
    let (number, now_ms) = (
        u32::from(input.byte() & 15),
        u64::from(input.byte()) * 7_500,
    );
    let mut told = u32::MAX;
    // SAFETY: whatever is lent outlives the call, and the tracer lives as long as the door.
    let status = unsafe {
        match operation {
            b'n' => spanferry_tracer_start_new_trace(door.0, number, now_ms),
            b'i' => return continue_trace(input, door, now_ms),
            b'm' => {
                let html = Text::new(input.line());
                spanferry_tracer_continue_from_meta(door.0, html.str, now_ms, &mut told)
            }
            b'a' | b'p' | b'l' => return of_page(operation, number, now_ms, input, door),
            b'b' => {
                let (name, source) = (Text::new(input.line()), Text::new(input.line()));
                spanferry_tracer_begin_root_span(door.0, name.str, source.str)
            }
            b'e' => spanferry_tracer_end_root_span(door.0),
            b's' => {
                let span = Text::new(input.line());
                spanferry_tracer_set_active_span(door.0, span.str)
            }
            b'c' => spanferry_tracer_configure(door.0, options.lent(), ptr::null_mut()),
            b'd' => return detach(input, door),
            b'r' => return read(input, door),
            _ => {
                outgoing::check(input, door);
                spanferry_status::Ok
            }
        }
    };
    assert!(
        status == spanferry_status::Ok || told == u32::MAX,
        "nothing is told on failure"
    );
    status
}

fn continue_trace(input: &mut Input<'_>, door: &Door, now_ms: u64) -> spanferry_status {
    let headers = Headers::new(&input.headers());
    let mut reason = u32::MAX;
    // SAFETY: the headers and the place outlive the call.
    let status = unsafe {
        spanferry_tracer_continue_trace(door.0, headers.first(), headers.len(), now_ms, &mut reason)
    };
    assert_eq!(status != spanferry_status::Ok, headers.is_wrong);
    assert_eq!(reason == u32::MAX, headers.is_wrong);
    status
}

/// What a page says; the same texts for each.
fn of_page(
    operation: u8,
    number: u32,
    now_ms: u64,
    input: &mut Input<'_>,
    door: &Door,
) -> spanferry_status {
    let (webview, page) = (Text::new(input.line()), Text::new(input.line()));
    let mut outcome = u32::MAX;
    // SAFETY: the texts and the place outlive the call.
    let status = unsafe {
        match operation {
            b'a' => return spanferry_tracer_attach(door.0, webview.str, page.str, now_ms),
            b'p' => {
                let json = Text::new(input.line());
                spanferry_tracer_adopt(
                    door.0,
                    webview.str,
                    page.str,
                    json.str,
                    now_ms,
                    &mut outcome,
                )
            }
            _ => spanferry_tracer_lifecycle(
                door.0,
                number,
                webview.str,
                page.str,
                now_ms,
                &mut outcome,
            ),
        }
    };
    assert_eq!(status == spanferry_status::Ok, outcome != u32::MAX);
    status
}

fn detach(input: &mut Input<'_>, door: &Door) -> spanferry_status {
    let headers = Headers::new(&input.headers());
    let mut scope = ptr::null_mut();
    // SAFETY: the headers and the places outlive the call.
    let status = unsafe {
        let (first, n) = (headers.first(), headers.len());
        spanferry_tracer_detach(door.lent(), first, n, &mut scope, ptr::null_mut())
    };
    assert_eq!(scope.is_null(), headers.is_wrong);
    drop((!scope.is_null()).then(|| Door(scope)));
    status
}

/// Every text that a tracer gives, and the headers of its trace.
fn read(input: &mut Input<'_>, door: &Door) -> spanferry_status {
    let url = Text::new(input.line());
    // SAFETY: the buffers outlive the calls; `buffer::read` says their true size.
    unsafe {
        let tracer = door.lent();
        buffer::read(|buf, cap, len| spanferry_tracer_snapshot(tracer, buf, cap, len));
        buffer::read(|buf, cap, len| spanferry_tracer_meta_tags(tracer, buf, cap, len));
        let text =
            buffer::read(|buf, cap, len| spanferry_tracer_explain(tracer, url.str, buf, cap, len));
        assert_eq!(text.is_none(), url.is_wrong);
    }
    trace_data(door)
}

fn trace_data(door: &Door) -> spanferry_status {
    let mut set = ptr::null_mut();
    // SAFETY: the place outlives the call.
    let status = unsafe { spanferry_tracer_trace_data(door.lent(), &mut set) };
    // SAFETY: a set that was handed out is a box.
    let set = unsafe { Box::from_raw(set) };
    for (_, value) in headers::all(&set) {
        super::sendable::assert_sendable(&value);
    }
    spanferry_headers_free(Some(set));
    status
}
