//! Compiling C and C++ against the library with every warning an error.

use crate::job::Job;
use crate::repo;
use crate::ship::Artefacts;
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The language and its standard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Language {
    C11,
    Cpp17,
}

impl Language {
    /// By the file's extension: `.cpp` or else C.
    pub(crate) fn of(file: &Path) -> Language {
        if file.extension().is_some_and(|extension| extension == "cpp") {
            Language::Cpp17
        } else {
            Language::C11
        }
    }

    /// The compiler with the strictest settings of the language.
    pub(crate) fn compiler(self) -> Command {
        let (program, language, standard) = match self {
            Language::C11 => ("gcc", "c", "-std=c11"),
            Language::Cpp17 => ("g++", "c++", "-std=c++17"),
        };
        let mut compiler = repo::command(program);
        compiler.args([
            "-x",
            language,
            standard,
            "-Wall",
            "-Wextra",
            "-Wpedantic",
            "-Werror",
            "-g",
        ]);
        compiler.arg("-I").arg(repo::path("include"));
        compiler
    }
}

/// Builds a program from one source file and the archive, with the flags given before and the
/// libraries after it.
pub(crate) fn program(
    job: &mut Job,
    source: &Path,
    library: &Artefacts,
    flags: &[&str],
    libraries: &[&str],
    folder: &Path,
) -> Result<PathBuf> {
    let out = folder.join(source.file_stem().unwrap_or_default());
    let mut compiler = Language::of(source).compiler();
    compiler
        .args(flags)
        .arg(source)
        .args(["-x", "none"])
        .arg(&library.archive);
    compiler.args(libraries).args(&library.native);
    job.run(compiler.arg("-pthread").arg("-o").arg(&out))?;
    Ok(out)
}
