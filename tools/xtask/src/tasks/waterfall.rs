//! `waterfall`: one trace from the page to the backends as a picture, from collected envelopes.

use super::Task;
use crate::args::Spec;
use crate::job::Job;
use crate::{pipe, repo};
use anyhow::Result;
use std::path::PathBuf;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "waterfall",
    usage: "[--out FILE]",
    about: "run the whole pipe once and draw its trace, as SVG (docs/images/waterfall.svg)",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &[],
        options: &["--out"],
    }
    .parse(words)?;
    args.no_words()?;
    for need in pipe::NEEDS {
        need.meet()?;
    }
    let picture = args
        .value("--out")
        .map_or_else(|| repo::path("docs/images/waterfall.svg"), PathBuf::from);
    let said = pipe::waterfall(&mut Job::new("waterfall", true)?, &picture)?;
    println!("{said}\ndrawn: {}", picture.display());
    Ok(ExitCode::SUCCESS)
}
