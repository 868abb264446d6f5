//! What belongs to the compiler: its LLVM tools, its standard library's source, other targets.

use crate::{apt, cache, repo};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Runs rustup, if it is there.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let mut rustup = Command::new("rustup");
    rustup.args(words).stdin(Stdio::null());
    let ended = rustup.output().context("rustup is not installed")?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    bail!(
        "rustup {}: {}",
        words.join(" "),
        said.lines().last().unwrap_or("failed")
    )
}

/// What `rustc --print WHAT` says.
fn printed(what: &str) -> Option<String> {
    let output = Command::new("rustc")
        .args(["--print", what])
        .output()
        .ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

fn sysroot() -> Option<PathBuf> {
    printed("sysroot").map(PathBuf::from)
}

/// The target that the compiler runs on.
pub(crate) fn host() -> Result<String> {
    printed("host-tuple").context("rustc does not name its host")
}

/// Whether the target's standard library is installed.
pub(crate) fn has_target(target: &str) -> bool {
    sysroot().is_some_and(|root| root.join("lib/rustlib").join(target).join("lib").is_dir())
}

/// Gets a target's standard library from rustup, else its source, to build it from.
pub(crate) fn add_target(target: &str) -> Result<()> {
    if has_target(target) {
        return Ok(());
    }
    let Err(error) = run(&["target", "add", target]) else {
        return Ok(());
    };
    if std_source().is_none() {
        add_std_source().map_err(|other| error.context(format!("{other:#}")))?;
    }
    Ok(())
}

/// Has cargo build for a target, and the standard library as well where it is not installed.
pub(crate) fn build_for(cargo: &mut Command, target: &str) -> Result<()> {
    cargo.args(["--target", target]);
    if !has_target(target) {
        cargo.arg("-Zbuild-std");
        with_std_source(cargo)?;
    }
    Ok(())
}

/// Lets cargo build the standard library.
///
/// A stable compiler takes -Z switches only when told that this is deliberate, and cargo looks for
/// std's source outside the toolchain only where this variable of its own points.
pub(crate) fn with_std_source(cargo: &mut Command) -> Result<()> {
    let source = std_source().context("no source of std")?;
    cargo
        .env("RUSTC_BOOTSTRAP", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", source);
    Ok(())
}

/// Whether rustup has a toolchain of this version.
pub(crate) fn has_toolchain(version: &str) -> bool {
    let mut rustc = Command::new("rustup");
    let rustc = rustc
        .args(["run", version, "rustc", "--version"])
        .stderr(Stdio::null());
    rustc.output().is_ok_and(|said| said.status.success())
}

/// The major version of the compiler's LLVM, which wrote the coverage data.
fn llvm_major() -> Option<String> {
    let output = Command::new("rustc").arg("-vV").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    Some(version.split('.').next()?.to_owned())
}

/// An LLVM tool that reads what this compiler writes: rustup's, else Debian's of the same version.
pub(crate) fn llvm_tool(name: &str) -> Option<PathBuf> {
    let own = sysroot()?
        .join("lib/rustlib")
        .join(host().ok()?)
        .join("bin")
        .join(name);
    if own.is_file() {
        return Some(own);
    }
    repo::find_program(&format!("{name}-{}", llvm_major()?))
}

/// The linker that comes with the compiler.
pub(crate) fn linker() -> Option<PathBuf> {
    let folder = sysroot()?.join("lib/rustlib").join(host().ok()?);
    Some(folder.join("bin/rust-lld")).filter(|file| file.is_file())
}

/// Gets the LLVM tools from rustup, else from Debian.
pub(crate) fn add_llvm_tools() -> Result<()> {
    run(&["component", "add", "llvm-tools"]).or_else(|_| {
        let major = llvm_major().context("rustc does not name its LLVM")?;
        apt::install(&[&format!("llvm-{major}")])
    })
}

/// The folder `library` of the standard library's source.
pub(crate) fn std_source() -> Option<PathBuf> {
    let installed = sysroot()?.join("lib/rustlib/src/rust/library");
    let kept = kept_std().ok()?.join("library");
    [installed, kept]
        .into_iter()
        .find(|folder| folder.join("Cargo.lock").is_file())
}

/// The source of one compiler must not be taken for another one's.
fn kept_std() -> Result<PathBuf> {
    let output = Command::new("rustc").arg("--version").output()?;
    let text = String::from_utf8(output.stdout)?;
    let version = text
        .split(' ')
        .nth(1)
        .context("rustc does not name its version")?;
    Ok(cache::root()?.join("std").join(version))
}

/// Gets the source from rustup, else from the archive that `SPANFERRY_STD_TARBALL` names.
pub(crate) fn add_std_source() -> Result<()> {
    let Err(error) = run(&["component", "add", "rust-src"]) else {
        return Ok(());
    };
    let Some(archive) = std::env::var_os("SPANFERRY_STD_TARBALL") else {
        return Err(error.context("SPANFERRY_STD_TARBALL names no archive either"));
    };
    let folder = kept_std()?;
    std::fs::create_dir_all(&folder)?;
    let status = Command::new("tar")
        .arg("-xf")
        .arg(&archive)
        .arg("-C")
        .arg(&folder)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        bail!("cannot unpack {}", archive.to_string_lossy())
    }
}
