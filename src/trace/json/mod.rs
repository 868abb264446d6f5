//! JSON, as little of it as layers exchange: options, snapshots, explanations.
//!
//! Own code, because a general library costs a tenth of the shipped size and its tree of values
//! multiplies a hostile text by a hundred. Reading is strict (RFC 8259), one pass, limited in depth;
//! tests hold it to `serde_json`.

mod reader;
mod value;
mod writer;

pub use reader::{Malformed, parse};
pub use value::Value;
pub use writer::Writer;
