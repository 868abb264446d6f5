//! The Swift library, with the real Foundation of Linux.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::swift::copy::Copy;
use crate::swift::package::Package;
use crate::swift::{self, Swift};
use crate::{bindings, repo, ship};
use anyhow::{Context, Result, ensure};
use std::process::Command;

pub(crate) const BINDINGS: Part = Part {
    name: "bindings",
    proves: "bindings/swift and bindings/kotlin are what UniFFI writes for the door uniffi",
    depth: Depth::Full,
    needs: &[],
    run: bindings::check,
};

pub(super) const FORMAT: Part = Part {
    name: "swift-format",
    proves: "Swift sources are as swift-format's lint wants them",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: format,
};

pub(super) const TESTS: Part = Part {
    name: "swift",
    proves: "the Swift library builds in Swift 6 mode without a warning; its tests hold with real URLSession",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: tests,
};

pub(super) const PANIC: Part = Part {
    name: "swift-panic",
    proves: "a panic inside the library is an error in Swift, never the end of it",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: panic,
};

pub(super) const TORN: Part = Part {
    name: "swift-torn",
    proves: "a build that reads the state in two halves makes the test of 5,000 URLSession tasks fail",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: torn,
};

fn format(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let words = [
        "swift",
        "format",
        "lint",
        "--strict",
        "--recursive",
        "--configuration",
        ".swift-format",
        "Package.swift",
        "../Package.swift",
        "Sources/Spanferry",
        "Sources/SpanferryPlugin",
        "linux",
        "Tests",
        "../tests/ios",
        "../benches/swift",
    ];
    job.run(&mut swift.command(&repo::path("ios"), &words)?)
}

fn tests(job: &mut Job) -> Result<()> {
    let (swift, library) = (Swift::new(job)?, ship::ios(job)?);
    let package = Package::ios(&swift, &library)?;
    pass(job, &mut package.command(&["swift", "test"])?)
}

/// The tests pass that a command runs, and there are some.
pub(super) fn pass(job: &mut Job, test: &mut Command) -> Result<()> {
    let said = job.output(test)?;
    let verdict = said.lines().rfind(|line| line.contains("Test run with"));
    let verdict = verdict.filter(|line| line.contains("passed"));
    let verdict = verdict.context("no line that says that tests passed")?;
    job.figure(verdict.trim_start_matches(|c: char| !c.is_ascii()).trim());
    figures(&said).for_each(|figure| job.figure(figure));
    Ok(())
}

/// What tests tell of themselves.
fn figures(said: &str) -> impl Iterator<Item = &str> {
    said.lines()
        .filter_map(|line| line.strip_prefix("figure: "))
}

/// The function that panics is in no library that is shipped, and so not in the committed bindings.
fn panic(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let library = ship::wrong_ios(job, "spanferry_test_panic")?;
    let generated = repo::scratch("swift-panic-bindings")?;
    bindings::of(job, &library.shared, &repo::root(), &generated)?;
    let mut copy = Copy::new("swift-panic")?;
    copy.put("bindings/swift", &generated.join("swift"))?;
    copy.put("ios/Tests/SpanferryTests", &repo::path("tests/ios/panic"))?;
    let package = Package::at(
        &swift,
        &copy.write()?,
        "swift-panic-build",
        &library.archive,
    )?;
    let mut test = package.command(&["swift", "test"])?;
    pass(job, test.args(["--filter", "PanicTests"]))
}

fn torn(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let library = ship::wrong_ios(job, "spanferry_torn")?;
    let mut test = Package::ios(&swift, &library.archive)?.command(&["swift", "test"])?;
    let (status, said) = job.attempt(test.args(["--filter", "ManyTasksTests"]))?;
    let figure = figures(&said)
        .next()
        .context("the test did not come to its end")?;
    job.figure(figure);
    ensure!(
        !status.success() && !figure.ends_with(", 0 mixed"),
        "torn reads went unnoticed"
    );
    job.figure("torn reads noticed");
    Ok(())
}
