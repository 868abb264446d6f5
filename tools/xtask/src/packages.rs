//! Packages of Python and Node, in folders of the cache named after what they hold.

use crate::cache;
use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// The Python of a virtual environment with the requirements of a file.
pub(crate) fn python(job: &mut Job, requirements: &Path) -> Result<PathBuf> {
    let folder = keyed("python", &[requirements])?;
    let python = folder.join("bin/python");
    once(&folder, || {
        job.run(
            repo::command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
        )?;
        let mut pip = repo::command(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
        ]);
        job.run(pip.arg(requirements))
    })?;
    Ok(python)
}

/// A `node_modules` with the packages that a committed lock file names.
pub(crate) fn node_modules(job: &mut Job, project: &Path) -> Result<PathBuf> {
    let files = ["package.json", "package-lock.json"].map(|name| project.join(name));
    let folder = keyed("node", &[&files[0], &files[1]])?;
    once(&folder, || {
        std::fs::create_dir_all(&folder)?;
        for file in &files {
            std::fs::copy(file, folder.join(file.file_name().unwrap_or_default()))?;
        }
        let mut npm = repo::command("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        job.run(npm.current_dir(&folder))
    })?;
    Ok(folder.join("node_modules"))
}

/// The folder for what these files ask for: another wish gets another folder.
pub(crate) fn keyed(kind: &str, files: &[&Path]) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let text = std::fs::read(file).with_context(|| file.display().to_string())?;
        text.hash(&mut hasher);
    }
    Ok(cache::folder(kind)?.join(format!("{:016x}", hasher.finish())))
}

/// Fills a folder, unless that was done before; one that was left half full is filled again.
pub(crate) fn once(folder: &Path, fill: impl FnOnce() -> Result<()>) -> Result<()> {
    let mark = folder.join(".filled");
    if mark.exists() {
        return Ok(());
    }
    fill()?;
    std::fs::write(&mark, "")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_filled_once_and_again_after_a_failure() {
        let folder = repo::scratch("packages-test").unwrap();
        let _ = std::fs::remove_file(folder.join(".filled"));
        let mut calls = 0;
        assert!(once(&folder, || anyhow::bail!("no network")).is_err());
        for _ in 0..2 {
            once(&folder, || {
                calls += 1;
                Ok(())
            })
            .unwrap();
        }
        assert_eq!(calls, 1);
    }
}
