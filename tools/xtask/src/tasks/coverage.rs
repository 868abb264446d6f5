//! `coverage`: which lines of the header grammar the committed fuzz inputs reach.

use super::{Task, one_part};
use crate::args::Spec;
use crate::parts::fuzzing;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "coverage",
    usage: "",
    about: "lines of src/trace/wire that the committed fuzz inputs reach",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    one_part::run(&fuzzing::COVERAGE)
}
