//! The npm package: its tools in place, and the built bundle.

use crate::job::Job;
use crate::need::Need;
use crate::{packages, repo};
use anyhow::{Context, Result};
use std::process::Command;

/// What every part of the package needs.
pub(crate) const NEEDS: &[Need] = &[
    Need::Program {
        name: "node",
        from: "https://nodejs.org",
    },
    Need::Program {
        name: "npm",
        from: "https://nodejs.org",
    },
];

/// Puts the locked packages where Node looks for them. A folder that a developer has made stays.
pub(crate) fn install(job: &mut Job) -> Result<()> {
    let place = repo::path("node_modules");
    if place.is_dir() && !place.is_symlink() {
        return Ok(());
    }
    let modules = packages::node_modules(job, &repo::root())?;
    if std::fs::read_link(&place).is_ok_and(|there| there == modules) {
        return Ok(());
    }
    let _ = std::fs::remove_file(&place);
    std::os::unix::fs::symlink(&modules, &place).context("node_modules")?;
    Ok(())
}

/// Builds `dist`.
pub(crate) fn build(job: &mut Job) -> Result<()> {
    install(job)?;
    job.run(&mut npm("build"))
}

/// A script of `package.json`.
pub(crate) fn npm(script: &str) -> Command {
    let mut npm = repo::command("npm");
    npm.args(["run", "--silent", script]);
    npm
}
