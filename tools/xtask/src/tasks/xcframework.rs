//! `xcframework`: the library for Xcode, as the npm package ships it.

use super::Task;
use crate::apple::{VARIANTS, framework};
use crate::args::Spec;
use crate::job::Job;
use crate::need::Need;
use crate::{repo, rustup};
use anyhow::{Result, ensure};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "xcframework",
    usage: "",
    about: "build ios/Spanferry.xcframework from rustup's targets, on a Mac or not",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?
    .no_words()?;
    Need::LlvmTools.meet()?;
    for target in VARIANTS.iter().copied().flatten() {
        Need::Target(target.name).meet()?;
        // A standard library that was built here is good for a check only.
        ensure!(
            rustup::has_target(target.name),
            "rustup has no {}",
            target.name
        );
    }
    let out = repo::path("ios/Spanferry.xcframework");
    framework::write(&mut Job::new("xcframework", true)?, &out)?;
    println!("{}", out.display());
    Ok(ExitCode::SUCCESS)
}
