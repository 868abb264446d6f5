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
/// Steps that are tried before the linear machine is set up: a few for each byte, and a limit that
/// keeps the stack below 400 kB.
const QUICK_STEPS: u64 = 512;
const QUICK_STEPS_PER_BYTE: u64 = 4;
const MAX_QUICK_STEPS: u64 = 16_384;

/// A compiled pattern.
#[derive(Debug)]
pub(super) enum Engine {
    Automaton(Box<Automaton>),
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
                return Self::Automaton(Box::new(automaton));
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
                let (answer, spent) = self.backtrack(program, quick.min(MAX_QUICK_STEPS));
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

#[cfg(test)]
mod tests {
    use super::super::flags::Flags;
    use super::super::{CaseMode, parser};
    use super::*;

    struct Case {
        syntax: Syntax,
        hints: Hints,
        ignore_case: bool,
    }

    fn case(source: &str, flags: &str) -> Option<Case> {
        let flags = Flags::read(flags, CaseMode::Js10).ok()?;
        let syntax = parser::parse(source, flags).ok()?;
        let hints = Hints::of(&syntax, flags.sticky);
        Some(Case {
            syntax,
            hints,
            ignore_case: flags.ignore_case,
        })
    }

    impl Case {
        /// The answer and steps for one text, without asking the hints.
        fn counted(&self, engine: &Engine, text: &str) -> (Verdict, u64) {
            let test = Test {
                text: text.as_bytes(),
                from: 0,
                anchored: self.hints.anchored,
                ignore_case: self.ignore_case,
            };
            test.run_counted(engine)
        }

        fn steps(&self, text: &str) -> u64 {
            self.counted(&Engine::of(&self.syntax, &self.hints), text).1
        }
    }

    fn vectors() -> Vec<[String; 3]> {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/testdata/vectors/js_regex.json"
        );
        let text = std::fs::read_to_string(path).unwrap();
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let field =
            |case: &serde_json::Value, name: &str| case["input"][name].as_str().unwrap().to_owned();
        let cases = file["cases"].as_array().unwrap().iter();
        cases
            .map(|case| ["source", "flags", "text"].map(|name| field(case, name)))
            .collect()
    }

    #[test]
    fn every_machine_and_the_hints_give_the_same_answer() {
        let (mut automata, mut compared) = (0, 0);
        let vectors = vectors();
        let texts: Vec<&str> = vectors
            .iter()
            .step_by(23)
            .map(|[.., text]| &text[..])
            .collect();
        for [source, flags, text] in &vectors {
            let Some(case) = case(source, flags) else {
                continue;
            };
            if case.syntax.back_references || text.len() > 1000 {
                continue;
            }
            let program = compile(&case.syntax);
            let scans = compile_scans(&case.syntax);
            let automaton = Automaton::build(&program, case.hints.anchored, &[]);
            automata += usize::from(case.syntax.looks == 0 && automaton.is_some());
            for text in texts
                .iter()
                .filter(|text| text.len() < 1000)
                .chain([&&text[..]])
            {
                let bytes = text.as_bytes();
                let linear = simulate::search(&program, &scans, bytes, case.hints.anchored).0;
                let backtrack = Engine::Backtrack(compile(&case.syntax));
                let name = format!("/{source}/{flags} on {text:?}");
                assert_eq!(verdict(linear), case.counted(&backtrack, text).0, "{name}");
                if case.syntax.looks == 0 {
                    let found = automaton.as_ref().map(|automaton| automaton.test(bytes));
                    assert_eq!(found, Some(linear), "{name}");
                }
                let hinted = case.hints.check(bytes);
                assert!(hinted.is_some() || !linear, "the hints refuse {name}");
                assert!(
                    hinted.is_none() || !case.hints.exact || linear,
                    "not exact: {name}"
                );
                compared += 1;
            }
        }
        assert!(automata > 300 && compared > 5_000, "{automata} {compared}");
    }

    #[test]
    fn patterns_without_back_references_take_linear_time() {
        for source in [
            "(a+)+$",
            "(?=a)(a+)+$",
            "(a*)*b(?<=c)",
            "(?:(?!b).)*c",
            "(?<=(a+)+)b",
        ] {
            let case = case(source, "").unwrap();
            let small = case.steps(&("a".repeat(20_000) + "!"));
            let large = case.steps(&("a".repeat(40_000) + "!"));
            assert!(large * 10 <= small * 22, "{source}: {small} then {large}");
            assert!(large <= 40_001 * 64, "{source}: {large}");
        }
    }

    #[test]
    fn back_references_stop_after_200_000_steps() {
        let case = case(r"(a*)*b\1", "").unwrap();
        let engine = Engine::of(&case.syntax, &case.hints);
        let (answer, steps) = case.counted(&engine, &"a".repeat(100));
        assert_eq!((answer, steps), (Verdict::StepLimit, 200_000));
    }

    #[test]
    fn too_many_states_are_left_to_the_linear_machine() {
        let case = case("a[ab]{14}c", "").unwrap();
        let engine = Engine::of(&case.syntax, &case.hints);
        assert!(matches!(engine, Engine::Linear { .. }));
        let text = "ba".repeat(40);
        assert_eq!(
            case.counted(&engine, &(text.clone() + "c")).0,
            Verdict::Match
        );
        assert_eq!(case.counted(&engine, &text).0, Verdict::NoMatch);
    }

    #[test]
    fn what_look_around_holds_is_known_at_every_position_of_a_long_text() {
        let case = case(r"(?:(?=[ab]*c)(?<!x[ab]*)[ab])+d", "").unwrap();
        let engine = Engine::of(&case.syntax, &case.hints);
        let run = "ab".repeat(5_000);
        assert_eq!(
            case.counted(&engine, &format!("{run}d")).0,
            Verdict::NoMatch
        );
        let nested = self::case(r"(?=(?:(?!q)[ab])+d)(?<=^[ab]*)ab", "").unwrap();
        let engine = Engine::of(&nested.syntax, &nested.hints);
        assert_eq!(
            nested.counted(&engine, &format!("{run}d")).0,
            Verdict::Match
        );
        assert_eq!(
            nested.counted(&engine, &format!("x{run}d")).0,
            Verdict::NoMatch
        );
        assert_eq!(
            nested.counted(&engine, &format!("{run}qd")).0,
            Verdict::NoMatch
        );
    }
}
