//! The cases of a program, and what its command line does with them.

mod cold;
mod threads;

use crate::measure::{allocations, bench_ir_region, cpu_ns};
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::{Duration, Instant};

type Body = Box<dyn FnMut(u64)>;

/// What a case is called in the results.
#[derive(Clone)]
pub struct Label {
    /// The workload.
    pub id: &'static str,
    /// Which entry point does it.
    pub variant: &'static str,
    /// What of the workload is missing; empty when it does all of it.
    pub missing: &'static str,
}

struct Case {
    label: Label,
    /// The most allocations that one operation may make.
    bar: Option<u64>,
    body: Body,
}

/// All cases of a program.
pub struct Suite {
    peer: &'static str,
    cases: Vec<Case>,
    threads: Vec<threads::Case>,
    cold: Option<cold::Case>,
}

impl Suite {
    /// A suite without cases; `peer` names the program in the results.
    pub fn new(peer: &'static str) -> Self {
        Self {
            peer,
            cases: Vec::new(),
            threads: Vec::new(),
            cold: None,
        }
    }

    /// Adds a case; every call of `run` does the whole operation once.
    pub fn case<R>(
        &mut self,
        id: &'static str,
        variant: &'static str,
        run: impl FnMut() -> R + 'static,
    ) {
        self.add(label(id, variant), None, run);
    }

    /// Adds a case that may allocate at most `bar` times.
    pub fn barred<R>(
        &mut self,
        id: &'static str,
        variant: &'static str,
        bar: u64,
        run: impl FnMut() -> R + 'static,
    ) {
        self.add(label(id, variant), Some(bar), run);
    }

    fn add<R>(&mut self, label: Label, bar: Option<u64>, mut run: impl FnMut() -> R + 'static) {
        let body = Box::new(move |times| {
            for _ in 0..times {
                black_box(run());
            }
        });
        self.cases.push(Case { label, bar, body });
    }

    /// Does what the command line says.
    pub fn main(self) {
        let words: Vec<String> = std::env::args().collect();
        let word = |at: usize| words.get(at).map(String::as_str);
        let chosen = word(2).unwrap_or_default();
        match word(1).unwrap_or("list") {
            "list" => self.each(chosen, |case, row| print(row(&case.label))),
            "time" => self.each(chosen, time),
            "alloc" => self.each(chosen, count),
            "ir" => {
                let times = word(3).and_then(|text| text.parse().ok()).unwrap_or(200);
                self.each(chosen, |case, _| {
                    (case.body)(64);
                    bench_ir_region(&mut *case.body, times);
                });
            }
            "threads" => self.run_threads(),
            "cold" => self.run_cold(),
            "once" => self.each(chosen, once),
            other => {
                panic!("list | time | alloc | ir CASE N | threads | cold | once, not {other:?}")
            }
        }
    }

    fn each(mut self, chosen: &str, act: impl Fn(&mut Case, &dyn Fn(&Label) -> Value)) {
        let peer = self.peer;
        for case in &mut self.cases {
            let name = format!("{}|{}", case.label.id, case.label.variant);
            if chosen.is_empty() || chosen == name {
                act(case, &|label| row(peer, label));
            }
        }
    }
}

const fn label(id: &'static str, variant: &'static str) -> Label {
    Label {
        id,
        variant,
        missing: "",
    }
}

fn row(peer: &str, label: &Label) -> Value {
    json!({
        "peer": peer,
        "lang": "native",
        "id": label.id,
        "variant": label.variant,
        "coverage": if label.missing.is_empty() { "full" } else { "partial" },
        "note": label.missing,
    })
}

fn print(row: Value) {
    println!("{row}");
}

/// Whether a short run is asked for.
fn is_quick() -> bool {
    std::env::var_os("BENCH_QUICK").is_some()
}

/// Short batches: other processes interrupt few of them, and the median is of the others.
fn time(case: &mut Case, row: &dyn Fn(&Label) -> Value) {
    let (warm_up, batches, batch_ns) = if is_quick() {
        (5, 31, 1e5)
    } else {
        (40, 301, 3e5)
    };
    let one = warm(&mut case.body, Duration::from_millis(warm_up), batch_ns);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count that small fits"
    )]
    let times = ((batch_ns / one) as u64).max(1);
    let batches = if one > batch_ns { 5 } else { batches };
    let mut each: Vec<f64> = (0..batches).map(|_| batch(&mut case.body, times)).collect();
    each.sort_by(f64::total_cmp);
    let mut row = row(&case.label);
    row["ns"] = json!(each[each.len() / 2]);
    row["ns_min"] = json!(each[0]);
    row["ns_p90"] = json!(each[each.len() * 9 / 10]);
    print(row);
}

/// Runs for a while and says how long one operation takes at best.
fn warm(body: &mut Body, least: Duration, batch_ns: f64) -> f64 {
    let started = Instant::now();
    let (mut times, mut best) = (1u64, f64::MAX);
    while started.elapsed() < least || best == f64::MAX {
        let one = batch(body, times);
        best = best.min(one);
        if one * (times as f64) < batch_ns {
            times *= 2;
        }
    }
    best.max(0.05)
}

/// The time of one operation in a batch.
fn batch(body: &mut Body, times: u64) -> f64 {
    let before = cpu_ns();
    body(times);
    (cpu_ns() - before) as f64 / times as f64
}

fn count(case: &mut Case, row: &dyn Fn(&Label) -> Value) {
    let [allocations, bytes] = allocations_of(&mut case.body).expect("preload the counter");
    let mut row = row(&case.label);
    row["allocs"] = json!(allocations);
    row["bytes"] = json!(bytes);
    print(row);
}

/// Allocations and bytes of one operation, past what only the first ones do.
fn allocations_of(body: &mut Body) -> Option<[f64; 2]> {
    const TIMES: u64 = 1000;
    body(64);
    let before = allocations()?;
    body(TIMES);
    let after = allocations()?;
    let one = |at: usize| (after[at] - before[at]) as f64 / TIMES as f64;
    Some([one(0), one(1)])
}

/// A case as a test: it was checked when it was added, it runs, and it keeps its bar.
fn once(case: &mut Case, row: &dyn Fn(&Label) -> Value) {
    (case.body)(1);
    let mut row = row(&case.label);
    if let (Some(bar), Some([allocated, _])) = (case.bar, allocations_of(&mut case.body)) {
        let name = format!("{} {}", case.label.id, case.label.variant);
        assert!(
            allocated <= bar as f64,
            "{name}: {allocated} allocations, at most {bar}"
        );
        row["allocs"] = json!(allocated);
    }
    print(row);
}
