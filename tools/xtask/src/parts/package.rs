//! The npm package, installed from its tarball and taken by Capacitor's own command line.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::{example, packages, repo};
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;

pub(super) const PACKAGE: Part = Part {
    name: "package",
    proves: "the packed npm package works in a fresh app: Node, TypeScript, Vite, and the real cap sync for both systems",
    depth: Depth::Full,
    needs: example::NEEDS,
    run,
};

const PROOF: &str = "tests/package";

/// Where the parts that check a native library leave it, and its place in the package.
const NATIVES: [(&str, &str); 2] = [
    (
        "android/src/main/jniLibs/arm64-v8a/libspanferry.so",
        "xtask/bionic/aarch64-linux-android/ship/libspanferry.so",
    ),
    (
        "ios/Spanferry.xcframework",
        "xtask/apple/Spanferry.xcframework",
    ),
];

fn run(job: &mut Job) -> Result<()> {
    example::build(job)?;
    let modules = packages::node_modules(job, &repo::path(PROOF))?;
    let mut node = repo::command("node");
    node.arg(repo::path(PROOF).join("run.mjs"));
    node.arg("--modules").arg(modules);
    node.arg("--work").arg(work()?);
    for (place, built) in NATIVES {
        let file = repo::target().join(built);
        if file.exists() {
            node.arg("--native")
                .arg(format!("{place}={}", file.display()));
        }
    }
    let (status, said) = job.attempt(&mut node)?;
    let figures = said
        .lines()
        .filter_map(|line| line.strip_prefix("figure: "));
    figures.for_each(|figure| job.figure(figure));
    let claims = said.lines().last().context("the proof said nothing")?;
    job.figure(format!("claims: {claims}"));
    ensure!(status.success(), "not every claim holds");
    Ok(())
}

/// An empty folder.
fn work() -> Result<PathBuf> {
    let folder = repo::scratch("package")?;
    std::fs::remove_dir_all(&folder)?;
    std::fs::create_dir(&folder)?;
    Ok(folder)
}
