//! `bench`: how long the workloads take, and how that compares with doing them by hand.

use super::Task;
use crate::args::{Args, Spec};
use crate::bench::jvm::Benchmarks;
use crate::bench::{Bench, peers};
use crate::job::Job;
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "bench",
    usage: "[jvm] [--rounds N] [--once] [--peers DIR [--quick]]",
    about: "time the workloads beside hand-written floors, or beside other libraries",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &["--once", "--quick"],
        options: &["--rounds", "--peers"],
    }
    .parse(words)?;
    if args.words == ["jvm"] {
        return on_the_jvm();
    }
    args.no_words()?;
    let mut job = Job::new("bench-task", false)?;
    let said = match args.has("--once") {
        true => once(&mut job),
        false => tables(&mut job, &args),
    };
    println!("{}", said.inspect_err(|_| eprintln!("{}", job.log()))?);
    Ok(ExitCode::SUCCESS)
}

fn on_the_jvm() -> Result<ExitCode> {
    let mut job = Job::new("bench-jvm-task", false)?;
    let said = Benchmarks::build(&mut job).and_then(|built| built.table(&mut job));
    println!("{}", said.inspect_err(|_| eprintln!("{}", job.log()))?);
    Ok(ExitCode::SUCCESS)
}

fn once(job: &mut Job) -> Result<String> {
    let cases = Bench::build(job)?.once(job)?;
    Ok(format!("{cases} cases run once"))
}

fn tables(job: &mut Job, args: &Args) -> Result<String> {
    let rounds = usize::try_from(args.number("--rounds")?.unwrap_or(5))?.max(1);
    let bench = Bench::build(job)?;
    let named = args.value("--peers").map(PathBuf::from);
    match named.or_else(|| std::env::var_os(peers::VARIABLE).map(PathBuf::from)) {
        Some(folder) => bench.with_peers(job, &folder, args.has("--quick")),
        None => bench.table(job, rounds),
    }
}
