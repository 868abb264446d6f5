//! Sets of characters as far as a URL can tell them apart.
//!
//! A normalised URL is ASCII, so a set is 128 bits. Three more bits stand for what lies beyond:
//! the two characters that JavaScript folds into ASCII with the flags `iu` and `iv` (U+017F to `s`,
//! U+212A to `k`), and one for all other characters together.

/// A set of characters: the ASCII ones one by one, the others as three bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct CharSet {
    ascii: u128,
    beyond: u8,
}

const LONG_S: u8 = 1;
const KELVIN: u8 = 2;
const OTHER: u8 = 4;
const LONG_S_CODE: u32 = 0x17F;
const KELVIN_CODE: u32 = 0x212A;
const LAST_BMP: u32 = 0xFFFF;
const LETTERS: u128 = (1 << 26) - 1;

impl CharSet {
    pub(super) const EMPTY: Self = Self {
        ascii: 0,
        beyond: 0,
    };
    pub(super) const ALL: Self = Self {
        ascii: u128::MAX,
        beyond: LONG_S | KELVIN | OTHER,
    };
    /// `\d`.
    pub(super) const DIGIT: Self = Self::of(b"09");
    /// `\w` without the flags `iu`.
    pub(super) const WORD: Self = Self::of(b"09AZ__az");
    /// `\s`; its members beyond ASCII never occur in a URL.
    pub(super) const SPACE: Self = Self::of(b"\t\r  ");
    /// What `.` leaves out and where the flag `m` sees a line end.
    pub(super) const LINE_END: Self = Self::of(b"\n\n\r\r");

    /// The ASCII ranges whose first and last bytes follow each other in `pairs`.
    pub(super) const fn of(mut pairs: &[u8]) -> Self {
        let mut ascii = 0;
        while let [first, last, rest @ ..] = pairs {
            ascii |= span(*first, *last);
            pairs = rest;
        }
        Self { ascii, beyond: 0 }
    }

    /// One character by its code point.
    pub(super) fn single(code: u32) -> Self {
        Self::range(code, code)
    }

    /// All characters from `first` to `last`.
    #[inline(never)]
    pub(super) fn range(first: u32, last: u32) -> Self {
        let inside = |code: u32| first <= code && code <= last;
        let flag = |holds: bool, bit: u8| if holds { bit } else { 0 };
        let ascii = match (u8::try_from(first), u8::try_from(last.min(127))) {
            (Ok(first), Ok(last)) if first <= last => span(first, last),
            _ => 0,
        };
        // A range that leaves nothing out beyond ASCII means "any character", as in [\0-\uffff].
        let beyond = flag(inside(LONG_S_CODE), LONG_S)
            | flag(inside(KELVIN_CODE), KELVIN)
            | flag(first <= 0x80 && last >= LAST_BMP, OTHER);
        Self { ascii, beyond }
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self {
            ascii: self.ascii | other.ascii,
            beyond: self.beyond | other.beyond,
        }
    }

    pub(super) fn intersection(self, other: Self) -> Self {
        Self {
            ascii: self.ascii & other.ascii,
            beyond: self.beyond & other.beyond,
        }
    }

    pub(super) fn complement(self) -> Self {
        Self {
            ascii: !self.ascii,
            beyond: Self::ALL.beyond & !self.beyond,
        }
    }

    /// Adds the other case of every letter; with `unicode` as the flags `iu` fold, where U+017F is
    /// an `s` and U+212A a `k`. Without it nothing beyond ASCII folds into ASCII.
    pub(super) fn fold(self, unicode: bool) -> Self {
        let mut set = self;
        if unicode {
            set = set.tie(b"SSss", LONG_S).tie(b"KKkk", KELVIN);
        }
        let both = ((set.ascii >> b'A') | (set.ascii >> b'a')) & LETTERS;
        set.ascii |= (both << b'A') | (both << b'a');
        set
    }

    #[inline(never)]
    fn tie(self, letters: &[u8], bit: u8) -> Self {
        let class = Self {
            beyond: bit,
            ..Self::of(letters)
        };
        if self.intersection(class) == Self::EMPTY {
            self
        } else {
            self.union(class)
        }
    }

    /// Whether a byte of the text belongs to the set; a byte from 0x80 on is "some other character".
    pub(super) fn contains(self, byte: u8) -> bool {
        if byte < 0x80 {
            self.ascii >> byte & 1 == 1
        } else {
            self.beyond & OTHER != 0
        }
    }

    /// The byte and the bits to set in a text byte before comparing, if the set is one ASCII
    /// character or one letter in both cases.
    pub(super) fn as_literal(self) -> Option<(u8, u8)> {
        if self.beyond & OTHER != 0 {
            return None;
        }
        let first = u8::try_from(self.ascii.trailing_zeros()).ok()?;
        match self.ascii.count_ones() {
            1 => Some((first, 0)),
            2 if first.is_ascii_uppercase() && self.contains(first | 0x20) => {
                Some((first | 0x20, 0x20))
            }
            _ => None,
        }
    }

    /// The set without the two characters that only folding knows; a text never shows them.
    pub(super) fn of_text(self) -> Self {
        Self {
            beyond: self.beyond & OTHER,
            ..self
        }
    }

    /// The ASCII members in order, and 0x80 for all other characters.
    pub(super) fn bytes(self) -> impl Iterator<Item = u8> {
        let mut left = self.ascii;
        let ascii = std::iter::from_fn(move || {
            let byte = u8::try_from(left.trailing_zeros()).ok()?;
            left &= left.wrapping_sub(1);
            (byte < 0x80).then_some(byte)
        });
        ascii.chain((self.beyond & OTHER != 0).then_some(0x80))
    }

    /// How many ASCII characters the set has, at most 128.
    pub(super) fn ascii_len(self) -> u32 {
        self.ascii.count_ones()
    }
}

/// The bits from `first` to `last`, both below 128.
const fn span(first: u8, last: u8) -> u128 {
    (u128::MAX >> (127 - last)) & (u128::MAX << first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_without_unicode_never_reaches_ascii_from_outside() {
        assert!(!CharSet::single(KELVIN_CODE).fold(false).contains(b'k'));
        assert!(!CharSet::single(LONG_S_CODE).fold(false).contains(b's'));
    }

    #[test]
    fn folding_with_unicode_joins_kelvin_and_long_s() {
        assert!(CharSet::single(KELVIN_CODE).fold(true).contains(b'K'));
        assert!(CharSet::range(0x100, 0x200).fold(true).contains(b's'));
        assert!(!CharSet::range(0x100, 0x200).fold(true).contains(b'k'));
    }

    #[test]
    fn folding_adds_the_other_case_of_letters_only() {
        let set = CharSet::of(b"@[").fold(false);
        assert!(set.contains(b'm') && set.contains(b'@') && set.contains(b'['));
        assert!(!set.contains(b'`') && !set.contains(b'{'));
    }

    #[test]
    fn only_complements_and_full_ranges_hold_other_characters() {
        assert!(!CharSet::single(0xE9).contains(0xC3));
        assert!(!CharSet::WORD.contains(0xC3));
        assert!(CharSet::WORD.complement().contains(0xC3));
        assert!(CharSet::range(0, 0xFFFF).contains(0xC3));
    }

    #[test]
    fn a_letter_in_both_cases_is_a_literal_but_two_letters_are_not() {
        assert_eq!(CharSet::of(b"AAaa").as_literal(), Some((b'a', 0x20)));
        assert_eq!(CharSet::of(b"..").as_literal(), Some((b'.', 0)));
        assert_eq!(CharSet::of(b"ab").as_literal(), None);
        assert_eq!(CharSet::of(b"@@``").as_literal(), None);
        assert_eq!(CharSet::EMPTY.as_literal(), None);
    }
}
