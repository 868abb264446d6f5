//! Deliberately wrong builds: the tests that guard a rule must see it broken.

use crate::job::Job;
use crate::mutation::{Copy, Mutation};
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Result, bail};

pub(crate) const MUTANTS: Part = Part {
    name: "mutants",
    proves: "each listed mutation of the state rules makes the model test fail",
    depth: Depth::Full,
    needs: &[],
    run: mutants,
};

pub(super) const TORN: Part = Part {
    name: "torn",
    proves: "a build that reads the state in two halves makes the concurrency test fail",
    depth: Depth::Full,
    needs: &[],
    run: torn,
};

const MODEL_TEST: &str = "state_model";
const CONCURRENCY_TEST: &str = "hammer";

fn mutants(job: &mut Job) -> Result<()> {
    let list = Mutation::list(&repo::path("tests/state_mutations.toml"))?;
    let copy = Copy::new()?;
    if !copy.passes(job, MODEL_TEST)? {
        bail!("the unchanged rules fail the model test");
    }
    let mut survivors = Vec::new();
    for mutation in &list {
        let survives = copy.passes_with(job, MODEL_TEST, mutation)?;
        let verdict = if survives { "SURVIVES" } else { "noticed" };
        job.say(&format!("{verdict}: without \"{}\"", mutation.breaks))?;
        if survives {
            survivors.push(mutation.breaks.as_str());
        }
    }
    job.figure(format!(
        "{} of {} mutations noticed",
        list.len() - survivors.len(),
        list.len()
    ));
    if survivors.is_empty() {
        Ok(())
    } else {
        bail!("survivors: {}", survivors.join("; "))
    }
}

fn torn(job: &mut Job) -> Result<()> {
    let [breaks, file] = ["readers see one whole state", "build.rs"].map(str::to_owned);
    let from = "fn main() {\n".to_owned();
    let to = format!("{from}    println!(\"cargo::rustc-cfg=spanferry_torn\");\n");
    let wrong = Mutation {
        breaks,
        file,
        from,
        to,
    };
    if Copy::new()?.passes_with(job, CONCURRENCY_TEST, &wrong)? {
        bail!("torn reads went unnoticed");
    }
    job.figure("torn reads noticed");
    Ok(())
}
