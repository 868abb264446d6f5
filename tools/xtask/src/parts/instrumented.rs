//! The Rust and Swift tests on a build that watches itself: AddressSanitizer and ThreadSanitizer.
//!
//! The standard library is built with the same sanitizer: without that ThreadSanitizer sees false
//! races, and AddressSanitizer misses what happens inside std's own code.

use super::rust::counted;
use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::swift::package::Package;
use crate::swift::{self, Swift};
use crate::{repo, rustup, ship};
use anyhow::{Result, bail, ensure};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

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

pub(super) const SWIFT_ADDRESS: Part = Part {
    name: "swift-asan",
    proves: "the Swift tests hold under AddressSanitizer, the library included, which notices planted defects",
    depth: Depth::Long,
    needs: &[swift::DEBOOTSTRAP, Need::StdSource],
    run: |job| in_swift(job, "address", ["freed-in-swift", "freed-in-library"]),
};

pub(super) const SWIFT_THREAD: Part = Part {
    name: "swift-tsan",
    proves: "the Swift tests hold under ThreadSanitizer, the library included, which notices planted defects",
    depth: Depth::Long,
    needs: &[swift::DEBOOTSTRAP, Need::StdSource],
    run: |job| in_swift(job, "thread", ["race-in-swift", "race-in-library"]),
};

/// What the runtimes are told. The rest of Swift's and Foundation's own memory at the end is no leak of ours.
const OPTIONS: [&str; 3] = [
    "env",
    "ASAN_OPTIONS=detect_leaks=0:log_path=stdout",
    "TSAN_OPTIONS=history_size=7:log_path=stdout",
];

fn in_swift(job: &mut Job, sanitizer: &str, defects: [&str; 2]) -> Result<()> {
    let (swift, library) = (Swift::new(job)?, library(job, sanitizer)?);
    let name = format!("swift-{sanitizer}");
    let package = Package::at(&swift, &repo::path("ios"), &name, &library)?;
    let word = format!("--sanitize={sanitizer}");
    let command = |verb| package.command(&[&OPTIONS[..], &["swift", verb, &word]].concat());
    for defect in defects {
        let mut run = command("run")?;
        run.arg("planted").arg(defect);
        let (status, said) = job.attempt(&mut run)?;
        let report = said.lines().find(|line| line.starts_with("SUMMARY: "));
        let report = report.filter(|line| line.to_lowercase().contains(sanitizer));
        ensure!(
            !status.success() && report.is_some(),
            "{defect} went unnoticed"
        );
    }
    job.figure(format!("{} noticed", defects.join(" and ")));
    super::swift::pass(job, &mut command("test")?)
}

/// The archive with both doors of iOS, watched by the sanitizer, std included.
fn library(job: &mut Job, sanitizer: &str) -> Result<PathBuf> {
    let (host, folder) = (rustup::host()?, repo::scratch(sanitizer)?);
    let words = ["rustc", "-Zbuild-std", "--package", "spanferry", "--lib"];
    let mut cargo = repo::cargo(words);
    cargo.args(["--features", "capi,uniffi", "--crate-type", "staticlib"]);
    rustup::with_std_source(&mut cargo)?;
    cargo.env("RUSTFLAGS", format!("-Zsanitizer={sanitizer}"));
    cargo.arg("--target").arg(&host);
    job.run(cargo.arg("--target-dir").arg(&folder))?;
    Ok(folder.join(host).join("debug/libspanferry.a"))
}

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
