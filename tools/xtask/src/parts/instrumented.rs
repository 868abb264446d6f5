//! The Rust tests on a build that watches itself: AddressSanitizer and ThreadSanitizer.
//!
//! The standard library is built with the same sanitizer: without that ThreadSanitizer sees false
//! races, and AddressSanitizer misses what happens inside std's own code.

use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::{repo, rustup};
use anyhow::{Context, Result};

pub(super) const ADDRESS: Part = Part {
    name: "rust-asan",
    proves: "the library's Rust tests hold under AddressSanitizer, std included",
    depth: Depth::Long,
    needs: &[Need::StdSource],
    run: |job| run(job, "address"),
};

pub(super) const THREAD: Part = Part {
    name: "rust-tsan",
    proves: "the library's Rust tests, the concurrent ones above all, hold under ThreadSanitizer",
    depth: Depth::Long,
    needs: &[Need::StdSource],
    run: |job| run(job, "thread"),
};

fn run(job: &mut Job, sanitizer: &str) -> Result<()> {
    let host = rustup::host()?;
    let source = rustup::std_source().context("no source of std")?;
    let mut cargo = repo::cargo(["test", "-Zbuild-std", "--tests", "--package", "spanferry"]);
    // A stable compiler takes -Z switches only when told that this is deliberate, and cargo looks
    // for std's source outside the toolchain only where this variable of its own points.
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", source);
    cargo.env("RUSTFLAGS", format!("-Zsanitizer={sanitizer}"));
    cargo
        .arg("--target")
        .arg(host)
        .arg("--target-dir")
        .arg(repo::scratch(sanitizer)?);
    job.run(&mut cargo)
}
