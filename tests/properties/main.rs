//! What holds for every input: identity of parsing and writing, the byte rule, the contract of the
//! buffer, and bounds on memory and work.
//!
//! Inputs come from a small generator with a fixed seed, so that a failure repeats. The fuzz
//! targets in `fuzz/` look for inputs that nobody thought of; here stand the promises.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that panics fails, also in its helpers"
)]

mod bounds;
mod buffer;
mod bytes;
mod clock;
mod counting;
mod headers;
mod hostile;
mod parsers;
mod random;
mod time;
mod tracers;
