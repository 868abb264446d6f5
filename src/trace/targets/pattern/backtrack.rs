//! The machine for back-references, and the quick try for look-around.
//!
//! It searches as JavaScript does, on a stack of its own, and stops after a number of steps.

use std::ops::RangeInclusive;

use super::position::Side;
use super::program::{Inst, Program};

/// How a bounded search ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Search {
    Found,
    Nothing,
    /// The steps ran out first.
    Exhausted,
}

/// What to restore or to try when the current path fails.
#[derive(Clone, Copy)]
enum Undo {
    Try { pc: usize, at: usize },
    Slot { slot: usize, old: usize },
}

/// A slot that holds no position.
const UNSET: usize = usize::MAX;

struct Machine<'p> {
    program: &'p Program,
    text: &'p [u8],
    ignore_case: bool,
    slots: Vec<usize>,
    stack: Vec<Undo>,
    steps_left: u64,
}

/// Searches the text for matches that begin in `starts`; returns the steps left.
pub(super) fn search(
    program: &Program,
    text: &[u8],
    starts: RangeInclusive<usize>,
    ignore_case: bool,
    steps: u64,
) -> (Search, u64) {
    let mut machine = Machine {
        program,
        text,
        ignore_case,
        slots: vec![UNSET; program.slots],
        stack: Vec::new(),
        steps_left: steps,
    };
    let decisive = starts
        .map(|start| machine.run(0, start))
        .find(|end| *end != Search::Nothing);
    (decisive.unwrap_or(Search::Nothing), machine.steps_left)
}

impl Machine<'_> {
    /// Runs one path after the other until one matches; leaves what that one saved.
    fn run(&mut self, pc: usize, at: usize) -> Search {
        let base = self.stack.len();
        let mut here = Some((pc, at));
        loop {
            let Some((pc, at)) = here.or_else(|| self.back_up(base)) else {
                return Search::Nothing;
            };
            let inst = self.program.inst(pc);
            if inst == Inst::Match {
                return Search::Found;
            }
            if self.steps_left == 0 {
                return Search::Exhausted;
            }
            self.steps_left -= 1;
            here = match inst {
                Inst::Look { negative, end, .. } => match self.look(pc, at, negative) {
                    Search::Exhausted => return Search::Exhausted,
                    held => (held == Search::Found).then_some((end, at)),
                },
                inst => self.step(inst, pc, at),
            };
        }
    }

    /// The next path to try, with the slots as they were when it was put off.
    fn back_up(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Undo::Try { pc, at } => return Some((pc, at)),
                Undo::Slot { slot, old } => self.write(slot, old),
            }
        }
        None
    }

    fn step(&mut self, inst: Inst, pc: usize, at: usize) -> Option<(usize, usize)> {
        let next = pc + 1;
        match inst {
            Inst::Take(set) => {
                let byte = self.text.get(at)?;
                self.program
                    .set(set)
                    .contains(*byte)
                    .then_some((next, at + 1))
            }
            Inst::TakeBack(set) => {
                let byte = self.before(at)?;
                self.program
                    .set(set)
                    .contains(byte)
                    .then_some((next, at - 1))
            }
            Inst::Split { first, second } => {
                self.stack.push(Undo::Try { pc: second, at });
                Some((first, at))
            }
            Inst::Jump(target) => Some((target, at)),
            Inst::Assert(assertion) => {
                let after = self.text.get(at).copied();
                let holds = assertion.holds(Side::of(self.before(at)), Side::of(after));
                holds.then_some((next, at))
            }
            Inst::Save(slot) => {
                self.save(slot, at);
                Some((next, at))
            }
            Inst::Clear { from, to } => {
                self.charge(to - from);
                (from..to).for_each(|slot| self.save(slot, UNSET));
                Some((next, at))
            }
            Inst::Progress(slot) => (self.slot(slot) != at).then_some((next, at)),
            Inst::Same { slot, back } => self.same(slot, back, at).map(|at| (next, at)),
            Inst::Look { .. } | Inst::Match => None,
        }
    }

    /// Runs the body of a look-around; `Found` if it holds, negation counted in.
    fn look(&mut self, pc: usize, at: usize, negative: bool) -> Search {
        let base = self.stack.len();
        let end = self.run(pc + 1, at);
        match (end, negative) {
            (Search::Exhausted, _) => return Search::Exhausted,
            // JavaScript never goes back into a look-ahead, but keeps what its groups took.
            (Search::Found, false) => self.forget_tries(base),
            _ => while self.back_up(base).is_some() {},
        }
        let held = (end == Search::Found) != negative;
        if held { Search::Found } else { Search::Nothing }
    }

    fn forget_tries(&mut self, base: usize) {
        let mut kept = self.stack.split_off(base);
        kept.retain(|undo| matches!(undo, Undo::Slot { .. }));
        self.stack.append(&mut kept);
    }

    /// Where the text of a group, repeated here, ends; an unset group matches empty.
    fn same(&mut self, slot: usize, back: bool, at: usize) -> Option<usize> {
        let (start, end) = (self.slot(slot), self.slot(slot + 1));
        if start == UNSET || end == UNSET {
            return Some(at);
        }
        let group = self.text.get(start..end)?;
        let (from, to) = if back {
            (at.checked_sub(group.len())?, at)
        } else {
            (at, at.checked_add(group.len())?)
        };
        let candidate = self.text.get(from..to)?;
        self.charge(group.len());
        let mut pairs = group.iter().zip(candidate);
        pairs
            .all(|(a, b)| a == b || self.ignore_case && a.eq_ignore_ascii_case(b))
            .then_some(if back { from } else { to })
    }

    /// Counts work that one instruction does in a loop.
    fn charge(&mut self, work: usize) {
        self.steps_left = self.steps_left.saturating_sub(work as u64);
    }

    fn before(&self, at: usize) -> Option<u8> {
        self.text.get(at.checked_sub(1)?).copied()
    }

    fn slot(&self, slot: usize) -> usize {
        self.slots.get(slot).copied().unwrap_or(UNSET)
    }

    fn save(&mut self, slot: usize, at: usize) {
        let old = self.slot(slot);
        if old != at {
            self.stack.push(Undo::Slot { slot, old });
            self.write(slot, at);
        }
    }

    fn write(&mut self, slot: usize, at: usize) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = at;
        }
    }
}
