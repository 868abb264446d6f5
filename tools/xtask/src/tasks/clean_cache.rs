//! `clean-cache`: removes what the tasks downloaded.

use super::Task;
use crate::args::Spec;
use crate::cache;
use anyhow::{Context, Result};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "clean-cache",
    usage: "",
    about: "remove what the tasks downloaded or installed into ~/.cache/spanferry",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    let folder = cache::root()?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{}", folder.display()))?;
    }
    println!("{} is gone", folder.display());
    Ok(ExitCode::SUCCESS)
}
