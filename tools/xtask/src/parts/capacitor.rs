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
    proves: "events of the real SentryAndroid carry the page's trace, and do not without the feed",
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
    let mut unfed = app.program(job, NEWEST, &library)?;
    unfed.args(["-Dfeed=false", "org.junit.runner.JUnitCore", "SentryTest"]);
    let (_, said) = job.attempt(&mut unfed)?;
    if !said.contains("Failures: 2") {
        bail!("the tests pass without the feed");
    }
    job.figure("without the feed both fail");
    Ok(())
}

/// Runs JUnit classes; none may fail, and no rule of JNI may be broken.
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
