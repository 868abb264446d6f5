//! One part while it runs: its commands, their output kept in a log, its key figures.

use crate::repo;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

/// Collects what a part says; the log is shown when the part fails.
pub(crate) struct Job {
    log: PathBuf,
    verbose: bool,
    figures: Vec<String>,
}

impl Job {
    /// A job whose log file is named after it; `verbose` shows all output at once instead.
    pub(crate) fn new(name: &str, verbose: bool) -> Result<Job> {
        let log = repo::scratch("log")?.join(format!("{name}.log"));
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        Ok(Job {
            log,
            verbose,
            figures: Vec::new(),
        })
    }

    /// Runs a command to its end; failing is an error that names it.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result<()> {
        let status = self.status(command)?;
        if status.success() {
            Ok(())
        } else {
            bail!("{status}: {}", shown(command))
        }
    }

    /// Runs a command and returns how it ended.
    pub(crate) fn status(&mut self, command: &mut Command) -> Result<ExitStatus> {
        Ok(self.start(command)?.wait()?)
    }

    /// Starts a command, for the caller to wait for.
    pub(crate) fn start(&mut self, command: &mut Command) -> Result<Child> {
        self.announce(command)?;
        if !self.verbose {
            let log = self.appending()?;
            command.stderr(log.try_clone()?).stdout(log);
        }
        command.stdin(Stdio::null());
        command
            .spawn()
            .with_context(|| format!("cannot run {}", shown(command)))
    }

    /// Runs a command and returns what it printed, logged as well; failing is an error.
    pub(crate) fn output(&mut self, command: &mut Command) -> Result<String> {
        let (status, text) = self.attempt(command)?;
        if status.success() {
            Ok(text)
        } else {
            bail!("{status}: {}", shown(command))
        }
    }

    /// Runs a command and returns how it ended and what it printed on its standard output.
    pub(crate) fn attempt(&mut self, command: &mut Command) -> Result<(ExitStatus, String)> {
        self.announce(command)?;
        if !self.verbose {
            command.stderr(self.appending()?);
        } else {
            command.stderr(Stdio::inherit());
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let ended = command.spawn().and_then(Child::wait_with_output);
        let ended = ended.with_context(|| format!("cannot run {}", shown(command)))?;
        let text = String::from_utf8_lossy(&ended.stdout).into_owned();
        self.say(&text)?;
        Ok((ended.status, text))
    }

    /// Adds a line to the log.
    pub(crate) fn say(&mut self, text: &str) -> Result<()> {
        if self.verbose {
            println!("{}", text.trim_end());
        }
        writeln!(self.appending()?, "{}", text.trim_end())?;
        Ok(())
    }

    /// Keeps a key figure: always shown, even when the part succeeds.
    pub(crate) fn figure(&mut self, text: impl Into<String>) {
        self.figures.push(text.into());
    }

    /// The key figures so far.
    pub(crate) fn figures(&self) -> &[String] {
        &self.figures
    }

    /// The whole log, for showing after a failure.
    pub(crate) fn log(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Whether the output was shown while it came.
    pub(crate) fn verbose(&self) -> bool {
        self.verbose
    }

    fn announce(&mut self, command: &Command) -> Result<()> {
        self.say(&format!("$ {}", shown(command)))
    }

    fn appending(&self) -> Result<File> {
        Ok(File::options().append(true).open(&self.log)?)
    }
}

/// A command as one would type it, without the environment that xtask added.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_of_both_streams_and_the_commands_are_in_the_log() {
        let mut job = Job::new("job-test-log", false).unwrap();
        job.run(Command::new("sh").args(["-c", "echo to-out; echo to-err >&2"]))
            .unwrap();
        assert_eq!(
            job.output(Command::new("echo").arg("text")).unwrap(),
            "text\n"
        );
        assert_eq!(
            job.log(),
            "$ sh -c echo to-out; echo to-err >&2\nto-out\nto-err\n$ echo text\ntext\n"
        );
    }

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        let mut job = Job::new("job-test-fail", false).unwrap();
        let error = job
            .run(Command::new("sh").args(["-c", "exit 3"]))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains('3') && error.contains("sh -c exit 3"),
            "{error}"
        );
        assert!(job.output(&mut Command::new("false")).is_err());
        assert!(
            job.run(&mut Command::new("no-such-program-anywhere"))
                .is_err()
        );
    }
}
