//! A Swift package, linked with a static library of ours.

use super::{Swift, inside};
use crate::repo;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A package, where it is built, and the folder with the one library that it links.
pub(crate) struct Package<'a> {
    swift: &'a Swift,
    folder: PathBuf,
    scratch: PathBuf,
    library: PathBuf,
}

impl Package<'_> {
    /// The package `ios`.
    pub(crate) fn ios<'a>(swift: &'a Swift, archive: &Path) -> Result<Package<'a>> {
        Package::at(swift, &repo::path("ios"), "swift", archive)
    }

    /// The package of a folder; `name` is that of its build folder.
    pub(crate) fn at<'a>(
        swift: &'a Swift,
        folder: &Path,
        name: &str,
        archive: &Path,
    ) -> Result<Package<'a>> {
        Ok(Package {
            swift,
            folder: folder.to_owned(),
            scratch: repo::scratch(name)?,
            library: alone(archive)?,
        })
    }

    /// The folder with the programs that `swift build` leaves.
    pub(crate) fn programs(&self) -> PathBuf {
        self.scratch.join("debug")
    }

    /// The folder with the modules that it leaves.
    pub(crate) fn modules(&self) -> PathBuf {
        self.programs().join("Modules")
    }

    /// A command such as `swift test`, which may begin with `env` and variables.
    pub(crate) fn command(&self, words: &[&str]) -> Result<Command> {
        let mut search = OsString::from("-L");
        search.push(inside(&self.library)?);
        let mut swift = self.swift.command(&self.folder, words)?;
        swift.arg("--scratch-path").arg(inside(&self.scratch)?);
        swift.arg("-Xlinker").arg(search);
        Ok(swift)
    }
}

/// A folder that holds nothing but the archive: a linker would take a shared library beside it.
///
/// Its name changes with the contents, because a package is linked anew only when its command changes.
fn alone(archive: &Path) -> Result<PathBuf> {
    let bytes = std::fs::read(archive).with_context(|| archive.display().to_string())?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let folder = repo::scratch("swift-library")?.join(format!("{:016x}", hasher.finish()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("libspanferry.a");
    if !file.exists() {
        std::fs::write(file, bytes)?;
    }
    Ok(folder)
}
