//! What must hold for every input: one module for each fuzz target.
//!
//! `fuzz_targets` hands these checks to libFuzzer; `tests/corpus.rs` of the library runs them on
//! the committed inputs, so that what fuzzing once found stays fixed. A check panics when its claim
//! is false.

mod expression;
mod input;
mod machines;
mod percent;
mod push;
mod request;
mod seeded;
mod sendable;
mod setup;

pub mod baggage;
pub mod capi;
pub mod continuation;
pub mod decision;
pub mod dsn;
pub mod json;
pub mod matcher;
pub mod meta;
pub mod options;
pub mod pattern;
pub mod sentry_trace;
pub mod snapshot;
pub mod traceparent;
pub mod tracer;
pub mod url;

/// Takes an input of its target, whatever bytes those are.
pub type Check = fn(&[u8]);

/// Every target by name.
pub const TARGETS: [(&str, Check); 15] = [
    ("baggage", baggage::check),
    ("capi", capi::check),
    ("continuation", continuation::check),
    ("decision", decision::check),
    ("dsn", dsn::check),
    ("json", json::check),
    ("matcher", matcher::check),
    ("meta", meta::check),
    ("options", options::check),
    ("pattern", pattern::check),
    ("sentry_trace", sentry_trace::check),
    ("snapshot", snapshot::check),
    ("traceparent", traceparent::check),
    ("tracer", tracer::check),
    ("url", url::check),
];
