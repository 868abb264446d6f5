//! A text target: is it somewhere in the URL?

use super::Matching;
use super::blocks::{self, BLOCK};
use super::letters;
use crate::trace::swar::{eight, equal};

/// Longer texts are searched by an algorithm that takes linear time whatever it is given.
const LONG: usize = 2048;

/// A text to look for; nothing is allocated to find it in a URL of usual length.
#[derive(Debug)]
pub(super) struct Needle {
    /// In lower case if case does not count.
    text: Box<str>,
    ignore_case: bool,
    /// `None` for the empty text.
    ends: Option<Ends>,
}

impl Needle {
    pub(super) fn new(text: &str, matching: Matching) -> Self {
        let ignore_case = matching == Matching::Js11;
        let text = if ignore_case {
            letters::lower(text)
        } else {
            text.to_owned()
        };
        Self {
            ends: Ends::of(text.as_bytes(), ignore_case),
            text: text.into(),
            ignore_case,
        }
    }

    /// Whether `text` contains the needle. Only the case of ASCII letters is ignored, so a text
    /// beyond ASCII comes in lower case.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        let Some(ends) = &self.ends else {
            return true;
        };
        let (Some(first), Some(last)) = (
            text.get(..(text.len() + 1).saturating_sub(needle.len())),
            text.get(needle.len() - 1..),
        ) else {
            return false;
        };
        if text.len() > LONG {
            return self.is_in_long(text);
        }
        ends.fit_anywhere(first, last) && self.is_any(text)
    }

    /// Whether `text` begins with the needle, letter for letter.
    #[inline]
    pub(super) fn begins(&self, text: &[u8]) -> bool {
        let (mut needle, mut text) = (self.text.as_bytes(), text);
        // Two texts that both begin with a scheme mostly differ in the next few bytes.
        while let Some((word, after)) = needle.split_first_chunk::<8>() {
            match text.split_first_chunk() {
                Some((same, after_same)) if same == word => (needle, text) = (after, after_same),
                _ => return false,
            }
        }
        let mut pairs = needle.iter().zip(text);
        text.len() >= needle.len() && pairs.all(|(a, b)| a == b)
    }

    #[cold]
    fn is_any(&self, text: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        text.windows(needle.len()).any(|window| {
            if self.ignore_case {
                window.eq_ignore_ascii_case(needle)
            } else {
                window == needle
            }
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
#[derive(Debug, Clone, Copy)]
struct Folded {
    byte: u8,
    case_bit: u8,
}

impl Folded {
    #[inline(always)]
    const fn is(self, byte: u8) -> bool {
        byte | self.case_bit == self.byte
    }

    /// The high bits of those of eight bytes that are this letter.
    #[inline(always)]
    const fn among(self, bytes: u64) -> u64 {
        equal(bytes | eight(self.case_bit), self.byte)
    }
}

/// Whether both bytes stand where they would at the start and the end of the needle.
#[derive(Debug, Clone, Copy)]
struct Ends {
    first: Folded,
    last: Folded,
}

impl Ends {
    fn of(needle: &[u8], ignore_case: bool) -> Option<Self> {
        let folded = |&byte: &u8| Folded {
            byte,
            case_bit: u8::from(ignore_case && byte.is_ascii_lowercase()) << 5,
        };
        Some(Self {
            first: needle.first().map(folded)?,
            last: needle.last().map(folded)?,
        })
    }

    #[inline(always)]
    fn fit(&self, start: u8, end: u8) -> bool {
        self.first.is(start) & self.last.is(end)
    }

    /// Whether they do somewhere, of all the bytes that the needle may start and end with.
    #[inline]
    fn fit_anywhere(&self, starts: &[u8], ends: &[u8]) -> bool {
        let mut pairs = starts.iter().zip(ends);
        if starts.len() < BLOCK {
            return pairs.any(|(&start, &end)| self.fit(start, end));
        }
        let both = |starts, ends| self.first.among(starts) & self.last.among(ends);
        blocks::any(starts, ends, both) == Some(true)
    }
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
