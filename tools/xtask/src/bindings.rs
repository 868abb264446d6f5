//! What UniFFI writes: `bindings/swift` and `bindings/kotlin`, from the door `uniffi`.

use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The generated files: where they are, and where in the generator's folder.
const FILES: [&str; 4] = [
    "swift/SpanferryCore.swift",
    "swift/spanferryFFI.h",
    "swift/spanferryFFI.modulemap",
    "kotlin/dev/spanferry/uniffi/spanferry.kt",
];

/// Generates into a scratch folder, out of a library that still has its metadata.
fn generate(job: &mut Job) -> Result<PathBuf> {
    let target = repo::scratch("bindings")?;
    let mut build = repo::cargo(["rustc", "--package", "spanferry", "--features", "uniffi"]);
    build.args(["--lib", "--crate-type", "cdylib", "--target-dir"]);
    job.run(build.arg(&target))?;
    let out = target.join("generated");
    of(
        job,
        &target.join("debug/libspanferry.so"),
        &repo::root(),
        &out,
    )?;
    Ok(out)
}

/// Writes what UniFFI makes of that library into a folder; `root` has its `uniffi.toml`.
pub(crate) fn of(job: &mut Job, library: &Path, root: &Path, out: &Path) -> Result<()> {
    let mut generator = repo::cargo(["run", "--quiet", "--package", "spanferry-uniffi-bindgen"]);
    // Where the library has built the same dependencies.
    generator
        .arg("--target-dir")
        .arg(repo::scratch("bindings")?);
    generator.arg("--").arg(library).arg(root).arg(out);
    job.run(&mut generator)
}

/// Writes the bindings.
pub(crate) fn write(job: &mut Job) -> Result<()> {
    let out = generate(job)?;
    for file in FILES {
        let to = repo::path("bindings").join(file);
        std::fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        std::fs::write(&to, tidy(&out.join(file))?)?;
    }
    Ok(())
}

/// Compares the committed bindings with what the door gives.
pub(crate) fn check(job: &mut Job) -> Result<()> {
    let out = generate(job)?;
    let mut drifted = Vec::new();
    for file in FILES {
        let there = std::fs::read_to_string(repo::path("bindings").join(file)).unwrap_or_default();
        if there != tidy(&out.join(file))? {
            drifted.push(file);
        }
    }
    job.figure(format!("{} generated files", FILES.len()));
    if drifted.is_empty() {
        Ok(())
    } else {
        bail!("{} drifted; run cargo xtask bindings", drifted.join(", "))
    }
}

/// The text without blanks at the ends of lines, which UniFFI's templates leave.
fn tidy(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut tidied: String = text
        .lines()
        .flat_map(|line| [line.trim_end(), "\n"])
        .collect();
    tidied.truncate(tidied.trim_end().len());
    tidied.push('\n');
    Ok(tidied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_line_ends_and_at_the_end_go() {
        let file = repo::scratch("bindings").unwrap().join("tidy.txt");
        std::fs::write(&file, "a  \n\n b\n\n\n").unwrap();
        assert_eq!(tidy(&file).unwrap(), "a\n\n b\n");
    }
}
