//! Which lines of the header grammar the committed fuzz inputs reach.

use crate::fuzz::Target;
use crate::job::Job;
use crate::{repo, rustup};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Lines reached and lines that hold code, of one file.
#[derive(Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) file: String,
    pub(crate) reached: u64,
    pub(crate) all: u64,
}

/// The share of lines reached, in per cent; nothing to reach is nothing reached.
pub(crate) fn percent<'a>(files: impl IntoIterator<Item = &'a Lines>) -> f64 {
    let sum = |(reached, all), lines: &Lines| (reached + lines.reached, all + lines.all);
    let (reached, all) = files.into_iter().fold((0, 0), sum);
    if all == 0 {
        0.0
    } else {
        100.0 * reached as f64 / all as f64
    }
}

/// Runs every target's committed inputs and sums up what they reach, for each file in `folder`.
pub(crate) fn measure(job: &mut Job, targets: &[Target], folder: &str) -> Result<Vec<Lines>> {
    let scratch = repo::scratch("coverage")?;
    let mut profiles: Vec<PathBuf> = Vec::new();
    for target in targets {
        let profile = scratch.join(format!("{}.profraw", target.name));
        target.replay(job, &profile)?;
        profiles.push(profile);
    }
    let merged = scratch.join("all.profdata");
    let profdata = rustup::llvm_tool("llvm-profdata").context("no llvm-profdata")?;
    let mut merge = repo::command(profdata);
    job.run(
        merge
            .args(["merge", "-sparse"])
            .args(&profiles)
            .arg("-o")
            .arg(&merged),
    )?;
    parse(&export(targets, &merged)?, folder)
}

fn export(targets: &[Target], profile: &Path) -> Result<Vec<u8>> {
    let llvm_cov = rustup::llvm_tool("llvm-cov").context("no llvm-cov")?;
    let mut export = repo::command(llvm_cov);
    export
        .args(["export", "--summary-only", "-instr-profile"])
        .arg(profile);
    for target in targets {
        export.arg("-object").arg(target.program());
    }
    Ok(export.output().context("cannot run llvm-cov")?.stdout)
}

fn parse(json: &[u8], folder: &str) -> Result<Vec<Lines>> {
    let value: Value = serde_json::from_slice(json).context("llvm-cov gave no JSON")?;
    let files = value
        .pointer("/data/0/files")
        .and_then(Value::as_array)
        .context("no files")?;
    let lines = files.iter().filter_map(|file| {
        let name = file.get("filename")?.as_str()?;
        let (_, short) = name.split_once(folder)?;
        let number = |key: &str| file.pointer(&format!("/summary/lines/{key}"))?.as_u64();
        Some(Lines {
            file: short.to_owned(),
            reached: number("covered")?,
            all: number("count")?,
        })
    });
    Ok(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_folder_count() {
        let json = br#"{"data": [{"files": [
            {"filename": "/r/src/trace/wire/a.rs", "summary": {"lines": {"count": 40, "covered": 39}}},
            {"filename": "/r/src/trace/wire/b.rs", "summary": {"lines": {"count": 60, "covered": 51}}},
            {"filename": "/r/src/trace/dsn.rs", "summary": {"lines": {"count": 9, "covered": 0}}}]}]}"#;
        let lines = parse(json, "src/trace/wire/").unwrap();
        assert_eq!(
            lines[0],
            Lines {
                file: "a.rs".to_owned(),
                reached: 39,
                all: 40
            }
        );
        assert_eq!(lines.len(), 2);
        assert!((percent(&lines) - 90.0).abs() < 1e-9);
    }

    #[test]
    fn no_lines_are_not_full_coverage() {
        assert!(percent(&[]) < 1.0);
        assert!(parse(b"{}", "src").is_err());
    }
}
