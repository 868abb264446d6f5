//! The two lists of rules among the options.

use super::handle::lent_mut;
use super::out::Out;
use super::{guard, spanferry_error, spanferry_options, spanferry_status, spanferry_str};
use crate::trace::error::ConfigError;
use crate::trace::options::Options;
use crate::trace::targets::pattern::{CaseMode, Pattern, PatternError};
use crate::trace::targets::{Matching, Target};

/// The options that take a list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_list {
    /// `tracePropagationTargets`: which requests carry the trace.
    TracePropagationTargets = 1,
    /// `denyTargets`: which requests never carry it.
    DenyTargets = 2,
}

/// How a rule is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum spanferry_rule_kind {
    /// The URL contains the text.
    Text = 1,
    /// The text is a JavaScript regular expression (what stands between the slashes).
    Regex = 2,
}

/// Most rules of one list, as for options in JSON.
const MAX_RULES: usize = 1000;

/// Adds a rule to a list; a regular expression is checked at once.
///
/// @param options borrowed for the call.
/// @param list a `spanferry_list`.
/// @param kind a `spanferry_rule_kind`.
/// @param text copied; UTF-8.
/// @param flags copied; the letters after a JavaScript regular expression, empty for plain text.
/// @param error_out may be `NULL`; written on `SPANFERRY_STATUS_INVALID_OPTION`, then owned by the
/// caller (free with `spanferry_error_free`).
/// @return `NULL_POINTER`, `INVALID_UTF8`, `INVALID_ARGUMENT` for a number that is not known,
/// `INVALID_OPTION` for a pattern that cannot be used and for too many rules.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_add_rule(
    options: Option<&mut spanferry_options>,
    list: u32,
    kind: u32,
    text: spanferry_str,
    flags: spanferry_str,
    error_out: *mut *mut spanferry_error,
) -> spanferry_status {
    guard::status(|| {
        let options = &mut lent_mut(options)?.options;
        // SAFETY: the header obliges the caller for text and for places of results.
        let (text, flags, error) =
            unsafe { (text.utf8()?, flags.utf8()?, Out::optional(error_out)) };
        let rule = rule(kind, text, flags)?;
        let list = List::from_number(list)?;
        let report = |refused| spanferry_error::report(&refused, error);
        add(options, list, rule).map_err(report)
    })
}

/// Sets a list to the empty list, which for targets means "no request" as opposed to the default.
///
/// @param options borrowed for the call.
/// @param list a `spanferry_list`.
/// @return `NULL_POINTER`, `INVALID_ARGUMENT` for a list that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn spanferry_options_set_none(
    options: Option<&mut spanferry_options>,
    list: u32,
) -> spanferry_status {
    guard::status(|| {
        let options = &mut lent_mut(options)?.options;
        List::from_number(list)?.of(options).clear();
        Ok(())
    })
}

fn rule(kind: u32, text: &str, flags: &str) -> Result<Target, spanferry_status> {
    const TEXT: u32 = spanferry_rule_kind::Text as u32;
    const REGEX: u32 = spanferry_rule_kind::Regex as u32;
    match kind {
        TEXT if flags.is_empty() => Ok(Target::Text(text.to_owned())),
        REGEX => Ok(Target::Regex {
            source: text.to_owned(),
            flags: flags.to_owned(),
        }),
        _ => Err(spanferry_status::InvalidArgument),
    }
}

#[derive(Clone, Copy)]
enum List {
    Targets,
    Deny,
}

impl List {
    fn from_number(number: u32) -> Result<Self, spanferry_status> {
        const TARGETS: u32 = spanferry_list::TracePropagationTargets as u32;
        const DENY: u32 = spanferry_list::DenyTargets as u32;
        match number {
            TARGETS => Ok(Self::Targets),
            DENY => Ok(Self::Deny),
            _ => Err(spanferry_status::InvalidArgument),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Targets => "tracePropagationTargets",
            Self::Deny => "denyTargets",
        }
    }

    fn len(self, options: &Options) -> usize {
        match self {
            Self::Targets => options
                .trace_propagation_targets
                .as_ref()
                .map_or(0, Vec::len),
            Self::Deny => options.deny_targets.len(),
        }
    }

    /// The list to be changed; an unset one becomes the empty one, which means something else.
    fn of(self, options: &mut Options) -> &mut Vec<Target> {
        match self {
            Self::Targets => options.trace_propagation_targets.get_or_insert_default(),
            Self::Deny => &mut options.deny_targets,
        }
    }
}

fn add(options: &mut Options, list: List, rule: Target) -> Result<(), ConfigError> {
    let matching = options.target_matching;
    let name = list.name();
    let len = list.len(options);
    if len >= MAX_RULES {
        let problem = format!("more than {MAX_RULES} targets");
        return Err(ConfigError::new(name, problem));
    }
    if let Target::Regex { source, flags } = &rule {
        check(source, flags, matching, &format!("{name}[{len}]"))?;
    }
    list.of(options).push(rule);
    Ok(())
}

fn check(source: &str, flags: &str, matching: Matching, place: &str) -> Result<(), ConfigError> {
    let case = match matching {
        Matching::Js11 => CaseMode::Js11,
        Matching::Js10 => CaseMode::Js10,
    };
    let refused = |error: PatternError| {
        ConfigError::new(place, error.problem).in_pattern(source, error.position)
    };
    Pattern::new(source, flags, case).map(drop).map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regex(source: &str) -> Target {
        Target::Regex {
            source: source.to_owned(),
            flags: String::new(),
        }
    }

    #[test]
    fn a_rule_that_is_refused_leaves_an_unset_list_unset() {
        let mut options = Options::default();
        assert!(add(&mut options, List::Targets, regex("(")).is_err());
        assert_eq!(options, Options::default(), "not the empty list");
        assert!(add(&mut options, List::Targets, regex("a")).is_ok());
        let error = add(&mut options, List::Targets, regex("(")).unwrap_err();
        assert_eq!(error.option(), "tracePropagationTargets[1]");
        assert_eq!(options.trace_propagation_targets, Some(vec![regex("a")]));
    }
}
