//! `size`: what the shipped library weighs.

use super::{Task, one_part};
use crate::args::Spec;
use crate::parts::artefact;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "size",
    usage: "",
    about: "size of the shipped shared library, and its bar",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    one_part::run(&artefact::SIZE)
}
