//! `host`: the Android app as a program that another one drives.

use super::Task;
use crate::args::Spec;
use crate::job::Job;
use crate::parts::capacitor;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "host",
    usage: "",
    about: "the Android test app on a JVM, driven by lines (tests/android/README.md)",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    let status = capacitor::host(&mut Job::new("host", false)?)?.status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
