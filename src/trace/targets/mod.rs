//! Which requests carry the trace: `tracePropagationTargets`, own ingest, deny list.
//!
//! A URL passes four gates: it parses, its scheme is http or https, it does not lead to Sentry
//! itself, and no rule of the deny list matches it. What is left is for the targets to decide, by
//! the rules of the JavaScript SDK over the normalised URL.

mod blocks;
mod explanation;
mod ingest;
mod letters;
mod list;
mod needle;
mod options;
pub mod pattern;
mod raw;
pub mod url;

pub use explanation::{Explanation, Rule, RuleKind};
pub use options::{Ingest, Matching, Mode, Target, TargetOptions};

use crate::trace::error::ConfigError;
use crate::trace::reason::Reason;
use explanation::Found;
use ingest::{Endpoint, Tunnel};
use list::{Outcome, RuleList, Subject};
use url::{Origin, Url};

/// The compiled rules; immutable, and shared between threads without a lock.
#[derive(Debug)]
pub struct Targets {
    rules: Option<RuleList>,
    deny: RuleList,
    matching: Matching,
    mode: Mode,
    page: Option<Page>,
    endpoint: Option<Endpoint>,
    tunnel: Option<Tunnel>,
}

/// The app origin: what relative URLs resolve against, and what counts as same-origin.
#[derive(Debug)]
struct Page {
    url: Url<'static>,
    origin: Option<Origin>,
}

/// A reason with the rule behind it.
type Decision = (Reason, Option<Found>);

impl Targets {
    /// Compiles the rules.
    ///
    /// # Errors
    ///
    /// Names `tracePropagationTargets[i]` or `denyTargets[i]` with the pattern and the place in it,
    /// or `appOrigin` when that is not an absolute URL.
    pub fn new(options: &TargetOptions) -> Result<Self, ConfigError> {
        let matching = options.matching;
        let compile = |option, targets: &[_]| RuleList::new(option, targets, matching);
        let targets = options.targets.as_deref();
        let page = options.app_origin.as_deref().map(Page::new).transpose()?;
        let base = page.as_ref().map(|page| &page.url);
        Ok(Self {
            rules: targets
                .map(|targets| compile("tracePropagationTargets", targets))
                .transpose()?,
            deny: compile("denyTargets", &options.deny)?,
            matching,
            mode: options.mode,
            endpoint: options.ingest.as_ref().and_then(Endpoint::new),
            tunnel: options
                .tunnel
                .as_deref()
                .and_then(|text| Tunnel::new(text, base)),
            page,
        })
    }

    /// Decides whether a request to `url` carries the trace.
    ///
    /// Takes any bytes: what is no URL is a reason, not an error. Allocates nothing for a
    /// normalised http(s) URL of usual length.
    pub fn decide(&self, url: &[u8]) -> Reason {
        let parsed = self.parse(url);
        match self.refuse(url, parsed.as_ref()) {
            Some((reason, _)) => reason,
            None if self.is_beginning(url, parsed.as_ref()) => Reason::TargetMatched,
            None => self.find(url, parsed.as_ref()).0,
        }
    }

    /// The same decision, with the URL as it was matched and the rule that matches it.
    ///
    /// The rule is also told when a gate refuses the request, so that one sees what would happen
    /// without the gate; when the deny list refuses it, its rule is told.
    pub fn explain(&self, url: &[u8]) -> Explanation {
        let parsed = self.parse(url);
        let found = self.find(url, parsed.as_ref());
        let refused = self.refuse(url, parsed.as_ref());
        let (reason, rule) = match refused {
            Some((reason, None)) => (reason, found.1),
            Some(refused) => refused,
            None => found,
        };
        Explanation {
            url: explanation::shown_url(url, parsed.as_ref()),
            reason,
            rule: rule.map(|rule| self.describe(rule)),
        }
    }

    /// Whether the URL has the origin of the app; `false` without an app origin.
    pub fn is_same_origin(&self, url: &Url<'_>) -> bool {
        let origin = self.page.as_ref().and_then(|page| page.origin.as_ref());
        origin.is_some_and(|origin| origin.is_of(url))
    }

    /// Whether a text of the targets is the beginning of the URL, which [`find`](Self::find) would
    /// see later.
    #[inline]
    fn is_beginning(&self, text: &[u8], url: Option<&Url<'_>>) -> bool {
        let text = if self.is_pageless() {
            text
        } else {
            url.map_or(text, Url::href)
        };
        let rules = self.rules.as_ref();
        rules.is_some_and(|rules| rules.begins_with_any(text))
    }

    /// Whether URLs are matched as written, as JavaScript does without a page.
    fn is_pageless(&self) -> bool {
        self.mode == Mode::Browser && self.page.is_none()
    }

    fn parse<'u>(&self, url: &'u [u8]) -> Option<Url<'u>> {
        Url::parse(url, self.page.as_ref().map(|page| &page.url))
    }

    /// The gates, in their order.
    #[inline(always)]
    fn refuse(&self, text: &[u8], url: Option<&Url<'_>>) -> Option<Decision> {
        let Some(url) = url else {
            let is_tunnel = self
                .tunnel
                .as_ref()
                .is_some_and(|tunnel| tunnel.is_text(text));
            let reason = if is_tunnel {
                Reason::Tunnel
            } else {
                Reason::InvalidUrl
            };
            return Some((reason, None));
        };
        if !url.is_http() {
            return Some((Reason::SchemeNotHttp, None));
        }
        if self
            .endpoint
            .as_ref()
            .is_some_and(|endpoint| endpoint.takes(url))
        {
            return Some((Reason::OwnIngest, None));
        }
        if self.tunnel.as_ref().is_some_and(|tunnel| tunnel.is(url)) {
            return Some((Reason::Tunnel, None));
        }
        self.deny(url)
    }

    fn deny(&self, url: &Url<'_>) -> Option<Decision> {
        if self.deny.is_empty() {
            return None;
        }
        match self.deny.find(self.subject(url)) {
            Outcome::Matched(index) => Some((Reason::Denied, Some(Found::Deny(index)))),
            // Nobody knows whether the request is denied: the careful answer is yes.
            Outcome::StepLimit => Some((Reason::PatternStepLimit, None)),
            Outcome::Nothing => None,
        }
    }

    fn subject<'u>(&self, url: &'u Url<'_>) -> Subject<'u> {
        Subject {
            text: url.href(),
            units: url.href(),
            path: self.is_same_origin(url).then(|| url.path()),
        }
    }

    /// The targets, or the default without them.
    #[inline(always)]
    fn find(&self, text: &[u8], url: Option<&Url<'_>>) -> Decision {
        if self.is_pageless() {
            return self.find_raw(text, url);
        }
        match (url, &self.rules) {
            (None, _) => (Reason::InvalidUrl, None),
            (Some(url), None) => self.default(url),
            (Some(url), Some(rules)) => self.answer(rules, self.subject(url), url),
        }
    }

    fn default(&self, url: &Url<'_>) -> Decision {
        match self.mode {
            Mode::Native if url.is_http() => (Reason::DefaultAll, Some(Found::AllHttp)),
            Mode::Native => (Reason::SchemeNotHttp, None),
            Mode::Browser if self.is_same_origin(url) => {
                (Reason::SameOrigin, Some(Found::SameOrigin))
            }
            Mode::Browser => (Reason::NotSameOrigin, None),
        }
    }

    #[inline(always)]
    fn answer(&self, rules: &RuleList, subject: Subject<'_>, url: &Url<'_>) -> Decision {
        match rules.find(subject) {
            Outcome::Matched(index) => (Reason::TargetMatched, Some(Found::Target(index))),
            _ if rules.is_empty() => (Reason::NoTargets, None),
            Outcome::StepLimit => (Reason::PatternStepLimit, None),
            Outcome::Nothing if self.page.is_none() && rules.matches_path_of(url) => {
                (Reason::PathPatternNeedsAppOrigin, None)
            }
            Outcome::Nothing => (Reason::NoTargetMatched, None),
        }
    }

    fn describe(&self, found: Found) -> Rule {
        let configured = match found {
            Found::Target(index) => self.rules.as_ref().and_then(|rules| rules.target(index)),
            Found::Deny(index) => self.deny.target(index),
            _ => None,
        };
        found.describe(configured)
    }
}

impl Page {
    fn new(text: &str) -> Result<Self, ConfigError> {
        let url = Url::parse(text.as_bytes(), None)
            .ok_or_else(|| ConfigError::new("appOrigin", "is not an absolute URL"))?;
        Ok(Self {
            origin: url.origin(),
            url: url.into_owned(),
        })
    }
}
