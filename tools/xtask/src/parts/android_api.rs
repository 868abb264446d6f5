//! What our Kotlin calls, compared with what the oldest Android has.

use crate::capacitor::Capacitor;
use crate::job::Job;
use crate::jvm::{self, files, joined};
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitStatus;

pub(super) const API: Part = Part {
    name: "android-api",
    proves: "our Kotlin uses nothing of Java or Android that Android 7 lacks, and no coroutines; planted uses are noticed",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: api,
};

/// The signatures of Android 7 and what reads them.
const POM: &str = "tests/jvm/api.xml";
const CHECK: &str = "tests/jvm/api/Check.java";
const PLANTED: &str = "tests/jvm/api/Planted.kt";

/// What comes with the app. `kotlinx` is not among it: an app need not have that.
const KNOWN: [&str; 5] = [
    "androidx.*",
    "com.getcapacitor.*",
    "io.sentry.*",
    "kotlin.*",
    "okhttp3.*",
];

/// What is planted, as the check names it.
const NOTICED: [&str; 4] = [
    "WebView.getWebViewClassLoader()",
    "Instant.now()",
    "List.of(Object)",
    "Objects.requireNonNullElse(Object, Object)",
];

fn api(job: &mut Job) -> Result<()> {
    let app = Capacitor::new(job)?;
    let (status, _) = check(job, &app.library)?;
    let classes = files(&app.library, &["class"])?.len();
    if !status.success() || classes == 0 {
        bail!("something is used that Android 7 lacks");
    }
    job.figure(format!("{classes} classes use what Android 7 has"));
    let planted = app.kotlin(job, "planted", &[repo::path(PLANTED)])?;
    let (status, said) = check(job, &planted)?;
    for newer in NOTICED {
        if status.success() || !said.contains(newer) {
            bail!("a planted use of {newer} goes unnoticed");
        }
    }
    job.figure(format!("{} planted uses are noticed", NOTICED.len()));
    Ok(())
}

/// Reads the classes of a folder; what they use too much is printed, and makes the check fail.
fn check(job: &mut Job, classes: &Path) -> Result<(ExitStatus, String)> {
    let folder = jvm::folder(job, POM)?;
    let signatures = files(&folder, &["signature"])?;
    let path = joined(files(&folder, &["jar"])?.into_iter().map(OsString::from));
    let mut java = repo::command("java");
    java.args(["-XX:TieredStopAtLevel=1", "-cp"]).arg(path);
    java.arg(CHECK).args(signatures).arg(classes);
    job.attempt(java.args(KNOWN))
}
