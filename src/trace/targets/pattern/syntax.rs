//! The tree of a pattern that was read, and what can be told from it without matching.

use super::charset::CharSet;

/// A condition on the two neighbours of a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Assertion {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}

/// A quantified part.
#[derive(Debug)]
pub(super) struct Repeat {
    pub(super) body: Node,
    pub(super) min: u32,
    /// `None`: no upper limit.
    pub(super) max: Option<u32>,
    pub(super) greedy: bool,
    /// The groups inside are `first_group..end_group`; each round forgets them.
    pub(super) first_group: usize,
    pub(super) end_group: usize,
    /// Where the quantifier stands, for the error "too large".
    pub(super) at: usize,
}

/// A look-ahead or look-behind.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) body: Node,
    pub(super) behind: bool,
    pub(super) negative: bool,
    /// Its place among all of the pattern; one that lies inside another has the lower id.
    pub(super) id: usize,
}

/// One part of a pattern.
#[derive(Debug)]
pub(super) enum Node {
    Empty,
    Set(CharSet),
    Concat(Vec<Node>),
    Alternate(Vec<Node>),
    Repeat(Box<Repeat>),
    /// A capture group and its index from 0.
    Group(usize, Box<Node>),
    Look(Box<Look>),
    Assert(Assertion),
    /// A back-reference to the group with this index from 0.
    BackReference(usize),
}

/// A pattern that was read, with what the machines must know about it as a whole.
#[derive(Debug)]
pub(super) struct Syntax {
    pub(super) root: Node,
    pub(super) groups: usize,
    pub(super) looks: usize,
    pub(super) back_references: bool,
}

/// Where and why a pattern was refused; the place counts the units that the parser reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) at: usize,
    pub(super) problem: &'static str,
}

impl Node {
    /// Whether the part never moves the position.
    pub(super) fn is_zero_width(&self) -> bool {
        match self {
            Self::Empty | Self::Look(_) | Self::Assert(_) => true,
            Self::Set(_) | Self::BackReference(_) => false,
            Self::Concat(parts) | Self::Alternate(parts) => parts.iter().all(Self::is_zero_width),
            Self::Repeat(repeat) => repeat.max == Some(0) || repeat.body.is_zero_width(),
            Self::Group(_, body) => body.is_zero_width(),
        }
    }

    /// Whether the part can match without moving the position.
    pub(super) fn can_be_empty(&self) -> bool {
        match self {
            Self::Empty | Self::Look(_) | Self::Assert(_) | Self::BackReference(_) => true,
            Self::Set(_) => false,
            Self::Concat(parts) => parts.iter().all(Self::can_be_empty),
            Self::Alternate(parts) => parts.iter().any(Self::can_be_empty),
            Self::Repeat(repeat) => repeat.min == 0 || repeat.body.can_be_empty(),
            Self::Group(_, body) => body.can_be_empty(),
        }
    }

    /// Whether a match of the part can only begin at the start of the text.
    pub(super) fn is_anchored(&self) -> bool {
        match self {
            Self::Assert(assertion) => *assertion == Assertion::TextStart,
            Self::Concat(parts) => anchored_before_moving(parts),
            Self::Alternate(parts) => parts.iter().all(Self::is_anchored),
            Self::Repeat(repeat) => repeat.min > 0 && repeat.body.is_anchored(),
            Self::Group(_, body) => body.is_anchored(),
            _ => false,
        }
    }
}

fn anchored_before_moving(parts: &[Node]) -> bool {
    for part in parts {
        if part.is_anchored() {
            return true;
        }
        if !part.is_zero_width() {
            return false;
        }
    }
    false
}
