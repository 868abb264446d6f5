//! `demo`: one trace before your eyes, of a C program and three backends, or in the example app.

use super::Task;
use crate::args::{Args, Spec};
use crate::job::Job;
use crate::need::Need;
use crate::{demo, example};
use anyhow::{Context, Result, bail, ensure};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

pub(super) const TASK: Task = Task {
    name: "demo",
    usage: "[--break] | --app [--port N]",
    about: "a C client and three backends in one trace; --break: one drops it; --app: serve the example app",
    run,
};

fn run(words: &[String]) -> Result<ExitCode> {
    let args = Spec {
        switches: &["--break", "--app"],
        options: &["--port"],
    }
    .parse(words)?;
    args.no_words()?;
    if args.has("--app") {
        return app(&args);
    }
    ensure!(args.value("--port").is_none(), "--port goes with --app");
    let mut demo = built(demo::NEEDS, demo::build)?;
    if args.has("--break") {
        demo.arg("--break");
    }
    let joined = demo.status().context("cannot run the demo")?.success();
    Ok(if joined {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Serves the app; the server takes this process's place, so that Ctrl-C is its own affair.
fn app(args: &Args) -> Result<ExitCode> {
    ensure!(!args.has("--break"), "--break goes without --app");
    let mut server = built(example::NEEDS, |job| {
        example::build(job).map(|()| example::server())
    })?;
    if let Some(port) = args.number("--port")? {
        server.arg("--port").arg(port.to_string());
    }
    bail!("cannot run the server: {}", server.exec())
}

/// Gets what the demo needs and builds it; what was said is shown if that fails.
fn built(needs: &[Need], build: impl FnOnce(&mut Job) -> Result<Command>) -> Result<Command> {
    for need in needs {
        need.meet()
            .with_context(|| format!("to enable the demo: {}", need.remedy()))?;
    }
    println!("building");
    let mut job = Job::new("demo-task", false)?;
    build(&mut job).inspect_err(|_| eprintln!("{}", job.log()))
}
