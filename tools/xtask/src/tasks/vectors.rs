//! `vectors`: the conformance vectors through one door or all.

use super::Task;
use crate::args::Spec;
use crate::job::Job;
use crate::parts::vectors::DOORS;
use anyhow::{Result, bail};
use std::process::ExitCode;

pub(super) const TASK: Task = Task {
    name: "vectors",
    usage: "DOOR|all",
    about: "conformance vectors (testdata/vectors or SPANFERRY_VECTORS) through rust, c, jni, kotlin, swift, web",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &[],
        options: &[],
    }
    .parse(words)?;
    let names: Vec<&str> = DOORS.iter().map(|door| door.name).collect();
    let [word] = args.words.as_slice() else {
        bail!("which door: {}, all?", names.join(", "));
    };
    if word != "all" && !names.contains(&word.as_str()) {
        bail!("no door {word:?}; doors are {}, all", names.join(", "));
    }
    let mut good = true;
    for door in DOORS
        .iter()
        .filter(|door| word == "all" || word == door.name)
    {
        let mut job = Job::new(&format!("vectors-{}", door.name), true)?;
        for need in door.needs {
            need.meet()?;
        }
        // One door's failure does not hide what the others say.
        if let Err(error) = door.run(&mut job) {
            eprintln!("{error:#}");
            good = false;
        }
        job.figures().iter().for_each(|figure| println!("{figure}"));
    }
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
