//! Real services with the official Sentry SDKs continue the trace of a program in C or Swift.

use crate::cc;
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::swift::package::Package;
use crate::swift::{self, Swift};
use crate::{packages, repo, ship};
use anyhow::{Context, Result, bail};
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

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
        PYTHON,
        VENV,
        NODE,
        NPM,
    ],
    run: |job| {
        let client = in_c(job)?;
        prove(job, &client)
    },
};

pub(super) const SWIFT: Part = Part {
    name: "swift-sdk",
    proves: "services with the newest Python and Node SDKs continue the trace of a Swift program's URLSession",
    depth: Depth::Full,
    needs: &[swift::DEBOOTSTRAP, PYTHON, VENV, NODE, NPM],
    run: |job| {
        let client = in_swift(job)?;
        prove(job, &client)
    },
};

const PYTHON: Need = Need::Program {
    name: "python3",
    from: "apt-get install python3",
};
const VENV: Need = Need::Debian {
    package: "python3-venv",
    probe: Probe::PythonModule("ensurepip"),
};
const NODE: Need = Need::Program {
    name: "node",
    from: "https://nodejs.org, version 20.19 or newer",
};
const NPM: Need = Need::Program {
    name: "npm",
    from: "https://nodejs.org",
};

fn in_c(job: &mut Job) -> Result<PathBuf> {
    let client = cc::Program {
        sources: &[repo::path("tests/sdk/client.c")],
        library: &ship::build(job)?,
        flags: &["-O1"],
        libraries: &["-lcurl"],
        out: repo::scratch("sdk")?.join("client"),
    };
    client.build(job)
}

/// A script that runs the program of the package `ios` where the toolchain's libraries are.
fn in_swift(job: &mut Job) -> Result<PathBuf> {
    let (swift, library) = (Swift::new(job)?, ship::ios(job)?);
    let package = Package::ios(&swift, &library)?;
    job.run(
        package
            .command(&["swift", "build"])?
            .args(["--product", "sdkclient"]),
    )?;
    let program = swift::inside(&package.programs().join("sdkclient"))?;
    let command = swift.command(&repo::root(), &[&program.to_string_lossy()])?;
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<String> = words.map(|word| quoted(&word.to_string_lossy())).collect();
    let script = repo::scratch("sdk")?.join("swift-client");
    std::fs::write(
        &script,
        format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" ")),
    )?;
    std::fs::set_permissions(&script, Permissions::from_mode(0o755))?;
    Ok(script)
}

/// As one word of a shell.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Runs the proof with a client.
fn prove(job: &mut Job, client: &Path) -> Result<()> {
    let here = repo::path("tests/sdk");
    let python = packages::python(job, &here.join("requirements.txt"))?;
    let node_modules = packages::node_modules(job, &here)?;
    let mut proof = repo::command(python);
    proof.arg(here.join("run.py")).arg("--client").arg(client);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_word_is_one_word_to_a_shell() {
        let word = "a 'b'\n$1";
        let echo = format!("printf %s {}", quoted(word));
        let said = repo::command("sh").args(["-c", &echo]).output().unwrap();
        assert_eq!(String::from_utf8(said.stdout).unwrap(), word);
    }
}
