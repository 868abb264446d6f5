//! The Kotlin that UniFFI writes, the optional typed door beside the Kotlin library.

use crate::job::Job;
use crate::jvm::{self, Jvm, files, joined};
use crate::part::{Depth, Part};
use crate::{repo, ship};
use anyhow::{Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(super) const KOTLIN: Part = Part {
    name: "kotlin-binding",
    proves: "the committed Kotlin of UniFFI compiles and works through JNA; a panic is its InternalException",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: kotlin,
};

const JNA: &str = "net.java.dev.jna:jna:5.18.1";
/// What the tests read snapshots with.
const JSON: &str = "org.json:json:20250517";

fn kotlin(job: &mut Job) -> Result<()> {
    let jvm = Jvm::new(job)?;
    let jars = joined([jvm::artifact(job, JNA)?, jvm::artifact(job, JSON)?]);
    let classes = compile(job, &jvm, &jars)?;
    let path = joined([classes.into(), jvm.stdlib().into(), jars]);
    for (main, library) in [
        ("BindingTestKt", ship::binding(job)?),
        ("BindingPanicTestKt", ship::panicking_binding(job)?),
    ] {
        let (status, said) = job.attempt(program(&path, &library).arg(main))?;
        if !status.success() {
            bail!("{main}: {status}");
        }
        job.figure(said.lines().last().unwrap_or_default());
    }
    Ok(())
}

/// Compiles the binding and its tests as one module: the panic is called past what is public.
fn compile(job: &mut Job, jvm: &Jvm, jars: &OsString) -> Result<PathBuf> {
    let mut sources = files(&repo::path("bindings/kotlin"), &["kt"])?;
    sources.extend(files(&repo::path("tests/jvm/binding"), &["kt"])?);
    sources.push(repo::path("tests/jvm/tests/Claims.kt"));
    let out = repo::scratch("jvm")?.join("binding");
    let path = joined([jvm.stdlib().into(), jars.clone()]);
    // The generated code names `java.lang.ref.Cleaner`, and asks at run time whether it is there.
    job.run(jvm.kotlinc(&path, &out, "17").args(sources))?;
    Ok(out)
}

/// Without `-Xcheck:jni`: JNA's own native code calls Java without looking for exceptions, which that
/// switch complains about, and the binding has no native code but JNA's.
fn program(path: &OsString, library: &Path) -> Command {
    let mut property = OsString::from("-Duniffi.component.spanferry.libraryOverride=");
    property.push(library);
    let mut java = repo::command("java");
    java.arg("-Xmx512m").arg(property).arg("-cp").arg(path);
    java
}
