//! JavaScript regular expressions, answered with yes or no on URLs.
//!
//! A propagation target may be a `RegExp`, and must select the same requests as in the JavaScript
//! SDK. Three facts make an engine of our own small: a normalised URL is ASCII, so a set of
//! characters is 128 bits; nobody asks where a match lies; and only back-references need
//! backtracking.

mod backtrack;
mod charset;
mod class;
mod class_sets;
mod compile;
mod escape;
mod flags;
mod names;
mod parser;
mod position;
mod program;
mod property;
mod quantifier;
mod simulate;
mod syntax;

use std::sync::OnceLock;

use backtrack::Search;
use compile::Scan;
use flags::Flags;
use program::Program;
use syntax::Syntax;

const BACK_REFERENCE_STEPS: u64 = 200_000;

/// Which SDK's way of applying a `RegExp` target to follow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseMode {
    /// As version 11 of the JavaScript SDK: `i` is added, `g` and `y` are dropped.
    Js11,
    /// As version 10: the flags as they are on a fresh `RegExp`, so `y` matches at index 0 only.
    Js10,
}

/// What a test says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The text holds a match.
    Match,
    /// It holds none.
    NoMatch,
    /// A pattern with back-references needed more than 200,000 steps; unknown.
    StepLimit,
}

/// Why a pattern was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternError {
    /// The place in the source, in characters from 0; 0 for a fault in the flags.
    pub position: usize,
    /// What is wrong, without a full stop.
    pub problem: &'static str,
}

/// A checked regular expression; any number of threads may test with it.
#[derive(Debug)]
pub struct Pattern {
    syntax: Syntax,
    flags: Flags,
    engine: OnceLock<(Program, Vec<Scan>)>,
}

impl Pattern {
    /// Reads a pattern with its flags, completely; it is compiled at the first test.
    ///
    /// # Errors
    /// What `new RegExp(source, flags)` rejects, and the few things that are not supported.
    pub fn new(source: &str, flags: &str, case: CaseMode) -> Result<Self, PatternError> {
        let flags = Flags::read(flags, case).map_err(|problem| PatternError {
            position: 0,
            problem,
        })?;
        let syntax = parser::parse(source, flags).and_then(|syntax| {
            compile::check_size(&syntax)?;
            Ok(syntax)
        });
        let syntax = syntax.map_err(|refusal| PatternError {
            position: parser::in_characters(source, refusal.at, flags.unicode),
            problem: refusal.problem,
        })?;
        Ok(Self {
            syntax,
            flags,
            engine: OnceLock::new(),
        })
    }

    /// Whether the text holds a match, as `RegExp.prototype.test` with `lastIndex` 0.
    ///
    /// A byte from 0x80 on counts as one character that only negated classes and `.` contain.
    pub fn test(&self, text: &[u8]) -> Verdict {
        let (program, scans) = self.engine.get_or_init(|| {
            (
                compile::compile(&self.syntax),
                if self.syntax.back_references {
                    vec![]
                } else {
                    compile::compile_scans(&self.syntax)
                },
            )
        });
        let anchored = self.flags.sticky || self.syntax.root.is_anchored();
        let steps = if self.syntax.back_references {
            BACK_REFERENCE_STEPS
        } else {
            1000
        };
        let (s, _) = backtrack::search(program, text, anchored, self.flags.ignore_case, steps);
        match s {
            Search::Found => Verdict::Match,
            Search::Nothing => Verdict::NoMatch,
            Search::Exhausted if self.syntax.back_references => Verdict::StepLimit,
            Search::Exhausted => {
                if simulate::search(program, scans, text, anchored).0 {
                    Verdict::Match
                } else {
                    Verdict::NoMatch
                }
            }
        }
    }
}
