//! Cases from several threads at once.

use super::{Label, Suite, is_quick, label, print, row};
use crate::measure::cpu_ns;
use serde_json::json;
use std::hint::black_box;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

type Work = Box<dyn FnMut(u64) + Send>;

pub(super) struct Case {
    label: Label,
    make: Box<dyn Fn() -> Work>,
}

/// What one thread did.
struct Done {
    operations: u64,
    wall_ns: f64,
    cpu_ns: f64,
}

impl Suite {
    /// Adds a case; `make` gives each thread what it calls.
    pub fn threads<W, R>(
        &mut self,
        id: &'static str,
        variant: &'static str,
        make: impl Fn() -> W + 'static,
    ) where
        W: FnMut() -> R + Send + 'static,
    {
        let make = Box::new(move || -> Work {
            let mut run = make();
            Box::new(move |times| {
                for _ in 0..times {
                    black_box(run());
                }
            })
        });
        self.threads.push(Case {
            label: label(id, variant),
            make,
        });
    }

    pub(super) fn run_threads(self) {
        let least = Duration::from_millis(if is_quick() { 20 } else { 150 });
        for case in &self.threads {
            for count in [1usize, 2, 4, 8] {
                let done = run(case, count, least);
                let rate: f64 = done.iter().map(|d| d.operations as f64 / d.wall_ns).sum();
                let operations: u64 = done.iter().map(|d| d.operations).sum();
                let cpu: f64 = done.iter().map(|d| d.cpu_ns).sum();
                let mut row = row(self.peer, &case.label);
                row["threads"] = json!(count);
                row["mops"] = json!(rate * 1e3);
                row["cpu_ns"] = json!(cpu / operations as f64);
                print(row);
            }
        }
    }
}

fn run(case: &Case, count: usize, least: Duration) -> Vec<Done> {
    let start = Arc::new(Barrier::new(count));
    let running: Vec<_> = (0..count)
        .map(|_| {
            let (work, start) = ((case.make)(), start.clone());
            std::thread::spawn(move || run_one(work, &start, least))
        })
        .collect();
    let done = running.into_iter().map(|thread| thread.join());
    done.map(|done| done.expect("a case does not panic"))
        .collect()
}

fn run_one(mut work: Work, start: &Barrier, least: Duration) -> Done {
    work(200);
    start.wait();
    let (started, cpu) = (Instant::now(), cpu_ns());
    let mut operations = 0;
    while started.elapsed() < least {
        work(100);
        operations += 100;
    }
    Done {
        operations,
        wall_ns: started.elapsed().as_nanos() as f64,
        cpu_ns: (cpu_ns() - cpu) as f64,
    }
}
