//! The benchmark programs: built in the shipped profile, run in rounds, shown beside their floors.

use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// The programs and the library that counts allocations when it is preloaded.
pub(crate) struct Bench {
    /// Ours, then the same work written by hand.
    pub(crate) programs: Vec<PathBuf>,
    counter: PathBuf,
}

/// The name that the floors' program gives itself in its rows.
const FLOOR: &str = "own floor";

impl Bench {
    /// Builds everything.
    pub(crate) fn build(job: &mut Job) -> Result<Bench> {
        job.run(&mut repo::cargo([
            "build",
            "--profile",
            "ship",
            "--package",
            "spanferry-bench",
        ]))?;
        let counter = repo::scratch("bench")?.join("libcount_allocations.so");
        let mut gcc = repo::command("gcc");
        gcc.args([
            "-O2",
            "-shared",
            "-fPIC",
            "benches/count_allocations.c",
            "-o",
        ])
        .arg(&counter);
        job.run(&mut gcc)?;
        let folder = repo::target().join("ship");
        let programs = ["bench-ours", "bench-floor"]
            .map(|name| folder.join(name))
            .to_vec();
        Ok(Bench { programs, counter })
    }

    /// A program that does what `word` says; with the counter it can see its allocations.
    pub(crate) fn command(&self, program: &PathBuf, word: &str, counting: bool) -> Command {
        let mut command = repo::command(program);
        command
            .arg(word)
            .env("BENCH_INPUTS", repo::path("benches/inputs"));
        if counting {
            command.env("LD_PRELOAD", &self.counter);
        }
        command
    }

    /// Runs every case once; answers how many there are.
    pub(crate) fn once(&self, job: &mut Job) -> Result<usize> {
        let mut cases = 0;
        for program in &self.programs {
            let said = job.output(&mut self.command(program, "once", true))?;
            cases += said.lines().filter_map(Row::read).count();
        }
        Ok(cases)
    }

    /// Times every case in rounds, all programs in each, so that all share the machine's moods.
    pub(crate) fn table(&self, job: &mut Job, rounds: usize) -> Result<String> {
        let mut results = Results::default();
        for _ in 0..rounds {
            for program in &self.programs {
                let said = job.output(&mut self.command(program, "time", false))?;
                said.lines()
                    .filter_map(Row::read)
                    .for_each(|row| results.add(row));
            }
        }
        for program in &self.programs {
            let said = job.output(&mut self.command(program, "alloc", true))?;
            said.lines()
                .filter_map(Row::read)
                .for_each(|row| results.add(row));
        }
        results.table().context("no results")
    }
}

/// One line of a program's output.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    id: String,
    peer: String,
    variant: String,
    ns: Option<f64>,
    allocations: Option<f64>,
}

impl Row {
    fn read(line: &str) -> Option<Row> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |key: &str| Some(value.get(key)?.as_str()?.to_owned());
        let number = |key: &str| value.get(key).and_then(Value::as_f64);
        let (ns, allocations) = (number("ns"), number("allocs"));
        Some(Row {
            id: text("id")?,
            peer: text("peer")?,
            variant: text("variant")?,
            ns,
            allocations,
        })
    }
}

/// Times and allocations by workload, entry point and program.
#[derive(Default)]
struct Results {
    cases: BTreeMap<(String, String, String), Case>,
}

#[derive(Default)]
struct Case {
    ns: Vec<f64>,
    allocations: Option<f64>,
}

impl Case {
    fn median(&self) -> Option<f64> {
        let mut sorted = self.ns.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }
}

impl Results {
    fn add(&mut self, row: Row) {
        let case = self
            .cases
            .entry((row.id, row.peer, row.variant))
            .or_default();
        case.ns.extend(row.ns);
        case.allocations = row.allocations.or(case.allocations);
    }

    /// The fastest hand-written program for the workload.
    fn floor(&self, id: &str) -> Option<f64> {
        let floors = self
            .cases
            .iter()
            .filter(|((of, peer, _), _)| of == id && peer == FLOOR);
        floors
            .filter_map(|(_, case)| case.median())
            .min_by(f64::total_cmp)
    }

    fn table(&self) -> Option<String> {
        let mut lines =
            vec!["| workload | program | entry point | ns | x floor | allocations |".to_owned()];
        lines.push("|---|---|---|---:|---:|---:|".to_owned());
        for ((id, peer, variant), case) in &self.cases {
            let Some(ns) = case.median() else { continue };
            let ratio = self
                .floor(id)
                .map_or(String::new(), |floor| format!("{:.1}", ns / floor));
            let allocations = case
                .allocations
                .map_or(String::new(), |count| format!("{count:.1}"));
            lines.push(format!(
                "| {id} | {peer} | {variant} | {ns:.1} | {ratio} | {allocations} |"
            ));
        }
        (lines.len() > 2).then(|| lines.join("\n"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(peer: &str, ns: f64) -> Row {
        let line = format!(r#"{{"id": "W1", "peer": "{peer}", "variant": "v", "ns": {ns}}}"#);
        Row::read(&line).unwrap()
    }

    #[test]
    fn the_table_shows_the_median_of_the_rounds_and_its_ratio_to_the_floor() {
        let mut results = Results::default();
        for ns in [30.0, 10.0, 20.0] {
            results.add(row("ours", ns));
            results.add(row(FLOOR, ns / 4.0));
        }
        let table = results.table().unwrap();
        assert!(table.contains("| W1 | ours | v | 20.0 | 4.0 |"), "{table}");
        assert!(
            table.contains("| W1 | own floor | v | 5.0 | 1.0 |"),
            "{table}"
        );
    }

    #[test]
    fn without_rows_there_is_no_table() {
        assert_eq!(Results::default().table(), None);
        assert_eq!(Row::read("not a row"), None);
        assert_eq!(Row::read("{\"id\": \"W1\"}"), None);
    }
}
