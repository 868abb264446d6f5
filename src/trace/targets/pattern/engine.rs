//! Which machine runs a pattern.
//!
//! 1. Neither look-around nor back-references: the automaton, unless it would be too large.
//! 2. Back-references: backtracking, up to a number of steps.
//! 3. Else: backtracking for a few steps, which most texts need, then the linear machine.

use super::Verdict;
use super::automaton::Automaton;
use super::backtrack::{self, Search};
use super::compile::{Scan, compile, compile_scans};
use super::hints::Hints;
use super::program::Program;
use super::simulate;
use super::syntax::Syntax;

/// Steps for a pattern with back-references, which no known machine runs in linear time.
const BACK_REFERENCE_STEPS: u64 = 200_000;
/// Steps that are tried before the linear machine is set up, beside some for each byte.
const QUICK_STEPS: u64 = 512;
const QUICK_STEPS_PER_BYTE: u64 = 4;

/// A compiled pattern.
#[derive(Debug)]
pub(super) enum Engine {
    Automaton(Automaton),
    Linear { program: Program, scans: Vec<Scan> },
    Backtrack(Program),
}

impl Engine {
    pub(super) fn of(syntax: &Syntax, hints: &Hints) -> Self {
        let program = compile(syntax);
        if syntax.back_references {
            return Self::Backtrack(program);
        }
        if syntax.looks == 0 {
            let prefix = if hints.anchored {
                hints.prefix.bytes()
            } else {
                &[]
            };
            if let Some(automaton) = Automaton::build(&program, hints.anchored, prefix) {
                return Self::Automaton(automaton);
            }
        }
        Self::Linear {
            program,
            scans: compile_scans(syntax),
        }
    }
}

/// One test of a text that passed the hints, with what the machines need to know.
pub(super) struct Test<'t> {
    pub(super) text: &'t [u8],
    /// Where a match begins at the earliest; for an anchored pattern the end of its prefix.
    pub(super) from: usize,
    pub(super) anchored: bool,
    pub(super) ignore_case: bool,
}

impl Test<'_> {
    #[inline]
    pub(super) fn run(&self, engine: &Engine) -> Verdict {
        match engine {
            Engine::Automaton(automaton) => {
                let rest = self.text.get(self.from..).unwrap_or_default();
                verdict(automaton.test(rest))
            }
            other => self.run_counted(other).0,
        }
    }

    /// The answer of the other machines, and the steps they took.
    pub(super) fn run_counted(&self, engine: &Engine) -> (Verdict, u64) {
        match engine {
            Engine::Automaton(_) => (self.run(engine), self.text.len() as u64),
            Engine::Backtrack(program) => self.backtrack(program, BACK_REFERENCE_STEPS),
            Engine::Linear { program, scans } => {
                let quick = QUICK_STEPS + QUICK_STEPS_PER_BYTE * self.text.len() as u64;
                let (answer, spent) = self.backtrack(program, quick);
                if answer != Verdict::StepLimit {
                    return (answer, spent);
                }
                let (found, steps) = simulate::search(program, scans, self.text, self.anchored);
                (verdict(found), spent + steps)
            }
        }
    }

    fn backtrack(&self, program: &Program, steps: u64) -> (Verdict, u64) {
        let starts = if self.anchored {
            0..=0
        } else {
            self.from..=self.text.len()
        };
        let (end, left) = backtrack::search(program, self.text, starts, self.ignore_case, steps);
        let answer = match end {
            Search::Found => Verdict::Match,
            Search::Nothing => Verdict::NoMatch,
            Search::Exhausted => Verdict::StepLimit,
        };
        (answer, steps - left)
    }
}

fn verdict(found: bool) -> Verdict {
    if found {
        Verdict::Match
    } else {
        Verdict::NoMatch
    }
}
