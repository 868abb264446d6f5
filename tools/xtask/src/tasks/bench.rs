//! `bench`: how long the workloads take, and how that compares with doing them by hand.

use super::Task;
use crate::args::Spec;
use crate::bench::Bench;
use crate::job::Job;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "bench",
    usage: "[--rounds N]",
    about: "time the workloads of benches/inputs beside hand-written floors (5 rounds)",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &[],
        options: &["--rounds"],
    }
    .parse(words)?;
    args.no_words()?;
    let rounds = usize::try_from(args.number("--rounds")?.unwrap_or(5))?.max(1);
    let mut job = Job::new("bench-task", false)?;
    let table = Bench::build(&mut job).and_then(|bench| bench.table(&mut job, rounds));
    println!("{}", table.inspect_err(|_| eprintln!("{}", job.log()))?);
    Ok(ExitCode::SUCCESS)
}
