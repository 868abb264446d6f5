//! The automaton: one table step for each byte of the text.
//!
//! Runs of states that only one text leads through are compared eight bytes at a time. A test
//! allocates nothing and writes nothing, so threads share an automaton freely.

use super::automaton_build::Builder;
use super::classes::Classes;
use super::literal::Literal;
use super::program::Program;

/// A table of states; a state is the index of its row.
#[derive(Debug)]
pub(super) struct Automaton {
    class_of: [u8; 256],
    /// For each state one cell for each class, and a last one for the end of the text.
    table: Vec<u32>,
    /// Cells of a row.
    row: usize,
    runs: Vec<Run>,
    /// The rows up to this one are `DEAD`, the accepting state and those with a run.
    last_special: usize,
    start: usize,
}

/// From here no match can come; row 0.
const DEAD: usize = 0;

/// A text that must follow, and the state behind it.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) literal: Literal,
    pub(super) target: usize,
}

impl Automaton {
    /// The automaton of a program without look-around and back-references, unless it is too large.
    ///
    /// It starts behind `prefix`, which the caller has compared.
    pub(super) fn build(program: &Program, anchored: bool, prefix: &[u8]) -> Option<Self> {
        let classes = Classes::of(program);
        let class_of = classes.table();
        let built = Builder::new(program, classes, anchored).build()?;
        let mut automaton = Self {
            class_of,
            table: built.table,
            row: built.row,
            last_special: built.row * (1 + built.runs.len()),
            runs: built.runs,
            start: built.start,
        };
        automaton.start = automaton.walk(prefix);
        Some(automaton)
    }

    /// The state behind `text`, without using the runs.
    fn walk(&self, text: &[u8]) -> usize {
        let over = |state: usize| state <= self.row;
        text.iter().fold(self.start, |state, byte| {
            if over(state) {
                state
            } else {
                self.next(state, *byte)
            }
        })
    }

    #[inline]
    fn next(&self, state: usize, byte: u8) -> usize {
        let class = self
            .class_of
            .get(usize::from(byte))
            .copied()
            .unwrap_or_default();
        self.cell(state + usize::from(class))
    }

    #[inline]
    fn cell(&self, index: usize) -> usize {
        self.table.get(index).map_or(DEAD, |state| *state as usize)
    }

    /// Whether a match begins in `text`; for an anchored pattern at its first byte.
    pub(super) fn test(&self, text: &[u8]) -> bool {
        let mut state = self.start;
        let mut bytes = text.iter();
        loop {
            while state <= self.last_special {
                if state <= self.row {
                    return state != DEAD;
                }
                let Some(run) = self.runs.get(state / self.row - 2) else {
                    return false;
                };
                let Some(rest) = run.literal.strip(bytes.as_slice()) else {
                    return false;
                };
                bytes = rest.iter();
                state = run.target;
            }
            match bytes.next() {
                Some(byte) => state = self.next(state, *byte),
                None => return self.cell(state + self.row - 1) != DEAD,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compile::compile;
    use super::super::flags::Flags;
    use super::super::{CaseMode, parser};
    use super::*;

    fn automaton(source: &str, anchored: bool, prefix: &[u8]) -> Option<Automaton> {
        let flags = Flags::read("i", CaseMode::Js10).unwrap();
        let syntax = parser::parse(source, flags).unwrap();
        Automaton::build(&compile(&syntax), anchored, prefix)
    }

    #[test]
    fn a_text_that_must_follow_is_one_run_behind_each_choice() {
        let found = automaton(r"^(?:api|cdn)\.example\.org\/v\d", true, b"").unwrap();
        let texts: Vec<_> = found.runs.iter().map(|run| run.literal.bytes()).collect();
        assert_eq!(texts, [b"pi.example.org/v", b"dn.example.org/v"]);
        assert!(found.test(b"CDN.Example.org/v1"));
        assert!(!found.test(b"cdn.example.org/v"));
        assert!(!found.test(b"cdn.example.orgv1"));
    }

    #[test]
    fn the_start_is_behind_the_prefix_that_was_compared() {
        let found = automaton("^https:(?:a|b)", true, b"https:").unwrap();
        assert!(found.test(b"b"));
        assert!(!found.test(b"https:b"));
    }

    #[test]
    fn a_circle_without_a_way_out_ends_the_building() {
        let found = automaton("^(?:abcdef)*[]", true, b"").unwrap();
        assert!(!found.test("abcdef".repeat(50).as_bytes()));
    }

    #[test]
    fn too_many_states_build_no_automaton() {
        assert!(automaton("[ab]*a[ab]{13}c", false, b"").is_none());
    }

    #[test]
    fn assertions_see_both_neighbours() {
        let found = automaton(r"\bapi\b", false, b"").unwrap();
        assert!(found.test(b"x/api") && found.test(b"api") && found.test(b"/api/"));
        assert!(!found.test(b"xapi") && !found.test(b"apis") && !found.test(b"_api_"));
    }
}
