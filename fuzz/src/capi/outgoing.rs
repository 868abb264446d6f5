//! Outgoing requests through the C door: the buffer and the owned set say the same.

use super::super::input::Input;
use super::super::sendable::assert_sendable;
use super::Door;
use super::lent::{Headers, Text};
use spanferry::ffi::capi::*;
use std::ptr;

const FILL: u8 = 0xAA;

/// Takes letters for size, policy and flags, a line with the URL, and header lines.
pub fn check(input: &mut Input<'_>, door: &Door) {
    let size = u32::try_from(size_of::<spanferry_request>()).expect("small");
    let size = input.pick(&[size, size, size, u32::MAX, size - 1, 0]);
    let (policy, flags) = (u32::from(input.byte() % 3), u32::from(input.byte() % 3));
    let (url, headers) = (Text::new(input.line()), Headers::new(&input.headers()));
    let request = spanferry_request {
        size,
        policy,
        flags,
        reserved: 0,
        url: url.str,
        existing: headers.first(),
        existing_len: headers.len(),
    };
    let is_wrong = url.is_wrong || headers.is_wrong || policy > 1 || flags > 1;
    let is_wrong = is_wrong || size < u32::try_from(size_of::<spanferry_request>()).expect("small");
    match written(door, &request) {
        Err(status) => assert!(is_wrong, "{status:?}"),
        Ok((outgoing, text)) => {
            assert!(!is_wrong);
            assert_sendable(&text);
            assert_same_as_headers(door, &request, &outgoing, &text);
        }
    }
}

fn empty() -> spanferry_outgoing {
    spanferry_outgoing {
        size: 48,
        decision: 7,
        reason: 7,
        set: 7,
        remove: 7,
        len: [7; 3],
        total: 0,
        reserved: 7,
        revision: 7,
    }
}

fn ask(
    door: &Door,
    request: &spanferry_request,
    buffer: &mut [u8],
    out: &mut spanferry_outgoing,
) -> spanferry_status {
    // SAFETY: the structures and the buffer outlive the call.
    unsafe {
        spanferry_tracer_outgoing(
            door.lent(),
            request,
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            out,
        )
    }
}

/// Asks without a buffer, then with exactly what that said is needed.
fn written(
    door: &Door,
    request: &spanferry_request,
) -> Result<(spanferry_outgoing, Vec<u8>), spanferry_status> {
    let mut out = empty();
    let status = ask(door, request, &mut [], &mut out);
    match status {
        spanferry_status::Ok => return Ok((out, Vec::new())),
        spanferry_status::BufferTooSmall => assert_eq!(
            out,
            spanferry_outgoing {
                total: out.total,
                ..empty()
            }
        ),
        _ => {
            assert_eq!(out, empty(), "a refused call writes nothing");
            return Err(status);
        }
    }
    let total = usize::try_from(out.total).expect("64 bits");
    let mut short = vec![FILL; total - 1];
    assert_eq!(
        ask(door, request, &mut short, &mut empty()),
        spanferry_status::BufferTooSmall
    );
    assert!(short.iter().all(|&byte| byte == FILL));
    let mut text = vec![FILL; total];
    assert_eq!(
        ask(door, request, &mut text, &mut out),
        spanferry_status::Ok
    );
    assert_eq!(out.total as usize, total);
    Ok((out, text))
}

fn assert_same_as_headers(
    door: &Door,
    request: &spanferry_request,
    outgoing: &spanferry_outgoing,
    text: &[u8],
) {
    assert_eq!(outgoing.set & outgoing.remove, outgoing.set);
    assert_eq!(outgoing.len.iter().sum::<u32>(), outgoing.total);
    let mut headers = ptr::null_mut();
    // SAFETY: the structure and the place outlive the call.
    let status = unsafe { spanferry_tracer_outgoing_headers(door.lent(), request, &mut headers) };
    assert_eq!(status, spanferry_status::Ok);
    // SAFETY: a set that was handed out is a box.
    let headers = unsafe { Box::from_raw(headers) };
    let values: usize = super::headers::all(&headers)
        .iter()
        .map(|(_, value)| value.len())
        .sum();
    assert_eq!(values, text.len());
    assert_eq!(
        super::headers::all(&headers).len(),
        outgoing.remove.count_ones() as usize
    );
    spanferry_headers_free(Some(headers));
}
