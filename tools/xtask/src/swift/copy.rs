//! A copy of the package `ios`, in which some folders are others: bindings of another library, other
//! tests, other programs.

use crate::repo;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The copy, as a plan: each file in it, and where that comes from.
pub(crate) struct Copy {
    root: PathBuf,
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Copy {
    /// A copy of the package and of what it takes from other folders; `name` is that of its folder.
    pub(crate) fn new(name: &str) -> Result<Copy> {
        let mut copy = Copy {
            root: repo::scratch(name)?,
            files: BTreeMap::new(),
        };
        for folder in ["ios", "bindings/swift", "include"] {
            copy.put(folder, &repo::path(folder))?;
        }
        Ok(copy)
    }

    /// Takes a file or folder from elsewhere, in the place of everything that is at `to`.
    pub(crate) fn put(&mut self, to: &str, from: &Path) -> Result<()> {
        self.files.retain(|file, _| !file.starts_with(to));
        add(&mut self.files, Path::new(to), from)
    }

    /// Makes the copy; where its package is. What is there already keeps its time, so that it is not
    /// compiled again.
    pub(crate) fn write(self) -> Result<PathBuf> {
        let mut old = BTreeMap::new();
        add(&mut old, Path::new(""), &self.root)?;
        for (file, path) in old {
            if !self.files.contains_key(&file) {
                fs::remove_file(path)?;
            }
        }
        for (file, from) in &self.files {
            write(from, &self.root.join(file)).with_context(|| from.display().to_string())?;
        }
        Ok(self.root.join("ios"))
    }
}

/// Every file below a path, under its name in the copy; a link counts as a file.
fn add(files: &mut BTreeMap<PathBuf, PathBuf>, to: &Path, from: &Path) -> Result<()> {
    let kind = fs::symlink_metadata(from).with_context(|| from.display().to_string())?;
    if !kind.is_dir() {
        files.insert(to.to_owned(), from.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        add(files, &to.join(entry.file_name()), &entry.path())?;
    }
    Ok(())
}

fn write(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to.parent().context("a file has a folder")?)?;
    if let Ok(goal) = fs::read_link(from) {
        if fs::read_link(to).ok().as_ref() != Some(&goal) {
            std::os::unix::fs::symlink(goal, to)?;
        }
        return Ok(());
    }
    let wanted = fs::read(from)?;
    if fs::read(to).ok().as_ref() != Some(&wanted) {
        fs::write(to, wanted)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_folder_has_nothing_of_the_one_before_and_what_stays_keeps_its_time() {
        let mut copy = Copy::new("swift-copy-test").unwrap();
        copy.put("ios/Tests", &repo::path("include")).unwrap();
        let package = copy.write().unwrap();
        assert!(package.join("Tests/spanferry/spanferry.h").is_file());
        assert!(
            package
                .join("Sources/SpanferryCore/SpanferryCore.swift")
                .is_file()
        );
        let time = || {
            fs::metadata(package.join("Package.swift"))
                .unwrap()
                .modified()
                .unwrap()
        };
        let before = time();
        Copy::new("swift-copy-test").unwrap().write().unwrap();
        assert!(!package.join("Tests/spanferry").join("spanferry.h").exists());
        assert!(
            package
                .join("Tests/SpanferryTests/GuideTests.swift")
                .is_file()
        );
        assert_eq!(before, time());
    }
}
