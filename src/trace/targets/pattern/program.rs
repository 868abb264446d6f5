//! The instructions that every machine of this module runs.

use super::charset::CharSet;
use super::syntax::Assertion;

/// One instruction; the next one follows unless it says otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Inst {
    /// Takes one character of the set with this index, to the right.
    Take(usize),
    /// Takes one character of the set with this index, to the left (inside look-behind).
    TakeBack(usize),
    /// Goes on at either place; the backtracker tries `first` first.
    Split {
        first: usize,
        second: usize,
    },
    Jump(usize),
    Assert(Assertion),
    /// The look-around `id`: its body follows up to a `Match`, the rest begins at `end`.
    Look {
        id: usize,
        negative: bool,
        end: usize,
    },
    /// Puts the position into a slot: an end of a group, or the start of a round.
    Save(usize),
    /// Forgets the slots `from..to`: the groups inside a new round.
    Clear {
        from: usize,
        to: usize,
    },
    /// Fails if nothing was taken since the position was saved in this slot.
    Progress(usize),
    /// Takes the text of the group whose slots begin here once more.
    Same {
        slot: usize,
        back: bool,
    },
    Match,
}

/// The compiled form of a pattern or of the body of a look-around.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) insts: Vec<Inst>,
    pub(super) sets: Vec<CharSet>,
    pub(super) slots: usize,
}

impl Program {
    pub(super) fn inst(&self, pc: usize) -> Inst {
        self.insts.get(pc).copied().unwrap_or(Inst::Match)
    }

    pub(super) fn set(&self, index: usize) -> CharSet {
        self.sets.get(index).copied().unwrap_or(CharSet::EMPTY)
    }

    /// Whether `holds` is true of any instruction.
    pub(super) fn has(&self, holds: &dyn Fn(Inst) -> bool) -> bool {
        self.insts.iter().any(|inst| holds(*inst))
    }
}
