//! `mutants`: wrong versions of the state rules, each of which the model test must notice.

use super::{Task, one_part};
use crate::args::Spec;
use crate::parts::wrong;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "mutants",
    usage: "",
    about: "break the state rules, one by one, and see the model test fail",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    one_part::run(&wrong::MUTANTS)
}
