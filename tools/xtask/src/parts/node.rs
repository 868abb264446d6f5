//! JavaScript's own answer to generated regular expressions.

use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Result, bail};

pub(super) const REGEX: Part = Part {
    name: "regex-node",
    proves: "generated patterns match in our engine exactly when they match in Node",
    depth: Depth::Long,
    needs: &[Need::Program {
        name: "node",
        from: "https://nodejs.org",
    }],
    run,
};

const CASES: &str = "400000";

fn run(job: &mut Job) -> Result<()> {
    let words = [
        "test",
        "--release",
        "--package",
        "spanferry",
        "--test",
        "pattern_node",
    ];
    let mut cargo = repo::cargo(words);
    cargo.args(["--", "--nocapture"]);
    cargo.env("SPANFERRY_NODE", "node");
    let said = job.output(cargo.env("SPANFERRY_NODE_CASES", CASES))?;
    let figures: Vec<&str> = said
        .lines()
        .filter(|line| line.contains(" cases, "))
        .collect();
    figures.iter().for_each(|figure| job.figure(figure.trim()));
    if figures.is_empty() {
        bail!("no cases were compared")
    } else {
        Ok(())
    }
}
