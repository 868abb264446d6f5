//! Recognises http(s) URLs that normalising would not change, without writing anything.
//!
//! Nearly every URL that an app requests is one. Host and rest are each read in blocks in which
//! only common bytes may stand; a block with any other byte is looked at again, byte by byte.
//! A `None` only means that the parser has to look; a test holds every answer against it.

use std::borrow::Cow;

use super::draft::dots;
use super::{Url, default_port, escape};

/// Bytes compared at once.
const BLOCK: usize = 16;

/// Gives `text` itself as a URL if it is a normalised http(s) URL.
pub(super) fn scan(text: &[u8]) -> Option<Url<'_>> {
    let (scheme_end, after) = match text {
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', after @ ..] => (5, after),
        [b'h', b't', b't', b'p', b':', b'/', b'/', after @ ..] => (4, after),
        _ => return None,
    };
    let host_start = scheme_end + 3;
    let (host_length, has_double_hyphen) = host_length(after)?;
    let host_end = host_start + host_length;
    let host = text.get(host_start..host_end)?;
    if has_double_hyphen && has_encoded_label(host) {
        return None;
    }
    let (port, path_start) = match text.get(host_end)? {
        b'/' => (None, host_end),
        b':' => written_port(text, host_end + 1, default_port(text.get(..scheme_end)?))?,
        _ => return None,
    };
    if !(is_name(host) || is_address(host)) || !is_plain_rest(text, path_start) {
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

/// The number of bytes before the first that is no lower-case letter, digit, hyphen or dot, and
/// whether `--` is among them.
fn host_length(text: &[u8]) -> Option<(usize, bool)> {
    let (mut length, mut last_is_hyphen, mut doubles) = (0, 0, 0);
    let mut rest = text;
    while let Some((word, after)) = rest.split_first_chunk::<8>() {
        rest = after;
        let word = u64::from_le_bytes(*word);
        let lower = between(word, b'a', b'z');
        let good = lower | between(word, b'-', b'9') & !between(word, b'/', b'/');
        let bad = !good & HIGH;
        let before_bad = (bad & bad.wrapping_neg()).wrapping_sub(1);
        let hyphens = between(word, b'-', b'-') & before_bad;
        doubles |= hyphens & (hyphens << 8 | last_is_hyphen);
        if bad != 0 {
            return Some((length + bad.trailing_zeros() as usize / 8, doubles != 0));
        }
        last_is_hyphen = hyphens >> 56;
        length += 8;
    }
    let is_host = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
    let length = length + rest.iter().position(|byte| !is_host(byte))?;
    // A short end is not worth a second way to count.
    Some((length, true))
}

/// Whether a label may be Punycode, which the parser looks at.
#[cold]
fn has_encoded_label(host: &[u8]) -> bool {
    host.windows(4).any(|four| four == b"xn--")
}

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Sets the high bit of each byte of `word` that is from `first` to `last`, both ASCII.
#[inline]
const fn between(word: u64, first: u8, last: u8) -> u64 {
    let low = word & !HIGH;
    let from_first = low + ONES * (0x80 - first as u64);
    let after_last = low + ONES * (0x7F - last as u64);
    from_first & !after_last & !word & HIGH
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

/// Whether the path that starts at `start` and what follows it is written as it would be.
fn is_plain_rest(text: &[u8], start: usize) -> bool {
    // Each byte is compared together with the one before it: the path starts with a slash, so the
    // first pair is the slash and what follows.
    let before = text.get(start..text.len() - 1).unwrap_or_default();
    let bytes = text.get(start + 1..).unwrap_or_default();
    let common = match (before.last_chunk(), bytes.last_chunk()) {
        (Some(before_end), Some(bytes_end)) => {
            all_common(before, bytes) && is_common(before_end, bytes_end)
        }
        _ => false,
    };
    common || is_canonical_rest(text.get(start..).unwrap_or_default())
}

#[inline]
fn all_common(before: &[u8], bytes: &[u8]) -> bool {
    let (mut before, mut bytes) = (before, bytes);
    while let (Some((block, after)), Some((pairs, after_pairs))) =
        (bytes.split_first_chunk(), before.split_first_chunk())
    {
        if !is_common(pairs, block) {
            return false;
        }
        (bytes, before) = (after, after_pairs);
    }
    true
}

/// Whether all of `bytes` are canonical in every part, none being a dot or `%` after a slash.
#[inline]
fn is_common(before: &[u8; BLOCK], bytes: &[u8; BLOCK]) -> bool {
    let mut odd = false;
    for (&before, &byte) in before.iter().zip(bytes) {
        odd |= byte.wrapping_sub(b'!') > b'z' - b'!';
        odd |= (byte == b'"') | (byte == b'\'') | (byte == b'`');
        odd |= (byte | 2 == b'>') | (byte | 2 == b'^');
        odd |= (before == b'/') & ((byte == b'.') | (byte == b'%'));
    }
    !odd
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
