//! Tasks that are one part of the test command, run alone and with its output shown.

use crate::job::Job;
use crate::part::Part;
use anyhow::Result;
use std::process::ExitCode;

/// Gets what the part needs, runs it, and shows its figures last.
pub(super) fn run(part: &Part) -> Result<ExitCode> {
    for need in part.needs {
        need.meet()?;
    }
    let mut job = Job::new(part.name, true)?;
    let ended = (part.run)(&mut job);
    for figure in job.figures() {
        println!("{figure}");
    }
    ended.map(|()| ExitCode::SUCCESS)
}
