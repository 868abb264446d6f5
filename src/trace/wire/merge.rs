//! Our baggage block merged into the baggage that a request has already.

use std::collections::HashSet;

use super::baggage::{MAX_LEN, MAX_PARSE_LEN};
use super::percent::hex_pair;
use super::plain::{is_plain, is_sentry};
use super::whitespace::trim_js;
use crate::trace::swar;

/// Writes into memory of the caller, and goes on counting where that memory ends.
#[derive(Debug)]
pub struct Writer<'a> {
    buffer: &'a mut [u8],
    written: usize,
}

impl<'a> Writer<'a> {
    /// A writer at the start of `buffer`, which may be empty to count only.
    pub fn new(buffer: &'a mut [u8]) -> Self {
        Self { buffer, written: 0 }
    }

    /// How many bytes have been asked for, whether they fitted or not.
    pub fn written(&self) -> usize {
        self.written
    }

    /// Appends bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        let end = self.written.saturating_add(bytes.len());
        if let Some(place) = self.buffer.get_mut(self.written..end) {
            place.copy_from_slice(bytes);
        }
        self.written = end;
    }
}

/// What a merge did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// How many third-party members were dropped because a control character stood in them.
    pub dropped: usize,
}

/// Writes the third-party members of `existing`, then `ours`, joined with `,`.
///
/// Third-party members stay byte for byte, with outer white space trimmed and empty ones left out.
/// Only bytes 0x20 to 0x7E are ever written: bytes above 0x7F become `%XX`, and a member with a
/// control character inside is dropped whole, because it could break the header apart. Existing
/// Sentry members are left out: they cannot belong to our trace. Ours are skipped one by one where
/// they would take the header beyond [`MAX_LEN`]; third-party members never are. An existing
/// baggage beyond [`MAX_PARSE_LEN`] counts as absent.
pub fn merge<'a>(
    existing: impl Iterator<Item = &'a [u8]> + Clone,
    ours: &str,
    out: &mut Writer<'_>,
) -> Merged {
    let mut merged = Merged::default();
    let start = out.written();
    let len = existing
        .clone()
        .fold(0usize, |sum, line| sum.saturating_add(line.len()));
    if len <= MAX_PARSE_LEN {
        for line in existing {
            keep_line(line, start, out, &mut merged);
        }
    }
    append_ours(ours, start, out);
    merged
}

/// Merges any two baggage headers by the same rules; `None` when nothing is left.
///
/// The Sentry members of `incoming` replace all existing ones; where it has none, the existing ones
/// stay. Its other members are added where their key is new. Incoming members are skipped one by
/// one where they would take the header beyond [`MAX_LEN`].
pub fn merge_headers<'a>(
    existing: impl Iterator<Item = &'a [u8]> + Clone,
    incoming: &'a [u8],
) -> Option<String> {
    let mut merged = Merged::default();
    let replaces = members(incoming).any(is_sentry);
    let mut buffer = vec![0; bound(existing.clone().chain([incoming]), "")];
    let mut out = Writer::new(&mut buffer);
    let mut keys = HashSet::new();
    for member in existing
        .flat_map(members)
        .filter(|member| !(replaces && is_sentry(member)))
    {
        keys.insert(key(member));
        keep_member(member, 0, &mut out, &mut merged);
    }
    for member in members(incoming) {
        if is_sentry(member) || !keys.contains(key(member)) {
            add_member(member, &mut out, &mut merged);
        }
    }
    let len = out.written();
    buffer.truncate(len);
    String::from_utf8(buffer)
        .ok()
        .filter(|header| !header.is_empty())
}

fn keep_line(line: &[u8], start: usize, out: &mut Writer<'_>, merged: &mut Merged) {
    if is_plain(line) {
        separate(start, out);
        out.write(line);
        return;
    }
    for member in members(line).filter(|member| !is_sentry(member)) {
        keep_member(member, start, out, merged);
    }
}

/// Members without outer white space; empty ones are left out.
fn members(line: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    swar::members(line)
        .map(trim_js)
        .filter(|member| !member.is_empty())
}

fn key(member: &[u8]) -> &[u8] {
    trim_js(
        member
            .split(|&byte| byte == b'=')
            .next()
            .unwrap_or_default(),
    )
}

/// A member of the other side, left out where it would make the header too long.
fn add_member(member: &[u8], out: &mut Writer<'_>, merged: &mut Merged) {
    let mut count = Writer {
        buffer: &mut [],
        written: out.written,
    };
    keep_member(member, 0, &mut count, merged);
    if count.written() <= MAX_LEN {
        keep_member(member, 0, out, merged);
    }
}

fn keep_member(member: &[u8], start: usize, out: &mut Writer<'_>, merged: &mut Merged) {
    match Bytes::of(member) {
        Bytes::Control => merged.dropped += 1,
        Bytes::Printable => {
            separate(start, out);
            out.write(member);
        }
        Bytes::NonAscii => {
            separate(start, out);
            escape(member, out);
        }
    }
}

enum Bytes {
    Printable,
    NonAscii,
    Control,
}

impl Bytes {
    fn of(member: &[u8]) -> Self {
        let (mut control, mut high) = (false, false);
        for &byte in member {
            control |= byte < 0x20 || byte == 0x7f;
            high |= byte >= 0x80;
        }
        match (control, high) {
            (true, _) => Self::Control,
            (false, true) => Self::NonAscii,
            (false, false) => Self::Printable,
        }
    }
}

fn escape(member: &[u8], out: &mut Writer<'_>) {
    for &byte in member {
        if byte < 0x80 {
            out.write(&[byte]);
        } else {
            let [high, low] = hex_pair(byte);
            out.write(&[b'%', high, low]);
        }
    }
}

fn separate(start: usize, out: &mut Writer<'_>) {
    if out.written() > start {
        out.write(b",");
    }
}

fn append_ours(ours: &str, start: usize, out: &mut Writer<'_>) {
    if ours.is_empty() {
        return;
    }
    if out.written() - start + 1 + ours.len() <= MAX_LEN {
        separate(start, out);
        out.write(ours.as_bytes());
        return;
    }
    for member in ours.split(',') {
        let comma = usize::from(out.written() > start);
        if out.written() - start + comma + member.len() <= MAX_LEN {
            separate(start, out);
            out.write(member.as_bytes());
        }
    }
}

/// An upper bound for what [`merge`] writes, without a look at the bytes.
pub fn bound<'a>(existing: impl Iterator<Item = &'a [u8]>, ours: &str) -> usize {
    existing.fold(ours.len(), |sum, line| {
        sum.saturating_add(line.len().saturating_mul(3))
            .saturating_add(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge_text(existing: &[&[u8]], ours: &str) -> (String, Merged) {
        let mut buffer = [0; 20_000];
        let mut writer = Writer::new(&mut buffer);
        let merged = merge(existing.iter().copied(), ours, &mut writer);
        let len = writer.written();
        assert!(
            len <= bound(existing.iter().copied(), ours),
            "the bound holds"
        );
        (String::from_utf8(buffer[..len].to_vec()).unwrap(), merged)
    }

    #[test]
    fn third_party_members_stay_and_sentry_members_are_replaced() {
        let existing = [&b" a=1;p=1 ,, sentry-x=9"[..], b"broken,sentry%2Dy=1"];
        let (text, _) = merge_text(&existing, "sentry-a=1");
        assert_eq!(text, "a=1;p=1,broken,sentry-a=1");
    }

    #[test]
    fn only_printable_ascii_is_written() {
        let (text, merged) = merge_text(&["u=é,v=a\u{7f}b,w=\n\r,x=1\ny=2".as_bytes()], "");
        assert_eq!(text, "u=%C3%A9,w=");
        assert_eq!(merged.dropped, 2);
    }

    #[test]
    fn ours_are_skipped_one_by_one_at_the_limit() {
        let existing = format!("a={}", "x".repeat(MAX_LEN - 12));
        let (text, _) = merge_text(&[existing.as_bytes()], "sentry-long=1,s=2,t=3");
        assert_eq!(text, format!("{existing},s=2,t=3"));
        assert!(text.len() <= MAX_LEN);
    }

    #[test]
    fn a_writer_counts_on_where_its_memory_ends() {
        let mut writer = Writer::new(&mut []);
        merge([&b"a=1"[..]].into_iter(), "sentry-a=1", &mut writer);
        assert_eq!(writer.written(), 14);
    }
}
