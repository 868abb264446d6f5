//! Domains beyond ASCII.
//!
//! # Incomplete support
//!
//! The mapping tables of UTS 46 weigh more than the rest of this library. A label is encoded when
//! lower-casing is all that its letters need ([`PLAIN`]); a domain with any other character beyond
//! ASCII (compatibility forms, right-to-left scripts, combining marks) does not parse, so its
//! requests carry no trace. Programs that use such a host write it as `xn--...`, which is taken as
//! it is: whether it decodes to an allowed label is left to the HTTP client.

use super::super::letters;

/// Letters that lower-casing alone prepares for encoding, by ranges in order.
///
/// A test compares every one of them with the `idna` crate.
const PLAIN: [(char, char); 19] = [
    ('\u{DF}', '\u{12F}'), // Latin
    ('\u{135}', '\u{13E}'),
    ('\u{142}', '\u{148}'),
    ('\u{14B}', '\u{17E}'),
    ('\u{1A1}', '\u{1A1}'), // with horn, for Vietnamese
    ('\u{1B0}', '\u{1B0}'),
    ('\u{250}', '\u{2AF}'),
    ('\u{3AC}', '\u{3CE}'), // Greek
    ('\u{430}', '\u{482}'), // Cyrillic
    ('\u{48B}', '\u{4BF}'),
    ('\u{4C2}', '\u{52F}'),
    ('\u{561}', '\u{586}'),   // Armenian
    ('\u{10D0}', '\u{10FA}'), // Georgian
    ('\u{1E01}', '\u{1E95}'), // Latin, for Vietnamese
    ('\u{1EA1}', '\u{1EFF}'),
    ('\u{3041}', '\u{3096}'), // Hiragana
    ('\u{30A1}', '\u{30FE}'), // Katakana
    ('\u{3400}', '\u{9FFC}'), // Han
    ('\u{AC00}', '\u{D7A3}'), // Hangul
];

/// The longest label that is encoded, in characters: DNS allows 63 bytes.
const MAX_LABEL: usize = 63;

/// Gives the ASCII form of a domain, or `None` when it has a character that is not supported.
pub(super) fn to_ascii(domain: &str) -> Option<Vec<u8>> {
    let mut lower = String::with_capacity(domain.len());
    for char in domain.chars() {
        push_lower(&mut lower, char)?;
    }
    let mut out = Vec::with_capacity(lower.len() + 8);
    for (index, label) in lower.split('.').enumerate() {
        if index > 0 {
            out.push(b'.');
        }
        push_label(&mut out, label)?;
    }
    Some(out)
}

fn push_lower(out: &mut String, char: char) -> Option<()> {
    match char {
        '\u{3002}' | '\u{FF0E}' | '\u{FF61}' => out.push('.'),
        char if char.is_ascii() => out.push(char.to_ascii_lowercase()),
        char => {
            let lower = letters::to_lower(char);
            if !is_plain(lower) {
                return None;
            }
            out.push(lower);
        }
    }
    Some(())
}

fn is_plain(char: char) -> bool {
    PLAIN
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&char))
}

fn push_label(out: &mut Vec<u8>, label: &str) -> Option<()> {
    if label.is_ascii() {
        out.extend(label.bytes());
        return Some(());
    }
    // Encoding takes time in proportion to the square of the length.
    if label.chars().nth(MAX_LABEL).is_some() {
        return None;
    }
    out.extend(b"xn--");
    punycode(out, label)
}

/// Appends the Punycode of a label (RFC 3492).
fn punycode(out: &mut Vec<u8>, label: &str) -> Option<()> {
    out.extend(label.bytes().filter(u8::is_ascii));
    let basic = u32::try_from(label.bytes().filter(u8::is_ascii).count()).ok()?;
    if basic > 0 {
        out.push(b'-');
    }
    let total = u32::try_from(label.chars().count()).ok()?;
    let (mut done, mut next, mut delta, mut bias) = (basic, 0x80_u32, 0_u32, 72_u32);
    while done < total {
        let smallest = label
            .chars()
            .map(u32::from)
            .filter(|&code| code >= next)
            .min()?;
        delta = delta.checked_add((smallest - next).checked_mul(done + 1)?)?;
        for code in label.chars().map(u32::from) {
            if code < smallest {
                delta = delta.checked_add(1)?;
            } else if code == smallest {
                push_delta(out, delta, bias);
                bias = adapt(delta, done + 1, done == basic);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        next = smallest + 1;
    }
    Some(())
}

fn push_delta(out: &mut Vec<u8>, delta: u32, bias: u32) {
    let mut rest = delta;
    for k in (36..).step_by(36) {
        let threshold = u32::saturating_sub(k, bias).clamp(1, 26);
        if rest < threshold {
            break;
        }
        out.push(digit(threshold + (rest - threshold) % (36 - threshold)));
        rest = (rest - threshold) / (36 - threshold);
    }
    out.push(digit(rest));
}

fn digit(value: u32) -> u8 {
    let value = u8::try_from(value).unwrap_or(0);
    if value < 26 {
        b'a' + value
    } else {
        b'0' + value - 26
    }
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

/// Whether every label that starts with `xn--` can be Punycode at all: something follows, and it
/// does not end in a hyphen, which would encode nothing.
pub(super) fn encoded_labels_are_plausible(domain: &[u8]) -> bool {
    domain
        .split(|&byte| byte == b'.')
        .filter_map(|label| label.strip_prefix(b"xn--"))
        .all(|code| code.last().is_some_and(|&byte| byte != b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ascii(domain: &str) -> Option<String> {
        to_ascii(domain).map(|ascii| String::from_utf8(ascii).unwrap())
    }

    #[test]
    fn labels_beyond_ascii_are_written_in_punycode() {
        for (domain, written) in [
            ("Bücher.Example", "xn--bcher-kva.example"),
            ("faß.de", "xn--fa-hia.de"),
            ("ДОМЕН。рф", "xn--d1acufc.xn--p1ai"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("한국", "xn--3e0b707e"),
        ] {
            assert_eq!(ascii(domain).as_deref(), Some(written), "{domain}");
        }
    }

    #[test]
    fn characters_that_need_the_mapping_tables_are_refused() {
        for domain in [
            "ａ.example",
            "a\u{AD}b.example",
            "\u{5D0}.example",
            "e\u{301}.example",
            "İ",
            "ŀ",
        ] {
            assert_eq!(ascii(domain), None, "{domain}");
        }
    }

    #[test]
    fn every_plain_letter_is_encoded_as_the_idna_tables_do() {
        for letter in PLAIN.iter().flat_map(|&(first, last)| first..=last) {
            let upper = letter.to_uppercase().next().unwrap();
            for char in [letter, upper] {
                let domain = format!("a{char}{char}b.example");
                let Some(ours) = ascii(&domain) else { continue };
                let theirs = url::Url::parse(&format!("https://{domain}/")).unwrap();
                assert_eq!(
                    Some(&*ours),
                    theirs.host_str(),
                    "{char} {:x}",
                    u32::from(char)
                );
            }
            assert!(ascii(&letter.to_lowercase().to_string()).is_some() || letter.is_uppercase());
        }
    }

    #[test]
    fn a_label_too_long_for_dns_is_refused() {
        assert!(ascii(&"é".repeat(63)).is_some());
        assert_eq!(ascii(&"é".repeat(64)), None);
    }
}
