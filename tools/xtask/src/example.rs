//! The example app: installed as a person would, built, and given to a browser.

use crate::job::Job;
use crate::need::{Need, Probe};
use crate::{packages, repo, web};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a build needs.
pub(crate) const NEEDS: &[Need] = web::NEEDS;

/// What a look at it needs.
pub(crate) const BROWSER_NEEDS: &[Need] = &[
    web::NEEDS[0],
    web::NEEDS[1],
    Need::Debian {
        package: "chromium",
        probe: Probe::Program("chromium"),
    },
];

const APP: &str = "example-app";
const PROOF: &str = "tests/app";

/// Builds the app with the npm package as it is now.
pub(crate) fn build(job: &mut Job) -> Result<()> {
    install(job)?;
    job.run(npm().args(["run", "--silent", "build"]))
}

/// Its packages in its own folder, ours packed and installed like the others.
fn install(job: &mut Job) -> Result<()> {
    let layer = web::layer(job)?;
    let files = ["package.json", "package-lock.json", ".npmrc"].map(|name| app().join(name));
    let mut key: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    key.push(&layer.mark);
    let key = packages::keyed("example", &key)?.display().to_string();
    let mark = app().join("node_modules/.spanferry");
    if std::fs::read_to_string(&mark).is_ok_and(|before| before == key) {
        return Ok(());
    }
    job.run(npm().args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    Ok(std::fs::write(mark, key)?)
}

/// The program that serves the built app until it is told to end.
pub(crate) fn server() -> Command {
    let mut node = repo::command("node");
    node.arg(app().join("server/main.mjs"));
    node
}

/// The program that looks at the app in a browser.
pub(crate) fn browser(job: &mut Job) -> Result<Command> {
    build(job)?;
    let modules = packages::node_modules(job, &repo::path(PROOF))?;
    let chromium = repo::find_program("chromium").context("no chromium")?;
    let mut node = repo::command("node");
    node.arg(repo::path(PROOF).join("run.mjs"));
    node.arg("--modules").arg(modules);
    node.arg("--chromium").arg(chromium);
    Ok(node)
}

fn app() -> PathBuf {
    repo::path(APP)
}

fn npm() -> Command {
    let mut npm = repo::command("npm");
    npm.current_dir(app());
    npm
}
