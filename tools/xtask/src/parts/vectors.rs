//! The conformance vectors, through each door.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A way into the library, and the program that drives the vectors through it.
pub(crate) struct Door {
    pub(crate) name: &'static str,
    driver: fn(&mut Job) -> Result<Command>,
    /// Topics that the door must at least run, so that a driver that stops early is noticed.
    topics: usize,
}

pub(crate) static DOORS: &[Door] = &[Door {
    name: "rust",
    driver: rust,
    topics: 19,
}];

pub(super) const RUST: Part = Part {
    name: "vectors-rust",
    proves: "every conformance vector passes through the Rust API",
    depth: Depth::Core,
    needs: &[],
    run: |job| {
        DOORS
            .iter()
            .filter(|door| door.name == "rust")
            .try_for_each(|door| door.run(job))
    },
};

impl Door {
    /// Runs the vectors; any failure is an error.
    pub(crate) fn run(&self, job: &mut Job) -> Result<()> {
        let mut driver = (self.driver)(job)?;
        let (status, said) = job.attempt(driver.arg(folder()))?;
        let sums = Sums::of(&said);
        job.figure(format!(
            "{}: {} topics, {} passed, {} skipped, {} failed",
            self.name, sums.topics, sums.passed, sums.skipped, sums.failed
        ));
        if !status.success() || sums.failed > 0 {
            bail!("vectors failed through the door {}", self.name);
        }
        let given = std::env::var_os("SPANFERRY_VECTORS").is_some();
        if sums.topics < self.topics && !given {
            bail!("{} topics instead of {}", sums.topics, self.topics);
        }
        Ok(())
    }
}

fn folder() -> PathBuf {
    match std::env::var_os("SPANFERRY_VECTORS") {
        Some(folder) => repo::path(folder),
        None => repo::path("testdata/vectors"),
    }
}

fn rust(job: &mut Job) -> Result<Command> {
    job.run(&mut repo::cargo(["build", "--package", "vectors"]))?;
    Ok(repo::command(repo::target().join("debug/vectors")))
}

/// What the lines `TOPIC: N passed, M skipped, K failed` add up to.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    topics: usize,
    passed: usize,
    skipped: usize,
    failed: usize,
}

impl Sums {
    fn of(said: &str) -> Sums {
        said.lines()
            .filter_map(counts)
            .fold(Sums::default(), |sums, [passed, skipped, failed]| Sums {
                topics: sums.topics + 1,
                passed: sums.passed + passed,
                skipped: sums.skipped + skipped,
                failed: sums.failed + failed,
            })
    }
}

fn counts(line: &str) -> Option<[usize; 3]> {
    let (topic, rest) = line.split_once(": ")?;
    let mut fields = rest.split(", ").zip([" passed", " skipped", " failed"]);
    let mut next = || {
        let (field, word) = fields.next()?;
        field.strip_suffix(word)?.parse().ok()
    };
    let found = [next()?, next()?, next()?];
    (!topic.starts_with(' ')).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topic_lines_are_summed_and_other_lines_ignored() {
        let said = "dsc: 103 passed, 3 skipped, 0 failed\n  a: 1 passed, 1 skipped, 1 failed\n\
            dsn: 36 passed, 0 skipped, 2 failed\n  some case: expected x\n2 topics, 2 failed\n";
        let sums = Sums {
            topics: 2,
            passed: 139,
            skipped: 3,
            failed: 2,
        };
        assert_eq!(Sums::of(said), sums);
    }
}
