//! The example app in a browser.

use crate::example;
use crate::job::Job;
use crate::part::{Depth, Part};
use anyhow::{Context, Result, ensure};

pub(super) const APP: Part = Part {
    name: "example-app",
    proves: "each button of the example app sends the trace or not, as the app says; it fits a phone and reads well",
    depth: Depth::Full,
    needs: example::BROWSER_NEEDS,
    run,
};

fn run(job: &mut Job) -> Result<()> {
    let mut browser = example::browser(job)?;
    let (status, said) = job.attempt(&mut browser)?;
    let claims = said.lines().last().context("the suite said nothing")?;
    job.figure(format!("claims: {claims}"));
    ensure!(status.success(), "not every claim holds");
    Ok(())
}
