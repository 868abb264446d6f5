//! The C ABI, from which `include/spanferry/spanferry.h` is generated.
//!
//! The doc comments of exported items *are* the manual of a C reader, so they speak C: `NULL`,
//! `SPANFERRY_STATUS_OK`. The contract that all functions share stands at the top of the header
//! (`cbindgen.toml`) and, longer, in `docs/FFI.md`. What it means here:
//!
//! * **Nothing unwinds into C.** Each body runs inside `guard`; a panic becomes a status or a
//!   documented fallback.
//! * **Ownership is a type.** A `Box` or an `Arc` crosses as `handle` says, once for each type, so
//!   that a call site cannot free one the wrong way. A borrowed handle is `Option<&T>`.
//! * **Every pointer is checked** for `NULL` where it comes in: `text`, `out`, `sized`.
//! * **Results are written on success only**, by `out::Out`.
//! * **Numbers that stand for enums come as `u32`** and are converted by the core's `from_number`.
//! * Functions are written out, never made by macros: cbindgen does not see those.
//!
//! The items have C spelling in Rust too, because cbindgen matches types by their last name alone.

#![expect(
    non_camel_case_types,
    reason = "cbindgen matches types by last name, so they carry the C prefix"
)]
#![expect(
    clippy::missing_safety_doc,
    reason = "the header states the safety contract once, for all functions"
)]

mod status;
mod text;

mod version;

mod names;

mod error;
mod options;
mod rules;
mod sampler;

mod tracer;

mod trace;

mod page;

mod headers;
mod outgoing;
mod read;

mod listener;
mod log;

mod guard;
mod handle;
mod out;
/// cbindgen:ignore
#[cfg(spanferry_test_panic)]
mod panics;
mod sized;
mod user;

pub use error::*;
pub use headers::*;
pub use listener::*;
pub use log::*;
pub use names::*;
pub use options::*;
pub use outgoing::*;
pub use page::*;
pub use read::*;
pub use rules::*;
pub use sampler::*;
pub use status::*;
pub use text::*;
pub use trace::*;
pub use tracer::*;
pub use user::*;
pub use version::*;
