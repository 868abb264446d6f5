//! `screenshots`: the example app's pictures in the README.

use super::Task;
use crate::args::Spec;
use crate::job::Job;
use crate::{example, repo};
use anyhow::{Result, ensure};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "screenshots",
    usage: "",
    about: "make the example app's pictures in docs/images",
    run,
};

/// What a picture may weigh in the repository.
const LIMIT: u64 = 100_000;

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    for need in example::BROWSER_NEEDS {
        need.meet()?;
    }
    let mut job = Job::new("screenshots", true)?;
    let mut browser = example::browser(&mut job)?;
    browser.arg("--screenshots").arg(repo::path("docs/images"));
    for file in job.output(&mut browser)?.lines() {
        let bytes = std::fs::metadata(file)?.len();
        ensure!(bytes < LIMIT, "{file} has {bytes} bytes of {LIMIT}");
    }
    Ok(ExitCode::SUCCESS)
}
