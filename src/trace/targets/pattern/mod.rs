//! JavaScript regular expressions, answered with yes or no on URLs.
//!
//! A propagation target may be a `RegExp`, and must select the same requests as in the JavaScript
//! SDK. Three facts make an engine of our own small: a normalised URL is ASCII, so a set of
//! characters is 128 bits; nobody asks where a match lies; and only back-references need
//! backtracking.
//!
//! ```text
//! source, flags -> parser (escape, class, quantifier, ...) -> syntax -> hints: literals to check
//!                                                               |
//! first test that passes the hints:       automaton | linear <- compile -> backtrack
//! ```
//!
//! The whole syntax is checked when a pattern is made; it is compiled when the first text passes
//! the literal checks. Time is linear in the text, except for back-references, whose steps are
//! limited. docs/adr/0001-pattern-engine.md says why no crate is used.
//!
//! # Incomplete support
//!
//! Refused although JavaScript may accept it: patterns over 8 kB, nested over 200 deep or larger
//! than 8,192 instructions when repetition is written out; more than 64 look-arounds; group names
//! beyond ASCII, or used twice; modifiers `(?i:)`; with the flag `v` strings of several characters
//! in a class; rare scripts in `\p{Script=}`.

mod automaton;
mod automaton_build;
mod backtrack;
mod bits;
mod charset;
mod class;
mod class_sets;
mod classes;
mod compile;
mod engine;
mod escape;
mod flags;
mod hints;
mod literal;
mod names;
mod parser;
mod position;
mod program;
mod property;
mod quantifier;
#[cfg(test)]
mod rules;
mod simulate;
mod syntax;

use std::fmt;
use std::sync::OnceLock;

use engine::{Engine, Test};
use flags::Flags;
use hints::Hints;
use syntax::Syntax;

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

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at position {}", self.problem, self.position)
    }
}

impl std::error::Error for PatternError {}

/// A checked regular expression; any number of threads may test with it.
#[derive(Debug)]
pub struct Pattern {
    syntax: Syntax,
    hints: Hints,
    ignore_case: bool,
    engine: OnceLock<Engine>,
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
            hints: Hints::of(&syntax, flags.sticky),
            syntax,
            ignore_case: flags.ignore_case,
            engine: OnceLock::new(),
        })
    }

    /// Whether the text holds a match, as `RegExp.prototype.test` with `lastIndex` 0.
    ///
    /// A byte from 0x80 on counts as one character that only negated classes and `.` contain.
    pub fn test(&self, text: &[u8]) -> Verdict {
        match self.hints.check(text) {
            None => Verdict::NoMatch,
            Some(_) if self.hints.exact => Verdict::Match,
            Some(from) => self.test_with(text, from).run(self.engine()),
        }
    }

    /// Whether a text that begins with `byte` can hold a match; a `false` is certain.
    pub fn may_match_from(&self, byte: u8) -> bool {
        !self.hints.anchored || self.hints.prefix.may_begin_with(byte)
    }

    /// Whether a beginning of `text` can hold a match; a `false` is certain.
    #[inline]
    pub fn may_match_in(&self, text: &[u8]) -> bool {
        !self.hints.anchored || self.hints.prefix.strip(text).is_some()
    }

    fn engine(&self) -> &Engine {
        self.engine
            .get_or_init(|| Engine::of(&self.syntax, &self.hints))
    }

    fn test_with<'t>(&self, text: &'t [u8], from: usize) -> Test<'t> {
        Test {
            text,
            from,
            anchored: self.hints.anchored,
            ignore_case: self.ignore_case,
        }
    }
}
