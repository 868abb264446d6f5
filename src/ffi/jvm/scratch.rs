//! Memory for one request, kept by each thread.

use std::cell::Cell;

/// Holds URL and headers of nearly every request.
const USUAL_INPUT: usize = 4 * 1024;
/// Holds the answer to every request with up to 8 kB of baggage.
const USUAL_OUTPUT: usize = 16 * 1024 + super::outgoing::HEAD;
/// More than this is given back after the call.
const MOST_KEPT: usize = 64 * 1024;

thread_local! {
    static KEPT: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// Two buffers, whose content is that of some earlier request.
pub(super) struct Scratch {
    pub(super) input: Vec<u8>,
    pub(super) output: Vec<u8>,
}

impl Scratch {
    /// Runs `body` with the memory of this thread, which is made at the first call. A call inside
    /// the call (a log sink that makes a request) gets memory of its own.
    pub(super) fn with<T>(body: impl FnOnce(&mut Self) -> T) -> T {
        let mut scratch = KEPT
            .try_with(Cell::take)
            .ok()
            .flatten()
            .unwrap_or_else(Self::new);
        let result = body(&mut scratch);
        if scratch.input.len() + scratch.output.len() <= MOST_KEPT {
            // The thread may be ending; then the memory goes now.
            let _ = KEPT.try_with(|kept| kept.set(Some(scratch)));
        }
        result
    }

    fn new() -> Box<Self> {
        Box::new(Self {
            input: vec![0; USUAL_INPUT],
            output: vec![0; USUAL_OUTPUT],
        })
    }
}

/// At least `len` bytes of a buffer.
pub(super) fn room(buffer: &mut Vec<u8>, len: usize) -> &mut [u8] {
    if buffer.len() < len {
        buffer.resize(len, 0);
    }
    buffer.get_mut(..len).unwrap_or_default()
}
