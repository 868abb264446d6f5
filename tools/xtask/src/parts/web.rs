//! The npm package: the page's half.

use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::{packages, repo, web};
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

pub(super) const CORE: Part = Part {
    name: "web-core",
    proves: "the page's half decides and writes as the core does, for generated requests, headers and options",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: core,
};

pub(super) const SIZE: Part = Part {
    name: "web-size",
    proves: "what an app's bundler takes in of the package is at most 6,000 bytes gzipped",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: size,
};

pub(super) const SNIPPETS: Part = Part {
    name: "doc-snippets",
    proves: "the snippets of the guides compile, and the servers in them answer a browser's preflight",
    depth: Depth::Full,
    needs: SNIPPET_NEEDS,
    run: snippets,
};

const SNIPPET_NEEDS: &[Need] = &[
    web::NEEDS[0],
    web::NEEDS[1],
    Need::Program {
        name: "python3",
        from: "https://www.python.org",
    },
    Need::Debian {
        package: "python3-venv",
        probe: Probe::PythonModule("ensurepip"),
    },
    Need::Debian {
        package: "nginx-light",
        probe: Probe::File("/usr/sbin/nginx"),
    },
];

/// The guides whose blocks are run.
const GUIDES: [&str; 7] = [
    "README.md",
    "docs/COMPATIBILITY.md",
    "docs/CORS.md",
    "docs/IOS.md",
    "docs/MIGRATION.md",
    "docs/PRIVACY.md",
    "docs/RECIPES.md",
];

fn snippets(job: &mut Job) -> Result<()> {
    web::layer(job)?;
    let modules = packages::node_modules(job, &repo::path("tests/docs"))?;
    let python = packages::python(job, &repo::path("tests/sdk/requirements.txt"))?;
    let mut node = repo::command("node");
    node.arg("tests/docs/run.mjs").arg(modules).arg(python);
    let said = job.output(node.args(GUIDES))?;
    job.figure(said.lines().last().unwrap_or_default().to_owned());
    Ok(())
}

fn lint(job: &mut Job) -> Result<()> {
    web::install(job)?;
    job.run(&mut web::npm("lint"))?;
    documented(job)
}

/// The README's section on the plugin is what docgen makes of the definitions.
fn documented(job: &mut Job) -> Result<()> {
    let file = repo::path("README.md");
    let before = std::fs::read_to_string(&file)?;
    let made = job.run(&mut web::npm("docgen"));
    let after = std::fs::read_to_string(&file)?;
    std::fs::write(&file, &before)?;
    made?;
    anyhow::ensure!(
        before == after,
        "README.md is behind definitions.ts: npm run docgen"
    );
    Ok(())
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

/// How many generated cases are compared.
const CASES: &str = "10000";

fn core(job: &mut Job) -> Result<()> {
    web::layer(job)?;
    let mut cargo = repo::cargo(["test", "--package", "spanferry", "--test", "page_half"]);
    cargo
        .args(["--", "--nocapture"])
        .env("SPANFERRY_NODE", "node");
    let said = job.output(cargo.env("SPANFERRY_NODE_CASES", CASES))?;
    let line = said.lines().find(|line| line.contains(" cases, "));
    job.figure(line.context("no cases were compared")?.trim());
    Ok(())
}

fn size(job: &mut Job) -> Result<()> {
    web::layer(job)?;
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
