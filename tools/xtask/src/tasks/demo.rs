//! `demo`: a C program's requests and three backends join one trace, before your eyes.

use super::Task;
use crate::args::Spec;
use crate::demo;
use crate::job::Job;
use anyhow::{Context, Result};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "demo",
    usage: "[--break]",
    about: "a C client and three backends in one trace; --break: one backend drops the headers",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &["--break"],
        options: &[],
    }
    .parse(words)?;
    args.no_words()?;
    for need in demo::NEEDS {
        need.meet()
            .with_context(|| format!("to enable the demo: {}", need.remedy()))?;
    }
    println!("building");
    let mut job = Job::new("demo-task", false)?;
    let mut demo = demo::build(&mut job).inspect_err(|_| eprintln!("{}", job.log()))?;
    if args.has("--break") {
        demo.arg("--break");
    }
    let joined = demo.status().context("cannot run the demo")?.success();
    Ok(if joined {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
