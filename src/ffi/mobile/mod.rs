//! The UniFFI door: objects and records for Swift, and optionally for Kotlin through JNA.
//!
//! # What crosses
//! * **A tracer is an object**, `Send + Sync`; it is given up when the last reference to it goes.
//! * **Options, snapshots and explanations are JSON**, which only the core reads and writes.
//! * **Answers are immutable records**; enumerations have the numbers of the C header.
//!
//! # What is thrown
//! Every call may throw: [`error::NativeError`] for a mistake in the calling program or its options,
//! and UniFFI's own internal error for a panic, which goes no further than the call in which it
//! happened. UniFFI would end the process for a panic in a call that declares no error, so each
//! declares one.

// The attribute macro wraps what it exports: references are lifted and dropped there.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "UniFFI's macros make public items without documentation, and hand over owned values"
)]

mod enums;
mod error;
mod info;
mod listener;
mod log;
mod outgoing;
mod page;
#[cfg(spanferry_test_panic)]
mod panics;
mod pointer;
mod records;
mod trace;
mod tracer;
