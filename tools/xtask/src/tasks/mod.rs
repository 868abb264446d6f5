//! The tasks: one file each.

mod bench;
mod bindings;
mod clean_cache;
mod coverage;
mod demo;
mod fuzz;
mod handover;
mod header;
mod host;
mod install;
mod lint;
mod matrix;
mod mutants;
mod one_part;
mod screenshots;
mod size;
mod symbols;
mod test;
mod vectors;
mod waterfall;
mod xcframework;

use anyhow::Result;
use std::fmt::Write;
use std::process::ExitCode;

/// A chore, as `cargo xtask NAME`.
pub(crate) struct Task {
    /// The word that calls it.
    pub(crate) name: &'static str,
    /// What follows the name.
    pub(crate) usage: &'static str,
    /// One line for the listing.
    pub(crate) about: &'static str,
    pub(crate) run: fn(&[String]) -> Result<ExitCode>,
}

static TASKS: &[&Task] = &[
    &demo::TASK,
    &test::TASK,
    &vectors::TASK,
    &lint::TASK,
    &header::TASK,
    &bindings::TASK,
    &handover::TASK,
    &host::TASK,
    &symbols::TASK,
    &xcframework::TASK,
    &size::TASK,
    &matrix::TASK,
    &waterfall::TASK,
    &screenshots::TASK,
    &bench::TASK,
    &fuzz::TASK,
    &coverage::TASK,
    &mutants::TASK,
    &install::TASK,
    &clean_cache::TASK,
];

/// The task of that name.
pub(crate) fn find(name: &str) -> Option<&'static Task> {
    TASKS.iter().copied().find(|task| task.name == name)
}

/// All tasks, one line each.
pub(crate) fn listing() -> String {
    let mut text = String::from("cargo xtask TASK\n\n");
    for task in TASKS {
        let call = format!("{} {}", task.name, task.usage);
        let _ = writeln!(text, "  {call:<44} {}", task.about);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_listing_gives_each_task_one_line() {
        let listing = listing();
        assert_eq!(listing.lines().count(), TASKS.len() + 2);
        assert!(TASKS.iter().all(|task| listing.contains(task.about)));
    }

    #[test]
    fn task_names_are_unique() {
        for task in TASKS {
            assert!(
                std::ptr::eq(find(task.name).unwrap(), *task),
                "{}",
                task.name
            );
        }
        assert!(find("no-such-task").is_none());
    }
}
