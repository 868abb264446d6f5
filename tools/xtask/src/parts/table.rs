//! The table of parts in `docs/TESTING.md`: written from the list, so that it cannot rot.

use super::all;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Context, Result};
use std::fmt::Write;

const FILE: &str = "docs/TESTING.md";
const BEGIN: &str = "<!-- parts -->\n";
const END: &str = "<!-- end of parts -->\n";

/// The parts as a Markdown table.
pub(crate) fn table() -> String {
    let mut text = String::from("| part | run | what it proves | needs |\n|---|---|---|---|\n");
    for part in all() {
        let Part {
            name,
            proves,
            depth,
            needs,
            ..
        } = part;
        let run = match depth {
            Depth::Core => "core",
            Depth::Full => "full",
            Depth::Long => "long",
        };
        let needs: Vec<String> = needs.iter().copied().map(need).collect();
        let _ = writeln!(
            text,
            "| `{name}` | {run} | {proves} | {} |",
            needs.join(", ")
        );
    }
    text
}

fn need(need: Need) -> String {
    match need {
        Need::Program { name, .. } => name.to_owned(),
        Need::Debian { package, .. } => package.to_owned(),
        Need::LlvmTools => "llvm-tools".to_owned(),
        Need::StdSource => "rust-src".to_owned(),
        Need::Target(target) => format!("std for {target}"),
        Need::Toolchain(version) => format!("Rust {version}"),
        Need::CargoTool { name, version } => format!("{name} {version}"),
    }
}

/// Puts the table into the document.
pub(crate) fn write() -> Result<()> {
    let file = repo::path(FILE);
    let text = std::fs::read_to_string(&file).context(FILE)?;
    std::fs::write(
        file,
        with_table(&text).context("the document has no place for the table")?,
    )?;
    Ok(())
}

fn with_table(document: &str) -> Option<String> {
    let (before, rest) = document.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}{END}{after}", table()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_shows_the_parts_as_they_are() {
        let document = std::fs::read_to_string(repo::path(FILE)).unwrap();
        let wanted = with_table(&document).unwrap();
        assert_eq!(document, wanted, "run: cargo xtask test --list --write");
    }

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let document = format!("before\n{BEGIN}OUTDATED\n{END}after\n");
        let text = with_table(&document).unwrap();
        assert!(
            text.starts_with("before\n") && text.ends_with("after\n") && !text.contains("OUTDATED")
        );
        assert_eq!(with_table("no marks"), None);
    }
}
