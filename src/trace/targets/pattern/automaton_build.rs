//! Builds an automaton by following sets of instructions.
//!
//! All states are built at the first test, so that a test never writes; a pattern with too many
//! states is left to the linear machine.

use super::automaton::Run;
use super::bits::Bits;
use super::classes::Classes;
use super::literal::Literal;
use super::position::Side;
use super::program::{Inst, Program};
use super::simulate::{Place, Reach};

/// Cells of the largest table, four bytes each.
const MAX_CELLS: usize = 32 * 1024;
/// Instructions visited while building; bounds the time of the first test.
const MAX_STEPS: u64 = 500_000;
/// A shorter run is as fast in the table; a longer one may go round in a circle for ever.
const MIN_RUN: usize = 4;
const MAX_RUN: usize = 64;

const DEAD: usize = 0;
const ACCEPT: usize = 1;

/// The finished table; states are the indices of their rows.
pub(super) struct Built {
    pub(super) table: Vec<u32>,
    pub(super) row: usize,
    pub(super) runs: Vec<Run>,
    pub(super) start: usize,
}

/// What a state stands for: where the paths are, and what they saw last.
#[derive(PartialEq, Eq, Clone)]
struct Paths {
    pcs: Vec<usize>,
    before: Side,
}

pub(super) struct Builder<'p> {
    program: &'p Program,
    classes: Classes,
    /// One byte of each class.
    symbols: Vec<u8>,
    /// Nothing can begin behind index 0.
    anchored: bool,
    reach: Reach,
    /// Where the paths stand behind one symbol.
    landed: Bits,
    /// `states[DEAD]` and `states[ACCEPT]` are empty and never followed.
    states: Vec<Paths>,
    /// Open addressing: a state number, or 0.
    index: Vec<usize>,
    /// For each state that was followed a row of state numbers, one for each symbol and the end.
    rows: Vec<usize>,
    row: usize,
}

impl<'p> Builder<'p> {
    pub(super) fn new(program: &'p Program, classes: Classes, anchored: bool) -> Self {
        let nowhere = || Paths {
            pcs: Vec::new(),
            before: Side::Other,
        };
        let row = classes.len() + 1;
        let mut rows = vec![DEAD; row];
        rows.resize(2 * row, ACCEPT);
        Self {
            program,
            symbols: classes.examples().collect(),
            classes,
            anchored,
            reach: Reach::for_program(program),
            landed: Bits::below(program.insts.len()),
            states: Vec::from([nowhere(), nowhere()]),
            index: vec![0; 64],
            rows,
            row,
        }
    }

    pub(super) fn build(mut self) -> Option<Built> {
        let start = self.state(vec![0], self.classes.side(None));
        while let Some(paths) = self.states.get(self.followed()).cloned() {
            self.follow(&paths);
            let cells = self.states.len() * self.row;
            if cells > MAX_CELLS || self.reach.steps > MAX_STEPS {
                return None;
            }
        }
        Some(self.finish(start))
    }

    fn followed(&self) -> usize {
        self.rows.len() / self.row
    }

    /// Adds the row of these paths: where each symbol, and the end of the text, leads.
    fn follow(&mut self, paths: &Paths) {
        let mut after = None;
        for place in 0..self.symbols.len() {
            let byte = self.symbols.get(place).copied().unwrap_or_default();
            let side = self.classes.side(Some(byte));
            if after != Some(side) {
                self.expand(paths, side);
                after = Some(side);
            }
            let target = self.target(byte);
            self.rows.push(target);
        }
        let end = self.classes.side(None);
        if after != Some(end) {
            self.expand(paths, end);
        }
        self.rows
            .push(if self.reach.matched { ACCEPT } else { DEAD });
    }

    fn expand(&mut self, paths: &Paths, after: Side) {
        let place = Place::between(paths.before, after);
        self.reach.clear();
        for pc in &paths.pcs {
            self.reach.add(self.program, *pc, &place);
        }
    }

    /// The state behind one symbol, from what was expanded for it.
    fn target(&mut self, byte: u8) -> usize {
        if self.reach.matched {
            return ACCEPT;
        }
        self.landed.clear();
        for pc in &self.reach.takes {
            if let Inst::Take(set) = self.program.inst(*pc) {
                if self.program.set(set).contains(byte) {
                    self.landed.insert(landing(self.program, pc + 1));
                }
            }
        }
        if !self.anchored {
            self.landed.insert(0);
        }
        self.reach.steps += self.reach.takes.len() as u64;
        self.state(self.landed.to_vec(), self.classes.side(Some(byte)))
    }

    /// The number of a state, new or known.
    fn state(&mut self, pcs: Vec<usize>, before: Side) -> usize {
        if pcs.is_empty() {
            return DEAD;
        }
        if pcs.iter().any(|pc| self.program.inst(*pc) == Inst::Match) {
            return ACCEPT;
        }
        let paths = Paths { pcs, before };
        let mut slot = self.slot_of(&paths);
        loop {
            match self.index.get(slot).copied().unwrap_or_default() {
                0 => return self.insert(paths, slot),
                known if self.states.get(known) == Some(&paths) => return known,
                _ => slot = (slot + 1) % self.index.len(),
            }
        }
    }

    fn slot_of(&self, paths: &Paths) -> usize {
        let mix = |hash: usize, pc: usize| (hash ^ pc).wrapping_mul(0x9E37_79B1);
        let hash = paths
            .pcs
            .iter()
            .fold(paths.before as usize, |hash, pc| mix(hash, *pc));
        (hash >> 7) % self.index.len()
    }

    fn insert(&mut self, paths: Paths, slot: usize) -> usize {
        let number = self.states.len();
        if let Some(place) = self.index.get_mut(slot) {
            *place = number;
        }
        self.states.push(paths);
        if 2 * self.states.len() > self.index.len() {
            self.grow_index();
        }
        number
    }

    fn grow_index(&mut self) {
        self.index = vec![0; 4 * self.index.len()];
        for number in ACCEPT + 1..self.states.len() {
            let Some(paths) = self.states.get(number) else {
                return;
            };
            let mut slot = self.slot_of(paths);
            while self.index.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) % self.index.len();
            }
            if let Some(place) = self.index.get_mut(slot) {
                *place = number;
            }
        }
    }

    /// Puts the states with a run behind the two special ones and numbers cells instead of states.
    fn finish(&self, start: usize) -> Built {
        let mut order = vec![DEAD, ACCEPT];
        let mut runs = Vec::new();
        for head in self.run_heads(start).to_vec() {
            runs.extend(self.run_from(head).inspect(|_| order.push(head)));
        }
        let mut placed = Bits::below(self.states.len());
        order.iter().for_each(|state| _ = placed.insert(*state));
        order.extend((0..self.states.len()).filter(|state| placed.insert(*state)));
        let cells = self.cells(&order);
        let cell = |state: usize| cells.get(state).copied().unwrap_or_default();
        for run in &mut runs {
            run.target = cell(run.target) as usize;
        }
        let mut table = Vec::with_capacity(self.rows.len());
        for state in order {
            table.extend(self.row_of(state).iter().map(|next| cell(*next)));
        }
        Built {
            table,
            row: self.row,
            runs,
            start: cell(start) as usize,
        }
    }

    /// The first cell of each state's row, when the rows stand in this order.
    fn cells(&self, order: &[usize]) -> Vec<u32> {
        let mut cells = vec![0; order.len()];
        for (place, state) in order.iter().enumerate() {
            if let Some(cell) = cells.get_mut(*state) {
                // At most MAX_CELLS cells, so every number fits.
                *cell = u32::try_from(place * self.row).unwrap_or_default();
            }
        }
        cells
    }

    fn row_of(&self, state: usize) -> &[usize] {
        let from = state * self.row;
        self.rows.get(from..from + self.row).unwrap_or_default()
    }

    /// The states where a run may begin: those that a choice leads to.
    ///
    /// Inside a run no other begins, or a long literal would be kept once for each of its bytes.
    fn run_heads(&self, start: usize) -> Bits {
        let mut heads = Bits::below(self.states.len());
        heads.insert(start);
        for (state, row) in self.rows.chunks(self.row).enumerate() {
            if self.only_way(state).is_none() {
                row.iter().for_each(|next| _ = heads.insert(*next));
            }
        }
        heads
    }

    /// The text that must follow a state, if it is long enough; its target is a state number.
    fn run_from(&self, state: usize) -> Option<Run> {
        let mut literal = Literal::default();
        let mut target = state;
        while let Some((pair, next)) = self.only_way(target).filter(|_| literal.len() < MAX_RUN) {
            literal.push(pair);
            target = next;
        }
        (literal.len() >= MIN_RUN).then_some(Run { literal, target })
    }

    /// The one symbol that does not end in `DEAD`, if it is one character, and where it leads.
    #[inline(never)]
    fn only_way(&self, state: usize) -> Option<((u8, u8), usize)> {
        let row = self.row_of(state).iter().enumerate();
        let mut ways = row.filter(|(_, next)| **next != DEAD);
        let (class, next) = ways.next()?;
        if ways.next().is_some() {
            return None;
        }
        Some((self.classes.as_literal(class)?, *next))
    }
}

/// Behind jumps, so that the same paths are the same state.
fn landing(program: &Program, mut pc: usize) -> usize {
    while let Inst::Jump(target) = program.inst(pc) {
        pc = target;
    }
    pc
}
