//! The state rules against an independent model, over random sequences of events.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    reason = "a test program: a broken driver is a failure, the counts are its output"
)]

mod convert;
mod driver;
mod entropy;
mod model;
mod steps;

use std::collections::BTreeSet;

use convert::Samplers;
use driver::{Counts, run, shrink};
use steps::sequence;

/// Sequences of one run; `SPANFERRY_SEED` gives another first seed.
const SEQUENCES: u64 = 2000;
const STEPS: usize = 60;

/// How many kinds of step there are.
const KINDS: usize = 15;

/// Every answer that the rules can give.
const OUTCOMES: [&str; 8] = [
    "unchanged",
    "started",
    "updated",
    "stale",
    "dead_page",
    "not_owner",
    "old_sequence",
    "snapshot_refused",
];

/// Every answer about an incoming trace.
const REASONS: [&str; 6] = [
    "continued",
    "no_incoming_trace",
    "invalid_sentry_trace",
    "org_mismatch",
    "strict_incoming_org_missing",
    "strict_own_org_missing",
];

#[test]
fn the_tracer_agrees_with_the_model_after_every_step_of_random_sequences() {
    let first = std::env::var("SPANFERRY_SEED").ok();
    let first: u64 = first.map_or(1, |seed| seed.parse().unwrap());
    let (samplers, mut counts) = (Samplers::new(), Counts::new());
    for seed in first..first + SEQUENCES {
        let steps = sequence(seed, STEPS);
        if let Err(problem) = run(&steps, &samplers, &mut counts) {
            let steps = shrink(steps, &samplers);
            let shrunk = run(&steps, &samplers, &mut Counts::new());
            panic!("seed {seed}: {problem}\nshrunk to {steps:#?}\n{shrunk:?}");
        }
    }
    print(&counts);
    let kinds: BTreeSet<&str> = counts.keys().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds.len(), KINDS, "{kinds:?}");
    let seen: BTreeSet<&str> = counts.keys().map(|(_, outcome)| outcome.as_str()).collect();
    for outcome in OUTCOMES.into_iter().chain(REASONS) {
        assert!(seen.contains(outcome), "{outcome} never occurred");
    }
}

#[test]
fn the_model_shares_nothing_with_the_library_but_the_ids() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/state_model/model");
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let shared = text.replace("spanferry::trace::ids::", "");
        assert!(!shared.contains("spanferry"), "{shared}");
        assert!(!shared.contains("convert"), "{shared}");
    }
}

fn print(counts: &Counts) {
    for ((kind, outcome), count) in counts {
        println!("{kind:<16} {outcome:<28} {count:>7}");
    }
}
