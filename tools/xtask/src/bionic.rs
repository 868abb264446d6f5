//! The library for Android's own targets, linked without the NDK against stubs of the phone's libraries.
//!
//! It is a check of size, pages, exports and imports, and no file to ship: its unwinder is a stub.

use crate::job::Job;
use crate::{packages, repo, rustup};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const NAMES: &str = include_str!("bionic.txt");

/// A target and what the linker calls its machine.
#[derive(Clone, Copy)]
pub(crate) struct Target(pub(crate) &'static str, &'static str);

/// The phones of today.
pub(crate) const ARM64: Target = Target("aarch64-linux-android", "aarch64linux");
/// Emulators and Chromebooks.
pub(crate) const X64: Target = Target("x86_64-linux-android", "elf_x86_64");

/// Builds the library as Android ships it, strictly: every name that it imports must be known.
pub(crate) fn library(job: &mut Job, target: Target) -> Result<PathBuf> {
    let Target(name, _) = target;
    let stubs = stubs(job, target)?;
    let folder = repo::scratch("bionic")?;
    let flags = [
        format!(
            "-Clinker={}",
            rustup::linker().context("no rust-lld")?.display()
        ),
        "-Clinker-flavor=ld.lld".to_owned(),
        format!("-L{}", stubs.display()),
        "-Clink-arg=-zmax-page-size=16384".to_owned(),
        "-Clink-arg=-zdefs".to_owned(),
        "-Clink-arg=-soname=libspanferry.so".to_owned(),
    ];
    let mut cargo = repo::cargo(["rustc", "--package", "spanferry", "--profile", "ship"]);
    cargo.args(["--features", "capi,jni", "--lib", "--crate-type", "cdylib"]);
    rustup::build_for(&mut cargo, name)?;
    cargo.arg("--target-dir").arg(&folder);
    job.run(cargo.env("RUSTFLAGS", flags.join(" ")))?;
    Ok(folder.join(name).join("ship/libspanferry.so"))
}

/// Libraries that hold the known names and nothing behind them.
fn stubs(job: &mut Job, Target(name, machine): Target) -> Result<PathBuf> {
    // Other names are another folder, and with it another link: cargo does not look into it.
    let names = packages::keyed("bionic", &[&repo::path("tools/xtask/src/bionic.txt")])?;
    let key = names.file_name().context("no key")?;
    let folder = repo::scratch("bionic")?.join("stubs").join(name).join(key);
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("blob"), "stub")?;
    for (library, names) in libraries() {
        let mut lld = repo::command(rustup::linker().context("no rust-lld")?);
        lld.current_dir(&folder)
            .args(["-flavor", "gnu", "-m", machine, "-o", library]);
        // An archive of one object whose names stand for something, a shared library whose do not.
        let (kind, value) = if library.ends_with(".a") {
            (["-r", ""], "_binary_blob_start")
        } else {
            (["-shared", "-zmax-page-size=16384"], "0")
        };
        lld.args(kind.iter().filter(|word| !word.is_empty()));
        if library.ends_with(".so") {
            lld.arg(format!("-soname={library}"));
        }
        lld.args(["-b", "binary", "blob"]);
        job.run(lld.args(names.iter().map(|name| format!("--defsym={name}={value}"))))?;
    }
    Ok(folder)
}

/// The names by library.
fn libraries() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut all = BTreeMap::new();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        if let Some(library) = words.next() {
            all.entry(library).or_insert_with(Vec::new).extend(words);
        }
    }
    all
}

/// The alignments of the parts that are loaded, in bytes.
pub(crate) fn alignments(job: &mut Job, library: &Path) -> Result<Vec<u64>> {
    let said = job.output(repo::command("readelf").arg("-lW").arg(library))?;
    let loads = said
        .lines()
        .filter(|line| line.trim_start().starts_with("LOAD"));
    Ok(loads
        .filter_map(|line| hexadecimal(line.split_whitespace().last()?))
        .collect())
}

fn hexadecimal(word: &str) -> Option<u64> {
    u64::from_str_radix(word.strip_prefix("0x")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_library_has_its_names() {
        let all = libraries();
        assert_eq!(
            all.keys().copied().collect::<Vec<_>>(),
            ["libc.so", "libdl.so", "liblog.so", "libm.so", "libunwind.a"]
        );
        assert!(
            all.get("libc.so")
                .is_some_and(|names| names.contains(&"malloc"))
        );
        assert_eq!(hexadecimal("0x4000"), Some(16384));
    }
}
