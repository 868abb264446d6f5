//! The Rust tests on a build that watches itself: AddressSanitizer and ThreadSanitizer.
//!
//! The standard library is built with the same sanitizer: without that ThreadSanitizer sees false
//! races, and AddressSanitizer misses what happens inside std's own code.

use super::rust::counted;
use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::{repo, rustup, ship};
use anyhow::{Result, bail};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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
    let mut cargo = repo::cargo(["test", "-Zbuild-std", "--tests", "--package", "spanferry"]);
    rustup::with_std_source(&mut cargo)?;
    cargo.env("RUSTFLAGS", format!("-Zsanitizer={sanitizer}"));
    let folder = repo::scratch(sanitizer)?;
    cargo.arg("--target").arg(&host);
    let passed = counted(job, cargo.arg("--target-dir").arg(&folder))?;
    let programs = folder.join(host).join("debug/deps");
    let mark = format!("__{}san_init", sanitizer.get(..1).unwrap_or_default());
    let checked = instrumented(job, &programs, &mark)?;
    job.figure(format!(
        "{passed} tests passed in {checked} programs with {mark}"
    ));
    Ok(())
}

/// Counts the programs, each of which must hold the sanitizer: a net that is not there catches
/// nothing.
fn instrumented(job: &mut Job, folder: &Path, mark: &str) -> Result<usize> {
    let mut checked = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let executable = entry.metadata()?.permissions().mode() & 0o111 != 0;
        if executable && entry.path().extension().is_none() {
            if !ship::nm(job, &[], &entry.path())?.contains(mark) {
                bail!("{} was built without {mark}", entry.path().display());
            }
            checked += 1;
        }
    }
    if checked == 0 {
        bail!("no test programs")
    } else {
        Ok(checked)
    }
}
