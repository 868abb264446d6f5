//! `baggage`: parsing, writing and merging against the same rules written again, plainly.

use super::percent::{decode, encode};
use super::sendable::assert_sendable;
use spanferry::trace::wire::baggage::{self, MAX_LEN, MAX_PARSE_LEN};
use spanferry::trace::wire::merge::{self, Writer};
use spanferry::trace::wire::pairs::Pairs;

type Members = Vec<(String, String)>;

/// Reads each line as a header line; what the last one says of a trace is merged into the others.
pub fn check(data: &[u8]) {
    let mut lines: Vec<&[u8]> = data.split(|&byte| byte == b'\n').collect();
    let last = lines.pop().unwrap_or_default();
    assert_parses_as_one(&lines);
    assert_parses_plainly(&lines);
    let dsc = baggage::parse_dsc([last]).unwrap_or_default();
    let ours = baggage::format_dsc(&dsc).unwrap_or_default();
    assert_merges_plainly(&lines, &ours);
    assert_adds_without_taking(&lines, last);
}

/// Several lines mean the same as one with commas between.
fn assert_parses_as_one(lines: &[&[u8]]) {
    let joined = lines.join(&b","[..]);
    if joined.len() <= MAX_PARSE_LEN {
        let apart = baggage::parse_members(lines.iter().copied());
        assert_eq!(
            apart.unwrap_or_default(),
            baggage::parse_members([&joined[..]]).unwrap_or_default()
        );
    }
}

fn assert_parses_plainly(lines: &[&[u8]]) {
    let parsed = baggage::parse_members(lines.iter().copied());
    if lines.iter().map(|line| line.len()).sum::<usize>() > MAX_PARSE_LEN {
        return assert_eq!(parsed, None);
    }
    let parsed = owned(&parsed.unwrap_or_default());
    assert_eq!(parsed, plain_members(lines));
    let dsc: Members = parsed
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("sentry-")?.to_owned(), value.clone())))
        .collect();
    assert_eq!(
        owned(&baggage::parse_dsc(lines.iter().copied()).unwrap_or_default()),
        dsc
    );
    assert_formats_plainly(&parsed);
}

/// Writing follows `encodeURIComponent`, keeps to the limit and is undone by parsing.
fn assert_formats_plainly(members: &Members) {
    let pairs: Pairs = members
        .iter()
        .map(|(key, value)| (&**key, &**value))
        .collect();
    let header = baggage::format_members(&pairs).unwrap_or_default();
    assert_sendable(header.as_bytes());
    assert!(header.len() <= MAX_LEN);
    let written = members
        .iter()
        .map(|(key, value)| format!("{}={}", encode(key), encode(value)));
    assert_eq!(header, within_limit(String::new(), written));
    if header.len() + 1
        >= members
            .iter()
            .map(|(k, v)| encode(k).len() + encode(v).len() + 2)
            .sum()
    {
        assert_eq!(
            baggage::parse_members([header.as_bytes()]).unwrap_or_default(),
            pairs
        );
    }
}

fn assert_merges_plainly(lines: &[&[u8]], ours: &str) {
    let (merged, dropped) = merge_once(lines, ours);
    let (kept, expected_dropped) = plain_third_party(lines);
    assert_eq!(dropped, expected_dropped);
    assert_sendable(&merged);
    let members = ours
        .split(',')
        .filter(|member| !member.is_empty())
        .map(str::to_owned);
    assert_eq!(
        String::from_utf8_lossy(&merged),
        within_limit(kept, members)
    );
    if merged.len() <= MAX_LEN {
        assert_eq!(
            merge_once(&[&merged], ours),
            (merged, 0),
            "merging twice changes nothing"
        );
    }
}

/// Another party's header is added to what is there: Sentry's block by block, the rest by key.
fn assert_adds_without_taking(lines: &[&[u8]], incoming: &[u8]) {
    let merged = merge::merge_headers(lines.iter().copied(), incoming).unwrap_or_default();
    assert_sendable(merged.as_bytes());
    let existing: Vec<&[u8]> = split(lines).collect();
    let replaces = incoming.split(|&byte| byte == b',').any(is_sentry);
    let is_bounded = existing
        .iter()
        .map(|member| member.len() + 1)
        .sum::<usize>()
        < MAX_PARSE_LEN;
    if replaces && is_bounded {
        let (kept, _) = plain_third_party(lines);
        assert!(merged.starts_with(&kept));
        assert!(merged.len() <= MAX_LEN.max(kept.len()));
    }
}

fn merge_once(lines: &[&[u8]], ours: &str) -> (Vec<u8>, usize) {
    let mut counter = Writer::new(&mut []);
    merge::merge(lines.iter().copied(), ours, &mut counter);
    let needed = counter.written();
    assert!(
        needed <= merge::bound(lines.iter().copied(), ours),
        "the bound holds"
    );
    let mut buffer = vec![0; needed];
    let merged = merge::merge(lines.iter().copied(), ours, &mut Writer::new(&mut buffer));
    (buffer, merged.dropped)
}

/// Appends members, leaving out each that would take the header beyond the limit.
fn within_limit(mut header: String, members: impl Iterator<Item = String>) -> String {
    for member in members {
        let comma = if header.is_empty() { "" } else { "," };
        if header.len() + comma.len() + member.len() <= MAX_LEN {
            header.push_str(comma);
            header.push_str(&member);
        }
    }
    header
}

/// The members as a JavaScript object would hold them.
fn plain_members(lines: &[&[u8]]) -> Members {
    let mut members = Members::new();
    for member in split(lines) {
        let Some((key, value)) = key_and_value(member) else {
            continue;
        };
        let (Some(key), Some(value)) = (decode(key), decode(value)) else {
            continue;
        };
        if key.is_empty() || value.is_empty() {
            continue;
        }
        match members.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => *old = value,
            None => members.push((key, value)),
        }
    }
    members
}

/// What stays of an existing header, and how many members are dropped for a control character.
fn plain_third_party(lines: &[&[u8]]) -> (String, usize) {
    let (mut kept, mut dropped) = (Vec::new(), 0);
    if lines.iter().map(|line| line.len()).sum::<usize>() > MAX_PARSE_LEN {
        return (String::new(), 0);
    }
    for member in split(lines).map(trim).filter(|member| !member.is_empty()) {
        if is_sentry(member) {
            continue;
        }
        if member.iter().any(|&byte| byte < 0x20 || byte == 0x7f) {
            dropped += 1;
            continue;
        }
        let escape = |&byte: &u8| match byte {
            0x80.. => format!("%{byte:02X}"),
            _ => char::from(byte).to_string(),
        };
        kept.push(member.iter().map(escape).collect::<String>());
    }
    (kept.join(","), dropped)
}

fn is_sentry(member: &[u8]) -> bool {
    let Some((key, _)) = key_and_value(member) else {
        return false;
    };
    let decoded = decode(key).unwrap_or_else(|| String::from_utf8_lossy(key).into_owned());
    decoded.starts_with("sentry-")
}

fn split<'a>(lines: &[&'a [u8]]) -> impl Iterator<Item = &'a [u8]> {
    lines
        .iter()
        .flat_map(|line| line.split(|&byte| byte == b','))
}

fn key_and_value(member: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = member.iter().position(|&byte| byte == b'=')?;
    Some((trim(&member[..at]), trim(&member[at + 1..])))
}

/// As `String.prototype.trim`; bytes that are no UTF-8 have no white space beyond ASCII.
fn trim(bytes: &[u8]) -> &[u8] {
    let is_space = |c: char| {
        matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_matches(is_space).as_bytes(),
        Err(_) => {
            let start = bytes
                .iter()
                .position(|&byte| !is_space(char::from(byte)) || byte > 0x7f);
            let end = bytes
                .iter()
                .rposition(|&byte| !is_space(char::from(byte)) || byte > 0x7f);
            &bytes[start.unwrap_or(0)..end.map_or(0, |end| end + 1)]
        }
    }
}

fn owned(pairs: &Pairs) -> Members {
    pairs
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}
