//! The shipped artefacts, built once in a run and shared by the parts.

use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

/// What `cargo build --profile ship` gives a C user.
#[derive(Clone, Debug)]
pub(crate) struct Artefacts {
    pub(crate) shared: PathBuf,
    pub(crate) archive: PathBuf,
    /// The system libraries that a program needs which links the archive: `-lpthread` and so on.
    pub(crate) native: Vec<String>,
}

/// Builds the library in profile `ship` with the door `capi` alone.
///
/// Together with the crate type `lib` cargo silently leaves out link-time optimisation, so the
/// two shipped types are asked for by name; one call gives both, and the names of the libraries.
pub(crate) fn build(job: &mut Job) -> Result<Artefacts> {
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--profile", "ship"]);
    artefacts(job, &mut cargo, &[], repo::target().join("ship"))
}

/// Builds the library with the functions that panic on purpose, which are never shipped.
pub(crate) fn panicking(job: &mut Job) -> Result<Artefacts> {
    let folder = repo::scratch("panicking")?;
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--target-dir"]);
    cargo.arg(&folder);
    artefacts(
        job,
        &mut cargo,
        &["--cfg", "spanferry_test_panic"],
        folder.join("debug"),
    )
}

/// Builds the library that Android ships, with the doors `capi` and `jni`; for this machine.
pub(crate) fn android(job: &mut Job) -> Result<PathBuf> {
    shared(job, "android", "capi,jni")
}

/// Begins to build what [`android`] gives, which then waits for it: compilers beside downloads.
pub(crate) fn begin_android(job: &mut Job) -> Result<Child> {
    job.start(&mut shared_command(&repo::scratch("android")?, "capi,jni"))
}

/// As [`android`], with the native method that panics on purpose, which is never shipped.
pub(crate) fn panicking_android(job: &mut Job) -> Result<PathBuf> {
    panicking_shared(job, "panicking", "capi,jni")
}

/// Builds the library that the Kotlin of UniFFI loads, with the doors `capi` and `uniffi`.
pub(crate) fn binding(job: &mut Job) -> Result<PathBuf> {
    shared(job, "binding", "capi,uniffi")
}

/// As [`binding`], with the function that panics on purpose, which is never shipped.
pub(crate) fn panicking_binding(job: &mut Job) -> Result<PathBuf> {
    // Where `bindings` has built the same dependencies.
    panicking_shared(job, "bindings", "capi,uniffi")
}

/// A shared library with these doors, in a folder of its own: all have the same name.
fn shared(job: &mut Job, folder: &str, doors: &str) -> Result<PathBuf> {
    let folder = repo::scratch(folder)?;
    job.run(&mut shared_command(&folder, doors))?;
    Ok(folder.join("ship/libspanferry.so"))
}

fn shared_command(folder: &Path, doors: &str) -> Command {
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--profile", "ship"]);
    cargo.args(["--features", doors, "--lib", "--crate-type", "cdylib"]);
    cargo.arg("--target-dir").arg(folder);
    cargo
}

fn panicking_shared(job: &mut Job, folder: &str, doors: &str) -> Result<PathBuf> {
    let folder = repo::scratch(folder)?;
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry"]);
    cargo.args(["--features", doors, "--lib", "--crate-type", "cdylib"]);
    cargo.arg("--target-dir").arg(&folder);
    job.run(cargo.args(["--", "--cfg", "spanferry_test_panic"]))?;
    Ok(folder.join("debug/libspanferry.so"))
}

/// Builds the archive that iOS ships, with the doors `capi` and `uniffi`; for this machine.
pub(crate) fn ios(job: &mut Job) -> Result<PathBuf> {
    let folder = repo::scratch("ios")?;
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--profile", "ship"]);
    cargo.args([
        "--features",
        "capi,uniffi",
        "--lib",
        "--crate-type",
        "staticlib",
    ]);
    job.run(cargo.arg("--target-dir").arg(&folder))?;
    Ok(folder.join("ship/libspanferry.a"))
}

/// As [`ios`], with what a `--cfg` of the tests makes of it: never shipped, not optimised, and with the
/// metadata that bindings are written from.
pub(crate) fn wrong_ios(job: &mut Job, cfg: &str) -> Result<Artefacts> {
    let folder = repo::scratch("bindings")?;
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--features", "uniffi"]);
    cargo.arg("--target-dir").arg(&folder);
    artefacts(job, &mut cargo, &["--cfg", cfg], folder.join("debug"))
}

fn artefacts(
    job: &mut Job,
    cargo: &mut Command,
    rustc: &[&str],
    folder: PathBuf,
) -> Result<Artefacts> {
    cargo.args(["--lib", "--crate-type", "cdylib,staticlib"]);
    job.run(cargo.args(["--", "--print=native-static-libs"]).args(rustc))?;
    let native = native_libs(&job.log()).context("rustc names no native libraries")?;
    Ok(Artefacts {
        shared: folder.join("libspanferry.so"),
        archive: folder.join("libspanferry.a"),
        native,
    })
}

fn native_libs(said: &str) -> Option<Vec<String>> {
    let line = said
        .lines()
        .rev()
        .find_map(|line| line.split_once("native-static-libs: "))?
        .1;
    let mut libs: Vec<String> = Vec::new();
    for lib in line.split_whitespace() {
        if libs.iter().all(|known| known != lib) {
            libs.push(lib.to_owned());
        }
    }
    Some(libs)
}

/// `nm` over a file, one line for each symbol.
pub(crate) fn nm(job: &mut Job, words: &[&str], file: &std::path::Path) -> Result<String> {
    job.output(Command::new("nm").args(words).arg(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_libraries_are_named_once_each_in_order() {
        let said = "note: native-static-libs: -lgcc_s -lc\nnote: native-static-libs: -lm -lc -lm\n";
        assert_eq!(native_libs(said).unwrap(), ["-lm", "-lc"]);
        assert_eq!(native_libs("nothing"), None);
    }
}
