//! What an assertion sees at a position: its two neighbours.

use super::charset::CharSet;
use super::syntax::Assertion;

/// One neighbour of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// The start or the end of the text.
    Edge,
    LineEnd,
    Word,
    Other,
}

impl Side {
    /// The side that a byte shows; `None` is beyond the text.
    pub(super) fn of(byte: Option<u8>) -> Self {
        match byte {
            None => Self::Edge,
            Some(byte) if byte >= 0x80 => Self::Other,
            Some(byte) if CharSet::WORD.contains(byte) => Self::Word,
            Some(byte) if CharSet::LINE_END.contains(byte) => Self::LineEnd,
            Some(_) => Self::Other,
        }
    }

    fn ends_line(self) -> bool {
        matches!(self, Self::Edge | Self::LineEnd)
    }
}

impl Assertion {
    /// Whether the assertion holds between these neighbours. `\b` asks for ASCII word characters
    /// even with `iu`: what else folds to one does not occur in a URL.
    pub(super) fn holds(self, before: Side, after: Side) -> bool {
        let boundary = (before == Side::Word) != (after == Side::Word);
        match self {
            Self::TextStart => before == Side::Edge,
            Self::TextEnd => after == Side::Edge,
            Self::LineStart => before.ends_line(),
            Self::LineEnd => after.ends_line(),
            Self::WordBoundary => boundary,
            Self::NoWordBoundary => !boundary,
        }
    }
}
