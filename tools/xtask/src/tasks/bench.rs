//! `bench`: how long the workloads take, and how that compares with doing them by hand.

use super::Task;
use crate::args::{Args, Spec};
use crate::bench::{Bench, jvm, peers, swift};
use crate::job::Job;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "bench",
    usage: "[jvm | swift] [--rounds N] [--once] [--peers DIR [--quick]]",
    about: "time the workloads beside hand-written floors, or beside other libraries",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &["--once", "--quick"],
        options: &["--rounds", "--peers"],
    }
    .parse(words)?;
    if let [language] = args.words.as_slice() {
        return in_language(language);
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

/// The library of another language, which has a program of its own.
fn in_language(language: &str) -> Result<ExitCode> {
    let mut job = Job::new(&format!("bench-{language}-task"), false)?;
    let said = match language {
        "jvm" => jvm::Benchmarks::build(&mut job).and_then(|built| built.table(&mut job)),
        "swift" => swift::Benchmarks::build(&mut job).and_then(|built| built.table(&mut job)),
        _ => bail!("no benchmarks for {language}"),
    };
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
