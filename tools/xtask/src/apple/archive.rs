//! The archive with the doors `capi` and `uniffi`: one object, which shows nothing but our functions.
//!
//! rustc's archive cannot be shipped as it is. It exports `rust_eh_personality` and other names of the
//! standard library, and an app with two libraries in Rust would have them twice. Fat link-time
//! optimisation puts all that we need into one object; the others, of `compiler_builtins`, go.

use super::{OLDEST, Target};
use crate::job::Job;
use crate::{repo, rustup};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stays visible, as patterns of llvm-objcopy; the C door's names and UniFFI's in our name space.
const VISIBLE: [&str; 3] = ["_spanferry_*", "_ffi_spanferry_*", "_uniffi_spanferry_*"];

/// Builds it; returns the file.
pub(crate) fn build(job: &mut Job, target: Target) -> Result<PathBuf> {
    let folder = repo::scratch("apple")?;
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--profile", "ship"]);
    cargo.args(["--features", "capi,uniffi", "--lib"]);
    cargo.args(["--crate-type", "staticlib"]);
    rustup::build_for(&mut cargo, target.name)?;
    cargo.env("IPHONEOS_DEPLOYMENT_TARGET", OLDEST);
    cargo.arg("--target-dir").arg(&folder);
    job.run(cargo.args(["--", "--cfg", "spanferry_no_fstat"]))?;
    let folder = folder.join(target.name);
    let shut = folder.join("shut");
    std::fs::create_dir_all(&shut)?;
    let object = shut.join("spanferry.o");
    take_out(job, &folder.join("ship/libspanferry.a"), &object)?;
    hide(job, &object)?;
    let archive = shut.join("libspanferry.a");
    let _ = std::fs::remove_file(&archive);
    // Without owners and times, so that the same source gives the same file.
    let mut ar = tool("llvm-ar")?;
    ar.args(["--format=darwin", "rcsD"]);
    job.run(ar.arg(&archive).arg(&object))?;
    Ok(archive)
}

/// Copies the one object that is ours out of rustc's archive.
fn take_out(job: &mut Job, archive: &Path, object: &Path) -> Result<()> {
    let members = job.output(tool("llvm-ar")?.arg("t").arg(archive))?;
    let mut ours = members
        .lines()
        .filter(|name| name.starts_with("spanferry-"));
    let member = ours.next().context("no object of ours in the archive")?;
    ensure!(
        ours.next().is_none(),
        "more than one object: no fat link-time optimisation"
    );
    let mut ar = tool("llvm-ar")?;
    let out = ar.arg("p").arg(archive).arg(member).output()?;
    ensure!(out.status.success(), "llvm-ar p: {}", out.status);
    std::fs::write(object, out.stdout)?;
    Ok(())
}

/// Makes every other name local, and drops the debugging information of the standard library.
fn hide(job: &mut Job, object: &Path) -> Result<()> {
    let mut objcopy = tool("llvm-objcopy")?;
    objcopy.args(["--wildcard", "--strip-debug"]);
    objcopy.args(VISIBLE.map(|pattern| format!("--keep-global-symbol={pattern}")));
    job.run(objcopy.arg(object))
}

/// The names that it exports, sorted.
pub(crate) fn exports(job: &mut Job, archive: &Path) -> Result<Vec<String>> {
    symbols(job, archive, "--defined-only")
}

/// The names that it wants of the system, sorted.
pub(crate) fn imports(job: &mut Job, archive: &Path) -> Result<Vec<String>> {
    symbols(job, archive, "--undefined-only")
}

/// Names as C writes them, without Apple's underscore.
fn symbols(job: &mut Job, archive: &Path, which: &str) -> Result<Vec<String>> {
    let mut nm = tool("llvm-nm")?;
    nm.args([which, "--extern-only", "--format=just-symbols"]);
    let said = job.output(nm.arg(archive))?;
    let names = said.lines().filter_map(|line| line.strip_prefix('_'));
    let mut names: Vec<String> = names.map(str::to_owned).collect();
    names.sort();
    Ok(names)
}

/// A tool of the compiler's LLVM.
pub(super) fn tool(name: &str) -> Result<Command> {
    let file = rustup::llvm_tool(name).with_context(|| format!("no {name}"))?;
    Ok(repo::command(file))
}
