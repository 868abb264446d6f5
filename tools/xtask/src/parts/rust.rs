//! The Rust side: clippy, tests, documentation.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Context, Result, bail};
use std::process::Command;

pub(super) const CLIPPY: Part = Part {
    name: "clippy",
    proves: "no warning of rustc or clippy in any target, with every feature and with none",
    depth: Depth::Core,
    needs: &[],
    run: clippy,
};

pub(super) const TESTS: Part = Part {
    name: "rust",
    proves: "the Rust tests of every crate of the workspace pass",
    depth: Depth::Core,
    needs: &[],
    run: tests,
};

pub(super) const DOCS: Part = Part {
    name: "docs",
    proves: "the documentation builds without a warning, every link in it leads somewhere",
    depth: Depth::Full,
    needs: &[],
    run: docs,
};

fn clippy(job: &mut Job) -> Result<()> {
    let all = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-Dwarnings",
    ];
    job.run(&mut repo::cargo(all))?;
    let bare = [
        "clippy",
        "--package",
        "spanferry",
        "--no-default-features",
        "--",
        "-Dwarnings",
    ];
    job.run(&mut repo::cargo(bare))
}

fn tests(job: &mut Job) -> Result<()> {
    // Apart, because in one build the library would get the features that a tool asks of the
    // dependencies they share.
    let library = counted(job, &mut repo::cargo(["test", "--package", "spanferry"]))?;
    let mut tools = repo::cargo(["test", "--workspace", "--exclude", "spanferry"]);
    let passed = library + counted(job, &mut tools)?;
    job.figure(format!("{passed} tests passed"));
    Ok(())
}

/// Runs `cargo test` and counts; a test either holds or is removed, and no test proves nothing.
pub(super) fn counted(job: &mut Job, cargo: &mut Command) -> Result<usize> {
    match counts(&job.output(cargo)?) {
        (0, _) => bail!("no test ran"),
        (passed, 0) => Ok(passed),
        (_, ignored) => bail!("{ignored} tests are ignored"),
    }
}

/// The sums of the `test result:` lines: passed and ignored.
fn counts(said: &str) -> (usize, usize) {
    let of = |line: &str, word: &str| -> usize {
        let before = line.split(word).next().unwrap_or_default().trim();
        before
            .rsplit(' ')
            .next()
            .and_then(|number| number.parse().ok())
            .unwrap_or(0)
    };
    let results = said.lines().filter(|line| line.starts_with("test result:"));
    results.fold((0, 0), |(passed, ignored), line| {
        (passed + of(line, "passed;"), ignored + of(line, "ignored;"))
    })
}

fn docs(job: &mut Job) -> Result<()> {
    let words = [
        "doc",
        "--package",
        "spanferry",
        "--no-deps",
        "--all-features",
    ];
    job.run(repo::cargo(words).env("RUSTDOCFLAGS", "-Dwarnings"))?;
    let index = repo::target().join("doc/spanferry/index.html");
    std::fs::metadata(&index)
        .map(drop)
        .with_context(|| index.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_summed_over_the_test_programs() {
        let said = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
            test result: ok. 40 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(counts(said), (42, 1));
    }
}
