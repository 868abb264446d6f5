//! Recognises http(s) URLs that normalising would not change, without writing anything.
//!
//! Nearly every URL that an app requests is one. Host and rest are each read in blocks in which
//! only common bytes may stand; a block with any other byte is looked at again, byte by byte.
//! A `None` only means that the parser has to look; a test holds every answer against it.

use std::borrow::Cow;

use super::super::blocks;
use super::draft::dots;
use super::{Url, default_port, escape};
use crate::trace::swar::{eight, equal, outside};

/// Gives `text` itself as a URL if it is a normalised http(s) URL.
#[inline]
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
    let is_plain = text.get(host_end) == Some(&b'/') && is_plain_name(text.get(..host_end)?);
    let (host_end, port, path_start) = if is_plain {
        (host_end, None, host_end)
    } else {
        host_and_port(text, host_start)?
    };
    is_plain_rest(text.get(path_start..)?).then_some(Url {
        href: Cow::Borrowed(text),
        scheme_end,
        host: Some(host_start..host_end),
        port,
        path_start,
    })
}

/// Whether `start`, the scheme and a host without slash and colon, ends in a name of lower-case
/// letters, digits and dots. Any other host is left to [`host_and_port`].
#[inline]
fn is_plain_name(start: &[u8]) -> bool {
    // From the dot on come the slash, digits and the colon. A start is never shorter than a block.
    let others = |_, bytes| outside(bytes, b'a', b'z') & outside(bytes, b'.', b':');
    blocks::any(start, start, others) == Some(false) && is_name(start)
}

/// Where host and authority end, and the port, if they are written as they would be: the host a
/// name or an address without Punycode.
#[cold]
fn host_and_port(text: &[u8], host_start: usize) -> Option<(usize, Option<u16>, usize)> {
    let authority = super::until(text.get(host_start..)?, |byte| byte == b'/');
    let host = super::until(authority, |byte| byte == b':');
    let is_host = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    if !host.iter().all(is_host) || host.windows(4).any(|four| four == b"xn--") {
        return None;
    }
    if !(is_name(host) || is_address(host)) {
        return None;
    }
    let port = match authority.get(host.len() + 1..) {
        Some(digits) => Some(port(digits, default_port(text.get(..host_start - 3)?))?),
        None => None,
    };
    let path_start = host_start + authority.len();
    (path_start < text.len()).then_some((host_start + host.len(), port, path_start))
}

/// Reads a port as it is written in a normalised URL, where the default one is left out.
fn port(digits: &[u8], default: Option<u16>) -> Option<u16> {
    let has_zero = matches!(digits, [b'0', _, ..]);
    let all_digits = digits.iter().all(u8::is_ascii_digit);
    let port = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (all_digits && !has_zero && default != Some(port)).then_some(port)
}

/// Whether the last label of the host in which a text ends cannot be a number, so that the host is
/// a name and no address.
#[inline]
fn is_name(text: &[u8]) -> bool {
    match text.last() {
        Some(b'g'..=b'w' | b'y'..=b'z') => true,
        // May be the last hexadecimal digit, or the mark of a number without digits: `0x` is 0.
        Some(b'a'..=b'f' | b'x') => {
            let last = text.rsplit(|&byte| matches!(byte, b'.' | b'/')).next();
            matches!(last, Some([b'a'..=b'z', ..]))
        }
        _ => false,
    }
}

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

/// Whether a path and what follows it is written as it would be.
#[inline]
fn is_plain_rest(rest: &[u8]) -> bool {
    // Each byte is looked at with the one before it: the first pair is the slash of the path and
    // what follows.
    let (before, bytes) = pairs(rest);
    blocks::any(before, bytes, uncommon) == Some(false) || is_canonical_rest(rest)
}

/// The bytes of a text but the last, and those after each of them.
#[inline]
fn pairs(text: &[u8]) -> (&[u8], &[u8]) {
    match text {
        [before @ .., _] => (before, text.get(1..).unwrap_or_default()),
        [] => (text, text),
    }
}

/// The bytes that are not canonical in every part, and a dot or `%` after a slash.
#[inline(always)]
fn uncommon(before: u64, bytes: u64) -> u64 {
    let quotes = equal(bytes, b'"') | equal(bytes, b'\'') | equal(bytes, b'`');
    // Of the bytes up to `z` these are `<`, `>`, backslash and `^`.
    let brackets = equal(bytes & eight(0b1_1101), 0b1_1100);
    let dots = equal(before, b'/') & (equal(bytes, b'.') | equal(bytes, b'%'));
    outside(bytes, b'!', b'z') | quotes | brackets | dots
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
