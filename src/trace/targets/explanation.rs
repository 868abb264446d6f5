//! Why a URL was decided as it was, for people.

use crate::trace::reason::Reason;

/// A decision with the facts that led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The URL as it was matched, or the beginning of the input when that does not parse.
    pub url: String,
    /// What [`decide`](super::Targets::decide) answers for the same URL.
    pub reason: Reason,
    /// The rule that matches the URL, also when something before the rules refuses the request.
    pub rule: Option<Rule>,
}

/// A rule, or the default that stands in for one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The place in its list, from 0; `None` for a default.
    pub index: Option<usize>,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// The rule as configured (an expression between slashes), or what the default says.
    pub text: String,
}

/// What sort of rule an explanation names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// A text of `tracePropagationTargets`.
    Text,
    /// A regular expression of `tracePropagationTargets`.
    Regex,
    /// A text or regular expression of `denyTargets`.
    Deny,
    /// There are no targets, and the default lets the URL through.
    Default,
    /// There are no targets, and the URL has the origin of the app.
    SameOrigin,
}

impl RuleKind {
    /// The name that every door and JSON text uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Regex => "regex",
            Self::Deny => "deny",
            Self::Default => "default",
            Self::SameOrigin => "same_origin",
        }
    }
}
