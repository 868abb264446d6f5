//! Trace headers in HTML: `<meta name="sentry-trace" content="...">`, read and written.
//!
//! Reading is one pass by a small scanner, not an HTML parser: comments and the contents of
//! elements that hold no markup are skipped, everything else that looks like a `meta` tag counts.

use super::{baggage, sentry_trace};

/// What the meta tags of a page say; empty contents count as absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MetaTags {
    /// Content of the first tag named `sentry-trace`.
    pub sentry_trace: Option<String>,
    /// Content of the first tag named `baggage`.
    pub baggage: Option<String>,
}

/// Elements whose content is text or inert, so that no tag inside them counts.
const OPAQUE: [&str; 9] = [
    "script", "style", "template", "title", "textarea", "noscript", "xmp", "iframe", "noframes",
];

/// Reads the trace tags of a page, whatever else the page contains.
///
/// Tag and attribute names in any case, contents in double, single or no quotes, the first of
/// duplicate attributes, and the entities `&quot; &amp; &lt; &gt; &apos;` and numbers. The first tag of a
/// name decides, also when its content is empty. Time is linear in the length.
pub fn extract(html: &[u8]) -> MetaTags {
    let mut found = Found::default();
    let mut scanner = Scanner { rest: html };
    while let Some(tag) = scanner.next_tag() {
        if tag.name.eq_ignore_ascii_case(b"meta") {
            found.take(&tag);
        }
    }
    MetaTags {
        sentry_trace: content(found.sentry_trace),
        baggage: content(found.baggage),
    }
}

#[derive(Default)]
struct Found<'a> {
    sentry_trace: Option<&'a [u8]>,
    baggage: Option<&'a [u8]>,
}

impl<'a> Found<'a> {
    fn take(&mut self, tag: &Tag<'a>) {
        let content = tag.content.unwrap_or_default();
        match tag.meta_name.map(unescape).as_deref() {
            Some(sentry_trace::NAME) => _ = self.sentry_trace.get_or_insert(content),
            Some(baggage::NAME) => _ = self.baggage.get_or_insert(content),
            _ => {}
        }
    }
}

fn content(raw: Option<&[u8]>) -> Option<String> {
    raw.map(unescape).filter(|text| !text.is_empty())
}

/// A start tag and the two attributes that matter.
struct Tag<'a> {
    name: &'a [u8],
    meta_name: Option<&'a [u8]>,
    content: Option<&'a [u8]>,
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    fn next_tag(&mut self) -> Option<Tag<'a>> {
        loop {
            self.skip_to(|byte| byte == b'<')?;
            match self.rest {
                [b'<', b'!', b'-', b'-', ..] => self.skip_comment()?,
                [b'<', first, ..] if first.is_ascii_alphabetic() => return self.start_tag(),
                [b'<', b'/' | b'!' | b'?', ..] => self.skip_past(b'>')?,
                _ => self.advance(1),
            }
        }
    }

    fn start_tag(&mut self) -> Option<Tag<'a>> {
        self.advance(1);
        let name = self.take_until(|byte| is_space(byte) || byte == b'/' || byte == b'>');
        let mut tag = Tag {
            name,
            meta_name: None,
            content: None,
        };
        while let Some((attribute, value)) = self.attribute() {
            if attribute.eq_ignore_ascii_case(b"name") {
                tag.meta_name.get_or_insert(value);
            } else if attribute.eq_ignore_ascii_case(b"content") {
                tag.content.get_or_insert(value);
            }
        }
        if OPAQUE
            .iter()
            .any(|opaque| name.eq_ignore_ascii_case(opaque.as_bytes()))
        {
            self.skip_element(name);
        }
        Some(tag)
    }

    /// The next attribute, or `None` behind the `>` of the tag.
    fn attribute(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        self.take_until(|byte| !is_space(byte) && byte != b'/');
        if matches!(self.rest, [] | [b'>', ..]) {
            self.advance(1);
            return None;
        }
        // A name may begin with `=`, as browsers read it; so one byte is always taken.
        let start = self.rest;
        self.advance(1);
        let more = self.take_until(|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
        let name = start.get(..more.len() + 1).unwrap_or_default();
        let before = self.rest;
        self.take_until(|byte| !is_space(byte));
        if !matches!(self.rest, [b'=', ..]) {
            self.rest = before;
            return Some((name, b""));
        }
        self.advance(1);
        self.take_until(|byte| !is_space(byte));
        Some((name, self.value()))
    }

    fn value(&mut self) -> &'a [u8] {
        match self.rest {
            [quote @ (b'"' | b'\''), ..] => {
                self.advance(1);
                let value = self.take_until(|byte| byte == *quote);
                self.advance(1);
                value
            }
            _ => self.take_until(|byte| is_space(byte) || byte == b'>'),
        }
    }

    /// Skips to behind the end tag that belongs to an opaque element; templates may be nested.
    fn skip_element(&mut self, name: &[u8]) {
        let nests = name.eq_ignore_ascii_case(b"template");
        let mut open = 1;
        while open > 0 {
            if self.skip_to(|byte| byte == b'<').is_none() {
                return;
            }
            self.advance(1);
            let end = matches!(self.rest, [b'/', ..]);
            self.advance(usize::from(end));
            let same = self
                .rest
                .get(..name.len())
                .is_some_and(|at| at.eq_ignore_ascii_case(name))
                && self
                    .rest
                    .get(name.len())
                    .is_none_or(|&b| is_space(b) || b == b'/' || b == b'>');
            match (same, end) {
                (true, true) => open -= 1,
                (true, false) if nests => open += 1,
                _ => {}
            }
        }
        self.skip_past(b'>');
    }

    fn skip_comment(&mut self) -> Option<()> {
        self.advance(4);
        if let [b'>', ..] | [b'-', b'>', ..] = self.rest {
            return self.skip_past(b'>');
        }
        let end = self.rest.windows(3).position(|window| window == b"-->")?;
        self.advance(end + 3);
        Some(())
    }

    fn skip_past(&mut self, byte: u8) -> Option<()> {
        self.skip_to(|other| other == byte)?;
        self.advance(1);
        Some(())
    }

    fn skip_to(&mut self, stop: impl Fn(u8) -> bool) -> Option<()> {
        self.take_until(stop);
        (!self.rest.is_empty()).then_some(())
    }

    fn take_until(&mut self, stop: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self
            .rest
            .iter()
            .position(|&byte| stop(byte))
            .unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

/// Decodes character references; unknown ones stay as they are.
fn unescape(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        let (plain, reference) = rest.split_at(at);
        out.push_str(plain);
        match character_reference(reference) {
            Some((character, len)) => {
                out.push(character);
                rest = reference.get(len..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = reference.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The character of the reference at the start of `text`, and the length of the reference.
fn character_reference(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 12;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let character = match name {
        "quot" => '"',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "apos" => '\'',
        _ => numeric(name.strip_prefix('#')?)?,
    };
    Some((character, end + 1))
}

fn numeric(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code)
}

/// Appends `<meta name="NAME" content="VALUE"/>`, the value escaped for an attribute.
pub fn render_into(name: &str, value: &str, out: &mut String) {
    out.push_str("<meta name=\"");
    out.push_str(name);
    out.push_str("\" content=\"");
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(character),
        }
    }
    out.push_str("\"/>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentry_trace(html: &str) -> Option<String> {
        extract(html.as_bytes()).sentry_trace
    }

    #[test]
    fn case_quotes_and_order_do_not_matter() {
        for html in [
            "<meta name=\"sentry-trace\" content=\"t\">",
            "<META CONTENT='t' NAME='sentry-trace'/>",
            "<p>a < b<meta\n name=sentry-trace\tcontent=t>",
            "<meta name=sentry-trace name=baggage content=t content=u>",
            "<!doctype html><!-- > --><html/><meta x name = 'sentry-trace' content = t />",
        ] {
            assert_eq!(sentry_trace(html).as_deref(), Some("t"), "{html}");
        }
    }

    #[test]
    fn what_is_not_markup_does_not_count() {
        for html in [
            "<!-- <meta name=sentry-trace content=t> -->",
            "<script>'<meta name=sentry-trace content=t>'</script>",
            "<script>'<meta name=sentry-trace content=t>",
            "<template><template></template><meta name=sentry-trace content=t></template>",
            "<STYLE><meta name=sentry-trace content=t></Style>",
            "<div title='<meta name=sentry-trace content=t>'>",
            "</meta name=sentry-trace content=t>",
            "<metadata name=sentry-trace content=t>",
            "<meta name=Sentry-Trace content=t>",
        ] {
            assert_eq!(sentry_trace(html), None, "{html}");
        }
        let after = "<script>a</scripts></script ><meta name=sentry-trace content=t>";
        assert_eq!(sentry_trace(after).as_deref(), Some("t"));
    }

    #[test]
    fn the_first_tag_of_a_name_decides_even_when_it_is_empty() {
        let html = "<meta name=sentry-trace><meta name=sentry-trace content=t>";
        assert_eq!(sentry_trace(html), None);
    }

    #[test]
    fn entities_are_decoded_and_rendering_escapes_them() {
        let value = "a=\"<&>'é";
        let mut html = String::new();
        render_into("sentry-trace", value, &mut html);
        assert!(!html.contains("\"<"));
        assert_eq!(sentry_trace(&html).as_deref(), Some(value));
        let numbers = "<meta name=sentry-trace content='&#97;&#x62;&nope;&#1114112;&'>";
        assert_eq!(
            sentry_trace(numbers).as_deref(),
            Some("ab&nope;&#1114112;&")
        );
    }

    #[test]
    fn broken_markup_ends_quietly() {
        for html in [
            "<",
            "<!--",
            "<meta",
            "<meta name=",
            "<meta name='",
            "<meta =",
            "<script",
            "<!-->",
        ] {
            assert_eq!(extract(html.as_bytes()), MetaTags::default(), "{html}");
        }
    }
}
