//! Plain texts that a match must contain, compared and searched without running the pattern.

/// A text to compare with: in each byte of the candidate the bits of `mask` are set first, so
/// that a letter can stand for both of its cases.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    bytes: Vec<u8>,
    mask: Vec<u8>,
}

/// Looked for in this order, the first being the rarest in a URL; what is not here is rarer.
const COMMON_LAST: &[u8] = b"zjqx%?:~;+$@!,kbwyvf_&=0987654321gdlumhcnirsaotpe-./";

impl Literal {
    /// Adds one byte and the bits to set before comparing with it.
    pub(super) fn push(&mut self, (byte, mask): (u8, u8)) {
        self.bytes.push(byte);
        self.mask.push(mask);
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
        self.mask.truncate(len);
    }

    /// Whether a text that begins with `byte` can begin with the literal.
    pub(super) fn may_begin_with(&self, byte: u8) -> bool {
        let first = self.bytes.first().zip(self.mask.first());
        first.is_none_or(|(first, mask)| byte | mask == *first)
    }

    /// What follows the literal in `text`, if the text begins with it.
    #[inline]
    pub(super) fn strip<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let (head, rest) = text.split_at_checked(self.bytes.len())?;
        same(head, &self.bytes, &self.mask).then_some(rest)
    }
}

/// Whether `head` is `bytes` under `mask`, all of the same length; eight bytes at a time.
#[inline]
fn same(mut head: &[u8], mut bytes: &[u8], mut mask: &[u8]) -> bool {
    while let (Some((h, head_rest)), Some((b, bytes_rest)), Some((m, mask_rest))) = (
        head.split_first_chunk::<8>(),
        bytes.split_first_chunk::<8>(),
        mask.split_first_chunk::<8>(),
    ) {
        if u64::from_le_bytes(*h) | u64::from_le_bytes(*m) != u64::from_le_bytes(*b) {
            return false;
        }
        (head, bytes, mask) = (head_rest, bytes_rest, mask_rest);
    }
    let pairs = bytes.iter().zip(mask);
    head.iter().zip(pairs).all(|(h, (b, m))| h | m == *b)
}

/// A literal to be found anywhere in a text.
#[derive(Debug)]
pub(super) struct Finder {
    literal: Literal,
    /// The place and value of its rarest byte.
    rare: usize,
    rare_byte: u8,
    rare_mask: u8,
}

/// Longer literals would make a hostile text compare longer at each place.
pub(super) const MAX_FINDER: usize = 32;
const BLOCK: usize = 16;

impl Finder {
    /// `None` if there is nothing to look for.
    pub(super) fn new(mut literal: Literal) -> Option<Self> {
        literal.truncate(MAX_FINDER);
        let rank = |byte: u8| {
            let place = COMMON_LAST.iter().position(|common| *common == byte);
            place.map_or(0, |place| place + 1)
        };
        let places = literal.bytes.iter().zip(&literal.mask).enumerate();
        // One letter in both cases is as common as the two together.
        let (rare, (byte, mask)) = places.min_by_key(|(_, (byte, _))| rank(**byte))?;
        Some(Self {
            rare,
            rare_byte: *byte,
            rare_mask: *mask,
            literal,
        })
    }

    /// Where the literal first stands in `text`.
    #[inline]
    pub(super) fn find(&self, text: &[u8]) -> Option<usize> {
        let starts = (text.len() + 1).checked_sub(self.literal.len())?;
        let places = text.get(self.rare..self.rare + starts)?;
        let mut at = 0;
        for block in places.chunks(BLOCK) {
            if self.may_hold(block) {
                let found = self.find_in_block(text, block, at);
                if found.is_some() {
                    return found;
                }
            }
            at += BLOCK;
        }
        None
    }

    /// Whether the rare byte is in the block; without a branch for each byte.
    #[inline]
    fn may_hold(&self, block: &[u8]) -> bool {
        let is_rare = |byte: &u8| byte | self.rare_mask == self.rare_byte;
        match block.first_chunk::<BLOCK>() {
            Some(whole) => whole.iter().fold(false, |any, byte| any | is_rare(byte)),
            None => block.iter().any(is_rare),
        }
    }

    fn find_in_block(&self, text: &[u8], block: &[u8], at: usize) -> Option<usize> {
        let candidates = block.iter().enumerate();
        candidates
            .filter(|(_, byte)| **byte | self.rare_mask == self.rare_byte)
            .map(|(place, _)| at + place)
            .find(|start| {
                text.get(*start..)
                    .is_some_and(|tail| self.literal.strip(tail).is_some())
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(text: &str) -> Literal {
        let mut literal = Literal::default();
        for byte in text.bytes() {
            let mask = if byte.is_ascii_lowercase() { 0x20 } else { 0 };
            literal.push((byte, mask));
        }
        literal
    }

    #[test]
    fn a_literal_compares_letters_in_both_cases_and_nothing_else() {
        let host = literal("https://api.example");
        assert_eq!(host.strip(b"HTTPS://api.EXAMPLE/x"), Some(&b"/x"[..]));
        assert_eq!(host.strip(b"https://api.exampl"), None);
        assert_eq!(host.strip(b"https:/oapi.example"), None);
        assert_eq!(host.strip(b"https://apiNexample"), None);
    }

    #[test]
    fn a_finder_finds_the_first_place_at_every_offset() {
        let finder = Finder::new(literal(".org/v1")).unwrap();
        for before in 0..70 {
            let text = format!("{}.org/v1{}", "a.".repeat(before), "b".repeat(before % 5));
            assert_eq!(finder.find(text.as_bytes()), Some(2 * before), "{text}");
            assert_eq!(finder.find(&text.as_bytes()[..2 * before + 6]), None);
        }
    }

    #[test]
    fn a_finder_of_a_long_literal_looks_for_its_beginning() {
        let finder = Finder::new(literal(&"ab".repeat(40))).unwrap();
        assert_eq!(finder.find("ab".repeat(16).as_bytes()), Some(0));
        assert_eq!(finder.find("ab".repeat(15).as_bytes()), None);
    }
}
