//! The C door as a C and a C++ programmer meets it.

use crate::cc::{self, Language};
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::ship::Artefacts;
use crate::{repo, ship};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const HEADER: Part = Part {
    name: "header",
    proves: "the committed C header is what the C door's source gives",
    depth: Depth::Full,
    needs: &[],
    run: |job| {
        job.run(&mut repo::cargo([
            "run",
            "--package",
            "header",
            "--",
            "--check",
        ]))
    },
};

pub(super) const INCLUDE: Part = Part {
    name: "include",
    proves: "the header compiles alone and twice, as C11 and C++17, without a warning",
    depth: Depth::Full,
    needs: &[],
    run: include,
};

pub(super) const PLAIN: Part = Part {
    name: "c",
    proves: "the C tests pass against the shipped archive",
    depth: Depth::Full,
    needs: &[],
    run: plain,
};

pub(super) const SANITIZED: Part = Part {
    name: "c-sanitized",
    proves: "the C tests pass under AddressSanitizer and UBSan, which are shown to be there",
    depth: Depth::Full,
    needs: &[],
    run: sanitized,
};

pub(super) const VALGRIND: Part = Part {
    name: "c-valgrind",
    proves: "the C tests leak nothing and read nothing wrong under valgrind",
    depth: Depth::Full,
    needs: &[Need::Debian {
        package: "valgrind",
        probe: Probe::Program("valgrind"),
    }],
    run: valgrind,
};

pub(super) const PANIC: Part = Part {
    name: "c-panic",
    proves: "a panic inside the library is a status or a fallback in C, never the end of it",
    depth: Depth::Full,
    needs: &[],
    run: panic,
};

fn include(job: &mut Job) -> Result<()> {
    let folder = repo::scratch("include")?;
    let twice = "#include <spanferry/spanferry.h>\n#include <spanferry/spanferry.h>\n";
    std::fs::write(folder.join("other.c"), twice)?;
    std::fs::write(
        folder.join("main.c"),
        format!("{twice}int main(void) {{ return 0; }}\n"),
    )?;
    for language in [Language::C11, Language::Cpp17] {
        let header = repo::path("include/spanferry/spanferry.h");
        job.run(
            language
                .compiler()
                .arg("-fsyntax-only")
                .arg("-Wno-pragma-once-outside-header")
                .arg(header),
        )?;
        let sources = [folder.join("main.c"), folder.join("other.c")];
        job.run(
            language
                .compiler()
                .args(sources)
                .arg("-o")
                .arg(folder.join("linked")),
        )?;
    }
    Ok(())
}

/// Needs a library with functions that panic.
const PANICS: &str = "panic.c";

/// Every C or C++ file of `tests/c` is a test program of its own.
fn sources() -> Result<Vec<PathBuf>> {
    let folder = repo::path("tests/c");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|end| end == "c" || end == "cpp")
    });
    files.retain(|file| !file.ends_with(PANICS));
    files.sort();
    if files.is_empty() {
        bail!("no test programs in tests/c")
    } else {
        Ok(files)
    }
}

fn build(job: &mut Job, library: &Artefacts, flags: &[&str], name: &str) -> Result<Vec<PathBuf>> {
    let folder = repo::scratch(name)?;
    sources()?
        .into_iter()
        .map(|source| one(job, source, library, flags, &folder))
        .collect()
}

fn one(
    job: &mut Job,
    source: PathBuf,
    library: &Artefacts,
    flags: &[&str],
    folder: &Path,
) -> Result<PathBuf> {
    let out = folder.join(source.file_stem().unwrap_or_default());
    cc::Program {
        sources: &[source],
        library,
        flags,
        libraries: &[],
        out,
    }
    .build(job)
}

fn plain(job: &mut Job) -> Result<()> {
    let library = ship::build(job)?;
    let programs = build(job, &library, &["-O1"], "c")?;
    for program in &programs {
        has_sanitizer(job, program, false)?;
        job.run(&mut repo::command(program))?;
    }
    job.figure(format!("{} programs", programs.len()));
    Ok(())
}

fn sanitized(job: &mut Job) -> Result<()> {
    let library = ship::build(job)?;
    let flags = [
        "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all",
        "-O1",
    ];
    let programs = build(job, &library, &flags, "c-sanitized")?;
    for program in &programs {
        has_sanitizer(job, program, true)?;
        let leaks = "detect_leaks=1:detect_stack_use_after_return=1";
        job.run(repo::command(program).env("ASAN_OPTIONS", leaks))?;
    }
    job.figure(format!(
        "{} programs, AddressSanitizer and UBSan in each",
        programs.len()
    ));
    Ok(())
}

/// A safety net that is not there would make every test pass.
fn has_sanitizer(job: &mut Job, program: &Path, wanted: bool) -> Result<()> {
    let symbols = ship::nm(job, &[], program)?;
    for mark in ["__asan_init", "__ubsan_handle"] {
        if symbols.contains(mark) != wanted {
            bail!(
                "{mark} in {}: {}, which is wrong",
                program.display(),
                !wanted
            );
        }
    }
    Ok(())
}

fn valgrind(job: &mut Job) -> Result<()> {
    let library = ship::build(job)?;
    let programs = build(job, &library, &["-O1"], "c")?;
    // Not "possible": an `Arc` is held by a pointer to its inside, so that all that the shared
    // tracer of the process owns would be one. What nobody holds any more is definite.
    let kinds = "--errors-for-leak-kinds=definite,indirect";
    for program in &programs {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--quiet", "--error-exitcode=9", "--leak-check=full", kinds]);
        job.run(valgrind.arg(program).current_dir(repo::root()))?;
    }
    job.figure(format!("{} programs, no leak", programs.len()));
    Ok(())
}

fn panic(job: &mut Job) -> Result<()> {
    let library = ship::panicking(job)?;
    let source = repo::path("tests/c").join(PANICS);
    let program = one(job, source, &library, &["-O1"], &repo::scratch("c-panic")?)?;
    job.run(&mut repo::command(program))
}
