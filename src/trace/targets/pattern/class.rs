//! Character classes without the flag `v`.

use super::charset::CharSet;
use super::parser::Parser;
use super::syntax::{Node, Refusal};

/// One member of a class: a character, which may begin a range, or a set.
enum Member {
    One(u32),
    Many(CharSet),
}

impl Member {
    fn set(&self) -> CharSet {
        match self {
            Self::One(code) => CharSet::single(*code),
            Self::Many(set) => *set,
        }
    }
}

impl Parser {
    /// A whole class, from its `[` on.
    pub(super) fn class(&mut self) -> Result<Node, Refusal> {
        if self.flags.sets {
            return Ok(Node::Set(self.set_class()?));
        }
        let start = self.at;
        self.at += 1;
        let negative = self.eat(b'^');
        let mut set = CharSet::EMPTY;
        while !self.eat(b']') {
            if self.peek().is_none() {
                return Err(unterminated(start));
            }
            set = set.union(self.class_part()?);
        }
        // JavaScript folds first and negates then: [^a] with i matches neither a nor A.
        let set = self.folded(set);
        Ok(Node::Set(if negative { set.complement() } else { set }))
    }

    /// One member, or a range of two.
    fn class_part(&mut self) -> Result<CharSet, Refusal> {
        let at = self.at;
        let first = self.class_member()?;
        if self.peek() != Some(b'-') || matches!(self.peek_at(1), None | Some(b']')) {
            return Ok(first.set());
        }
        self.at += 1;
        let last = self.class_member()?;
        let refuse = |problem| Err(Refusal { at, problem });
        match (&first, &last) {
            (Member::One(first), Member::One(last)) if first > last => {
                refuse("range out of order in character class")
            }
            (Member::One(first), Member::One(last)) => Ok(CharSet::range(*first, *last)),
            _ if self.flags.unicode => refuse("invalid character class"),
            // Annex B: [\d-x] is \d, a hyphen and x.
            _ => Ok(first
                .set()
                .union(last.set())
                .union(CharSet::single(u32::from(b'-')))),
        }
    }

    fn class_member(&mut self) -> Result<Member, Refusal> {
        if !self.eat(b'\\') {
            return Ok(Member::One(self.next_unit().unwrap_or_default()));
        }
        if let Some(set) = self.class_escape()? {
            return Ok(Member::Many(set));
        }
        if self.eat(b'b') {
            return Ok(Member::One(8));
        }
        Ok(Member::One(self.character_escape(true)?))
    }
}

pub(super) fn unterminated(at: usize) -> Refusal {
    Refusal {
        at,
        problem: "unterminated character class",
    }
}
