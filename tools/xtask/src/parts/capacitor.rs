//! Our plugin inside Capacitor's own Android core.

use crate::capacitor::{Android, Capacitor, NEWEST, OLDEST};
use crate::job::Job;
use crate::jvm;
use crate::part::{Depth, Part};
use crate::{gradle, packages, repo, ship, web};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const PLUGIN: Part = Part {
    name: "android-plugin",
    proves: "Capacitor's own activity, on Android 16, loads our plugin: pages, hand-over, absence, CapacitorHttp",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: |job| plugin(job, NEWEST),
};

pub(super) const OLD: Part = Part {
    name: "android-plugin-old",
    proves: "the same on Android 7",
    depth: Depth::Long,
    needs: jvm::NEEDS,
    run: |job| plugin(job, OLDEST),
};

pub(super) const SENTRY: Part = Part {
    name: "android-sentry",
    proves: "events of the real SentryAndroid carry the page's trace, whatever is tapped or opened; without feeding they do not",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: sentry,
};

pub(super) const GRADLE: Part = Part {
    name: "android-gradle",
    proves: "our Gradle module has the versions of Capacitor's own",
    depth: Depth::Full,
    needs: web::NEEDS,
    run: versions,
};

/// How many tests there are with the real SDK: each fails when it is not fed.
const SENTRY_TESTS: usize = 8;

/// Those that fail when the SDK goes on drawing traces of its own.
const OWN_TRACES: [&str; 2] = [
    "a_tap_starts_no_trace_of_the_sdks_own",
    "another_activity_starts_no_trace_of_the_sdks_own",
];

/// What runs in a process of its own, because it is about the first thing that happens in one.
const ALONE: [&str; 2] = ["ColdStartTest", "OldWebViewTest"];

fn versions(job: &mut Job) -> Result<()> {
    let modules = packages::node_modules(job, &repo::path("tests/android"))?;
    let capacitors = modules.join("@capacitor/android/capacitor/build.gradle");
    let ours = std::fs::read_to_string(repo::path("android/build.gradle"))?;
    let settings = gradle::compare(&ours, &std::fs::read_to_string(capacitors)?)?;
    job.figure(format!("{settings} settings alike"));
    Ok(())
}

/// The app as a program that another one drives.
pub(crate) fn host(job: &mut Job) -> Result<Command> {
    let (app, library) = (Capacitor::new(job)?, ship::android(job)?);
    let mut java = app.program(job, NEWEST, &library)?;
    java.args(["org.junit.runner.JUnitCore", "Host"]);
    Ok(java)
}

fn plugin(job: &mut Job, android: Android) -> Result<()> {
    let (app, library) = (Capacitor::new(job)?, ship::android(job)?);
    let nowhere = PathBuf::from("/nowhere/libspanferry.so");
    tests(job, &app, android, &library, &["PluginTest", "HttpTest"])?;
    for class in ALONE {
        tests(job, &app, android, &library, &[class])?;
    }
    tests(job, &app, android, &nowhere, &["AbsentPluginTest"])
}

fn sentry(job: &mut Job) -> Result<()> {
    let (app, library) = (Capacitor::new(job)?, ship::android(job)?);
    tests(job, &app, NEWEST, &library, &["SentryTest"])?;
    let unfed = failures(job, &app, &library, "-Dfeed=false")?;
    if unfed.len() != SENTRY_TESTS {
        bail!("without the feed only these fail: {}", unfed.join(", "));
    }
    job.figure(format!("without the feed all {SENTRY_TESTS} fail"));
    let own = failures(job, &app, &library, "-DkeepTrace=false")?;
    if own != OWN_TRACES {
        bail!("where the SDK draws traces these fail: {}", own.join(", "));
    }
    job.figure(format!(
        "with the SDK's own trace generation fail: {}",
        own.join(", ")
    ));
    Ok(())
}

/// The names of the tests with the real SDK that fail when a switch is set, sorted.
fn failures(job: &mut Job, app: &Capacitor, native: &Path, switch: &str) -> Result<Vec<String>> {
    let mut java = app.program(job, NEWEST, native)?;
    java.args([switch, "org.junit.runner.JUnitCore", "SentryTest"]);
    let (_, said) = job.attempt(&mut java)?;
    let names = said
        .lines()
        .filter_map(|line| line.strip_suffix("(SentryTest)"));
    let mut names: Vec<_> = names
        .filter_map(|line| Some(line.split_once(") ")?.1.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

// Runs JUnit classes; none may fail, and no rule of JNI may be broken.
fn tests(
    job: &mut Job,
    app: &Capacitor,
    android: Android,
    native: &Path,
    classes: &[&str],
) -> Result<()> {
    let mut java = app.program(job, android, native)?;
    java.arg("org.junit.runner.JUnitCore").args(classes);
    let (status, said) = job.attempt(&mut java)?;
    if jvm::complains(&said) {
        bail!("-Xcheck:jni complains");
    }
    let passed = said.lines().find_map(|line| line.strip_prefix("OK "));
    match passed {
        Some(passed) if status.success() => job.figure(format!("{}: {passed}", classes.join(", "))),
        _ => bail!("{} failed", classes.join(", ")),
    }
    Ok(())
}
