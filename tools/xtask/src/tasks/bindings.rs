//! `bindings`: the generated Swift and Kotlin, from the door `uniffi`.

use super::{Task, one_part};
use crate::args::Spec;
use crate::job::Job;
use crate::{bindings, parts::swift};
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "bindings",
    usage: "[--check]",
    about: "write bindings/swift and bindings/kotlin, or only compare them",
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
        return one_part::run(&swift::BINDINGS);
    }
    bindings::write(&mut Job::new("bindings", true)?)?;
    Ok(ExitCode::SUCCESS)
}
