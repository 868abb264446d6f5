//! A link of the archive against a stub of Apple's libSystem: a name that is not in it fails.

use super::{OLDEST, Target, archive};
use crate::job::Job;
use crate::{repo, rustup};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

const NAMES: &str = include_str!("libsystem.txt");

/// What the library may ask of the system.
pub(crate) fn known() -> Vec<&'static str> {
    let lines = NAMES.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
}

/// Links all of it as an app does, without what nobody calls, and strips it; returns the file.
pub(crate) fn strictly(job: &mut Job, library: &Path, target: Target) -> Result<PathBuf> {
    let out = repo::scratch("apple")?.join(target.name).join("linked");
    job.run(&mut linker(library, target, &known(), &out)?)?;
    job.run(archive::tool("llvm-strip")?.args(["-S", "-x"]).arg(&out))?;
    Ok(out)
}

/// Whether a link fails, and says why, when the system lacks a name that the library asks for.
pub(crate) fn is_strict(job: &mut Job, library: &Path, target: Target) -> Result<()> {
    let out = repo::scratch("apple")?.join(target.name).join("unlinked");
    let fewer: Vec<&str> = known()
        .into_iter()
        .filter(|name| *name != "malloc")
        .collect();
    let ended = linker(library, target, &fewer, &out)?.output()?;
    let said = String::from_utf8_lossy(&ended.stderr);
    job.say(&said)?;
    ensure!(
        !ended.status.success() && said.contains("undefined symbol: _malloc"),
        "a link without malloc succeeds"
    );
    Ok(())
}

fn linker(library: &Path, target: Target, names: &[&str], out: &Path) -> Result<Command> {
    let platform = if target.simulator {
        "ios-simulator"
    } else {
        "ios"
    };
    let stub = out.with_extension("tbd");
    std::fs::write(&stub, text(target.arch, platform, names))?;
    let mut lld = repo::command(rustup::linker().context("no rust-lld")?);
    lld.args(["-flavor", "darwin", "-arch", target.arch]);
    lld.args(["-platform_version", platform, OLDEST, OLDEST]);
    lld.args(["-dylib", "-dead_strip", "-o"]).arg(out);
    lld.arg("-force_load").arg(library).arg(&stub);
    Ok(lld)
}

/// The stub, in the format of Apple's linkers.
fn text(arch: &str, platform: &str, names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("_{name}")).collect();
    let targets = format!("targets: [ {arch}-{platform} ]");
    format!(
        "--- !tapi-tbd\ntbd-version: 4\n{targets}\ninstall-name: /usr/lib/libSystem.B.dylib\n\
         exports:\n  - {targets}\n    symbols: [ dyld_stub_binder, {} ]\n...\n",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_read_without_the_comment() {
        assert!(known().contains(&"malloc"));
        assert!(known().iter().all(|name| !name.starts_with('#')));
    }

    #[test]
    fn the_stub_names_its_target_and_every_symbol() {
        let text = text("arm64", "ios", &["free", "malloc"]);
        assert!(text.contains("targets: [ arm64-ios ]"));
        assert!(text.contains("[ dyld_stub_binder, _free, _malloc ]"));
    }
}
