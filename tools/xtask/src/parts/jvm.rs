//! The JNI door and the Kotlin library, on a JVM.

use super::artefact;
use crate::job::Job;
use crate::jvm::{self, Jvm, OKHTTP_4, OKHTTP_5};
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::{bionic, repo, ship};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const LIBRARY: Part = Part {
    name: "android-library",
    proves: "the library with the doors C and JNI exports exactly abi/spanferry-android.symbols",
    depth: Depth::Full,
    needs: &[],
    run: library,
};

pub(super) const ARM64: Part = Part {
    name: "android-arm64",
    proves: "the library for 64-bit phones asks only for what Android 7 has, loads in 16 KB pages, is at most 750,000 bytes",
    depth: Depth::Full,
    needs: &[Need::Target("aarch64-linux-android")],
    run: |job| phone(job, bionic::ARM64, PHONE_LIMIT),
};

pub(super) const X64: Part = Part {
    name: "android-x86-64",
    proves: "the same for 64-bit emulators, at most 800,000 bytes: the code of their processors is longer",
    depth: Depth::Long,
    needs: &[Need::Target("x86_64-linux-android")],
    run: |job| phone(job, bionic::X64, EMULATOR_LIMIT),
};

pub(super) const SHRUNK: Part = Part {
    name: "android-r8",
    proves: "an app that R8 shrinks and renames works with our rules, and does not without them",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: shrunk,
};

/// The shrinker of Android's build tools 9.5.
const R8: &str = "com.android.tools:r8:9.5.28";

/// The stripped library of a phone, doors C and JNI; the goal is 500,000.
const PHONE_LIMIT: u64 = 750_000;
/// The same library for emulators, in the longer code of x86-64.
const EMULATOR_LIMIT: u64 = 800_000;

pub(super) const DOOR: Part = Part {
    name: "jni",
    proves: "native methods survive closed tracers, strange text, callbacks that throw, panics; a request takes no memory",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: door,
};

pub(super) const SHARED: Part = Part {
    name: "jni-c",
    proves: "Kotlin and C in one process have one trace; a broken rule of JNI is noticed",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: shared,
};

pub(super) const OKHTTP: Part = Part {
    name: "okhttp",
    proves: "requests of OkHttp 4.12 and 5 carry one line each, beside Sentry's, on every hop",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: okhttp,
};

pub(super) const TORN: Part = Part {
    name: "okhttp-torn",
    proves: "10,000 calls on 64 threads during 1,000 changes mix no traces; a torn read is noticed",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: torn,
};

pub(super) const FEED: Part = Part {
    name: "sentry-feed",
    proves: "events of the Sentry SDK, 7.22.6 to 8.62.0, carry the trace; without the feed they do not",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: feed,
};

pub(super) const CONNECTION: Part = Part {
    name: "android-connection",
    proves: "Android's own HttpURLConnection carries one line each, decided anew for each hop",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: connection,
};

/// The platform's classes; the newest whose class files a JDK 17 reads.
const ANDROID: &str = "org.robolectric:android-all:15-robolectric-13954326";

/// The versions of io.sentry:sentry that are fed.
const SDKS: [&str; 4] = ["7.22.6", "8.0.0", "8.20.0", "8.62.0"];

const TESTS: &str = "tests/jvm/tests";

fn library(job: &mut Job) -> Result<()> {
    let library = ship::android(job)?;
    artefact::check_symbols(job, &library, artefact::ANDROID_LIST)?;
    let bytes = std::fs::metadata(&library)?.len();
    job.figure(format!("libspanferry.so with C and JNI: {bytes} bytes"));
    Ok(())
}

fn phone(job: &mut Job, target: bionic::Target, limit: u64) -> Result<()> {
    let library = bionic::library(job, target)?;
    artefact::check_symbols(job, &library, artefact::ANDROID_LIST)?;
    let pages = bionic::alignments(job, &library)?;
    if pages.is_empty() || pages.iter().any(|page| *page < 16_384) {
        bail!("pages of {pages:?} bytes");
    }
    let bytes = std::fs::metadata(&library)?.len();
    job.figure(format!(
        "{}: {bytes} bytes of {limit}, 16 KB pages",
        target.0
    ));
    if bytes > limit {
        bail!("too large");
    }
    Ok(())
}

fn shrunk(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, "tests/jvm/shrunk")?;
    let mut ruled = shrink(job, &jvm, &classes, &library, true)?;
    let (status, said) = job.attempt(&mut ruled)?;
    if jvm::complains(&said) || !status.success() || !said.contains("shrunk: passed, x.") {
        bail!("the shrunk app fails with our rules");
    }
    job.figure("with our rules it works, renamed");
    let mut unruled = shrink(job, &jvm, &classes, &library, false)?;
    let (status, _) = job.attempt(&mut unruled)?;
    if status.success() {
        bail!("the shrunk app works without our rules");
    }
    job.figure("without them it fails");
    Ok(())
}

/// Shrinks the app with the library, with our rules or without; the program that runs the result.
fn shrink(
    job: &mut Job,
    jvm: &Jvm,
    classes: &Path,
    library: &Path,
    ruled: bool,
) -> Result<Command> {
    let out = repo::scratch("jvm")?.join(format!("shrunk-{ruled}.jar"));
    let app = repo::scratch("jvm")?.join("app.jar");
    let mut jar = repo::command("jar");
    job.run(
        jar.arg("cf")
            .arg(&app)
            .arg("-C")
            .arg(classes)
            .arg("MainKt.class"),
    )?;
    let home = jvm::include().context("no JDK")?;
    let home = home.parent().context("no JDK")?.to_owned();
    let mut r8 = repo::command("java");
    r8.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]);
    r8.arg(jvm::artifact(job, R8)?);
    r8.args([
        "com.android.tools.r8.R8",
        "--classfile",
        "--release",
        "--no-data-resources",
        "--lib",
    ]);
    r8.arg(home).args(["--pg-conf", "tests/jvm/shrunk/app.pro"]);
    if ruled {
        r8.args(["--pg-conf", "android/consumer-rules.pro"]);
    } else {
        r8.args(["--pg-conf", "tests/jvm/shrunk/unruled.pro"]);
    }
    r8.arg("--output").arg(&out).arg(app);
    job.run(r8.args(jvm.parts()))?;
    let mut java = repo::command("java");
    java.arg("-Xcheck:jni").arg("-cp").arg(&out);
    java.arg(format!("-Ddev.spanferry.library={}", library.display()));
    java.arg("MainKt");
    Ok(java)
}

fn door(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    let jars = jvm::maven(job, OKHTTP_4)?;
    let panics = ship::panicking_android(job)?;
    let nowhere = PathBuf::from("/nowhere/libspanferry.so");
    let programs = [
        ("DoorTestKt", &library),
        ("AbsentTestKt", &nowhere),
        ("PanicTestKt", &panics),
    ];
    for (main, native) in programs {
        let said = jvm::run(job, jvm.java(&classes, &jars, native).arg(main))?;
        job.figure(said);
    }
    memory(job, &jvm, &classes, &library)
}

/// Counts what a request costs in memory. `-Xint`, because a compiler takes memory while it is measured.
fn memory(job: &mut Job, jvm: &Jvm, classes: &Path, library: &Path) -> Result<()> {
    let counter = repo::scratch("jvm")?.join("libcount.so");
    let mut cc = repo::command("cc");
    cc.args([
        "-O1",
        "-shared",
        "-fPIC",
        "benches/count_allocations.c",
        "-o",
    ]);
    job.run(cc.arg(&counter))?;
    let mut options = OsString::from("-Xint -XX:+UseSerialGC -Dshim=");
    options.push(shim(job, library)?);
    let mut java = jvm.java(classes, &OsString::new(), library);
    java.env("LD_PRELOAD", &counter)
        .env("JAVA_TOOL_OPTIONS", options);
    let said = jvm::run(job, java.arg("MemoryTestKt"))?;
    job.figure(said);
    Ok(())
}

fn shared(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    let jars = jvm::maven(job, OKHTTP_4)?;
    let shim = shim(job, &library)?;
    let mut property = OsString::from("-Dshim=");
    property.push(shim);
    let program = || {
        let mut java = jvm.java(&classes, &jars, &library);
        java.env("JAVA_TOOL_OPTIONS", &property).arg("SharedTestKt");
        java
    };
    let said = jvm::run(job, &mut program())?;
    job.figure(said);
    let (_, said) = job.attempt(program().arg("break"))?;
    if !jvm::complains(&said) {
        bail!("-Xcheck:jni does not notice a broken rule");
    }
    job.figure("a broken rule of JNI is noticed");
    Ok(())
}

/// The C side: linked with the very library that Java loads.
fn shim(job: &mut Job, library: &Path) -> Result<PathBuf> {
    let out = repo::scratch("jvm")?.join("libshim.so");
    let include = jvm::include().context("the JDK has no jni.h")?;
    let mut cc = repo::command("cc");
    cc.args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]);
    cc.args([
        "-shared",
        "-fPIC",
        "-D_POSIX_C_SOURCE=200809L",
        "-Iinclude",
        "-I",
    ]);
    cc.arg(&include).arg("-I").arg(include.join("linux"));
    cc.args(["shim.c", "shim_thread.c", "shim_memory.c"].map(|file| format!("tests/jvm/{file}")))
        .arg(library);
    let folder = library.parent().context("a library without a folder")?;
    cc.arg(format!("-Wl,-rpath,{}", folder.display()));
    job.run(cc.arg("-pthread").arg("-o").arg(&out))?;
    Ok(out)
}

fn okhttp(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    for pom in [OKHTTP_4, OKHTTP_5] {
        let jars = jvm::maven(job, pom)?;
        let said = jvm::run(job, jvm.java(&classes, &jars, &library).arg("OkHttpTestKt"))?;
        job.figure(said);
    }
    Ok(())
}

fn connection(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    let jar = jvm::artifact(job, ANDROID)?;
    let mut program = jvm.java(&classes, &jar, &library);
    let said = jvm::run(job, program.arg("AndroidConnectionTestKt"))?;
    job.figure(said);
    Ok(())
}

fn torn(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    let jars = jvm::maven(job, OKHTTP_5)?;
    let program = || {
        let mut java = jvm.java(&classes, &jars, &library);
        java.arg("TornTestKt");
        java
    };
    let said = jvm::run(job, &mut program())?;
    job.figure(said);
    let (status, said) = job.attempt(program().arg("torn"))?;
    let noticed = said.contains(" mixed") && !said.contains(" 0 mixed");
    if status.success() || !noticed {
        bail!("torn reads went unnoticed");
    }
    job.figure("torn reads noticed");
    Ok(())
}

fn feed(job: &mut Job) -> Result<()> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, TESTS)?;
    for version in SDKS {
        let jar = jvm::artifact(job, &format!("io.sentry:sentry:{version}"))?;
        let mut program = jvm.java(&classes, &jar, &library);
        let said = jvm::run(job, program.args(["FeedTestKt", "fed"]))?;
        job.figure(format!("sentry {version}: {said}"));
        let mut unfed = jvm.java(&classes, &jar, &library);
        let (status, said) = job.attempt(unfed.arg("FeedTestKt"))?;
        if status.success() || !said.contains("FAILED: an event carries the trace") {
            bail!("the test passes without the feed");
        }
    }
    let mut without = jvm.java(&classes, &OsString::new(), &library);
    let said = jvm::run(job, without.arg("NoSentryTestKt"))?;
    job.figure(said);
    Ok(())
}
