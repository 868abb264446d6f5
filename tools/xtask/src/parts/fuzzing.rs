//! Hostile input: every fuzz target for a while, and what the committed inputs reach.

use crate::fuzz::{self, Target};
use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::{coverage, repo};
use anyhow::{Result, bail};
use std::time::{Duration, Instant};

pub(super) const SMOKE: Part = Part {
    name: "fuzz",
    proves: "every fuzz target builds and survives its share of a minute, AddressSanitizer on",
    depth: Depth::Full,
    needs: &[],
    run: |job| all(job, Duration::from_secs(60)),
};

pub(super) const LONG: Part = Part {
    name: "fuzz-long",
    proves: "every fuzz target survives ten minutes (SPANFERRY_FUZZ_SECONDS sets another time)",
    depth: Depth::Long,
    needs: &[],
    run: long,
};

pub(crate) const COVERAGE: Part = Part {
    name: "coverage",
    proves: "the committed fuzz inputs reach at least 95 % of the lines of src/trace/wire",
    depth: Depth::Full,
    needs: &[Need::LlvmTools],
    run: wire,
};

const WIRE: &str = "src/trace/wire/";
const LEAST_PERCENT: f64 = 95.0;

fn all(job: &mut Job, total: Duration) -> Result<()> {
    let names = fuzz::names()?;
    let share = total.as_secs().div_ceil(u64::try_from(names.len())?);
    each(job, &names, Duration::from_secs(share))
}

fn long(job: &mut Job) -> Result<()> {
    let wanted = std::env::var("SPANFERRY_FUZZ_SECONDS").ok();
    let seconds = wanted.map_or(Ok(600), |text| text.parse())?;
    each(job, &fuzz::names()?, Duration::from_secs(seconds))
}

/// Fuzzes each target for `time`, two at once.
pub(crate) fn each(job: &mut Job, names: &[String], time: Duration) -> Result<()> {
    let targets = fuzz::build(job, names)?;
    let built = Instant::now();
    let mut broken = Vec::new();
    for pair in targets.chunks(2) {
        broken.extend(together(job, pair, time)?);
    }
    job.figure(format!(
        "{} targets, {} s each, {:.0} s in all",
        targets.len(),
        time.as_secs().max(1),
        built.elapsed().as_secs_f64()
    ));
    let found = repo::target().join("xtask/found");
    if broken.is_empty() {
        Ok(())
    } else {
        bail!("{}: see {}", broken.join(", "), found.display())
    }
}

/// Names of the targets that ended badly.
fn together(job: &mut Job, targets: &[Target], time: Duration) -> Result<Vec<String>> {
    let mut running = Vec::new();
    for target in targets {
        running.push((target, job.start(&mut target.fuzzing(time)?)?));
    }
    let mut broken = Vec::new();
    for (target, mut child) in running {
        if !child.wait()?.success() {
            broken.push(target.name.clone());
        }
    }
    Ok(broken)
}

fn wire(job: &mut Job) -> Result<()> {
    let targets = fuzz::build(job, &fuzz::names()?)?;
    let files = coverage::measure(job, &targets, WIRE)?;
    for lines in &files {
        let percent = coverage::percent([lines]);
        job.say(&format!(
            "{percent:6.1} % {}{} ({} lines)",
            WIRE, lines.file, lines.all
        ))?;
    }
    let percent = coverage::percent(&files);
    job.figure(format!(
        "{percent:.1} % of the lines of {WIRE} in {} files",
        files.len()
    ));
    if percent < LEAST_PERCENT {
        bail!("less than {LEAST_PERCENT} %")
    } else {
        Ok(())
    }
}
