//! Eight bytes at once in one register, for the few loops that every request runs.

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Sets the high bit of each byte of `word` that is from `first` to `last`, both ASCII.
#[inline(always)]
pub(crate) const fn between(word: u64, first: u8, last: u8) -> u64 {
    let low = word & !HIGH;
    let from_first = low + ONES * (0x80 - first as u64);
    let after_last = low + ONES * (0x7F - last as u64);
    from_first & !after_last & !word & HIGH
}

/// Sets the high bit of each byte of `word` that is not.
#[inline(always)]
pub(crate) const fn outside(word: u64, first: u8, last: u8) -> u64 {
    between(word, first, last) ^ HIGH
}

/// Sets the high bit of each byte of `word` that is `byte`.
#[inline(always)]
pub(crate) const fn equal(word: u64, byte: u8) -> u64 {
    let differs = word ^ (ONES * byte as u64);
    !(((differs & !HIGH) + !HIGH) | differs) & HIGH
}

/// Eight times the same byte.
#[inline(always)]
pub(crate) const fn eight(byte: u8) -> u64 {
    ONES * byte as u64
}

/// Where `byte` stands first in `text`.
#[inline]
pub(crate) fn position(byte: u8, text: &[u8]) -> Option<usize> {
    let wanted = ONES * u64::from(byte);
    let (mut at, mut rest) = (0, text);
    while let Some((word, after)) = rest.split_first_chunk() {
        let differs = u64::from_le_bytes(*word) ^ wanted;
        // The lowest bit set is that of the first zero byte; higher ones may lie.
        let zero = differs.wrapping_sub(ONES) & !differs & HIGH;
        if zero != 0 {
            return Some(at + zero.trailing_zeros() as usize / 8);
        }
        (at, rest) = (at + 8, after);
    }
    let in_rest = rest.iter().position(|&other| other == byte)?;
    Some(at + in_rest)
}

/// The parts of `text` between commas, like `split(|&byte| byte == b',')`.
pub(crate) fn members(text: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (member, after) = match position(b',', text) {
            Some(at) => (text.get(..at)?, text.get(at + 1..)),
            None => (text, None),
        };
        rest = after;
        Some(member)
    })
}

/// The values of eight lower-case hexadecimal digits; `None` if one is something else.
#[inline]
pub(crate) fn from_hex(digits: [u8; 8]) -> Option<[u8; 4]> {
    let word = u64::from_le_bytes(digits);
    if between(word, b'0', b'9') | between(word, b'a', b'f') != HIGH {
        return None;
    }
    let letters = word >> 6 & ONES;
    let nibbles = (word & (ONES * 15)) + letters * 9;
    let pairs = (nibbles << 4 | nibbles >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF;
    let [a, b, c, d, ..] = (fours | fours >> 16).to_le_bytes();
    Some([a, b, c, d])
}

/// The eight lower-case hexadecimal digits of four bytes.
#[inline]
pub(crate) fn to_hex(bytes: [u8; 4]) -> [u8; 8] {
    let word = u64::from(u32::from_le_bytes(bytes));
    let fours = (word | word << 16) & 0x0000_FFFF_0000_FFFF;
    let pairs = (fours | fours << 8) & 0x00FF_00FF_00FF_00FF;
    let nibbles = (pairs >> 4 | pairs << 8) & (ONES * 15);
    let letters = (nibbles + ONES * 6) >> 4 & ONES;
    let to_letter = u64::from(b'a' - b'0' - 10);
    (nibbles + ONES * u64::from(b'0') + letters * to_letter).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_are_exact_for_every_byte_in_every_place() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut bytes = [0x7f, 0x80, b'a', 0, 0xff, b'z', b'{', 1];
                bytes[place] = byte;
                let word = u64::from_le_bytes(bytes);
                let mask = |test: &dyn Fn(u8) -> bool| {
                    u64::from_le_bytes(bytes.map(|byte| if test(byte) { 0x80 } else { 0 }))
                };
                for wanted in [0, 1, b'a', 0x7f, 0x80, 0xff] {
                    assert_eq!(equal(word, wanted), mask(&|byte| byte == wanted));
                }
                let small = |byte: u8| byte.is_ascii_lowercase();
                assert_eq!(between(word, b'a', b'z'), mask(&small));
                assert_eq!(outside(word, b'a', b'z'), mask(&|byte| !small(byte)));
            }
        }
    }

    #[test]
    fn a_byte_is_found_where_it_stands_first() {
        // The byte below the wanted one, right after it, is what a careless test calls equal too.
        for len in 0..40 {
            for at in 0..=len {
                let mut text = vec![b'-'; len];
                if let Some(first) = text.get_mut(at) {
                    *first = b',';
                }
                let expected = text.iter().position(|&byte| byte == b',');
                assert_eq!(position(b',', &text), expected, "{at} of {len}");
            }
        }
        assert_eq!(position(b',', b"+-\xac\x2c+,--,--"), Some(3));
    }

    #[test]
    fn members_are_what_split_gives() {
        for text in [
            "",
            ",",
            ",,a",
            "a,b,",
            "a=1,bbbbbbbbbbbbbbb=2,,c",
            "no comma",
        ] {
            let expected: Vec<&[u8]> = text.as_bytes().split(|&byte| byte == b',').collect();
            assert_eq!(members(text.as_bytes()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn every_byte_survives_as_two_digits_in_every_place() {
        for byte in 0..=255 {
            for place in 0..4 {
                let mut bytes = [0x5a, 0xff, 0x00, 0xa5];
                bytes[place] = byte;
                let digits = to_hex(bytes);
                let [a, b, c, d] = bytes;
                assert_eq!(digits, *format!("{a:02x}{b:02x}{c:02x}{d:02x}").as_bytes());
                assert_eq!(from_hex(digits), Some(bytes));
            }
        }
    }

    #[test]
    fn only_lower_case_digits_are_read() {
        for byte in 0..=255u8 {
            for place in 0..8 {
                let mut digits = *b"0189abef";
                digits[place] = byte;
                let good = byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
                assert_eq!(from_hex(digits).is_some(), good, "{byte} at {place}");
            }
        }
    }
}
