//! The linear machine: all paths at once, one position of the text after the other.
//!
//! Time is at most text times program, memory two lists of program size and, for each look-around,
//! one bit for each position. Look-arounds are decided first, inner before outer: one pass over the
//! text finds every position where the body ends (look-behind) or, read leftwards, begins
//! (look-ahead). Only patterns without back-references can run here.

use super::bits::Bits;
use super::compile::Scan;
use super::position::Side;
use super::program::{Inst, Program};

/// The instructions reachable at one position without taking a character.
#[derive(Default)]
pub(super) struct Reach {
    seen: Bits,
    open: Vec<usize>,
    /// Those that take a character next.
    pub(super) takes: Vec<usize>,
    pub(super) matched: bool,
    /// Instructions visited since the start, for the tests of linear time.
    pub(super) steps: u64,
}

/// A position as the instructions see it.
pub(super) struct Place<'p> {
    pub(super) before: Side,
    pub(super) after: Side,
    at: usize,
    /// For each look-around the positions where its body matches.
    held: &'p [Bits],
}

impl<'p> Place<'p> {
    /// A place of a program without look-around.
    pub(super) fn between(before: Side, after: Side) -> Self {
        Self {
            before,
            after,
            at: 0,
            held: &[],
        }
    }

    fn in_text(text: &[u8], at: usize, held: &'p [Bits]) -> Self {
        let before = at.checked_sub(1).and_then(|left| text.get(left));
        Self {
            before: Side::of(before.copied()),
            after: Side::of(text.get(at).copied()),
            at,
            held,
        }
    }
}

impl Reach {
    pub(super) fn for_program(program: &Program) -> Self {
        Self {
            seen: Bits::below(program.insts.len()),
            ..Self::default()
        }
    }

    pub(super) fn clear(&mut self) {
        self.seen.clear();
        self.takes.clear();
        self.matched = false;
    }

    /// Adds what is reachable from `pc`.
    pub(super) fn add(&mut self, program: &Program, pc: usize, place: &Place<'_>) {
        self.open.push(pc);
        while let Some(pc) = self.open.pop() {
            if self.seen.insert(pc) {
                self.steps += 1;
                self.follow(program.inst(pc), pc, place);
            }
        }
    }

    /// A round that takes nothing changes nothing without groups, so `Progress` is no condition.
    fn follow(&mut self, inst: Inst, pc: usize, place: &Place<'_>) {
        match inst {
            Inst::Take(_) | Inst::TakeBack(_) => self.takes.push(pc),
            Inst::Split { first, second } => self.open.extend([second, first]),
            Inst::Jump(target) => self.open.push(target),
            Inst::Assert(assertion) => {
                let holds = assertion.holds(place.before, place.after);
                self.open.extend(holds.then_some(pc + 1));
            }
            Inst::Look { id, negative, end } => {
                let found = place
                    .held
                    .get(id)
                    .is_some_and(|held| held.contains(place.at));
                self.open.extend((found != negative).then_some(end));
            }
            Inst::Save(_) | Inst::Clear { .. } | Inst::Progress(_) | Inst::Same { .. } => {
                self.open.push(pc + 1);
            }
            Inst::Match => self.matched = true,
        }
    }
}

/// Whether the text holds a match, and the steps that took.
pub(super) fn search(
    program: &Program,
    scans: &[Scan],
    text: &[u8],
    anchored: bool,
) -> (bool, u64) {
    let mut held: Vec<Bits> = Vec::with_capacity(scans.len());
    let mut steps = 0;
    for scan in scans {
        let mut positions = Bits::below(text.len());
        let mut pass = Pass::new(&scan.program, text, &held);
        pass.each_match(scan.leftwards, false, &mut |at| {
            positions.insert(at);
            true
        });
        steps += pass.reach.steps;
        held.push(positions);
    }
    let mut found = false;
    let mut pass = Pass::new(program, text, &held);
    pass.each_match(false, anchored, &mut |_| {
        found = true;
        false
    });
    (found, steps + pass.reach.steps)
}

/// One run over the text in one direction.
struct Pass<'p> {
    program: &'p Program,
    text: &'p [u8],
    held: &'p [Bits],
    reach: Reach,
    /// Where the paths stand before the next position.
    paths: Vec<usize>,
}

impl<'p> Pass<'p> {
    fn new(program: &'p Program, text: &'p [u8], held: &'p [Bits]) -> Self {
        Self {
            program,
            text,
            held,
            reach: Reach::for_program(program),
            paths: vec![0],
        }
    }

    /// Calls `found` at each position where a match ends, until it returns false.
    fn each_match(
        &mut self,
        leftwards: bool,
        anchored: bool,
        found: &mut dyn FnMut(usize) -> bool,
    ) {
        let length = self.text.len();
        for walked in 0..=length {
            let at = if leftwards { length - walked } else { walked };
            self.expand(at);
            if self.reach.matched && !found(at) {
                return;
            }
            let next = if leftwards {
                at.checked_sub(1)
            } else {
                Some(at)
            };
            self.advance(next.and_then(|next| self.text.get(next).copied()));
            if !anchored {
                self.paths.push(0);
            } else if self.paths.is_empty() {
                return;
            }
        }
    }

    fn expand(&mut self, at: usize) {
        let place = Place::in_text(self.text, at, self.held);
        self.reach.clear();
        for pc in self.paths.drain(..) {
            self.reach.add(self.program, pc, &place);
        }
    }

    fn advance(&mut self, byte: Option<u8>) {
        let Some(byte) = byte else { return };
        for &pc in &self.reach.takes {
            if let Inst::Take(set) | Inst::TakeBack(set) = self.program.inst(pc) {
                self.reach.steps += 1;
                if self.program.set(set).contains(byte) {
                    self.paths.push(pc + 1);
                }
            }
        }
    }
}
