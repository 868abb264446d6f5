//! The npm package: the page's half.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::{repo, web};
use anyhow::{Context, Result};

pub(super) const LINT: Part = Part {
    name: "web-lint",
    proves: "the TypeScript of the package has no error of types, style or layout",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: lint,
};

pub(super) const TESTS: Part = Part {
    name: "web",
    proves: "the page's half shares its trace with the Sentry SDK 10.69 and 11.12, and works without one",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: tests,
};

pub(super) const SIZE: Part = Part {
    name: "web-size",
    proves: "what an app's bundler takes in of the package has not grown",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: size,
};

fn lint(job: &mut Job) -> Result<()> {
    web::install(job)?;
    job.run(&mut web::npm("lint"))
}

fn tests(job: &mut Job) -> Result<()> {
    web::install(job)?;
    let said = job.output(&mut web::npm("test"))?;
    let line = said
        .lines()
        .find(|line| line.contains("Tests ") && line.contains("passed"));
    job.figure(plain(line.context("no test ran")?));
    Ok(())
}

fn size(job: &mut Job) -> Result<()> {
    web::build(job)?;
    let said = job.output(repo::command("node").arg("bindings/web/tools/size.mjs"))?;
    job.figure(said.lines().last().unwrap_or_default().to_owned());
    Ok(())
}

/// Without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line.split('\u{1b}');
    text.push_str(rest.next().unwrap_or_default());
    for piece in rest {
        text.push_str(piece.split_once('m').map_or("", |(_, shown)| shown));
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(
            plain(" \u{1b}[2m Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed"),
            "Tests  3 passed"
        );
    }
}
