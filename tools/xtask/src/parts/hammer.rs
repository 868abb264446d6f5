//! The concurrency test again and again: a rare interleaving needs many tries.

use super::rust::counted;
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::Result;

pub(super) const HAMMER: Part = Part {
    name: "hammer-long",
    proves: "eight threads never see half a state, in many optimised runs of the concurrency test",
    depth: Depth::Long,
    needs: &[],
    run,
};

const RUNS: usize = 30;

fn run(job: &mut Job) -> Result<()> {
    let words = [
        "test",
        "--release",
        "--package",
        "spanferry",
        "--test",
        "hammer",
    ];
    for _ in 0..RUNS {
        counted(job, &mut repo::cargo(words))?;
    }
    job.figure(format!("{RUNS} runs"));
    Ok(())
}
