//! The demo, whole and deliberately broken.

use crate::demo;
use crate::job::Job;
use crate::part::{Depth, Part};
use anyhow::{Result, bail};

pub(super) const DEMO: Part = Part {
    name: "demo",
    proves: "the demo joins everything, and with a backend that drops the headers it says so",
    depth: Depth::Full,
    needs: demo::NEEDS,
    run,
};

fn run(job: &mut Job) -> Result<()> {
    let mut demo = demo::build(job)?;
    let (status, said) = job.attempt(&mut demo)?;
    if !status.success() || !said.contains("Everything joined.") {
        bail!("the demo did not join everything");
    }
    let (status, said) = job.attempt(demo.arg("--break"))?;
    // Any other end, a crash for one, would not show that the demo sees the difference.
    if status.code() != Some(1) || !said.contains("Not everything joined.") {
        bail!("the broken demo ended with {status}");
    }
    job.figure("whole: joined; broken: not joined, exit status 1");
    Ok(())
}
