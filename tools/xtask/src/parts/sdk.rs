//! Real services with the official Sentry SDKs continue the trace of a C program.

use crate::cc;
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::{packages, repo, ship};
use anyhow::{Context, Result, bail};

pub(super) const SDK: Part = Part {
    name: "sdk",
    proves: "services with the newest Python and Node SDKs continue a C program's trace",
    depth: Depth::Full,
    needs: &[
        Need::Debian {
            package: "pkg-config",
            probe: Probe::Program("pkg-config"),
        },
        Need::Debian {
            package: "libcurl4-openssl-dev",
            probe: Probe::Library("libcurl"),
        },
        Need::Program {
            name: "python3",
            from: "apt-get install python3",
        },
        Need::Debian {
            package: "python3-venv",
            probe: Probe::PythonModule("ensurepip"),
        },
        Need::Program {
            name: "node",
            from: "https://nodejs.org, version 20.19 or newer",
        },
        Need::Program {
            name: "npm",
            from: "https://nodejs.org",
        },
    ],
    run,
};

fn run(job: &mut Job) -> Result<()> {
    let here = repo::path("tests/sdk");
    let python = packages::python(job, &here.join("requirements.txt"))?;
    let node_modules = packages::node_modules(job, &here)?;
    let client = cc::Program {
        sources: &[here.join("client.c")],
        library: &ship::build(job)?,
        flags: &["-O1"],
        libraries: &["-lcurl"],
        out: repo::scratch("sdk")?.join("client"),
    };
    let client = client.build(job)?;
    let mut proof = repo::command(python);
    proof.arg(here.join("run.py")).arg("--client").arg(&client);
    let (status, said) = job.attempt(proof.arg("--node-modules").arg(node_modules))?;
    let claims = said
        .lines()
        .last()
        .context("the proof said nothing")?
        .to_owned();
    job.figure(format!("claims: {claims}"));
    if status.success() {
        Ok(())
    } else {
        bail!("some services did not continue the trace")
    }
}
