//! The Rust tests as Arm programs under emulation: 64 bits with weak memory order, and 32 bits.

use super::rust::counted;
use crate::job::Job;
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::{repo, rustup};
use anyhow::Result;

pub(super) const ARM: Part = Part {
    name: "arm",
    proves: "the library's Rust tests pass as 64-bit and as 32-bit Arm programs",
    depth: Depth::Long,
    needs: &[
        debian("qemu-user", "/usr/bin/qemu-aarch64"),
        debian("gcc-aarch64-linux-gnu", "/usr/bin/aarch64-linux-gnu-gcc"),
        debian(
            "libc6-dev-arm64-cross",
            "/usr/aarch64-linux-gnu/include/stdio.h",
        ),
        debian(
            "gcc-arm-linux-gnueabihf",
            "/usr/bin/arm-linux-gnueabihf-gcc",
        ),
        debian(
            "libc6-dev-armhf-cross",
            "/usr/arm-linux-gnueabihf/include/stdio.h",
        ),
        Need::Target("aarch64-unknown-linux-gnu"),
        Need::Target("armv7-unknown-linux-gnueabihf"),
    ],
    run,
};

const fn debian(package: &'static str, file: &'static str) -> Need {
    Need::Debian {
        package,
        probe: Probe::File(file),
    }
}

fn run(job: &mut Job) -> Result<()> {
    on(
        job,
        "aarch64-unknown-linux-gnu",
        "aarch64-linux-gnu",
        "qemu-aarch64",
    )?;
    on(
        job,
        "armv7-unknown-linux-gnueabihf",
        "arm-linux-gnueabihf",
        "qemu-arm",
    )
}

fn on(job: &mut Job, target: &str, gnu: &str, emulator: &str) -> Result<()> {
    let variable = target.to_uppercase().replace('-', "_");
    let mut cargo = repo::cargo(["test", "--tests", "--package", "spanferry"]);
    rustup::build_for(&mut cargo, target)?;
    cargo.env(
        format!("CARGO_TARGET_{variable}_LINKER"),
        format!("{gnu}-gcc"),
    );
    cargo.env(
        format!("CARGO_TARGET_{variable}_RUNNER"),
        format!("{emulator} -L /usr/{gnu}"),
    );
    let passed = counted(job, &mut cargo)?;
    job.figure(format!("{passed} tests passed on {target}"));
    Ok(())
}
