//! One distributed trace for every part of a Capacitor app.
//!
//! spanferry holds the trace of an app, decides which requests carry it and writes the
//! `sentry-trace`, `baggage` and `traceparent` headers, so that webview JavaScript, Kotlin, Swift
//! and C all send the same trace with the same bytes.
//!
//! ```text
//! incoming headers -> wire (parse) -> continuation: Continue | StartNew(reason) -> state (Tracer) <-> snapshot <-> webview
//! request URL -> targets: attach? -> outgoing (span id, merge) -> wire (format) -> headers -> native HTTP call
//! ```
//!
//! [`trace`] is the pure core: no unsafe code, no FFI, no clock, no I/O, no globals. The doors in
//! `ffi` are thin adapters over it.

#![deny(unsafe_code)]

pub mod ffi;
pub mod system;
#[forbid(unsafe_code)]
pub mod trace;
