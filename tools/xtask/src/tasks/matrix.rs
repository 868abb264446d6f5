//! `matrix`: which requests carry the trace, as seen at a server, into `docs/MATRIX.md`.

use super::{Task, one_part};
use crate::args::Spec;
use crate::job::Job;
use crate::parts::pipe::MATRIX;
use crate::pipe;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "matrix",
    usage: "[--check]",
    about: "write docs/MATRIX.md from what arrives at a server, or only compare it",
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
        return one_part::run(&MATRIX);
    }
    for need in pipe::NEEDS {
        need.meet()?;
    }
    let table = pipe::matrix(&mut Job::new("matrix", true)?)?;
    pipe::write(&table)?;
    Ok(ExitCode::SUCCESS)
}
