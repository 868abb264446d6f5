//! `encodeURIComponent` and `decodeURIComponent`.

use crate::trace::swar;

/// Bytes that `encodeURIComponent` leaves as they are.
const fn is_unescaped(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\'' | b'(' | b')'
        )
}

/// Appends `text` as `encodeURIComponent` writes it: `%XX` with upper-case digits of the UTF-8.
pub fn encode_into(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_unescaped(byte)) {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = tail.chars();
        if let Some(character) = characters.next() {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                push_escape(byte, out);
            }
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

/// Appends `%XX` for one byte.
pub fn push_escape(byte: u8, out: &mut String) {
    let [high, low] = hex_pair(byte);
    out.push('%');
    out.push(char::from(high));
    out.push(char::from(low));
}

/// The two upper-case hexadecimal digits of a byte.
pub const fn hex_pair(byte: u8) -> [u8; 2] {
    const fn digit(nibble: u8) -> u8 {
        nibble + if nibble < 10 { b'0' } else { b'A' - 10 }
    }
    [digit(byte >> 4), digit(byte & 15)]
}

/// Appends `bytes` as `decodeURIComponent` reads them.
///
/// False where JavaScript throws: a `%` without two digits, or escapes that are not UTF-8; `out`
/// is then as it was. Never writes more bytes than it reads.
pub fn decode_into(bytes: &[u8], out: &mut String) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let before = out.len();
    let complete = unescape(text, out).is_some();
    if !complete {
        out.truncate(before);
    }
    complete
}

fn unescape(mut text: &str, out: &mut String) -> Option<()> {
    while let Some(at) = swar::position(b'%', text.as_bytes()) {
        let (plain, escapes) = text.split_at_checked(at)?;
        out.push_str(plain);
        let (character, used) = escaped_character(escapes.as_bytes())?;
        out.push(character);
        text = escapes.get(used..)?;
    }
    out.push_str(text);
    Some(())
}

/// The character that the escapes at the start stand for, and how many bytes they take.
fn escaped_character(escapes: &[u8]) -> Option<(char, usize)> {
    let first = escaped_byte(escapes)?;
    if first.is_ascii() {
        return Some((char::from(first), 3));
    }
    let len = first.leading_ones() as usize;
    let mut bytes = [0; 4];
    let places = bytes.get_mut(..len)?;
    for (byte, escape) in places.iter_mut().zip(escapes.chunks(3)) {
        *byte = escaped_byte(escape)?;
    }
    let character = std::str::from_utf8(places).ok()?.chars().next()?;
    Some((character, 3 * len))
}

fn escaped_byte(escape: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = *escape else {
        return None;
    };
    Some(hex_value(high)? << 4 | hex_value(low)?)
}

/// The value of a hexadecimal digit of either case.
pub const fn hex_value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str) -> String {
        let mut out = String::new();
        encode_into(text, &mut out);
        out
    }

    fn decode(text: &str) -> Option<String> {
        let mut out = String::from("kept");
        decode_into(text.as_bytes(), &mut out).then(|| out.split_off(4))
    }

    #[test]
    fn encoding_leaves_exactly_the_javascript_set() {
        let plain = "AZaz09-_.!~*'()";
        assert_eq!(encode(plain), plain);
        assert_eq!(encode(" é,;=/\u{7f}"), "%20%C3%A9%2C%3B%3D%2F%7F");
    }

    #[test]
    fn decoding_undoes_encoding() {
        for text in ["", "a b", "é€😀", "100%", "\u{0}\u{10ffff}"] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_bad_escape_or_bad_utf8_fails_and_leaves_the_output() {
        for bad in [
            "%",
            "%4",
            "%GG",
            "%C3",
            "%C3a",
            "%ED%A0%80",
            "%F8%80%80%80",
            "%C3é",
            "%C3",
            "%C3%",
            "%80",
            "%C3%A9%A9",
            "%E2%82",
            "%E2%82x%AC",
            "%FF",
        ] {
            let mut out = String::from("kept");
            assert!(!decode_into(bad.as_bytes(), &mut out), "{bad}");
            assert_eq!(out, "kept");
        }
        let mut out = String::new();
        assert!(!decode_into(b"\xff", &mut out));
    }

    #[test]
    fn plus_stays_plus() {
        assert_eq!(decode("a+b").as_deref(), Some("a+b"));
    }
}
