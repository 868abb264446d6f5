//! Turns the tree of a pattern into instructions.
//!
//! Counted repetition is unrolled, so the size is checked on the tree before anything is compiled.

use super::charset::CharSet;
use super::program::{Inst, Program};
use super::syntax::{Look, Node, Refusal, Repeat, Syntax};

/// Limit of a program, in instructions; what a step of the linear machine costs at most.
const MAX_INSTRUCTIONS: usize = 8 * 1024;

/// The body of a look-around, compiled to run over the whole text in one pass.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) program: Program,
    /// A look-ahead holds where its body, read from the right, ends; hence the direction.
    pub(super) leftwards: bool,
}

struct Compiler {
    program: Program,
    /// Groups are recorded only if a back-reference may ask for them.
    captures: bool,
    leftwards: bool,
}

/// The program of a whole pattern.
pub(super) fn compile(syntax: &Syntax) -> Program {
    let slots = if syntax.back_references {
        2 * syntax.groups
    } else {
        0
    };
    compile_part(&syntax.root, syntax.back_references, false, slots)
}

/// The look-arounds of a pattern without back-references by id, so that inner ones come first.
pub(super) fn compile_scans(syntax: &Syntax) -> Vec<Scan> {
    let mut looks = Vec::with_capacity(syntax.looks);
    collect_looks(&syntax.root, &mut looks);
    let scan = |look: &&Look| Scan {
        program: compile_part(&look.body, false, !look.behind, 0),
        leftwards: !look.behind,
    };
    looks.iter().map(scan).collect()
}

fn compile_part(node: &Node, captures: bool, leftwards: bool, slots: usize) -> Program {
    let mut compiler = Compiler {
        program: Program {
            slots,
            ..Program::default()
        },
        captures,
        leftwards,
    };
    compiler.node(node);
    compiler.emit(Inst::Match);
    compiler.program
}

/// In the order in which the parser closed them, which is the order of their ids.
fn collect_looks<'n>(node: &'n Node, looks: &mut Vec<&'n Look>) {
    match node {
        Node::Concat(parts) | Node::Alternate(parts) => {
            for part in parts {
                collect_looks(part, looks);
            }
        }
        Node::Repeat(repeat) => collect_looks(&repeat.body, looks),
        Node::Group(_, body) => collect_looks(body, looks),
        Node::Look(look) => {
            collect_looks(&look.body, looks);
            looks.push(look);
        }
        Node::Empty | Node::Set(_) | Node::Assert(_) | Node::BackReference(_) => {}
    }
}

impl Compiler {
    #[inline(never)]
    fn emit(&mut self, inst: Inst) -> usize {
        self.program.insts.push(inst);
        self.here() - 1
    }

    fn here(&self) -> usize {
        self.program.insts.len()
    }

    #[inline(never)]
    fn patch(&mut self, at: usize, inst: Inst) {
        if let Some(place) = self.program.insts.get_mut(at) {
            *place = inst;
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::Set(set) => self.set(*set),
            Node::Concat(parts) => self.concat(parts),
            Node::Alternate(parts) => self.alternate(parts),
            Node::Repeat(repeat) => self.repeat(repeat),
            Node::Group(index, body) => self.group(*index, body),
            Node::Look(look) => self.look(look),
            Node::Assert(assertion) => {
                self.emit(Inst::Assert(*assertion));
            }
            Node::BackReference(index) => {
                self.emit(Inst::Same {
                    slot: 2 * index,
                    back: self.leftwards,
                });
            }
        }
    }

    fn set(&mut self, set: CharSet) {
        let sets = &mut self.program.sets;
        let known = sets.iter().position(|other| *other == set);
        let index = known.unwrap_or(sets.len());
        if known.is_none() {
            sets.push(set);
        }
        self.emit(if self.leftwards {
            Inst::TakeBack(index)
        } else {
            Inst::Take(index)
        });
    }

    fn concat(&mut self, parts: &[Node]) {
        if self.leftwards {
            parts.iter().rev().for_each(|part| self.node(part));
        } else {
            parts.iter().for_each(|part| self.node(part));
        }
    }

    fn alternate(&mut self, parts: &[Node]) {
        let Some((last, others)) = parts.split_last() else {
            return;
        };
        let mut exits = Vec::with_capacity(others.len());
        for part in others {
            let split = self.emit(Inst::Match);
            self.node(part);
            exits.push(self.emit(Inst::Match));
            self.patch_split(split, true, self.here());
        }
        self.node(last);
        for exit in exits {
            self.patch(exit, Inst::Jump(self.here()));
        }
    }

    /// Makes the instruction at `at` choose between its successor and `other`.
    fn patch_split(&mut self, at: usize, successor_first: bool, other: usize) {
        let (first, second) = if successor_first {
            (at + 1, other)
        } else {
            (other, at + 1)
        };
        self.patch(at, Inst::Split { first, second });
    }

    fn group(&mut self, index: usize, body: &Node) {
        let (enter, leave) = if self.leftwards {
            (2 * index + 1, 2 * index)
        } else {
            (2 * index, 2 * index + 1)
        };
        self.save(enter);
        self.node(body);
        self.save(leave);
    }

    fn save(&mut self, slot: usize) {
        if self.captures {
            self.emit(Inst::Save(slot));
        }
    }

    fn look(&mut self, look: &Look) {
        let outside = self.leftwards;
        let at = self.emit(Inst::Match);
        self.leftwards = look.behind;
        self.node(&look.body);
        self.emit(Inst::Match);
        self.leftwards = outside;
        let end = self.here();
        let (id, negative) = (look.id, look.negative);
        self.patch(at, Inst::Look { id, negative, end });
    }

    fn repeat(&mut self, repeat: &Repeat) {
        let (required, optional) = rounds(repeat);
        for _ in 0..required {
            self.clear(repeat);
            self.node(&repeat.body);
        }
        match optional {
            Some(rounds) => self.optional_rounds(repeat, rounds),
            None => self.endless_rounds(repeat),
        }
    }

    fn optional_rounds(&mut self, repeat: &Repeat, rounds: u32) {
        let mut splits = Vec::new();
        for _ in 0..rounds {
            splits.push(self.emit(Inst::Match));
            self.optional_round(repeat);
        }
        for split in splits {
            self.patch_split(split, repeat.greedy, self.here());
        }
    }

    fn endless_rounds(&mut self, repeat: &Repeat) {
        let split = self.emit(Inst::Match);
        self.optional_round(repeat);
        self.emit(Inst::Jump(split));
        self.patch_split(split, repeat.greedy, self.here());
    }

    /// One round beyond the minimum; JavaScript gives it up if it takes nothing.
    fn optional_round(&mut self, repeat: &Repeat) {
        if !repeat.body.can_be_empty() {
            self.clear(repeat);
            return self.node(&repeat.body);
        }
        let slot = self.program.slots;
        self.program.slots += 1;
        self.emit(Inst::Save(slot));
        self.clear(repeat);
        self.node(&repeat.body);
        self.emit(Inst::Progress(slot));
    }

    fn clear(&mut self, repeat: &Repeat) {
        if self.captures && repeat.first_group < repeat.end_group {
            self.emit(Inst::Clear {
                from: 2 * repeat.first_group,
                to: 2 * repeat.end_group,
            });
        }
    }
}

/// How many rounds are required, and how many more are allowed (`None`: any number).
///
/// A body that never moves does in many rounds what it does in one, and an optional round of it is
/// always given up.
fn rounds(repeat: &Repeat) -> (u32, Option<u32>) {
    if repeat.body.is_zero_width() {
        return (repeat.min.min(1), Some(0));
    }
    (repeat.min, repeat.max.map(|max| max - repeat.min))
}

/// Refuses a pattern whose program would be too large.
pub(super) fn check_size(syntax: &Syntax) -> Result<(), Refusal> {
    let total = size(&syntax.root)?;
    if total > MAX_INSTRUCTIONS {
        return Err(Refusal {
            at: 0,
            problem: "pattern too large",
        });
    }
    Ok(())
}

/// An upper bound of the instructions of a part, if it is within the limit.
fn size(node: &Node) -> Result<usize, Refusal> {
    let total = match node {
        Node::Empty => 0,
        Node::Set(_) | Node::Assert(_) | Node::BackReference(_) => 1,
        Node::Concat(parts) => sizes(parts)?,
        Node::Alternate(parts) => sizes(parts)? + 2 * parts.len(),
        Node::Group(_, body) => size(body)? + 2,
        Node::Look(look) => size(&look.body)? + 2,
        Node::Repeat(repeat) => repeat_size(repeat)?,
    };
    Ok(total)
}

fn sizes(parts: &[Node]) -> Result<usize, Refusal> {
    let mut total = 0;
    for part in parts {
        total += size(part)?;
    }
    Ok(total)
}

fn repeat_size(repeat: &Repeat) -> Result<usize, Refusal> {
    let (required, optional) = rounds(repeat);
    let rounds = u64::from(required) + u64::from(optional.unwrap_or(1));
    let round = size(&repeat.body)? + round_overhead(repeat);
    let total = usize::try_from(rounds).map_or(usize::MAX, |rounds| rounds.saturating_mul(round));
    if total > MAX_INSTRUCTIONS {
        return Err(Refusal {
            at: repeat.at,
            problem: "pattern too large",
        });
    }
    Ok(total + 1)
}

fn round_overhead(repeat: &Repeat) -> usize {
    let clear = usize::from(repeat.first_group < repeat.end_group);
    let progress = if repeat.body.can_be_empty() { 2 } else { 0 };
    1 + clear + progress
}
