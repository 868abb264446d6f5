//! The core: protocol, decisions and state, without unsafe code, FFI, clock, I/O or globals.
//!
//! Modules in the order in which a header passes through them:
//!
//! ```text
//! incoming headers -> wire (parse) -> continuation -> state (Tracer) <-> snapshot <-> webview
//! request URL -> targets -> outgoing (span id, merge) -> wire (format) -> headers
//! ```

pub mod config;
pub mod continuation;
pub mod dsc;
pub mod dsn;
pub mod entropy;
pub mod error;
pub mod explain;
pub mod ids;
pub mod json;
pub mod options;
pub mod outgoing;
pub mod reason;
pub mod sampling;
pub mod snapshot;
pub mod state;
mod swar;
pub mod targets;
pub mod wire;
