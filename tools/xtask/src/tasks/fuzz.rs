//! `fuzz`: hostile input for chosen targets.

use super::Task;
use crate::args::Spec;
use crate::fuzz;
use crate::job::Job;
use crate::parts::fuzzing;
use anyhow::{Result, bail};
use std::process::ExitCode;
use std::time::Duration;

pub(super) const TASK: Task = Task {
    name: "fuzz",
    usage: "[TARGET...] [--seconds N]",
    about: "fuzz these targets or all of them, each for N seconds (60)",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &[],
        options: &["--seconds"],
    }
    .parse(words)?;
    let mut names = fuzz::names()?;
    if let Some(unknown) = args.words.iter().find(|word| !names.contains(word)) {
        bail!("no target {unknown:?}; targets are {}", names.join(", "));
    }
    if !args.words.is_empty() {
        names.retain(|name| args.words.contains(name));
    }
    let time = Duration::from_secs(args.number("--seconds")?.unwrap_or(60));
    let mut job = Job::new("fuzz-task", true)?;
    let ended = fuzzing::each(&mut job, &names, time);
    job.figures().iter().for_each(|figure| println!("{figure}"));
    ended.map(|()| ExitCode::SUCCESS)
}
