//! Looking at eight bytes at once, in a register: fast also where compilers optimise for size.

/// Bytes looked at together.
pub(super) const BLOCK: usize = 8;

type Block = [u8; BLOCK];

/// Whether `test` finds something in any block of bytes that stand at the same places of both texts.
///
/// The texts have the same length. `None`, without looking, if they are shorter than [`BLOCK`].
/// `test` gets eight bytes of each and answers with the high bits of those that it means.
#[inline(always)]
pub(super) fn any(left: &[u8], right: &[u8], test: impl Fn(u64, u64) -> u64) -> Option<bool> {
    let blocks = left.chunks_exact(BLOCK).zip(right.chunks_exact(BLOCK));
    for (left, right) in blocks {
        if test(word(left.first_chunk()?), word(right.first_chunk()?)) != 0 {
            return Some(true);
        }
    }
    // The last block overlaps the one before, so that together they cover everything.
    Some(test(word(left.last_chunk()?), word(right.last_chunk()?)) != 0)
}

#[inline(always)]
const fn word(block: &Block) -> u64 {
    u64::from_le_bytes(*block)
}

/// The place of the first of two bytes in a text, eight bytes at a time.
#[inline]
pub(super) fn find_either(text: &[u8], one: u8, other: u8) -> Option<usize> {
    let mut from = 0;
    let mut rest = text;
    while let Some((word, after)) = rest.split_first_chunk() {
        let word = u64::from_le_bytes(*word);
        let found = first_zero(word ^ (ONES * u64::from(one)))
            | first_zero(word ^ (ONES * u64::from(other)));
        if found != 0 {
            return Some(from + found.trailing_zeros() as usize / 8);
        }
        (rest, from) = (after, from + 8);
    }
    let in_rest = rest.iter().position(|&byte| byte == one || byte == other)?;
    Some(from + in_rest)
}

const ONES: u64 = 0x0101_0101_0101_0101;

/// Sets the high bit of the first byte that is zero, and none before it.
#[inline]
const fn first_zero(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::swar::equal;

    #[test]
    fn every_byte_of_both_texts_is_in_a_block() {
        let any_x =
            |left: &[u8], right: &[u8]| any(left, right, |l, r| equal(l, b'x') | equal(r, b'x'));
        for length in BLOCK..80 {
            let plain = vec![b'.'; length];
            assert_eq!(any_x(&plain, &plain), Some(false));
            for at in 0..length {
                let mut text = plain.clone();
                text[at] = b'x';
                assert_eq!(any_x(&text, &plain), Some(true), "{at} of {length}");
                assert_eq!(any_x(&plain, &text), Some(true), "{at} of {length}");
            }
        }
        assert_eq!(any_x(b"short", b"short"), None);
    }

    #[test]
    fn the_first_of_two_bytes_is_found_among_bytes_of_any_value() {
        let text: Vec<u8> = (0..=255).rev().chain([b'?', b'#', b'?']).collect();
        for from in 0..text.len() {
            let text = &text[from..];
            let place = text.iter().position(|&byte| byte == b'?' || byte == b'#');
            assert_eq!(find_either(text, b'?', b'#'), place, "{from}");
        }
    }
}
