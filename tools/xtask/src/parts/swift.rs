//! The Swift library, with the real Foundation of Linux.

use crate::job::Job;
use crate::part::{Depth, Part};
use crate::swift::{self, Swift};
use crate::{bindings, ship};
use anyhow::{Result, ensure};

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
    run: |job| tests(job, &[]),
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
        "Tests",
    ];
    job.run(&mut swift.command("ios", &words))
}

fn tests(job: &mut Job, more: &[&str]) -> Result<()> {
    let swift = Swift::new(job)?;
    let mut test = swift.test(&ship::ios(job)?)?;
    let said = job.output(test.args(more))?;
    let line = said
        .lines()
        .rev()
        .find(|line| line.contains("Test run with"))
        .unwrap_or_default();
    ensure!(
        line.contains("passed"),
        "no line that says that tests passed"
    );
    job.figure(line.trim_start_matches(|c: char| !c.is_ascii()).trim());
    Ok(())
}
