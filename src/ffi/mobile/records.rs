//! The records that cross.

use super::enums::{Decision, Reason};
use super::tracer::NativeTracer;
use crate::trace::continuation::Incoming;
use std::sync::Arc;

/// One header line.
#[derive(Debug, Clone, uniffi::Record)]
pub struct HeaderLine {
    /// The name, in any case.
    pub name: String,
    /// The value.
    pub value: String,
}

/// What to do with a request: take away every line of the names in `remove`, then set the headers
/// that are given.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OutgoingHeaders {
    /// The decision in one word.
    pub decision: Decision,
    /// Why.
    pub reason: Reason,
    /// Bits 0, 1, 2: `sentry-trace`, `baggage`, `traceparent` are taken away first.
    pub remove: u32,
    /// The revision of the state that decided.
    pub revision: u64,
    /// The value of `sentry-trace`, if it is set.
    pub sentry_trace: Option<String>,
    /// The value of `baggage`, if it is set.
    pub baggage: Option<String>,
    /// The value of `traceparent`, if it is set.
    pub traceparent: Option<String>,
}

/// A detached tracer, and what became of the headers that it was made with.
#[derive(uniffi::Record)]
pub struct Detached {
    /// The detached tracer.
    pub tracer: Arc<NativeTracer>,
    /// Whether it continues them, or why not.
    pub reason: Reason,
}

/// The trace in header lines.
pub(super) fn incoming(lines: &[HeaderLine]) -> Incoming {
    Incoming::from_headers(lines.iter().map(bytes))
}

/// A line as the core takes it.
pub(super) fn bytes(line: &HeaderLine) -> (&[u8], &[u8]) {
    (line.name.as_bytes(), line.value.as_bytes())
}
