//! The benchmark programs as tests: each case checks its result, runs, and keeps its allocation bar.

use crate::bench::{Bench, jvm as on_jvm, swift as in_swift};
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::{jvm, swift};
use anyhow::{Result, bail};

pub(super) const BENCH: Part = Part {
    name: "bench",
    proves: "every benchmark case runs, gives the right result and keeps its allocation bar",
    depth: Depth::Full,
    needs: &[],
    run,
};

pub(super) const JVM: Part = Part {
    name: "bench-jvm",
    proves: "the benchmarks on a JVM run, ours and the Sentry SDK's, with the right headers",
    depth: Depth::Full,
    needs: jvm::NEEDS,
    run: |job| {
        let said = on_jvm::Benchmarks::build(job)?.once(job)?;
        job.figure(said);
        Ok(())
    },
};

pub(super) const SWIFT: Part = Part {
    name: "bench-swift",
    proves: "the benchmarks in Swift run, through the Swift library and the C header, with the right headers",
    depth: Depth::Long,
    needs: swift::NEEDS,
    run: |job| {
        let said = in_swift::Benchmarks::build(job)?.once(job)?;
        job.figure(said);
        Ok(())
    },
};

fn run(job: &mut Job) -> Result<()> {
    let cases = Bench::build(job)?.once(job)?;
    job.figure(format!("{cases} cases run once"));
    if cases == 0 {
        bail!("no case ran")
    } else {
        Ok(())
    }
}
