//! Requests that are about to leave: one call, one array, two copies.

use jni::EnvUnowned;
use jni::objects::{JByteArray, JClass};
use jni::sys::{jint, jlong};

use super::array::Array;
use super::call::{Failure, bare};
use super::handles;
use super::headers::Lines;
use super::scratch::{Scratch, room};
use crate::ffi::ops::{self, Decision};
use crate::trace::outgoing::{BufferTooSmall, Outgoing, Policy, Request};

/// The length of what stands before the values: `spanferry_outgoing` of the C header, little-endian.
pub(super) const HEAD: usize = 48;

/// Flag of a request: draw a span id for it. The same bit as in C.
const FRESH_SPAN: jint = 1;

/// `outgoing(long, byte[], int, int, int, int): int`: decides about a request.
///
/// `buffer` holds `url_len` bytes of URL and `headers_len` bytes of header block. After the call it
/// holds 48 bytes and the values, and their length is returned. A negative number is the length that
/// the array must have, times -1: then nothing was written. Allocates nothing, unless URL and headers
/// have more than 4 kB or the values more than 16.
#[unsafe(no_mangle)]
pub extern "system" fn Java_dev_spanferry_core_NativeTracer_outgoing<'l>(
    env: EnvUnowned<'l>,
    _: JClass<'l>,
    handle: jlong,
    buffer: JByteArray<'l>,
    url_len: jint,
    headers_len: jint,
    policy: jint,
    flags: jint,
) -> jint {
    bare(env, |env| {
        let question = Question::new(url_len, headers_len, policy, flags)?;
        let array = Array::new(env, &buffer)?;
        if question.len() > array.len() {
            return Err(Failure::Argument("lengths beyond the array"));
        }
        Scratch::with(|scratch| {
            let input = room(&mut scratch.input, question.len());
            array.read(input)?;
            match question.answer(handle, input, &mut scratch.output, array.len())? {
                Ok(len) => {
                    array.write(scratch.output.get(..len).unwrap_or_default())?;
                    Ok(length(len))
                }
                Err(BufferTooSmall { needed }) => Ok(-length(needed)),
            }
        })
    })
}

/// What Java asks, checked.
struct Question {
    url_len: usize,
    headers_len: usize,
    policy: Policy,
    fresh_span: bool,
}

impl Question {
    fn new(url: jint, headers: jint, policy: jint, flags: jint) -> Result<Self, Failure> {
        let len = |len| usize::try_from(len).map_err(|_| Failure::Argument("a negative length"));
        let policy = match policy {
            0 => Policy::Keep,
            1 => Policy::Replace,
            _ => return Err(Failure::Argument("a policy that is not known")),
        };
        if flags & !FRESH_SPAN != 0 {
            return Err(Failure::Argument("a flag that is not known"));
        }
        Ok(Self {
            url_len: len(url)?,
            headers_len: len(headers)?,
            policy,
            fresh_span: flags & FRESH_SPAN != 0,
        })
    }

    fn len(&self) -> usize {
        self.url_len.saturating_add(self.headers_len)
    }

    /// Writes the answer into `output` and returns its length, or how long the array must be.
    fn answer(
        &self,
        handle: jlong,
        input: &[u8],
        output: &mut Vec<u8>,
        array_len: usize,
    ) -> Result<Result<usize, BufferTooSmall>, Failure> {
        let (url, block) = input.split_at_checked(self.url_len).unwrap_or_default();
        let request = Request {
            url,
            existing: Lines::new(block)?,
            policy: self.policy,
            fresh_span: self.fresh_span,
        };
        let answer = handles::table().with(handle, |tracer| {
            loop {
                // Never more than the array takes, so that what is written also fits there.
                let room = output.len().min(array_len);
                let (head, values) = output.split_at_mut_checked(HEAD).unwrap_or_default();
                let values = values
                    .get_mut(..room.saturating_sub(HEAD))
                    .unwrap_or_default();
                match ops::outgoing(tracer, &request, values) {
                    Ok(outgoing) if room >= HEAD => {
                        write_head(&outgoing, head);
                        return Ok(HEAD + outgoing.total());
                    }
                    Ok(_) => return Err(BufferTooSmall { needed: HEAD }),
                    Err(small) if small.needed.saturating_add(HEAD) > array_len => {
                        let needed = small.needed.saturating_add(HEAD);
                        return Err(BufferTooSmall { needed });
                    }
                    Err(small) => output.resize(small.needed.saturating_add(HEAD), 0),
                }
            }
        });
        answer.ok_or(Failure::Closed)
    }
}

fn write_head(outgoing: &Outgoing, head: &mut [u8]) {
    let [sentry_trace, baggage, traceparent] = outgoing.lens;
    let words = [
        u32::try_from(HEAD).unwrap_or(0),
        Decision::of(outgoing) as u32,
        outgoing.reason as u32,
        outgoing.set.0,
        outgoing.remove.0,
        word(sentry_trace),
        word(baggage),
        word(traceparent),
        word(outgoing.total()),
        0,
    ];
    for (place, word) in head.chunks_exact_mut(4).zip(words) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    if let Some(place) = head.last_chunk_mut() {
        *place = outgoing.revision.to_le_bytes();
    }
}

fn word(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

fn length(len: usize) -> jint {
    jint::try_from(len).unwrap_or(jint::MAX)
}
