//! The alphabet of an automaton: characters that no instruction tells apart are one symbol.

use super::charset::CharSet;
use super::position::Side;
use super::program::{Inst, Program};
use super::syntax::Assertion;

/// All characters, each in one of the classes.
pub(super) struct Classes {
    classes: Vec<CharSet>,
    /// Whether the program asks for these neighbours.
    words: bool,
    lines: bool,
    edges: bool,
}

impl Classes {
    pub(super) fn of(program: &Program) -> Self {
        let asks = |wanted: &[Assertion]| {
            program.has(&|inst| matches!(inst, Inst::Assert(found) if wanted.contains(&found)))
        };
        let words = asks(&[Assertion::WordBoundary, Assertion::NoWordBoundary]);
        let lines = asks(&[Assertion::LineStart, Assertion::LineEnd]);
        let mut classes = Self {
            classes: vec![CharSet::ALL.of_text()],
            words,
            lines,
            edges: lines || asks(&[Assertion::TextStart, Assertion::TextEnd]),
        };
        program.sets.iter().for_each(|set| classes.split(*set));
        if words {
            classes.split(CharSet::WORD);
        }
        if lines {
            classes.split(CharSet::LINE_END);
        }
        classes
    }

    /// Parts each class into what is in `set` and what is not.
    fn split(&mut self, set: CharSet) {
        for index in 0..self.classes.len() {
            let Some(class) = self.classes.get_mut(index) else {
                return;
            };
            let inside = class.intersection(set);
            if inside != CharSet::EMPTY && inside != *class {
                *class = class.intersection(set.complement());
                self.classes.push(inside);
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.classes.len()
    }

    /// One byte of each class, in order.
    pub(super) fn examples(&self) -> impl Iterator<Item = u8> {
        self.classes.iter().filter_map(|class| class.bytes().next())
    }

    /// The class of every byte.
    pub(super) fn table(&self) -> [u8; 256] {
        let mut table = [0; 256];
        // At most 129 classes: the ASCII characters and all others together.
        for (number, class) in (0..=u8::MAX).zip(&self.classes) {
            for byte in class.bytes() {
                let places = if byte < 0x80 {
                    byte..=byte
                } else {
                    0x80..=0xFF
                };
                for place in places {
                    if let Some(entry) = table.get_mut(usize::from(place)) {
                        *entry = number;
                    }
                }
            }
        }
        table
    }

    /// The byte and mask of a class that is one character or one letter in both cases.
    pub(super) fn as_literal(&self, class: usize) -> Option<(u8, u8)> {
        self.classes.get(class)?.as_literal()
    }

    /// What a neighbour looks like to this program; sides it never asks for are one.
    pub(super) fn side(&self, byte: Option<u8>) -> Side {
        match Side::of(byte) {
            Side::Edge if self.edges => Side::Edge,
            Side::Word if self.words => Side::Word,
            Side::LineEnd if self.lines => Side::LineEnd,
            _ => Side::Other,
        }
    }
}
