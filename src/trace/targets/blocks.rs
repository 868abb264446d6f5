//! Looking at many bytes at once, in a shape that compilers turn into vector instructions.

/// Bytes looked at together: a vector of every processor that we ship for.
pub(super) const BLOCK: usize = 16;

/// A block of bytes.
pub(super) type Block = [u8; BLOCK];

/// A question about two blocks. Answers are marked `#[inline(always)]`: a call for each block
/// would cost more than the answer.
pub(super) trait Question {
    /// Whether something is found in the two blocks.
    fn is_in(&self, left: &Block, right: &Block) -> bool;
}

/// Asks about all pairs of blocks that stand at the same place of both texts, and gives whether
/// any answer is yes.
///
/// The texts have the same length; together the blocks cover all of them, the last one overlapping
/// the one before. `None` if the texts are shorter than a block. Does not stop early, because that
/// costs more than it saves on a URL.
#[inline(always)]
pub(super) fn any(left: &[u8], right: &[u8], question: impl Question) -> Option<bool> {
    let mut any = question.is_in(left.last_chunk()?, right.last_chunk()?);
    let (mut left, mut right) = (left, right);
    while let (Some((first, after_first)), Some((second, after_second))) =
        (left.split_first_chunk(), right.split_first_chunk())
    {
        any |= question.is_in(first, second);
        (left, right) = (after_first, after_second);
    }
    Some(any)
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

    struct Has(u8);

    impl Question for Has {
        fn is_in(&self, left: &Block, right: &Block) -> bool {
            left.contains(&self.0) || right.contains(&self.0)
        }
    }

    #[test]
    fn every_byte_of_both_texts_is_in_a_block() {
        for length in BLOCK..80 {
            let plain = vec![b'.'; length];
            assert_eq!(any(&plain, &plain, Has(b'x')), Some(false));
            for at in 0..length {
                let mut text = plain.clone();
                text[at] = b'x';
                assert_eq!(
                    any(&text, &plain, Has(b'x')),
                    Some(true),
                    "{at} of {length}"
                );
                assert_eq!(
                    any(&plain, &text, Has(b'x')),
                    Some(true),
                    "{at} of {length}"
                );
            }
        }
        assert_eq!(any(b"short", b"short", Has(b'x')), None);
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
