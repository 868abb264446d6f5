//! Recognises http(s) URLs that normalising would not change, without writing anything.
//!
//! Nearly every URL that an app requests is one. Host and rest are each read in blocks in which
//! only common bytes may stand; a block with any other byte is looked at again, byte by byte.
//! A `None` only means that the parser has to look; a test holds every answer against it.

use std::borrow::Cow;

use super::super::blocks;
use super::draft::dots;
use super::{Url, default_port, escape};

/// Gives `text` itself as a URL if it is a normalised http(s) URL.
pub(super) fn scan(text: &[u8]) -> Option<Url<'_>> {
    let scheme_end = if text.starts_with(b"https://") {
        5
    } else if text.starts_with(b"http://") {
        4
    } else {
        return None;
    };
    let host_start = scheme_end + 3;
    let host_end = host_start + blocks::find_either(text.get(host_start..)?, b'/', b':')?;
    let host = text.get(host_start..host_end)?;
    let (port, path_start) = match text.get(host_end)? {
        b'/' => (None, host_end),
        b':' => written_port(text, host_end + 1, default_port(text.get(..scheme_end)?))?,
        _ => return None,
    };
    let is_plain = is_plain_host(text.get(..host_end)?) && is_plain_rest(text.get(path_start..)?);
    if !is_plain || !(is_name(host) || is_address(host)) {
        return None;
    }
    Some(Url {
        href: Cow::Borrowed(text),
        scheme_end,
        host: Some(host_start..host_end),
        port,
        path_start,
    })
}

/// Whether `start`, the scheme and a host without slash and colon, is written as it would be, no
/// label of it being Punycode.
#[inline]
fn is_plain_host(start: &[u8]) -> bool {
    let (before, bytes) = pairs(start);
    blocks::any(before, bytes, is_not_of_host) == Some(false) || is_written_host(start)
}

/// Whether a byte is not of a normalised scheme or host, or the second of two hyphens.
#[inline(always)]
fn is_not_of_host(before: u8, byte: u8) -> bool {
    let is_letter = byte.wrapping_sub(b'a') <= b'z' - b'a';
    // Hyphen, dot, slash, digits, colon.
    let is_other = byte.wrapping_sub(b'-') <= b':' - b'-';
    let is_double = (before == b'-') & (byte == b'-');
    !(is_letter | is_other) | is_double
}

/// The bytes of a text but the last, and those after each of them.
#[inline]
fn pairs(text: &[u8]) -> (&[u8], &[u8]) {
    match text {
        [before @ .., _] => (before, text.get(1..).unwrap_or_default()),
        [] => (text, text),
    }
}

#[cold]
fn is_written_host(start: &[u8]) -> bool {
    let is_host = |byte: &u8| matches!(byte, b'a'..=b'z' | b'-'..=b':');
    start.iter().all(is_host) && !start.windows(4).any(|four| four == b"xn--")
}

/// Whether the last label starts with a letter, so that the host is a name and no address.
fn is_name(host: &[u8]) -> bool {
    let last = host.rsplit(|&byte| byte == b'.').next();
    matches!(last, Some([b'a'..=b'z', ..]))
}

#[cold]
fn is_address(host: &[u8]) -> bool {
    let mut parts = 0;
    let is_byte = |part: &[u8]| match part {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] if rest.len() < 3 => {
            std::str::from_utf8(part).is_ok_and(|part| part.parse::<u8>().is_ok())
        }
        _ => false,
    };
    let all = host.split(|&byte| byte == b'.').all(|part| {
        parts += 1;
        is_byte(part)
    });
    all && parts == 4
}

#[cold]
fn written_port(text: &[u8], start: usize, default: Option<u16>) -> Option<(Option<u16>, usize)> {
    let digits = super::until(text.get(start..)?, |byte| !byte.is_ascii_digit());
    let end = start + digits.len();
    let is_written_so = !matches!(digits, [b'0', _, ..] | [_, _, _, _, _, _, ..]);
    let port = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (is_written_so && text.get(end) == Some(&b'/') && default != Some(port))
        .then_some((Some(port), end))
}

/// Whether a path and what follows it is written as it would be.
#[inline]
fn is_plain_rest(rest: &[u8]) -> bool {
    // Each byte is looked at with the one before it: the first pair is the slash of the path and
    // what follows.
    let (before, bytes) = pairs(rest);
    blocks::any(before, bytes, is_uncommon) == Some(false) || is_canonical_rest(rest)
}

/// Whether a byte is not canonical in every part, or is a dot or `%` after a slash.
#[inline(always)]
fn is_uncommon(before: u8, byte: u8) -> bool {
    let is_out = byte.wrapping_sub(b'!') > b'z' - b'!';
    let is_quote = (byte == b'"') | (byte == b'\'') | (byte == b'`');
    // Of the bytes up to `z` these are `<`, `>`, backslash and `^`.
    let is_bracket = byte & 0b1_1101 == 0b1_1100;
    let is_dot = (before == b'/') & ((byte == b'.') | (byte == b'%'));
    is_out | is_quote | is_bracket | is_dot
}

/// The exact answer for a path and what follows it.
#[cold]
fn is_canonical_rest(rest: &[u8]) -> bool {
    let path = super::until(rest, |byte| matches!(byte, b'?' | b'#'));
    let tail = rest.get(path.len()..).unwrap_or_default();
    let query = super::until(tail, |byte| byte == b'#');
    let fragment = tail.get(query.len()..).unwrap_or_default();
    let none_in = |part: &[u8], set| !part.iter().any(|&byte| escape::is_in(byte, set));
    none_in(path, escape::PATH)
        && none_in(query, escape::SPECIAL_QUERY)
        && none_in(fragment.get(1..).unwrap_or_default(), escape::FRAGMENT)
        && !path.contains(&b'\\')
        && path
            .split(|&byte| byte == b'/')
            .all(|segment| dots(segment) == 0)
}
