//! Runs the suites of `tests/pipe`: pages in headless Chromium, the real plugin on a JVM behind them.

use crate::capacitor::{Capacitor, NEWEST};
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::{packages, repo, ship, web};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// What every suite needs.
pub(crate) const NEEDS: &[Need] = &[
    Need::Debian {
        package: "openjdk-17-jdk-headless",
        probe: Probe::Program("javac"),
    },
    Need::Debian {
        package: "maven",
        probe: Probe::Program("mvn"),
    },
    Need::Debian {
        package: "chromium",
        probe: Probe::Program("chromium"),
    },
    Need::Program {
        name: "python3",
        from: "apt-get install python3",
    },
    Need::Debian {
        package: "python3-venv",
        probe: Probe::PythonModule("ensurepip"),
    },
    Need::Program {
        name: "node",
        from: "https://nodejs.org, version 20.19 or newer",
    },
    Need::Program {
        name: "npm",
        from: "https://nodejs.org",
    },
];

const FOLDER: &str = "tests/pipe";

/// Runs a suite; no claim of it may fail. Returns its last line, the number of claims.
pub(crate) fn prove(job: &mut Job, suite: &str, more: &[&str]) -> Result<String> {
    let mut node = command(job, suite)?;
    let (status, said) = job.attempt(node.args(more))?;
    let figures = said
        .lines()
        .filter_map(|line| line.strip_prefix("figure: "));
    figures.for_each(|figure| job.figure(figure));
    let claims = said.lines().last().context("the suite said nothing")?;
    let claims = format!("claims: {claims}");
    if status.success() {
        Ok(claims)
    } else {
        job.figure(claims);
        bail!("not every claim of {suite} holds")
    }
}

const DOCUMENT: &str = "docs/MATRIX.md";
const BEGIN: &str = "<!-- matrix -->\n";
const END: &str = "<!-- end of matrix -->\n";

/// Runs the matrix; returns its results as a table.
pub(crate) fn matrix(job: &mut Job) -> Result<String> {
    let file = repo::scratch("pipe")?.join("matrix.md");
    let said = prove(job, "matrix", &["--out", &file.to_string_lossy()])?;
    job.figure(said);
    std::fs::read_to_string(&file).context("the matrix gave no table")
}

/// Puts the table into its document.
pub(crate) fn write(table: &str) -> Result<()> {
    let file = repo::path(DOCUMENT);
    let text = std::fs::read_to_string(&file).context(DOCUMENT)?;
    Ok(std::fs::write(file, with_table(&text, table)?)?)
}

/// Fails if the document shows another table.
pub(crate) fn compare(table: &str) -> Result<()> {
    let text = std::fs::read_to_string(repo::path(DOCUMENT)).context(DOCUMENT)?;
    if with_table(&text, table)? == text {
        Ok(())
    } else {
        bail!("{DOCUMENT} shows other results; to renew it: cargo xtask matrix")
    }
}

fn with_table(document: &str, table: &str) -> Result<String> {
    let place = document.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = place.context("the document has no place for the table")?;
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

/// Tells the whole picture once, and draws its trace into `picture`.
pub(crate) fn waterfall(job: &mut Job, picture: &std::path::Path) -> Result<String> {
    let kept = repo::scratch("pipe")?.join("trace.json");
    let kept = kept.to_string_lossy();
    let said = prove(job, "trace", &["--sdk", "10", "--out", &kept])?;
    let mut draw = repo::command("node");
    draw.arg(repo::path(FOLDER).join("waterfall/draw.mjs"));
    job.run(draw.arg(&*kept).arg(picture))?;
    Ok(said)
}

/// The command that runs a suite.
fn command(job: &mut Job, suite: &str) -> Result<Command> {
    let mut library = ship::begin_android(job)?;
    let modules = packages::node_modules(job, &repo::path(FOLDER))?;
    let services = packages::node_modules(job, &repo::path("tests/sdk"))?;
    let python = packages::python(job, &repo::path("tests/sdk/requirements.txt"))?;
    let chromium = repo::find_program("chromium").context("no chromium")?;
    let mut node = repo::command("node");
    node.arg(repo::path(FOLDER).join("run.mjs")).arg(suite);
    node.arg("--modules").arg(modules);
    node.arg("--serviceModules").arg(services);
    node.arg("--python").arg(python);
    node.arg("--chromium").arg(chromium);
    node.arg("--layer").arg(web::layer(job)?.entry);
    node.arg("--host").arg(host(job)?);
    library.wait()?;
    node.arg("--work").arg(work(suite)?);
    Ok(node)
}

/// A file that names the program of the native half, one word a line.
fn host(job: &mut Job) -> Result<PathBuf> {
    let (app, library) = (Capacitor::new(job)?, ship::android(job)?);
    let modules = packages::node_modules(job, &repo::path(FOLDER))?;
    let sentry = modules.join("@sentry/capacitor/android/src/main/java");
    let sentry = app.plugin(job, &sentry)?;
    let mut java = app.program(job, NEWEST, &library)?;
    java.args(["org.junit.runner.JUnitCore", "Host"]);
    let words = std::iter::once(java.get_program()).chain(java.get_args());
    let mut words: Vec<_> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let path = words.iter().position(|word| word == "-cp");
    let path = path.context("a program without a class path")? + 1;
    words[path] = format!("{}:{}", words[path], sentry.display());
    let file = repo::scratch("pipe")?.join("host.txt");
    std::fs::write(&file, words.join("\n"))?;
    Ok(file)
}

/// An empty folder for what a suite writes.
fn work(suite: &str) -> Result<PathBuf> {
    let folder = repo::scratch("pipe")?.join(suite);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_is_replaced() {
        let document = format!("before\n{BEGIN}old\n{END}after\n");
        let text = with_table(&document, "| new |\n").unwrap();
        assert_eq!(text, format!("before\n{BEGIN}| new |\n{END}after\n"));
        assert!(with_table("no marks", "").is_err());
    }
}
