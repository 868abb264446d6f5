//! The numbers of the C header are the core's numbers.

use std::collections::BTreeMap;

use spanferry::ffi::log::Level;
use spanferry::ffi::ops::Decision;
use spanferry::{Lifecycle, Outcome, Policy, Reason, Source};

const HEADER: &str = include_str!("../include/spanferry/spanferry.h");

/// The enumerators of the header whose names begin so, by name without the beginning.
fn enumerators(prefix: &str) -> BTreeMap<String, u32> {
    let lines = HEADER.lines().filter_map(|line| {
        let (name, number) = line.trim().trim_end_matches(',').split_once(" = ")?;
        let name = name.strip_prefix(prefix)?.to_lowercase();
        Some((name, number.parse().ok()?))
    });
    lines.collect()
}

fn core(list: impl IntoIterator<Item = (&'static str, u32)>) -> BTreeMap<String, u32> {
    let items = list.into_iter();
    items
        .map(|(name, number)| (name.to_owned(), number))
        .collect()
}

#[test]
fn reasons_agree() {
    let reasons = Reason::ALL.map(|item| (item.name(), item as u32));
    assert_eq!(enumerators("SPANFERRY_REASON_"), core(reasons));
}

#[test]
fn sources_agree() {
    let sources = Source::ALL.map(|item| (item.name(), item as u32));
    assert_eq!(enumerators("SPANFERRY_SOURCE_"), core(sources));
}

#[test]
fn outcomes_agree() {
    let outcomes = Outcome::ALL.map(|item| (item.name(), item as u32));
    assert_eq!(enumerators("SPANFERRY_OUTCOME_"), core(outcomes));
}

#[test]
fn steps_of_life_agree() {
    let steps = Lifecycle::ALL.map(|item| (item.name(), item as u32));
    assert_eq!(enumerators("SPANFERRY_LIFECYCLE_"), core(steps));
}

#[test]
fn log_levels_agree() {
    let levels = Level::ALL.map(|item| (item.name(), item as u32));
    assert_eq!(enumerators("SPANFERRY_LOG_LEVEL_"), core(levels));
}

#[test]
fn policies_and_decisions_agree() {
    let policies = [
        ("keep", Policy::Keep as u32),
        ("replace", Policy::Replace as u32),
    ];
    assert_eq!(enumerators("SPANFERRY_POLICY_"), core(policies));
    let decisions = [
        ("leave", Decision::Leave as u32),
        ("attach", Decision::Attach as u32),
        ("strip", Decision::Strip as u32),
    ];
    assert_eq!(enumerators("SPANFERRY_DECISION_"), core(decisions));
}

#[test]
fn the_version_is_the_librarys() {
    let wanted = format!("#define SPANFERRY_VERSION \"{}\"\n", spanferry::version());
    assert!(HEADER.contains(&wanted), "{wanted}");
}
