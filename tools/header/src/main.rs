//! Writes `include/spanferry/spanferry.h` from the C door; with `--check` only compares.
//!
//! Called by `cargo xtask header`. It is a crate of its own so that the task runner does not wait
//! for cbindgen to be built.

mod generate;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HEADER: &str = "include/spanferry/spanferry.h";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => bail!("{other:?} is not understood; only --check is"),
    };
    let root = root();
    let text = generate::header(&root)?;
    let file = root.join(HEADER);
    if check {
        return compare(&std::fs::read_to_string(&file).unwrap_or_default(), &text);
    }
    std::fs::create_dir_all(file.parent().unwrap_or(&root))?;
    std::fs::write(&file, &text).with_context(|| file.display().to_string())?;
    println!("{HEADER}: {} lines", text.lines().count());
    Ok(())
}

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .unwrap_or(manifest)
        .to_path_buf()
}

/// Fails at the first line that differs.
fn compare(committed: &str, generated: &str) -> Result<()> {
    if committed == generated {
        println!("{HEADER} is up to date");
        return Ok(());
    }
    let lines = committed.lines().chain(std::iter::repeat("(end)"));
    let pairs = generated
        .lines()
        .chain(std::iter::once("(end)"))
        .zip(lines)
        .enumerate();
    for (index, (new, old)) in pairs {
        if new != old {
            let line = index + 1;
            bail!("{HEADER}:{line} is out of date\n- {old}\n+ {new}\nrun: cargo xtask header");
        }
    }
    bail!("{HEADER} is out of date at its end; run: cargo xtask header")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_with_its_line() {
        let error = compare("a\nb\nc\n", "a\nB\nc\n").unwrap_err().to_string();
        assert!(
            error.contains("spanferry.h:2 ") && error.contains("- b\n+ B"),
            "{error}"
        );
    }

    #[test]
    fn a_header_that_is_too_short_or_too_long_has_drifted() {
        assert!(compare("a\n", "a\n").is_ok());
        assert!(compare("", "a\n").is_err());
        assert!(compare("a\nb\n", "a\n").is_err());
        assert!(compare("a", "a\n").is_err());
    }
}
