//! The browser rule without a page, as in a JavaScript program that has no document: the text of
//! the URL is matched as the program wrote it.

use std::borrow::Cow;

use super::explanation::Found;
use super::letters;
use super::list::{Outcome, Subject};
use super::url::{MAX_LENGTH, Url};
use super::{Decision, Matching, Targets};
use crate::trace::reason::Reason;

impl Targets {
    /// Matches the text itself; `url` is what it parses to, if it does.
    pub(super) fn find_raw(&self, text: &[u8], url: Option<&Url<'_>>) -> Decision {
        let Some(text) = bounded(text) else {
            return (Reason::InvalidUrl, None);
        };
        let Some(rules) = &self.rules else {
            return default(text.as_bytes());
        };
        let (lower, units);
        let mut subject = raw_subject(text.as_bytes(), text.as_bytes());
        if !text.is_ascii() {
            lower = self.lower(text);
            units = text.encode_utf16().map(as_byte).collect::<Vec<_>>();
            subject = raw_subject(lower.as_bytes(), &units);
        }
        match url {
            Some(url) => self.answer(rules, subject, url),
            None => matched(rules.find(subject)),
        }
    }

    fn lower<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.matching {
            Matching::Js11 => Cow::Owned(letters::lower(text)),
            Matching::Js10 => Cow::Borrowed(text),
        }
    }
}

fn bounded(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    (text.len() <= MAX_LENGTH).then_some(text)
}

/// Without targets only what starts with exactly one slash is the program's own.
fn default(text: &[u8]) -> Decision {
    match text {
        [b'/', b'/', ..] => (Reason::NotSameOrigin, None),
        [b'/', ..] => (Reason::SameOrigin, Some(Found::OneSlash)),
        _ => (Reason::NotSameOrigin, None),
    }
}

/// The answer for a text that is no URL: the gates refuse it, but a rule may still match.
fn matched(outcome: Outcome) -> Decision {
    match outcome {
        Outcome::Matched(index) => (Reason::TargetMatched, Some(Found::Target(index))),
        _ => (Reason::InvalidUrl, None),
    }
}

const fn raw_subject<'a>(text: &'a [u8], units: &'a [u8]) -> Subject<'a> {
    Subject {
        text,
        units,
        path: None,
    }
}

/// Expressions tell ASCII characters apart; all others are one byte to them.
fn as_byte(unit: u16) -> u8 {
    u8::try_from(unit).unwrap_or(0x80)
}
