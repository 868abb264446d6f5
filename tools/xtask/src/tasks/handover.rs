//! `handover`: the hand-over script as a constant of the native halves.

use super::Task;
use crate::args::Spec;
use crate::{handover, repo};
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "handover",
    usage: "",
    about: "writes bindings/web/handover.js into the native halves",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    for (path, text) in handover::wanted()? {
        std::fs::write(repo::path(path), text)?;
        println!("{path}");
    }
    Ok(ExitCode::SUCCESS)
}
