//! A part of the test command: what it proves, what it needs, how it is run.

use crate::job::Job;
use crate::need::Need;
use anyhow::Result;

/// Which runs a part belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Depth {
    /// The Rust core alone: seconds, no tools beyond cargo. Also part of the fuller runs.
    Core,
    /// The default run.
    Full,
    /// Only `cargo xtask test long`.
    Long,
}

/// One line of the test report.
pub(crate) struct Part {
    /// One word, unique, as given to `cargo xtask test`.
    pub(crate) name: &'static str,
    /// One line that says what is true if the part passes.
    pub(crate) proves: &'static str,
    pub(crate) depth: Depth,
    pub(crate) needs: &'static [Need],
    pub(crate) run: fn(&mut Job) -> Result<()>,
}
