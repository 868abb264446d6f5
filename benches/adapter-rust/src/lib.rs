//! Benchmark programs that speak one small protocol on their command line, so that any runner can
//! measure them together with others: `benches/README.md` describes it.
//!
//! [`suite`] holds the cases and runs them, [`measure`] asks the system for time and allocations,
//! [`inputs`] reads what the cases work on, [`out`] is the memory that headers are written into.

pub mod inputs;
pub mod measure;
pub mod out;
pub mod suite;
