//! A list of rules, compiled: `tracePropagationTargets` or `denyTargets`.

use super::needle::Needle;
use super::pattern::{CaseMode, Pattern, Verdict};
use super::url::Url;
use super::{Matching, Target};
use crate::trace::error::ConfigError;

/// The rules in the order in which they were configured.
#[derive(Debug)]
pub(super) struct RuleList {
    rules: Box<[Matcher]>,
    targets: Box<[Target]>,
    /// The expressions that can match a path alone, which begins with a slash.
    for_paths: Box<[usize]>,
}

#[derive(Debug)]
enum Matcher {
    Text(Needle),
    Regex(Box<Pattern>),
}

/// What rules are compared with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    /// What texts are looked for in.
    pub(super) text: &'a [u8],
    /// The same with one byte for each UTF-16 code unit, for expressions.
    pub(super) units: &'a [u8],
    /// The path alone, of a request to the app's own origin.
    pub(super) path: Option<&'a [u8]>,
}

/// What a list says about a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The first rule that matches.
    Matched(usize),
    /// No rule matches, but one of them gave up.
    StepLimit,
    /// No rule matches.
    Nothing,
}

impl RuleList {
    /// Compiles the rules of the option called `option`.
    pub(super) fn new(
        option: &str,
        targets: &[Target],
        matching: Matching,
    ) -> Result<Self, ConfigError> {
        let compiled = targets.iter().enumerate().map(|(index, target)| {
            Matcher::new(target, matching).map_err(|(problem, source, position)| {
                ConfigError::new(format!("{option}[{index}]"), problem).in_pattern(source, position)
            })
        });
        let rules: Box<[Matcher]> = compiled.collect::<Result<_, _>>()?;
        let places = rules.iter().enumerate();
        Ok(Self {
            for_paths: places
                .filter_map(|(index, rule)| rule.may_match_path().then_some(index))
                .collect(),
            rules,
            targets: targets.into(),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rule at `index` as it was configured.
    pub(super) fn target(&self, index: usize) -> Option<&Target> {
        self.targets.get(index)
    }

    /// Whether `text` begins with one of the texts: a cheap look before [`find`](Self::find), for
    /// most targets are the beginning of the URLs that they are meant for.
    #[inline]
    pub(super) fn begins_with_any(&self, text: &[u8]) -> bool {
        self.rules.iter().any(|rule| match rule {
            Matcher::Text(needle) => needle.begins(text),
            Matcher::Regex(_) => false,
        })
    }

    /// Looks for the first rule that matches.
    pub(super) fn find(&self, subject: Subject<'_>) -> Outcome {
        let mut outcome = Outcome::Nothing;
        for (index, matcher) in self.rules.iter().enumerate() {
            match matcher.test(subject) {
                Verdict::Match => return Outcome::Matched(index),
                Verdict::StepLimit => outcome = Outcome::StepLimit,
                Verdict::NoMatch => {}
            }
        }
        outcome
    }

    /// Whether an expression matches the path alone. A text in it is in the whole URL as well.
    pub(super) fn matches_path_of(&self, url: &Url<'_>) -> bool {
        let mut rules = self
            .for_paths
            .iter()
            .filter_map(|&index| self.rules.get(index));
        rules.any(|rule| match rule {
            Matcher::Text(_) => false,
            Matcher::Regex(pattern) => {
                pattern.may_match_in(url.from_path()) && pattern.test(url.path()) == Verdict::Match
            }
        })
    }
}

impl Matcher {
    fn new(target: &Target, matching: Matching) -> Result<Self, (String, &str, usize)> {
        match target {
            Target::Text(text) => Ok(Self::Text(Needle::new(text, matching))),
            Target::Regex { source, flags } => {
                let case = match matching {
                    Matching::Js11 => CaseMode::Js11,
                    Matching::Js10 => CaseMode::Js10,
                };
                Pattern::new(source, flags, case)
                    .map(|pattern| Self::Regex(Box::new(pattern)))
                    .map_err(|error| (error.problem.into(), &**source, error.position))
            }
        }
    }

    fn may_match_path(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Regex(pattern) => pattern.may_match_from(b'/'),
        }
    }

    #[inline]
    fn test(&self, subject: Subject<'_>) -> Verdict {
        match self {
            Self::Text(needle) if needle.is_in(subject.text) => Verdict::Match,
            Self::Text(_) => Verdict::NoMatch,
            Self::Regex(pattern) => match (pattern.test(subject.units), subject.path) {
                (Verdict::NoMatch, Some(path)) => pattern.test(path),
                (Verdict::StepLimit, Some(path)) if pattern.test(path) == Verdict::Match => {
                    Verdict::Match
                }
                (verdict, _) => verdict,
            },
        }
    }
}
