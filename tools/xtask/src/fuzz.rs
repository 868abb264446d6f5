//! The fuzz targets: built once with AddressSanitizer and coverage, run on their corpora.
//!
//! `fuzz/` is laid out for cargo-fuzz and works with it. The build is done here so that nobody
//! needs cargo-fuzz, and so that one build serves both fuzzing and the coverage figure.

use crate::job::Job;
use crate::{repo, rustup};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What cargo-fuzz passes too, plus the counters that llvm-cov reads.
const RUSTFLAGS: &str = "--cfg fuzzing -Zsanitizer=address -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Cinstrument-coverage -Cdebug-assertions -Ccodegen-units=1";

/// A fuzz target that has been built.
pub(crate) struct Target {
    pub(crate) name: String,
    program: PathBuf,
}

/// The targets' names: one file each.
pub(crate) fn names() -> Result<Vec<String>> {
    let folder = repo::path("fuzz/fuzz_targets");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    let rust = files
        .iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"));
    let mut names: Vec<String> = rust
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    if names.is_empty() {
        bail!("no fuzz targets")
    } else {
        Ok(names)
    }
}

/// Builds the targets of these names.
pub(crate) fn build(job: &mut Job, names: &[String]) -> Result<Vec<Target>> {
    let host = rustup::host()?;
    let folder = repo::scratch("fuzz")?;
    let mut cargo = repo::cargo(["build", "--release", "--manifest-path", "fuzz/Cargo.toml"]);
    cargo
        .arg("--target")
        .arg(&host)
        .arg("--target-dir")
        .arg(&folder);
    // Sanitizers and fuzzing counters are -Z and -C passes that a stable compiler keeps locked.
    job.run(
        cargo
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", RUSTFLAGS),
    )?;
    let programs = folder.join(host).join("release");
    let target = |name: &String| Target {
        name: name.clone(),
        program: programs.join(name),
    };
    Ok(names.iter().map(target).collect())
}

impl Target {
    /// The committed inputs.
    pub(crate) fn corpus(&self) -> PathBuf {
        repo::path("testdata/corpus").join(&self.name)
    }

    /// The command that fuzzes for a time, from the committed inputs; what it finds stays outside
    /// the work tree.
    pub(crate) fn fuzzing(&self, time: Duration) -> Result<Command> {
        let found = repo::scratch(&format!("found/{}", self.name))?;
        let mut command = repo::command(&self.program);
        command.arg(format!("-max_total_time={}", time.as_secs().max(1)));
        command.args(["-rss_limit_mb=1024", "-timeout=10", "-print_final_stats=1"]);
        command.arg(format!("-artifact_prefix={}/crash-", found.display()));
        command.arg(repo::scratch(&format!("corpus/{}", self.name))?);
        if self.corpus().is_dir() {
            command.arg(self.corpus());
        }
        command.env("LLVM_PROFILE_FILE", "/dev/null");
        Ok(command)
    }

    /// Runs the committed inputs, each once; writes the profile that llvm-profdata reads.
    pub(crate) fn replay(&self, job: &mut Job, profile: &Path) -> Result<usize> {
        let entries = std::fs::read_dir(self.corpus());
        let entries = entries.with_context(|| format!("no corpus for {}", self.name))?;
        let mut files = entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<Vec<PathBuf>>>()?;
        files.sort();
        let mut command = repo::command(&self.program);
        job.run(command.args(&files).env("LLVM_PROFILE_FILE", profile))?;
        Ok(files.len())
    }

    /// The program, in which llvm-cov finds which counter belongs to which line.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }
}
