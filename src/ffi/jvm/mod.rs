//! The JNI door: static natives of the Kotlin class `dev.spanferry.core.NativeTracer`.
//!
//! # What crosses
//! * **A tracer is a number** that names a place in a [table](handles). A number of a tracer that was
//!   closed, or that never was one, is looked up like any other and not found: it is an
//!   `IllegalStateException`, never a pointer that is followed.
//! * **Text is a byte array**, UTF-8 inwards and outwards; header values are ASCII. JNI's own string
//!   functions cost more and cannot carry every `String`.
//! * **Headers are one block**: for each line the length of the name (16 bits, little-endian), the
//!   length of the value (32 bits), the name, the value.
//! * **A request costs two copies**: [`outgoing`] reads URL and headers out of one reused array and
//!   writes the answer over them, with the layout of `spanferry_outgoing` in the C header.
//!
//! # What is thrown
//! `IllegalStateException` for a closed tracer, `IllegalArgumentException` for a mistake in the
//! calling program or its options, `RuntimeException` for a fault of ours: a panic goes no further
//! than the call in which it happened. No exception is left pending in any other case, and one that
//! a callback throws is logged and forgotten.

#![expect(
    unreachable_pub,
    reason = "native methods are found by their exported names"
)]

mod array;
mod bytes;
mod call;
mod callback;
mod handles;
mod headers;
mod info;
mod listener;
mod log;
mod outgoing;
mod page;
#[cfg(spanferry_test_panic)]
mod panics;
mod read;
mod scratch;
mod trace;
mod tracer;
