//! `lint`: what a commit must pass before it is worth a review.

use super::{Task, one_part};
use crate::args::Spec;
use crate::parts;
use anyhow::Result;
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "lint",
    usage: "",
    about: "formatting, clippy, purity and licences",
    run,
};

const PARTS: [&str; 4] = ["format", "clippy", "purity", "licences"];

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    for part in PARTS.iter().filter_map(|name| parts::find(name)) {
        one_part::run(part)?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_lint_exists() {
        assert!(PARTS.iter().all(|name| parts::find(name).is_some()));
    }
}
