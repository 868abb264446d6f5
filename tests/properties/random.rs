//! A generator with a seed, and texts that are hard to carry.

use spanferry::trace::entropy::Entropy;
use spanferry::trace::wire::pairs::Pairs;
use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64.
#[derive(Debug)]
pub(crate) struct Random(AtomicU64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    pub(crate) fn next(&self) -> u64 {
        let step = 0x9E37_79B9_7F4A_7C15;
        let mut x = self.0.fetch_add(step, Ordering::Relaxed);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&self, bound: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % bound
    }

    pub(crate) fn pick<T: Copy>(&self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub(crate) fn sampled(&self) -> Option<bool> {
        self.pick(&[None, Some(true), Some(false)])
    }

    /// Text of what breaks headers, URLs, HTML and JSON: up to `most` pieces.
    pub(crate) fn nasty(&self, most: usize) -> String {
        let pieces = self.below(most + 1);
        (0..pieces).map(|_| self.pick(PIECES)).collect()
    }

    /// The same as bytes that need not be UTF-8.
    pub(crate) fn nasty_bytes(&self, most: usize) -> Vec<u8> {
        let mut bytes = self.nasty(most).into_bytes();
        for _ in 0..self.below(3) {
            bytes.insert(
                self.below(bytes.len() + 1),
                self.pick(&[0x80, 0xC3, 0xED, 0xFF, 0]),
            );
        }
        bytes
    }

    /// Pairs with keys that differ and values that are not empty.
    pub(crate) fn pairs(&self, most: usize) -> Pairs {
        let mut pairs = Pairs::new();
        for number in 0..self.below(most + 1) {
            let (key, value) = (self.nasty(3), self.nasty(6));
            pairs.push(&format!("{key}{number}"), &format!("{value}{number}"));
        }
        pairs
    }
}

impl Entropy for Random {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
}

const PIECES: &[&str] = &[
    "a",
    "Z",
    "9",
    "-",
    "_",
    ".",
    "~",
    " ",
    "\t",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\u{1}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "日本",
    "😀",
    "\u{fffd}",
    ",",
    ";",
    "=",
    ":",
    "%",
    "%0",
    "%0A",
    "%0d%0a",
    "%00",
    "%C3",
    "%zz",
    "\"",
    "'",
    "<",
    ">",
    "&",
    "&#10;",
    "&lt;",
    "\\",
    "\\n",
    "/",
    "?",
    "#",
    "{",
    "}",
    "[",
    "]",
    "sentry-",
    "Sentry-Trace: x",
    "a=b",
    "<!--",
    "</script>",
    "\" onload=\"",
    "long-text-of-forty-characters-and-no-more-",
];
