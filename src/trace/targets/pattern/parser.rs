//! Reads the source of a JavaScript regular expression (ECMAScript 2024 with Annex B).
//!
//! Without the flags `u` and `v` a pattern is a row of UTF-16 units, as in JavaScript: an emoji is
//! two characters and a quantifier binds the second.

use super::charset::CharSet;
use super::flags::Flags;
use super::names::{Groups, ascii, read_name};
use super::syntax::{Assertion, Look, Node, Refusal, Syntax};

/// Source length limit, in bytes.
const MAX_SOURCE: usize = 8 * 1024;
/// Nesting limit of groups and classes; keeps every recursion over the tree short.
const MAX_DEPTH: usize = 200;
/// Each look-around costs a bit for every position of the text.
const MAX_LOOKS: usize = 64;

/// A place in the source and what was learned up to it.
pub(super) struct Parser {
    source: Vec<u32>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    pub(super) groups: Groups,
    /// Groups opened so far.
    pub(super) opened: usize,
    depth: usize,
    looks: usize,
    back_references: bool,
}

/// Reads a whole pattern.
pub(super) fn parse(source: &str, flags: Flags) -> Result<Syntax, Refusal> {
    if source.len() > MAX_SOURCE {
        return Err(Refusal {
            at: 0,
            problem: "pattern longer than 8192 bytes",
        });
    }
    let mut parser = Parser::new(source, flags);
    let root = parser.disjunction()?;
    if parser.peek().is_some() {
        return Err(parser.refuse("unmatched )"));
    }
    parser.check_duplicate_names()?;
    Ok(Syntax {
        root,
        groups: parser.groups.total,
        looks: parser.looks,
        back_references: parser.back_references,
    })
}

impl Parser {
    fn new(source: &str, flags: Flags) -> Self {
        let source = units(source, flags.unicode);
        Self {
            groups: Groups::scan(&source),
            source,
            at: 0,
            flags,
            opened: 0,
            depth: 0,
            looks: 0,
            back_references: false,
        }
    }

    fn disjunction(&mut self) -> Result<Node, Refusal> {
        let mut alternatives = vec![self.alternative()?];
        while self.eat(b'|') {
            alternatives.push(self.alternative()?);
        }
        Ok(match alternatives.pop() {
            Some(only) if alternatives.is_empty() => only,
            last => {
                alternatives.extend(last);
                Node::Alternate(alternatives)
            }
        })
    }

    fn alternative(&mut self) -> Result<Node, Refusal> {
        let mut parts = Vec::new();
        while !matches!(self.peek(), None | Some(b'|' | b')')) {
            parts.push(self.term()?);
        }
        Ok(match parts.pop() {
            None => Node::Empty,
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Node::Concat(parts)
            }
        })
    }

    /// One atom with its quantifier, or one assertion.
    fn term(&mut self) -> Result<Node, Refusal> {
        let first_group = self.opened;
        let (atom, quantifiable) = self.atom()?;
        if quantifiable {
            self.quantified(atom, first_group)
        } else {
            Ok(atom)
        }
    }

    /// One atom or assertion, and whether a quantifier may follow.
    fn atom(&mut self) -> Result<(Node, bool), Refusal> {
        let Some(byte) = self.peek() else {
            return Ok((Node::Empty, false));
        };
        match byte {
            b'^' => Ok((self.line_assertion(true), false)),
            b'$' => Ok((self.line_assertion(false), false)),
            b'(' => self.group(),
            b'[' => Ok((self.class()?, true)),
            b'.' => Ok((self.dot(), true)),
            b'\\' => self.atom_escape(),
            b'*' | b'+' | b'?' => Err(self.refuse("nothing to repeat")),
            b'{' => self.lone_brace(),
            b'}' | b']' if self.flags.unicode => Err(self.refuse("lone quantifier bracket")),
            _ => Ok((self.literal(), true)),
        }
    }

    fn line_assertion(&mut self, start: bool) -> Node {
        self.at += 1;
        Node::Assert(match (start, self.flags.multiline) {
            (true, false) => Assertion::TextStart,
            (true, true) => Assertion::LineStart,
            (false, false) => Assertion::TextEnd,
            (false, true) => Assertion::LineEnd,
        })
    }

    fn dot(&mut self) -> Node {
        self.at += 1;
        Node::Set(if self.flags.dot_all {
            CharSet::ALL
        } else {
            CharSet::LINE_END.complement()
        })
    }

    /// A `{` that follows nothing: an error if it begins a quantifier, else Annex B's plain brace.
    fn lone_brace(&mut self) -> Result<(Node, bool), Refusal> {
        if self.flags.unicode || self.braces_ahead() {
            return Err(self.refuse("nothing to repeat"));
        }
        Ok((self.literal(), true))
    }

    fn literal(&mut self) -> Node {
        let code = self.next_unit().unwrap_or_default();
        Node::Set(self.folded(CharSet::single(code)))
    }

    /// A set with the other case of its letters, if the flags say so.
    pub(super) fn folded(&self, set: CharSet) -> CharSet {
        if self.flags.ignore_case {
            set.fold(self.flags.unicode)
        } else {
            set
        }
    }

    fn group(&mut self) -> Result<(Node, bool), Refusal> {
        let start = self.at;
        self.enter()?;
        let found = if !self.eat_all(b"(?") {
            self.at += 1;
            self.capture(start)?
        } else if self.eat(b':') {
            (self.body(start)?, true)
        } else if self.eat(b'=') {
            self.look(start, false, false)?
        } else if self.eat(b'!') {
            self.look(start, false, true)?
        } else if self.eat_all(b"<=") {
            self.look(start, true, false)?
        } else if self.eat_all(b"<!") {
            self.look(start, true, true)?
        } else if self.eat(b'<') {
            self.at = read_name(&self.source, self.at)?.1;
            self.capture(start)?
        } else {
            return Err(self.refuse("invalid group"));
        };
        self.leave();
        Ok(found)
    }

    fn capture(&mut self, start: usize) -> Result<(Node, bool), Refusal> {
        let index = self.opened;
        self.opened += 1;
        let body = self.body(start)?;
        Ok((Node::Group(index, Box::new(body)), true))
    }

    /// What stands in parentheses, and the closing one.
    #[inline(never)]
    fn body(&mut self, start: usize) -> Result<Node, Refusal> {
        let body = self.disjunction()?;
        if self.eat(b')') {
            return Ok(body);
        }
        Err(Refusal {
            at: start,
            problem: "unterminated group",
        })
    }

    fn look(
        &mut self,
        start: usize,
        behind: bool,
        negative: bool,
    ) -> Result<(Node, bool), Refusal> {
        let body = self.body(start)?;
        let id = self.looks;
        self.looks += 1;
        if self.looks > MAX_LOOKS {
            return Err(Refusal {
                at: start,
                problem: "unsupported: more than 64 look-arounds",
            });
        }
        let look = Look {
            body,
            behind,
            negative,
            id,
        };
        // Annex B lets a look-ahead be repeated, never a look-behind.
        let quantifiable = !behind && !self.flags.unicode;
        Ok((Node::Look(Box::new(look)), quantifiable))
    }

    pub(super) fn back_reference(&mut self, index: usize) -> Node {
        self.back_references = true;
        Node::BackReference(index)
    }

    /// `\k` stands before `self.at`; reads `<name>`.
    pub(super) fn named_reference(&mut self) -> Result<Node, Refusal> {
        let start = self.at;
        if !self.eat(b'<') {
            return Err(self.refuse("invalid named reference"));
        }
        let (name, after) = read_name(&self.source, self.at)?;
        self.at = after;
        match self.groups.index_of(&name) {
            Some(index) => Ok(self.back_reference(index)),
            None => Err(Refusal {
                at: start,
                problem: "named reference to no group",
            }),
        }
    }

    fn check_duplicate_names(&self) -> Result<(), Refusal> {
        if self.groups.duplicate {
            return Err(self.refuse("unsupported: two groups of the same name"));
        }
        Ok(())
    }

    /// One level deeper; the caller takes it back with [`Parser::leave`].
    pub(super) fn enter(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("nested too deeply"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    #[inline(never)]
    pub(super) fn refuse(&self, problem: &'static str) -> Refusal {
        Refusal {
            at: self.at,
            problem,
        }
    }

    /// The next unit as a byte, 0xFF for one that is not ASCII, `None` at the end.
    pub(super) fn peek(&self) -> Option<u8> {
        self.peek_at(0)
    }

    #[inline(never)]
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.source.get(self.at + ahead).map(|unit| ascii(*unit))
    }

    #[inline(never)]
    pub(super) fn next_unit(&mut self) -> Option<u32> {
        let unit = self.source.get(self.at).copied();
        self.at += usize::from(unit.is_some());
        unit
    }

    #[inline(never)]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline(never)]
    pub(super) fn eat_all(&mut self, text: &[u8]) -> bool {
        let found = (0..text.len()).all(|ahead| self.peek_at(ahead) == text.get(ahead).copied());
        self.at += if found { text.len() } else { 0 };
        found
    }

    pub(super) fn source(&self) -> &[u32] {
        &self.source
    }
}

fn units(source: &str, unicode: bool) -> Vec<u32> {
    let mut units = Vec::with_capacity(source.len());
    for character in source.chars() {
        let code = u32::from(character);
        if unicode || code < 0x1_0000 {
            units.push(code);
        } else {
            units.push(0xD800 + ((code - 0x1_0000) >> 10));
            units.push(0xDC00 + (code & 0x3FF));
        }
    }
    units
}

/// The place of a unit in characters, which is how an editor counts.
pub(super) fn in_characters(source: &str, at: usize, unicode: bool) -> usize {
    if unicode {
        return at;
    }
    let mut units = 0;
    let before = source.chars().take_while(|character| {
        units += character.len_utf16();
        units <= at
    });
    before.count()
}
