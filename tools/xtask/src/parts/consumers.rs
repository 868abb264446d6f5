//! Programs of other people: built from an installed tree alone, by pkg-config and by CMake.

use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::{prefix, repo};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

pub(super) const CONSUMERS: Part = Part {
    name: "consumers",
    proves: "programs find the installed library by pkg-config and CMake, shared and static",
    depth: Depth::Full,
    needs: &[
        Need::Debian {
            package: "pkg-config",
            probe: Probe::Program("pkg-config"),
        },
        Need::Debian {
            package: "cmake",
            probe: Probe::Program("cmake"),
        },
    ],
    run,
};

fn run(job: &mut Job) -> Result<()> {
    let folder = repo::scratch("consumers")?;
    std::fs::remove_dir_all(&folder)?;
    let first = folder.join("first");
    prefix::install(job, &first)?;
    // Moved, because nothing in an installed tree may know where it was made.
    let prefix = folder.join("prefix");
    std::fs::rename(first, &prefix)?;
    pkg_config(job, &prefix, &folder)?;
    cmake(job, &prefix, &folder.join("cmake"))?;
    job.figure("pkg-config and CMake, shared and static: 4 programs run");
    Ok(())
}

fn pkg_config(job: &mut Job, prefix: &Path, folder: &Path) -> Result<()> {
    let source = repo::path("tests/consumers/main.c");
    let mut ask = |words: &[&str]| -> Result<Vec<String>> {
        let mut query = Command::new("pkg-config");
        query
            .args(words)
            .arg("spanferry")
            .env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
        Ok(job
            .output(&mut query)?
            .split_whitespace()
            .map(str::to_owned)
            .collect())
    };
    let flags = ask(&["--cflags"])?;
    let shared = ask(&["--libs"])?;
    let mut fixed = ask(&["--variable=archive"])?;
    let private = ask(&["--static", "--libs"])?;
    fixed.extend(private.into_iter().filter(|word| word != "-lspanferry"));
    for (name, libs) in [("shared", shared), ("static", fixed)] {
        let program = folder.join(name);
        let mut gcc = Command::new("gcc");
        gcc.args(["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
            .args(&flags);
        job.run(gcc.arg(&source).args(libs).arg("-o").arg(&program))?;
        check(job, &program, prefix, name == "shared")?;
    }
    Ok(())
}

fn cmake(job: &mut Job, prefix: &Path, folder: &Path) -> Result<()> {
    let mut configure = repo::command("cmake");
    configure
        .arg("-S")
        .arg(repo::path("tests/consumers/cmake"))
        .arg("-B")
        .arg(folder);
    job.run(configure.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())))?;
    job.run(repo::command("cmake").arg("--build").arg(folder))?;
    check(job, &folder.join("with_shared"), prefix, true)?;
    check(job, &folder.join("with_static"), prefix, false)
}

/// Runs the program, and makes sure that it is linked the way it says.
fn check(job: &mut Job, program: &Path, prefix: &Path, shared: bool) -> Result<()> {
    let needed = job.output(Command::new("readelf").arg("-d").arg(program))?;
    if needed.contains("[libspanferry.so]") != shared {
        bail!("{} needs libspanferry.so: {}", program.display(), !shared);
    }
    let mut run = Command::new(program);
    let said = job.output(run.env("LD_LIBRARY_PATH", prefix.join("lib")))?;
    if said.starts_with("sentry-trace: ") {
        Ok(())
    } else {
        bail!("it printed {said:?}")
    }
}
