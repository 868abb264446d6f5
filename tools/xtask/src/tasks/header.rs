//! `header`: the C header, from the C door's source.

use super::{Task, one_part};
use crate::args::Spec;
use crate::job::Job;
use crate::parts::c;
use crate::repo;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "header",
    usage: "[--check]",
    about: "write include/spanferry/spanferry.h, or only compare it",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &["--check"],
        options: &[],
    }
    .parse(words)?;
    args.no_words()?;
    if args.has("--check") {
        return one_part::run(&c::HEADER);
    }
    Job::new("header", true)?.run(&mut repo::cargo(["run", "--quiet", "--package", "header"]))?;
    Ok(ExitCode::SUCCESS)
}
