//! Character classes with the flag `v`: nested classes, `&&` and `--`.
//!
//! # Incomplete support
//!
//! Members of several characters (`\q{abc}`, properties of strings) are refused.

use super::charset::CharSet;
use super::class::unterminated;
use super::names::ascii;
use super::parser::Parser;
use super::syntax::Refusal;

/// One operand: a character, which may begin a range, or a set.
enum Operand {
    One(u32),
    Many(CharSet),
}

impl Parser {
    /// A whole class, from its `[` on.
    ///
    /// With `i` every leaf is folded, so that a complement leaves both cases of a letter out.
    pub(super) fn set_class(&mut self) -> Result<CharSet, Refusal> {
        let start = self.at;
        self.enter()?;
        self.at += 1;
        let negative = self.eat(b'^');
        let set = self.class_contents(start)?;
        if !self.eat(b']') {
            return Err(self.refuse("invalid set operation in character class"));
        }
        self.leave();
        Ok(if negative { set.complement() } else { set })
    }

    fn class_contents(&mut self, start: usize) -> Result<CharSet, Refusal> {
        let mut set = CharSet::EMPTY;
        let mut parts = 0;
        loop {
            match self.peek() {
                None => return Err(unterminated(start)),
                Some(b']') => return Ok(set),
                Some(_) => {}
            }
            if parts == 1 && (self.ahead(b"&&") || self.ahead(b"--")) {
                return self.set_operations(set);
            }
            let (part, is_range) = self.union_part()?;
            set = set.union(part);
            // A range is no operand of && and --, so it counts as two.
            parts += if is_range { 2 } else { 1 };
        }
    }

    fn ahead(&self, text: &[u8; 2]) -> bool {
        [self.peek(), self.peek_at(1)] == text.map(Some)
    }

    /// `&& operand` or `-- operand` until the class ends; the two do not mix.
    fn set_operations(&mut self, mut set: CharSet) -> Result<CharSet, Refusal> {
        let both = self.ahead(b"&&");
        while self.eat_all(if both { b"&&" } else { b"--" }) {
            if both && self.peek() == Some(b'&') {
                return Err(self.refuse("invalid character in character class"));
            }
            let operand = self.operand_set()?;
            set = set.intersection(if both { operand } else { operand.complement() });
        }
        Ok(set)
    }

    /// A range or one operand, and whether it was a range.
    fn union_part(&mut self) -> Result<(CharSet, bool), Refusal> {
        let at = self.at;
        let first = self.operand()?;
        if self.peek() != Some(b'-') || self.ahead(b"--") {
            return Ok((self.operand_folded(&first), false));
        }
        self.at += 1;
        let last = self.operand()?;
        match (first, last) {
            (Operand::One(first), Operand::One(last)) if first <= last => {
                Ok((self.folded(CharSet::range(first, last)), true))
            }
            (Operand::One(_), Operand::One(_)) => Err(Refusal {
                at,
                problem: "range out of order in character class",
            }),
            _ => Err(Refusal {
                at,
                problem: "invalid character class",
            }),
        }
    }

    fn operand_set(&mut self) -> Result<CharSet, Refusal> {
        let operand = self.operand()?;
        Ok(self.operand_folded(&operand))
    }

    fn operand_folded(&self, operand: &Operand) -> CharSet {
        match operand {
            Operand::One(code) => self.folded(CharSet::single(*code)),
            Operand::Many(set) => *set,
        }
    }

    fn operand(&mut self) -> Result<Operand, Refusal> {
        match self.peek() {
            Some(b'[') => return Ok(Operand::Many(self.set_class()?)),
            Some(b'\\') => return self.escaped_operand(),
            Some(b'(' | b')' | b']' | b'{' | b'}' | b'/' | b'-' | b'|') | None => {
                return Err(self.refuse("invalid character in character class"));
            }
            Some(_) => {}
        }
        if self.reserved_pair_ahead() {
            return Err(self.refuse("invalid set operation in character class"));
        }
        Ok(Operand::One(self.next_unit().unwrap_or_default()))
    }

    /// Doubled punctuation, which the grammar keeps for later.
    fn reserved_pair_ahead(&self) -> bool {
        self.peek() == self.peek_at(1)
            && self
                .peek()
                .is_some_and(|byte| b"&!#$%*+,.:;<=>?@^`~".contains(&byte))
    }

    fn escaped_operand(&mut self) -> Result<Operand, Refusal> {
        self.at += 1;
        if let Some(set) = self.class_escape()? {
            return Ok(Operand::Many(self.folded(set)));
        }
        match self.peek() {
            Some(b'b') => {
                self.at += 1;
                Ok(Operand::One(8))
            }
            Some(b'q') => self.quoted_characters(),
            Some(byte) if b"&-!#%,:;<=>@`~".contains(&byte) => {
                self.at += 1;
                Ok(Operand::One(u32::from(byte)))
            }
            _ => Ok(Operand::One(self.character_escape(true)?)),
        }
    }

    /// `\q{a|b}`, as far as each alternative is one character.
    fn quoted_characters(&mut self) -> Result<Operand, Refusal> {
        let start = self.at;
        let refuse = |problem| Refusal { at: start, problem };
        if !self.eat_all(b"q{") {
            return Err(refuse("invalid escape"));
        }
        let mut set = CharSet::EMPTY;
        loop {
            set = set.union(self.quoted_character()?);
            match self.next_unit().map(ascii) {
                Some(b'|') => {}
                Some(b'}') => return Ok(Operand::Many(set)),
                _ => {
                    return Err(refuse(
                        "unsupported: string of several characters in a class",
                    ));
                }
            }
        }
    }

    fn quoted_character(&mut self) -> Result<CharSet, Refusal> {
        if matches!(self.peek(), Some(b'|' | b'}' | b'[')) {
            return Err(self.refuse("unsupported: string of no or several characters in a class"));
        }
        match self.operand()? {
            Operand::One(code) => Ok(self.folded(CharSet::single(code))),
            Operand::Many(_) => Err(self.refuse("invalid escape")),
        }
    }
}
