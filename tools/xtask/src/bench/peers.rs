//! A run together with other libraries: a folder with a `run.sh` that takes more programs of the
//! same protocol.

use super::Bench;
use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder, unless the command line names one.
pub(crate) const VARIABLE: &str = "SPANFERRY_BENCH_PEERS";

impl Bench {
    /// Runs our programs beside those of `folder`; answers its tables.
    ///
    /// The folder may be read-only: a copy is run, which keeps its results.
    pub(crate) fn with_peers(&self, job: &mut Job, folder: &Path, quick: bool) -> Result<String> {
        let copy = copy(job, folder)?;
        let [ours, c, _] = self
            .programs
            .each_ref()
            .map(|path| path.display().to_string());
        let mut run = Command::new("bash");
        run.arg(copy.join("run.sh"))
            .args(quick.then_some("--quick"));
        run.current_dir(&copy)
            .env("BENCH_BUILD", repo::scratch("bench-peers-build")?)
            .env("BENCH_EXTRA", format!("{ours} {c}"))
            .env(
                "BENCH_EXTRA_SIZES",
                format!("spanferry={}", self.shipped.shared.display()),
            )
            .env_remove("CARGO_TARGET_DIR");
        if std::env::var_os("BENCH_ONLY").is_none() {
            run.env("BENCH_ONLY", "native");
        }
        let said = job.output(&mut run)?;
        if quick {
            return Ok(said);
        }
        let page = std::fs::read_to_string(copy.join("README.md"))?;
        tables(&page)
            .map(str::to_owned)
            .context("the run left no tables")
    }
}

fn copy(job: &mut Job, folder: &Path) -> Result<PathBuf> {
    if !folder.join("run.sh").is_file() {
        bail!("{} has no run.sh", folder.display());
    }
    let copy = repo::scratch("bench-peers")?;
    std::fs::remove_dir_all(&copy)?;
    job.run(Command::new("cp").arg("-r").arg(folder).arg(&copy))?;
    job.run(Command::new("chmod").args(["-R", "u+w"]).arg(&copy))?;
    Ok(copy)
}

fn tables(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("<!-- results:begin -->")?;
    Some(rest.split_once("<!-- results:end -->")?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_stand_between_two_marks() {
        let page = "a<!-- results:begin -->\n| W1 |\n<!-- results:end -->b";
        assert_eq!(tables(page), Some("\n| W1 |\n"));
        assert_eq!(tables("nothing"), None);
    }

    #[test]
    fn a_folder_without_a_runner_is_refused() {
        let mut job = Job::new("bench-peers-test", false).unwrap();
        let error = copy(&mut job, Path::new("/no/such/folder")).unwrap_err();
        assert!(error.to_string().contains("no run.sh"));
    }
}
