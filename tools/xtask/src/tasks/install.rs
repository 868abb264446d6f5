//! `install`: the library for C users, under a prefix.

use super::Task;
use crate::args::Spec;
use crate::job::Job;
use crate::prefix;
use anyhow::{Context, Result};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "install",
    usage: "--prefix DIR",
    about: "install libraries, header, pkg-config file and CMake package under DIR",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &[],
        options: &["--prefix"],
    }
    .parse(words)?;
    args.no_words()?;
    let prefix = std::path::absolute(args.value("--prefix").context("--prefix DIR is needed")?)?;
    for file in prefix::install(&mut Job::new("install", true)?, &prefix)? {
        println!("{}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}
