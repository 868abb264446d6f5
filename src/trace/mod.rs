//! The core: protocol, decisions and state, without unsafe code, FFI, clock, I/O or globals.
//!
//! Modules in the order in which a header passes through them:
//!
//! ```text
//! incoming headers -> wire (parse) -> continuation -> state (Tracer) <-> snapshot <-> webview
//! request URL -> targets -> outgoing (span id, merge) -> wire (format) -> headers
//! ```

pub mod dsn;
pub mod entropy;
pub mod error;
pub mod ids;
pub mod reason;
pub mod targets;
pub mod wire;
