//! The npm package: its tools in place, and the built bundle.

use crate::job::Job;
use crate::jvm::files;
use crate::need::Need;
use crate::{packages, repo};
use anyhow::{Context, Result};
use std::path::PathBuf;
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

/// The built npm package.
pub(crate) struct Layer {
    /// The entry for bundlers.
    pub(crate) entry: PathBuf,
    /// A file that says what it was built from.
    pub(crate) mark: PathBuf,
}

/// The package, built unless nothing has changed since.
pub(crate) fn layer(job: &mut Job) -> Result<Layer> {
    install(job)?;
    let mut sources = files(&repo::path("bindings/web/src"), &["ts"])?;
    sources.extend(
        [
            "package.json",
            "package-lock.json",
            "bindings/web/rollup.config.mjs",
            "bindings/web/tools/modules.mjs",
        ]
        .map(repo::path),
    );
    let sources = sources.iter().map(PathBuf::as_path).collect::<Vec<_>>();
    let key = packages::keyed("layer", &sources)?.display().to_string();
    let layer = Layer {
        entry: repo::path("dist/esm/index.js"),
        mark: repo::path("dist/.sources"),
    };
    let built = std::fs::read_to_string(&layer.mark).is_ok_and(|before| before == key);
    if !built || !layer.entry.is_file() {
        job.run(&mut npm("build"))?;
        std::fs::write(&layer.mark, key)?;
    }
    Ok(layer)
}

/// A script of `package.json`.
pub(crate) fn npm(script: &str) -> Command {
    let mut npm = repo::command("npm");
    npm.args(["run", "--silent", script]);
    npm
}
