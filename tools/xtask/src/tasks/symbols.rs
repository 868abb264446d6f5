//! `symbols`: the committed list of what the shipped library exports.

use super::{Task, one_part};
use crate::args::Spec;
use crate::job::Job;
use crate::parts::artefact;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "symbols",
    usage: "[--check]",
    about: "write the lists of abi, or only compare abi/spanferry.symbols",
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
        return one_part::run(&artefact::SYMBOLS);
    }
    let mut job = Job::new("symbols", false)?;
    artefact::write_symbols(&mut job)?;
    job.figures().iter().for_each(|figure| println!("{figure}"));
    Ok(ExitCode::SUCCESS)
}
