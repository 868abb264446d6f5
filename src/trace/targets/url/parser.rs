//! From text to a normalised URL: which states of the WHATWG URL parser a text goes through.
//!
//! The standard reads code point by code point; here each state takes the slice it would consume.

use std::borrow::Cow;

use super::draft::{Draft, Kind};
use super::{Url, until};

/// Parses `text`, a relative reference against `base`; `None` is the standard's failure.
#[cold]
pub(super) fn parse(text: &[u8], base: Option<&Url<'_>>) -> Option<Url<'static>> {
    let text = clean(std::str::from_utf8(text).ok()?.as_bytes());
    let draft = match split_scheme(&text) {
        Some((scheme, rest)) => with_scheme(scheme, rest, base)?,
        None => without_scheme(&text, base?)?,
    };
    Some(draft.finish())
}

/// Drops control characters and spaces at the ends, and tabs and line ends everywhere.
fn clean(text: &[u8]) -> Cow<'_, [u8]> {
    let mut text = text;
    while let [0..=b' ', rest @ ..] | [rest @ .., 0..=b' '] = text {
        text = rest;
    }
    let is_dropped = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r');
    if text.iter().any(is_dropped) {
        return text
            .iter()
            .copied()
            .filter(|byte| !is_dropped(byte))
            .collect();
    }
    Cow::Borrowed(text)
}

fn split_scheme(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let scheme = until(text, |byte| {
        !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    let rest = text.get(scheme.len()..)?.strip_prefix(b":")?;
    scheme
        .first()?
        .is_ascii_alphabetic()
        .then_some((scheme, rest))
}

fn with_scheme(scheme: &[u8], rest: &[u8], base: Option<&Url<'_>>) -> Option<Draft> {
    let draft = Draft::new(scheme);
    let base = base.filter(|base| base.scheme() == draft.scheme());
    match (draft.kind, rest) {
        (Kind::File, _) => file(draft, rest, base),
        (Kind::Special, [b'/', b'/', rest @ ..]) => draft.authority(skip_slashes(rest)),
        (Kind::Special, _) => match base {
            Some(base) => relative(draft, rest, base),
            None => draft.authority(skip_slashes(rest)),
        },
        (Kind::Other, [b'/', b'/', rest @ ..]) => draft.authority(rest),
        (Kind::Other, [b'/', rest @ ..]) => Some(draft.path(rest)),
        (Kind::Other, _) => Some(draft.opaque_path(rest)),
    }
}

fn without_scheme(text: &[u8], base: &Url<'_>) -> Option<Draft> {
    let draft = Draft::new(base.scheme());
    if base.has_opaque_path() {
        let same_document = text.starts_with(b"#");
        return same_document.then(|| draft.like(base.without_fragment(), base).tail(text));
    }
    match draft.kind {
        Kind::File => file(draft, text, Some(base)),
        _ => relative(draft, text, base),
    }
}

fn relative(draft: Draft, text: &[u8], base: &Url<'_>) -> Option<Draft> {
    match text {
        [first, rest @ ..] if draft.kind.is_slash(*first) => match rest {
            [second, rest @ ..] if draft.kind.is_slash(*second) => match draft.kind {
                Kind::Other => draft.authority(rest),
                _ => draft.authority(skip_slashes(rest)),
            },
            _ => Some(draft.like(base.before_path(), base).path(rest)),
        },
        _ => Some(beside(draft, text, base)),
    }
}

/// A reference to something beside the base: another fragment, query, or file of its directory.
fn beside(draft: Draft, text: &[u8], base: &Url<'_>) -> Draft {
    match text {
        [] | [b'#', ..] => draft.like(base.without_fragment(), base).tail(text),
        [b'?', ..] => draft.like(base.without_query(), base).tail(text),
        _ => draft
            .like(base.before_path(), base)
            .directory(base.path())
            .path(text),
    }
}

fn file(draft: Draft, text: &[u8], base: Option<&Url<'_>>) -> Option<Draft> {
    let is_slash = |byte: &u8| matches!(byte, b'/' | b'\\');
    match (text, base) {
        ([first, second, rest @ ..], _) if is_slash(first) && is_slash(second) => {
            file_host(draft, rest)
        }
        ([first, rest @ ..], _) if is_slash(first) => Some(file_root(draft, rest, base)),
        (_, Some(base)) if starts_with_drive(text) => {
            Some(draft.like(base.before_path(), base).path(text))
        }
        (_, Some(base)) => Some(beside(draft, text, base)),
        (_, None) => Some(draft.empty_host().path(text)),
    }
}

fn file_host(draft: Draft, text: &[u8]) -> Option<Draft> {
    let host = until(text, |byte| matches!(byte, b'/' | b'\\' | b'?' | b'#'));
    let rest = text.get(host.len()..).unwrap_or_default();
    if is_drive(host) {
        return Some(draft.empty_host().path(text));
    }
    if host.is_empty() {
        return draft.empty_host().path_after_authority(rest);
    }
    let draft = draft.host(host)?;
    draft.without_localhost().path_after_authority(rest)
}

fn file_root(draft: Draft, text: &[u8], base: Option<&Url<'_>>) -> Draft {
    let Some(base) = base else {
        return draft.empty_host().path(text);
    };
    let draft = draft.like(base.before_path(), base);
    let first = base.path().get(1..3).unwrap_or_default();
    let whole_segment = matches!(base.path().get(3), None | Some(b'/'));
    if is_written_drive(first) && whole_segment && !starts_with_drive(text) {
        return draft
            .directory(base.path().get(..3).unwrap_or_default())
            .path(text);
    }
    draft.path(text)
}

fn skip_slashes(text: &[u8]) -> &[u8] {
    let slashes = until(text, |byte| !matches!(byte, b'/' | b'\\'));
    text.get(slashes.len()..).unwrap_or_default()
}

/// Whether a text is a Windows drive letter, such as `C:` or `C|`.
pub(super) fn is_drive(text: &[u8]) -> bool {
    matches!(text, [letter, b':' | b'|'] if letter.is_ascii_alphabetic())
}

/// Whether a text is a Windows drive letter as it is written in a normalised URL.
pub(super) fn is_written_drive(text: &[u8]) -> bool {
    matches!(text, [letter, b':'] if letter.is_ascii_alphabetic())
}

fn starts_with_drive(text: &[u8]) -> bool {
    text.get(..2).is_some_and(is_drive)
        && matches!(text.get(2), None | Some(b'/' | b'\\' | b'?' | b'#'))
}
