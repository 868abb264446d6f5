//! A text target: is it somewhere in the URL?

use super::Matching;

/// Places compared at once.
const BLOCK: usize = 16;

/// Longer texts are searched by an algorithm that takes linear time whatever it is given.
const LONG: usize = 2048;

/// A text to look for; nothing is allocated to find it in a URL of usual length.
#[derive(Debug)]
pub(super) struct Needle {
    /// In lower case if case does not count.
    text: Box<str>,
    ignore_case: bool,
}

impl Needle {
    pub(super) fn new(text: &str, matching: Matching) -> Self {
        let ignore_case = matching == Matching::Js11;
        let text = if ignore_case {
            text.to_lowercase()
        } else {
            text.to_owned()
        };
        Self {
            text: text.into(),
            ignore_case,
        }
    }

    /// Whether `text` contains the needle. Only the case of ASCII letters is ignored, so a text
    /// beyond ASCII comes in lower case.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        let Some(rest) = self.text.len().checked_sub(1) else {
            return true;
        };
        let (Some(ends), Some(starts)) = (
            text.get(rest..),
            text.get(..text.len().saturating_sub(rest)),
        ) else {
            return false;
        };
        if text.len() > LONG {
            return self.is_in_long(text);
        }
        self.find(text, starts, ends)
    }

    /// Compares the first and the last byte of the needle at many places at once, and the whole
    /// needle only in blocks where both are right somewhere.
    fn find(&self, text: &[u8], starts: &[u8], ends: &[u8]) -> bool {
        let (Some(first), Some(last)) = (
            self.byte(self.text.as_bytes().first()),
            self.byte(self.text.as_bytes().last()),
        ) else {
            return true;
        };
        let (mut from, mut after_starts, mut after_ends) = (0, starts, ends);
        while let (Some((first_block, more_starts)), Some((last_block, more_ends))) = (
            after_starts.split_first_chunk::<BLOCK>(),
            after_ends.split_first_chunk::<BLOCK>(),
        ) {
            if any_fits(first_block, first, last_block, last) && self.is_at(text, from, BLOCK) {
                return true;
            }
            (after_starts, after_ends, from) = (more_starts, more_ends, from + BLOCK);
        }
        if let (Some(first_block), Some(last_block)) =
            (starts.last_chunk::<BLOCK>(), ends.last_chunk())
        {
            return any_fits(first_block, first, last_block, last)
                && self.is_at(text, from, after_starts.len());
        }
        self.is_at(text, 0, starts.len())
    }

    /// Whether the needle starts at one of `count` places from `from` on.
    #[cold]
    fn is_at(&self, text: &[u8], from: usize, count: usize) -> bool {
        let windows = text
            .get(from..)
            .unwrap_or_default()
            .windows(self.text.len());
        windows.take(count).any(|window| {
            if self.ignore_case {
                window.eq_ignore_ascii_case(self.text.as_bytes())
            } else {
                window == self.text.as_bytes()
            }
        })
    }

    fn byte(&self, byte: Option<&u8>) -> Option<Folded> {
        let byte = *byte?;
        let is_folded = self.ignore_case && byte.is_ascii_lowercase();
        Some(Folded {
            byte,
            case_bit: if is_folded { 0x20 } else { 0 },
        })
    }

    #[cold]
    fn is_in_long(&self, text: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(text) else {
            return false;
        };
        if self.ignore_case {
            text.to_ascii_lowercase().contains(&*self.text)
        } else {
            text.contains(&*self.text)
        }
    }
}

/// A byte of the needle, and the bit that a byte of the text may lack to be the same letter.
#[derive(Clone, Copy)]
struct Folded {
    byte: u8,
    case_bit: u8,
}

#[inline]
fn any_fits(starts: &[u8; BLOCK], first: Folded, ends: &[u8; BLOCK], last: Folded) -> bool {
    let mut any = false;
    for (start, end) in starts.iter().zip(ends) {
        any |= (start | first.case_bit == first.byte) & (end | last.case_bit == last.byte);
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_needle_is_found_exactly_where_lower_cased_texts_contain_it() {
        let text = "https://API.example.com/V1/users?Token=[x]@`{|}~&u=https://evil.example/api";
        for end in 0..=text.len() {
            for start in (0..=end).rev() {
                let part = &text[start..end];
                assert!(Needle::new(part, Matching::Js11).is_in(text.to_lowercase().as_bytes()));
                assert!(Needle::new(part, Matching::Js10).is_in(text.as_bytes()));
                assert!(Needle::new(&part.to_uppercase(), Matching::Js11).is_in(text.as_bytes()));
                for haystack in [&text[..start], &text[end..], &text[start..]] {
                    let contains = haystack.to_lowercase().contains(&part.to_lowercase());
                    assert_eq!(
                        Needle::new(part, Matching::Js11).is_in(haystack.as_bytes()),
                        contains
                    );
                    let contains = haystack.contains(part);
                    assert_eq!(
                        Needle::new(part, Matching::Js10).is_in(haystack.as_bytes()),
                        contains
                    );
                }
            }
        }
    }

    #[test]
    fn only_letters_have_a_case() {
        for (needle, text) in [
            ("@", "`"),
            ("[", "{"),
            ("\u{10}", "0"),
            ("`x", "@x"),
            ("x{", "x["),
        ] {
            assert!(!Needle::new(needle, Matching::Js11).is_in(text.as_bytes()));
        }
        assert!(!Needle::new("API", Matching::Js10).is_in(b"api"));
    }

    #[test]
    fn the_empty_text_is_everywhere() {
        assert!(Needle::new("", Matching::Js11).is_in(b""));
        assert!(Needle::new("", Matching::Js10).is_in(b"x"));
        assert!(!Needle::new("x", Matching::Js10).is_in(b""));
    }

    #[test]
    fn a_letter_that_lower_cases_to_ascii_matches_as_ascii() {
        assert!(Needle::new("\u{212A}ey", Matching::Js11).is_in(b"https://a.example/?key=1"));
    }

    #[test]
    fn long_texts_are_searched_to_the_end() {
        let text = format!("https://a.example/{}Needle", "e".repeat(60_000));
        assert!(Needle::new("nEEDLE", Matching::Js11).is_in(text.as_bytes()));
        assert!(!Needle::new("nEEDLE", Matching::Js10).is_in(text.as_bytes()));
        assert!(!Needle::new("x", Matching::Js11).is_in(&text.as_bytes()[15..]));
    }
}
