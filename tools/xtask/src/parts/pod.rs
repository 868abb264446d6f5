//! The podspec: for CocoaPods all Swift of the package is one module.

use super::manifest::{Target, is_packed};
use crate::job::Job;
use crate::repo;
use crate::swift::{self, Swift};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const SPEC: &str = "CapacitorSpanferry.podspec";

/// The name that Capacitor's command line makes of the npm package's, and looks for.
const NAME: &str = "CapacitorSpanferry";

/// Compares the podspec with the targets of the package, and compiles what it takes as one module.
pub(super) fn check(
    job: &mut Job,
    swift: &Swift,
    shipped: &BTreeMap<String, Target>,
    platform: &str,
    npm: &[String],
) -> Result<()> {
    let spec = std::fs::read_to_string(repo::path(SPEC)).context(SPEC)?;
    let words = quoted(&spec);
    for wanted in [NAME, platform] {
        ensure!(words.contains(&wanted), "{SPEC} does not say {wanted}");
    }
    ensure!(is_packed(SPEC, npm), "npm does not take {SPEC}");
    let sources: BTreeSet<&str> = words
        .iter()
        .filter_map(|word| word.strip_suffix("/*.swift"))
        .collect();
    let taken = sources
        .iter()
        .map(|folder| Ok(repo::path(folder).canonicalize()?))
        .collect::<Result<BTreeSet<PathBuf>>>()?;
    let wanted: BTreeSet<PathBuf> = shipped.values().map(|one| one.folder.clone()).collect();
    ensure!(taken == wanted, "{SPEC} takes {taken:?}, not {wanted:?}");
    for path in words.iter().filter(|word| word.contains('/')) {
        let path = path.trim_end_matches("/*.swift");
        ensure!(
            path.starts_with('"') || is_packed(path, npm),
            "npm does not take {path}, which {SPEC} wants"
        );
    }
    one_module(job, swift, &sources)
}

/// Type-checks it, with nothing to import but Capacitor's stand-in and the clang modules.
fn one_module(job: &mut Job, swift: &Swift, sources: &BTreeSet<&str>) -> Result<()> {
    let out = repo::scratch("pod")?;
    let mut stub = compiler(swift, &["-emit-module", "-module-name", "Capacitor", "-o"])?;
    stub.arg(swift::inside(&out.join("Capacitor.swiftmodule"))?);
    job.run(stub.args(files(&repo::path("ios/linux/Capacitor"))?))?;
    let mut pod = compiler(swift, &["-typecheck", "-module-name", NAME, "-I"])?;
    pod.arg(swift::inside(&out)?).arg("-I");
    pod.arg(swift::inside(&repo::path("ios/linux"))?);
    for folder in sources {
        pod.args(files(&repo::path(folder))?);
    }
    job.run(pod.arg("-warnings-as-errors"))
}

fn compiler(swift: &Swift, words: &[&str]) -> Result<Command> {
    let mut compiler = swift.command(&repo::root(), &["swiftc", "-parse-as-library"])?;
    compiler.args(words);
    Ok(compiler)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let file = entry?.path();
        if file.extension().is_some_and(|end| end == "swift") {
            files.push(swift::inside(&file)?);
        }
    }
    Ok(files)
}

/// The texts between single quotes, comments left out.
fn quoted(spec: &str) -> Vec<&str> {
    let code = spec
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    code.flat_map(|line| line.split('\'').skip(1).step_by(2))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_a_podspec_are_found_and_those_of_comments_are_not() {
        assert_eq!(
            quoted("# 'no'\n  s.a = 'b/*.swift', 'c'\n  s.d = { 'e' => ['f'] }\n"),
            ["b/*.swift", "c", "e", "f"]
        );
    }
}
