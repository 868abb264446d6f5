//! The benchmark programs: built as they are shipped, run in rounds, shown beside their floors.

mod instructions;
pub(crate) mod jvm;
pub(crate) mod peers;
mod results;
pub(crate) mod swift;

use crate::cc;
use crate::job::Job;
use crate::repo;
use crate::ship::{self, Artefacts};
use anyhow::{Context, Result};
use results::{Results, Row};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How often a process is started for its first call.
const LAUNCHES: usize = 15;

/// The programs and the library that counts allocations when it is preloaded.
pub(crate) struct Bench {
    /// Rust and C, then the same work written by hand.
    programs: [PathBuf; 3],
    counter: PathBuf,
    shipped: Artefacts,
}

impl Bench {
    /// Builds everything.
    pub(crate) fn build(job: &mut Job) -> Result<Bench> {
        let shipped = ship::build(job)?;
        let words = ["build", "--profile", "ship", "--package", "spanferry-bench"];
        // The library as it is shipped, the programs around it as programs are built.
        let fast = [
            "--config",
            "profile.ship.package.spanferry-bench.opt-level=3",
        ];
        // With its symbols: callgrind finds the region to count by name.
        let mut cargo = repo::cargo(words.into_iter().chain(fast));
        job.run(cargo.env("CARGO_PROFILE_SHIP_STRIP", "none"))?;
        let scratch = repo::scratch("bench")?;
        let counter = scratch.join("libcount_allocations.so");
        let mut gcc = repo::command("gcc");
        gcc.args([
            "-O2",
            "-shared",
            "-fPIC",
            "benches/count_allocations.c",
            "-o",
        ]);
        job.run(gcc.arg(&counter))?;
        let [ours, floor] =
            ["bench-ours", "bench-floor"].map(|name| repo::target().join("ship").join(name));
        Ok(Bench {
            programs: [ours, c_program(job, &shipped, &scratch)?, floor],
            counter,
            shipped,
        })
    }

    /// A program that does what `word` says; with the counter it can see its allocations.
    fn command(&self, program: &Path, word: &str, counting: bool) -> Command {
        let mut command = repo::command(program);
        command
            .arg(word)
            .env("BENCH_INPUTS", repo::path("benches/inputs"));
        if counting {
            command.env("LD_PRELOAD", &self.counter);
        }
        command
    }

    fn rows(&self, job: &mut Job, program: &Path, word: &str, counting: bool) -> Result<Vec<Row>> {
        let said = job.output(&mut self.command(program, word, counting))?;
        Ok(said.lines().filter_map(Row::read).collect())
    }

    /// Runs every case once; answers how many there are.
    pub(crate) fn once(&self, job: &mut Job) -> Result<usize> {
        let mut cases = 0;
        for program in &self.programs {
            cases += self.rows(job, program, "once", true)?.len();
        }
        Ok(cases)
    }

    /// Times every case in rounds, all programs in each, so that all share the machine's moods.
    pub(crate) fn table(&self, job: &mut Job, rounds: usize) -> Result<String> {
        let mut results = Results::default();
        for word in ["time", "threads"] {
            for (_, program) in
                (0..rounds).flat_map(|round| self.programs.iter().map(move |p| (round, p)))
            {
                results.extend(self.rows(job, program, word, false)?);
            }
        }
        for program in &self.programs {
            results.extend(self.rows(job, program, "alloc", true)?);
            for _ in 0..LAUNCHES {
                results.extend(self.rows(job, program, "cold", false)?);
            }
            self.count_instructions(job, program, &mut results)?;
        }
        results.tables().context("no results")
    }

    fn count_instructions(
        &self,
        job: &mut Job,
        program: &Path,
        results: &mut Results,
    ) -> Result<()> {
        if repo::find_program("valgrind").is_none() {
            return job.say("no valgrind: instructions are not counted");
        }
        for mut row in self.rows(job, program, "list", false)? {
            let command = self.command(program, "ir", false);
            row.instructions = Some(instructions::count(&row.case(), &command)?);
            results.extend([row]);
        }
        Ok(())
    }
}

fn c_program(job: &mut Job, library: &Artefacts, scratch: &Path) -> Result<PathBuf> {
    let folder = repo::path("benches/adapter-c");
    let program = cc::Program {
        sources: &[folder.join("main.c"), folder.join("suite.c")],
        library,
        flags: &["-O2"],
        libraries: &[],
        out: scratch.join("bench-c"),
    };
    program.build(job)
}
