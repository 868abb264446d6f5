//! The C header repeats the numbers of the core's enumerations, because the generator reads the C
//! door alone; these tests hold the two together.

use spanferry::{Lifecycle, Outcome, Reason, Source};

const HEADER: &str = include_str!("../include/spanferry/spanferry.h");

/// The enumerators of one kind in the header, as `NAME = NUMBER`.
fn in_header(kind: &str) -> Vec<String> {
    let prefix = format!("SPANFERRY_{kind}_");
    let lines = HEADER.lines().filter_map(|line| {
        let (name, number) = line.trim().strip_suffix(',')?.split_once(" = ")?;
        Some(format!("{} = {number}", name.strip_prefix(&prefix)?))
    });
    lines.collect()
}

fn in_core(all: impl IntoIterator<Item = (&'static str, u32)>) -> Vec<String> {
    let lines = all.into_iter();
    lines
        .map(|(name, number)| format!("{} = {number}", name.to_uppercase()))
        .collect()
}

#[test]
fn the_header_numbers_reasons_sources_outcomes_and_steps_as_the_core_does() {
    assert_eq!(
        in_header("REASON"),
        in_core(Reason::ALL.map(|r| (r.name(), r as u32)))
    );
    assert_eq!(
        in_header("SOURCE"),
        in_core(Source::ALL.map(|s| (s.name(), s as u32)))
    );
    assert_eq!(
        in_header("OUTCOME"),
        in_core(Outcome::ALL.map(|o| (o.name(), o as u32)))
    );
    assert_eq!(
        in_header("LIFECYCLE"),
        in_core(Lifecycle::ALL.map(|l| (l.name(), l as u32)))
    );
}
