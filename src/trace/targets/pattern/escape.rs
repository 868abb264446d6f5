//! What a backslash means outside and inside a class.

use super::charset::CharSet;
use super::names::{hex_braced, hex_fixed};
use super::parser::Parser;
use super::syntax::{Assertion, Node, Refusal};

impl Parser {
    /// A backslash outside a class: the part it stands for and whether that may be repeated.
    pub(super) fn atom_escape(&mut self) -> Result<(Node, bool), Refusal> {
        self.at += 1;
        let assertion = match self.peek() {
            Some(b'b') => Assertion::WordBoundary,
            Some(b'B') => Assertion::NoWordBoundary,
            _ => return Ok((self.quantifiable_escape()?, true)),
        };
        self.at += 1;
        Ok((Node::Assert(assertion), false))
    }

    fn quantifiable_escape(&mut self) -> Result<Node, Refusal> {
        if let Some(reference) = self.reference()? {
            return Ok(reference);
        }
        let set = match self.class_escape()? {
            Some(set) => set,
            None => CharSet::single(self.character_escape(false)?),
        };
        Ok(Node::Set(self.folded(set)))
    }

    /// `\1` and `\k<name>`, where they are references.
    fn reference(&mut self) -> Result<Option<Node>, Refusal> {
        match self.peek() {
            Some(b'k') if self.flags.unicode || self.groups.named => {
                self.at += 1;
                self.named_reference().map(Some)
            }
            Some(b'1'..=b'9') => self.numbered_reference(),
            _ => Ok(None),
        }
    }

    fn numbered_reference(&mut self) -> Result<Option<Node>, Refusal> {
        let mut number = 0_usize;
        let mut digits = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek_at(digits) {
            number = number
                .saturating_mul(10)
                .saturating_add(usize::from(byte - b'0'));
            digits += 1;
        }
        if number <= self.groups.total {
            self.at += digits;
            return Ok(Some(self.back_reference(number - 1)));
        }
        if self.flags.unicode {
            return Err(self.refuse("reference to no group"));
        }
        Ok(None)
    }

    /// `\d`, `\p{...}` and their like, after the backslash.
    pub(super) fn class_escape(&mut self) -> Result<Option<CharSet>, Refusal> {
        let Some(byte) = self.peek() else {
            return Ok(None);
        };
        let set = match byte.to_ascii_lowercase() {
            b'd' => CharSet::DIGIT,
            b's' => CharSet::SPACE,
            b'w' => self.word(),
            b'p' if self.flags.unicode => {
                self.at += 1;
                self.property()?
            }
            _ => return Ok(None),
        };
        if !byte.eq_ignore_ascii_case(&b'p') {
            self.at += 1;
        }
        // With v and i a complement leaves out both cases of what it complements.
        let set = if self.flags.sets {
            self.folded(set)
        } else {
            set
        };
        let negative = byte.is_ascii_uppercase();
        Ok(Some(if negative { set.complement() } else { set }))
    }

    /// `\w`: with `iu` also the two characters that fold to `s` and `k`.
    fn word(&self) -> CharSet {
        if self.flags.unicode && self.flags.ignore_case {
            CharSet::WORD.fold(true)
        } else {
            CharSet::WORD
        }
    }

    /// An escape that stands for one character, after the backslash.
    pub(super) fn character_escape(&mut self, in_class: bool) -> Result<u32, Refusal> {
        let Some(byte) = self.peek() else {
            return Err(self.refuse("\\ at end of pattern"));
        };
        let code = match byte {
            b't' => 0x09,
            b'n' => 0x0A,
            b'v' => 0x0B,
            b'f' => 0x0C,
            b'r' => 0x0D,
            b'c' => return self.control_escape(in_class),
            b'0'..=b'7' => return self.octal_escape(),
            b'x' => return self.hex_escape(),
            b'u' => return self.unicode_escape(),
            _ => return self.identity_escape(byte, in_class),
        };
        self.at += 1;
        Ok(code)
    }

    /// `\cA`; Annex B reads `\c` before anything else as a plain backslash and leaves the `c`.
    fn control_escape(&mut self, in_class: bool) -> Result<u32, Refusal> {
        let letter = self.peek_at(1).unwrap_or_default();
        let loose = in_class && !self.flags.unicode;
        if letter.is_ascii_alphabetic() || loose && (letter.is_ascii_digit() || letter == b'_') {
            self.at += 2;
            return Ok(u32::from(letter & 31));
        }
        if self.flags.unicode {
            return Err(self.refuse("invalid unicode escape"));
        }
        Ok(u32::from(b'\\'))
    }

    /// `\0`, and without the flag `u` up to three octal digits below 0o400.
    fn octal_escape(&mut self) -> Result<u32, Refusal> {
        if self.flags.unicode {
            let lone_zero =
                self.peek() == Some(b'0') && !self.peek_at(1).is_some_and(|b| b.is_ascii_digit());
            self.at += usize::from(lone_zero);
            return if lone_zero {
                Ok(0)
            } else {
                Err(self.refuse("invalid decimal escape"))
            };
        }
        let mut value = 0;
        let mut digits = 0;
        while let Some(byte @ b'0'..=b'7') = self.peek() {
            let longer = value * 8 + u32::from(byte - b'0');
            if longer > 0o377 || digits == 3 {
                break;
            }
            value = longer;
            digits += 1;
            self.at += 1;
        }
        Ok(value)
    }

    fn hex_escape(&mut self) -> Result<u32, Refusal> {
        match hex_fixed(self.source(), self.at + 1, 2) {
            Some((code, after)) => {
                self.at = after;
                Ok(code)
            }
            None => self.identity_escape(b'x', false),
        }
    }

    /// `\u0061`; with the flag `u` also `\u{61}` and a surrogate pair as one character.
    fn unicode_escape(&mut self) -> Result<u32, Refusal> {
        let digits = self.at + 1;
        let found = if self.flags.unicode {
            hex_braced(self.source(), digits)
                .or_else(|| surrogate_pair(self.source(), digits))
                .or_else(|| hex_fixed(self.source(), digits, 4))
        } else {
            hex_fixed(self.source(), digits, 4)
        };
        match found {
            Some((code, after)) => {
                self.at = after;
                Ok(code)
            }
            None => self.identity_escape(b'u', false),
        }
    }

    /// A character that stands for itself: with the flag `u` only one that the grammar uses.
    fn identity_escape(&mut self, byte: u8, in_class: bool) -> Result<u32, Refusal> {
        let allowed = if self.flags.unicode {
            b"^$\\.*+?()[]{}|/".contains(&byte) || in_class && byte == b'-'
        } else {
            byte != b'k' || !self.groups.named
        };
        if !allowed {
            return Err(self.refuse("invalid escape"));
        }
        Ok(self.next_unit().unwrap_or_default())
    }
}

/// `D83D\uDE00`, after a `\u`, as one code point.
fn surrogate_pair(source: &[u32], at: usize) -> Option<(u32, usize)> {
    let (high, next) = hex_fixed(source, at, 4)?;
    let marker = [u32::from(b'\\'), u32::from(b'u')];
    if source.get(next..next + 2)? != marker {
        return None;
    }
    let (low, after) = hex_fixed(source, next + 2, 4)?;
    let paired = (0xD800..0xDC00).contains(&high) && (0xDC00..0xE000).contains(&low);
    paired.then(|| (0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00), after))
}
