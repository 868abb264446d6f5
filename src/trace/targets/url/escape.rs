//! Which bytes of a URL part are percent-encoded, as the WHATWG URL Standard lists them.

/// Control bytes and everything beyond ASCII; part of every other set.
pub(super) const CONTROL: u8 = 1;
/// The part after `#`.
pub(super) const FRAGMENT: u8 = 2;
/// The part after `?` of a URL with a special scheme.
pub(super) const SPECIAL_QUERY: u8 = 4;
/// The part after `?` of any other URL.
pub(super) const QUERY: u8 = 8;
/// Path segments.
pub(super) const PATH: u8 = 16;
/// User name and password.
pub(super) const USERINFO: u8 = 32;
/// Not an encoding set: bytes that no opaque host may contain.
pub(super) const FORBIDDEN_HOST: u8 = 64;
/// Not an encoding set: bytes that no domain may contain.
pub(super) const FORBIDDEN_DOMAIN: u8 = 128;

static SETS: [u8; 128] = sets();

const fn sets() -> [u8; 128] {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        #[expect(
            clippy::indexing_slicing,
            reason = "evaluated at compile time, bounded by 128"
        )]
        {
            table[byte as usize] = sets_of(byte);
        }
        byte += 1;
    }
    table
}

const fn sets_of(byte: u8) -> u8 {
    let mut sets = match byte {
        0x00..=0x1F | 0x7F => CONTROL | FRAGMENT | SPECIAL_QUERY | QUERY | PATH | USERINFO,
        b' ' | b'"' | b'<' | b'>' => FRAGMENT | SPECIAL_QUERY | QUERY | PATH | USERINFO,
        b'#' => SPECIAL_QUERY | QUERY | PATH | USERINFO,
        b'\'' => SPECIAL_QUERY,
        b'`' => FRAGMENT | PATH | USERINFO,
        b'?' | b'^' | b'{' | b'}' => PATH | USERINFO,
        b'/' | b':' | b';' | b'=' | b'@' | b'[' | b'\\' | b']' | b'|' => USERINFO,
        _ => 0,
    };
    if matches!(
        byte,
        0 | b'\t' | b'\n' | b'\r' | b' ' | b'#' | b'/' | b':' | b'<' | b'>' | b'?'
    ) || matches!(byte, b'@' | b'[' | b'\\' | b']' | b'^' | b'|')
    {
        sets |= FORBIDDEN_HOST | FORBIDDEN_DOMAIN;
    }
    if matches!(byte, 0x00..=0x1F | b'%' | 0x7F) {
        sets |= FORBIDDEN_DOMAIN;
    }
    sets
}

/// Whether `byte` belongs to one of `sets`; bytes beyond ASCII belong to all.
#[inline]
pub(super) fn is_in(byte: u8, sets: u8) -> bool {
    SETS.get(usize::from(byte))
        .is_none_or(|member| member & sets != 0)
}

/// Appends `text`, with every byte of `set` as `%` and two upper-case digits.
pub(super) fn encode(out: &mut Vec<u8>, text: &[u8], set: u8) {
    for &byte in text {
        if is_in(byte, set) {
            out.extend([b'%', upper_hex(byte >> 4), upper_hex(byte & 15)]);
        } else {
            out.push(byte);
        }
    }
}

const fn upper_hex(nibble: u8) -> u8 {
    match nibble {
        0..=9 => b'0' + nibble,
        _ => b'A' + nibble - 10,
    }
}

/// Undoes percent-encoding; a `%` without two hexadecimal digits stays as it is.
pub(super) fn decode(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'%', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    rest = after;
                }
                _ => out.push(b'%'),
            },
            _ => out.push(*first),
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
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

    fn encoded(text: &str, set: u8) -> String {
        let mut out = Vec::new();
        encode(&mut out, text.as_bytes(), set);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_part_has_its_own_set() {
        let all = "a~|'\"`{}^#?";
        assert_eq!(encoded(all, FRAGMENT), "a~|'%22%60{}^#?");
        assert_eq!(encoded(all, QUERY), "a~|'%22`{}^%23?");
        assert_eq!(encoded(all, SPECIAL_QUERY), "a~|%27%22`{}^%23?");
        assert_eq!(encoded(all, PATH), "a~|'%22%60%7B%7D%5E%23%3F");
        assert_eq!(encoded(all, USERINFO), "a~%7C'%22%60%7B%7D%5E%23%3F");
    }

    #[test]
    fn bytes_beyond_ascii_are_encoded_everywhere() {
        for set in [CONTROL, FRAGMENT, SPECIAL_QUERY, QUERY, PATH, USERINFO] {
            assert_eq!(encoded("é\u{7f}", set), "%C3%A9%7F");
        }
    }

    #[test]
    fn decoding_leaves_broken_escapes_alone() {
        assert_eq!(decode(b"%41%4a%zz%4"), b"AJ%zz%4");
    }
}
