//! Why a URL was decided as it was, for people.

use super::Target;
use super::url::Url;
use crate::trace::reason::Reason;

/// How much is shown of a text that does not parse, in bytes.
const SHOWN: usize = 2048;

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

/// The rule that a decision was made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A rule of `tracePropagationTargets`.
    Target(usize),
    /// A rule of `denyTargets`.
    Deny(usize),
    /// The default for native requests.
    AllHttp,
    /// The default for the requests of a page.
    SameOrigin,
    /// The default for requests of JavaScript without a page.
    OneSlash,
}

impl Found {
    /// What people are told; `configured` is the rule itself if it was configured.
    pub(super) fn describe(self, configured: Option<&Target>) -> Rule {
        let (index, kind, text) = match (self, configured) {
            (Self::Deny(index), _) => (Some(index), RuleKind::Deny, ""),
            (Self::Target(index), Some(Target::Regex { .. })) => (Some(index), RuleKind::Regex, ""),
            (Self::Target(index), _) => (Some(index), RuleKind::Text, ""),
            (Self::AllHttp, _) => (None, RuleKind::Default, "all http and https URLs"),
            (Self::SameOrigin, _) => (None, RuleKind::SameOrigin, "URLs of the app's own origin"),
            (Self::OneSlash, _) => (None, RuleKind::Default, "URLs that start with one slash"),
        };
        Rule {
            index,
            kind,
            text: configured.map_or_else(|| text.to_owned(), written),
        }
    }
}

fn written(target: &Target) -> String {
    match target {
        Target::Text(text) => text.clone(),
        Target::Regex { source, flags } => format!("/{source}/{flags}"),
    }
}

/// The URL as it was matched, or the beginning of the text.
pub(super) fn shown_url(text: &[u8], url: Option<&Url<'_>>) -> String {
    let shown = match url {
        Some(url) => url.href(),
        None => text.get(..SHOWN).unwrap_or(text),
    };
    String::from_utf8_lossy(shown).into_owned()
}
