//! The `baggage` header: members, and the Sentry members among them.

use super::pairs::Pairs;
use super::percent;
use super::whitespace::trim_js;
use crate::trace::swar;

/// The name of the header.
pub const NAME: &str = "baggage";

/// What marks a Sentry member; removed once from the key.
pub const SENTRY_PREFIX: &str = "sentry-";

/// Longest header that we write, in bytes; members that do not fit are skipped one by one.
pub const MAX_LEN: usize = 8192;

/// Longest baggage that is read, in bytes over all lines; a longer one counts as absent.
pub const MAX_PARSE_LEN: usize = 64 * 1024;

/// Reads all members of the header lines: keys and values percent-decoded, in order, the last value
/// of a key at the place of its first.
///
/// `None` when there is no header (no line, or one empty line). As in the JavaScript SDK, quotes
/// and `;properties` mean nothing; a member without `=`, with a bad escape, or with an empty key or
/// value is dropped alone.
pub fn parse_members<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Option<Pairs> {
    parse(lines, |member, _, pairs| {
        read_member(member, |key| Some(key.len()), pairs);
    })
}

/// Reads the Sentry members only: the dynamic sampling context, keys without the prefix.
///
/// `None` when there is no Sentry member. Keys are compared after decoding and with case.
pub fn parse_dsc<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Option<Pairs> {
    parse(lines, read_sentry_member).filter(|dsc| !dsc.is_empty())
}

/// `read_member` is given a member, and its text if the line is UTF-8: checking a line is faster
/// than checking each member.
fn parse<'a>(
    lines: impl IntoIterator<Item = &'a [u8]>,
    read_member: impl Fn(&'a [u8], Text<'a>, &mut Pairs),
) -> Option<Pairs> {
    let (mut read, mut count, mut empty) = (0usize, 0usize, true);
    let mut pairs = Pairs::new();
    for line in lines {
        read = read.saturating_add(line.len());
        if read > MAX_PARSE_LEN {
            return None;
        }
        count += 1;
        empty &= line.is_empty();
        if count == 1 {
            pairs = Pairs::with_capacity(line.len().min(1024), (line.len() / 24).min(16));
        }
        let mut text = Text {
            line: std::str::from_utf8(line).ok(),
            at: 0,
        };
        for member in swar::members(line) {
            read_member(member, text, &mut pairs);
            text.at += member.len() + 1;
        }
    }
    pairs.deduplicate();
    (count > 1 || !empty).then_some(pairs)
}

/// Where a member stands in its line.
#[derive(Clone, Copy)]
struct Text<'a> {
    line: Option<&'a str>,
    at: usize,
}

/// Reads a member if it is Sentry's. Those of others are told by their first byte, and those of
/// Sentry that are written as usual are copied as they are.
fn read_sentry_member(member: &[u8], text: Text<'_>, pairs: &mut Pairs) {
    let first = member.first().copied().unwrap_or(b',');
    if first.is_ascii_graphic() && first != b's' && first != b'%' {
        return;
    }
    if read_plain_sentry_member(member, text, pairs).is_none() {
        let pick = |key: &str| key.strip_prefix(SENTRY_PREFIX).map(str::len);
        read_member(member, pick, pairs);
    }
}

/// `None`, with nothing read, for a member with white space at an end or an escape in its key.
fn read_plain_sentry_member(member: &[u8], text: Text<'_>, pairs: &mut Pairs) -> Option<()> {
    let rest = member.strip_prefix(SENTRY_PREFIX.as_bytes())?;
    let equals = swar::position(b'=', rest)?;
    let value = rest.get(equals + 1..)?;
    let key_end = *member.get(SENTRY_PREFIX.len() + equals - 1)?;
    let [first, .., last] = *value else {
        return None;
    };
    if ![key_end, first, last].iter().all(u8::is_ascii_graphic) {
        return None;
    }
    let start = text.at + SENTRY_PREFIX.len();
    let text = text.line?.get(start..start + rest.len())?;
    match swar::position(b'%', rest) {
        None => pairs.push_joined(text, equals),
        Some(at) if at < equals => return None,
        Some(_) => {
            let value = |out: &mut String| percent::decode_into(value, out);
            pairs.push_with(|out| push_key(out, text.get(..equals)), value);
        }
    }
    Some(())
}

fn push_key(out: &mut String, key: Option<&str>) -> Option<usize> {
    out.push_str(key?);
    key.map(str::len)
}

/// `pick` answers how many bytes at the end of a decoded key are the name, `None` to skip it.
fn read_member(member: &[u8], pick: impl Fn(&str) -> Option<usize>, pairs: &mut Pairs) {
    let Some((key, value)) = split_member(member) else {
        return;
    };
    pairs.push_with(
        |text| {
            let start = text.len();
            let decoded = percent::decode_into(key, text);
            let key = text.get(start..).filter(|key| decoded && !key.is_empty())?;
            pick(key)
        },
        |text| {
            let start = text.len();
            percent::decode_into(value, text) && text.len() > start
        },
    );
}

/// Key and value of a member, trimmed and still encoded; `None` without `=`.
fn split_member(member: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = swar::position(b'=', member)?;
    let (key, value) = (member.get(..at)?, member.get(at + 1..)?);
    Some((trim_js(key), trim_js(value)))
}

/// Whether the member belongs to the Sentry block: it has a `=` and its key, decoded (raw where it
/// does not decode), begins with `sentry-`.
pub fn is_sentry_member(member: &[u8]) -> bool {
    let Some((key, _)) = split_member(member) else {
        return false;
    };
    if key.starts_with(SENTRY_PREFIX.as_bytes()) || !key.contains(&b'%') {
        return key.starts_with(SENTRY_PREFIX.as_bytes());
    }
    let mut decoded = String::new();
    percent::decode_into(key, &mut decoded) && decoded.starts_with(SENTRY_PREFIX)
}

/// Writes members as `encodeURIComponent` does, up to [`MAX_LEN`] bytes.
///
/// A member that does not fit is skipped, shorter later ones are still written. `None` when nothing
/// is left.
pub fn format_members(pairs: &Pairs) -> Option<String> {
    format("", pairs.iter())
}

/// Writes a dynamic sampling context: adds the prefix, leaves out empty values.
pub fn format_dsc(dsc: &Pairs) -> Option<String> {
    format(
        SENTRY_PREFIX,
        dsc.iter().filter(|(_, value)| !value.is_empty()),
    )
}

fn format<'a>(prefix: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Option<String> {
    let mut header = String::new();
    for (key, value) in pairs {
        let before = header.len();
        if before > 0 {
            header.push(',');
        }
        header.push_str(prefix);
        percent::encode_into(key, &mut header);
        header.push('=');
        percent::encode_into(value, &mut header);
        if header.len() > MAX_LEN {
            header.truncate(before);
        }
    }
    (!header.is_empty()).then_some(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(header: &str) -> Option<Pairs> {
        parse_members([header.as_bytes()])
    }

    fn pairs(list: &[(&'static str, &'static str)]) -> Option<Pairs> {
        Some(list.iter().copied().collect())
    }

    #[test]
    fn broken_members_are_dropped_alone() {
        assert_eq!(
            members("a=1,broken,=x,b=,c=%GG,d=2"),
            pairs(&[("a", "1"), ("d", "2")])
        );
        assert_eq!(parse_members([&b"a=\xff,b=2"[..]]), pairs(&[("b", "2")]));
    }

    #[test]
    fn properties_stay_in_the_value() {
        assert_eq!(members("a = 1 ; p=2"), pairs(&[("a", "1 ; p=2")]));
    }

    #[test]
    fn lines_are_joined_and_later_ones_win() {
        let lines = [&b"a=1,b=2"[..], b"a=3"];
        assert_eq!(parse_members(lines), pairs(&[("a", "3"), ("b", "2")]));
    }

    #[test]
    fn a_baggage_beyond_64_kib_counts_as_absent() {
        let line = format!("a={}", "x".repeat(MAX_PARSE_LEN - 2));
        assert!(members(&line).is_some());
        assert_eq!(parse_members([line.as_bytes(), b"b"]), None);
    }

    #[test]
    fn the_prefix_is_compared_decoded_and_with_case() {
        let dsc = parse_dsc([&b"sentry%2Drelease=1,SENTRY-x=2,x=3,sentry-=4"[..]]);
        assert_eq!(dsc, pairs(&[("release", "1"), ("", "4")]));
        assert_eq!(parse_dsc([&b"x=3"[..]]), None);
        assert!(is_sentry_member(b" sentry%2Dx = 1"));
        assert!(!is_sentry_member(b"sentry-x"));
        assert!(!is_sentry_member(b"%sentry-x=1"));
    }

    #[test]
    fn members_written_as_usual_are_read_as_all_others() {
        let plain = |key: &str, value: &str| format!("sentry-{key}={value}");
        let spaced = |key: &str, value: &str| format!(" sentry-{key} = {value}");
        let escaped = |key: &str, value: &str| format!("s%65ntry-{key}={value}");
        for key in ["", "a", "a%62", "a%GG", "\u{e9}", "a "] {
            for value in [
                "", "1", "a%20b", "%GG", "%", "=", "=1", "\u{a0}1", "\u{e9}", "1;p= 2",
            ] {
                let read = |member: String| parse_dsc([member.as_bytes()]);
                let expected = read(spaced(key, value));
                assert_eq!(read(plain(key, value)), expected, "{key}={value}");
                assert_eq!(read(escaped(key, value)), expected, "{key}={value}");
            }
        }
        assert_eq!(parse_dsc([&b"sentry-a=\xff,sentry-\xff=1"[..]]), None);
    }

    #[test]
    fn a_member_over_the_limit_is_skipped_and_leaves_no_comma() {
        let long = "x".repeat(MAX_LEN);
        let list: Pairs = [("a", long.as_str()), ("b", "2")].into_iter().collect();
        assert_eq!(format_members(&list).as_deref(), Some("b=2"));
    }
}
