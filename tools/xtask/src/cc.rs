//! Compiling C and C++ against the library with every warning an error.

use crate::job::Job;
use crate::repo;
use crate::ship::Artefacts;
use anyhow::{Context, Result};
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

/// A program to build: its sources, all of one language, and what it is built with.
pub(crate) struct Program<'a> {
    pub(crate) sources: &'a [PathBuf],
    pub(crate) library: &'a Artefacts,
    /// Before the sources.
    pub(crate) flags: &'a [&'a str],
    /// After the archive.
    pub(crate) libraries: &'a [&'a str],
    pub(crate) out: PathBuf,
}

impl Program<'_> {
    /// Compiles it and links it with the archive; returns the file.
    pub(crate) fn build(self, job: &mut Job) -> Result<PathBuf> {
        let first = self.sources.first().context("a program without sources")?;
        let mut compiler = Language::of(first).compiler();
        compiler
            .args(self.flags)
            .args(self.sources)
            .args(["-x", "none"]);
        compiler
            .arg(&self.library.archive)
            .args(self.libraries)
            .args(&self.library.native);
        job.run(compiler.arg("-pthread").arg("-o").arg(&self.out))?;
        Ok(self.out)
    }
}
