//! The grammar of the headers: parse, format, limits. No decisions, no state.
//!
//! Everything here follows the JavaScript SDK byte for byte, because the webview runs it and both
//! layers must write the same headers. Inputs are raw bytes: whoever calls has them from the
//! network.

pub mod baggage;
pub mod merge;
pub mod meta;
pub mod number;
pub mod pairs;
pub mod percent;
mod plain;
pub mod sentry_trace;
pub mod traceparent;
pub mod whitespace;

/// Compares names of headers without case; most are written as we write them.
pub(crate) fn is_name(name: &[u8], wanted: &str) -> bool {
    name == wanted.as_bytes() || name.eq_ignore_ascii_case(wanted.as_bytes())
}
