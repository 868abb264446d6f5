//! Builds an automaton by following sets of instructions.
//!
//! All states are built at the first test, so that a test never writes; a pattern with too many
//! states is left to the linear machine.

use super::automaton::Run;
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
    /// `states[DEAD]` and `states[ACCEPT]` are empty and never followed.
    states: Vec<Paths>,
    /// Open addressing: a state number, or 0.
    index: Vec<usize>,
    /// A row for each state that was followed, in state numbers.
    rows: Vec<Vec<usize>>,
}

impl<'p> Builder<'p> {
    pub(super) fn new(program: &'p Program, classes: Classes, anchored: bool) -> Self {
        let nowhere = Paths {
            pcs: Vec::new(),
            before: Side::Other,
        };
        let row = classes.len() + 1;
        Self {
            program,
            symbols: classes.examples().collect(),
            classes,
            anchored,
            reach: Reach::for_program(program),
            states: vec![nowhere.clone(), nowhere],
            index: vec![0; 64],
            rows: vec![vec![DEAD; row], vec![ACCEPT; row]],
        }
    }

    pub(super) fn build(mut self) -> Option<Built> {
        let start = self.state(vec![0], self.classes.side(None));
        while let Some(paths) = self.states.get(self.rows.len()).cloned() {
            let row = self.follow(&paths);
            self.rows.push(row);
            let cells = self.states.len() * (self.classes.len() + 1);
            if cells > MAX_CELLS || self.reach.steps > MAX_STEPS {
                return None;
            }
        }
        Some(self.finish(start))
    }

    /// Where each symbol, and the end of the text, leads from these paths.
    fn follow(&mut self, paths: &Paths) -> Vec<usize> {
        let mut row = Vec::with_capacity(self.symbols.len() + 1);
        let mut after = None;
        for place in 0..self.symbols.len() {
            let byte = self.symbols.get(place).copied().unwrap_or_default();
            let side = self.classes.side(Some(byte));
            if after != Some(side) {
                self.expand(paths, side);
                after = Some(side);
            }
            row.push(self.target(byte));
        }
        let end = self.classes.side(None);
        if after != Some(end) {
            self.expand(paths, end);
        }
        row.push(if self.reach.matched { ACCEPT } else { DEAD });
        row
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
        let taken = self.reach.takes.iter().copied().filter(|pc| {
            matches!(self.program.inst(*pc), Inst::Take(set) if self.program.set(set).contains(byte))
        });
        let mut pcs: Vec<usize> = taken.map(|pc| self.landing(pc + 1)).collect();
        self.reach.steps += self.reach.takes.len() as u64;
        if !self.anchored {
            pcs.push(0);
        }
        pcs.sort_unstable();
        pcs.dedup();
        self.state(pcs, self.classes.side(Some(byte)))
    }

    /// Behind jumps, so that the same paths are the same state.
    fn landing(&self, mut pc: usize) -> usize {
        while let Inst::Jump(target) = self.program.inst(pc) {
            pc = target;
        }
        pc
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
        let mut runs = self.runs(start);
        let cell_of = self.cells(&runs);
        let cell = |state: usize| cell_of.get(state).copied().unwrap_or(DEAD);
        let mut rows: Vec<_> = self.rows.iter().enumerate().collect();
        rows.sort_unstable_by_key(|(state, _)| cell(*state));
        // At most MAX_CELLS cells, so every number fits.
        let numbers = rows.iter().flat_map(|(_, row)| row.iter());
        let table = numbers.filter_map(|state| u32::try_from(cell(*state)).ok());
        Built {
            table: table.collect(),
            row: self.symbols.len() + 1,
            start: cell(start),
            runs: {
                runs.iter_mut()
                    .for_each(|(_, run)| run.target = cell(run.target));
                runs.into_iter().map(|(_, run)| run).collect()
            },
        }
    }

    /// The first cell of each state's row.
    fn cells(&self, runs: &[(usize, Run)]) -> Vec<usize> {
        let row = self.symbols.len() + 1;
        let mut cells = vec![0; self.rows.len()];
        let heads = [DEAD, ACCEPT]
            .into_iter()
            .chain(runs.iter().map(|(head, _)| *head));
        let mut next = 0;
        let mut place = |state: usize, taken: &mut Vec<usize>| {
            if let Some(cell) = taken.get_mut(state) {
                *cell = next;
                next += row;
            }
        };
        heads.for_each(|state| place(state, &mut cells));
        for state in ACCEPT + 1..self.rows.len() {
            if cells.get(state) == Some(&0) {
                place(state, &mut cells);
            }
        }
        cells
    }

    /// The states where a run begins, with their runs; targets are state numbers.
    ///
    /// Inside a run no other begins, or a long literal would be kept once for each of its bytes.
    fn runs(&self, start: usize) -> Vec<(usize, Run)> {
        let mut heads = vec![false; self.rows.len()];
        let choices = (0..self.rows.len()).filter(|state| self.only_way(*state).is_none());
        let targets = choices.filter_map(|state| self.rows.get(state)).flatten();
        for state in targets.chain([&start]) {
            if let Some(head) = heads.get_mut(*state) {
                *head = true;
            }
        }
        let states = heads.iter().enumerate().filter(|(_, head)| **head);
        states
            .filter_map(|(state, _)| Some((state, self.run_from(state)?)))
            .collect()
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
    fn only_way(&self, state: usize) -> Option<((u8, u8), usize)> {
        let row = self.rows.get(state).filter(|_| state > ACCEPT)?;
        let mut ways = row.iter().enumerate().filter(|(_, next)| **next != DEAD);
        let (class, next) = ways.next()?;
        if ways.next().is_some() {
            return None;
        }
        Some((self.classes.as_literal(class)?, *next))
    }
}
