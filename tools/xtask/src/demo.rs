//! The demo's programs, built and run.

use crate::cc;
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::{repo, ship};
use anyhow::Result;
use std::process::Command;

/// What the C client needs beyond a compiler.
pub(crate) const NEEDS: &[Need] = &[
    Need::Debian {
        package: "pkg-config",
        probe: Probe::Program("pkg-config"),
    },
    Need::Debian {
        package: "libcurl4-openssl-dev",
        probe: Probe::Library("libcurl"),
    },
];

/// Builds client and backends; returns the command that runs the demo.
pub(crate) fn build(job: &mut Job) -> Result<Command> {
    let client = cc::Program {
        sources: &[repo::path("examples/c/native_plugin.c")],
        library: &ship::build(job)?,
        flags: &["-O1"],
        libraries: &["-lcurl"],
        out: repo::scratch("demo")?.join("native_plugin"),
    };
    let client = client.build(job)?;
    job.run(&mut repo::cargo(["build", "--package", "demo"]))?;
    let mut demo = repo::command(repo::target().join("debug/demo"));
    demo.arg("run").arg(client);
    Ok(demo)
}
