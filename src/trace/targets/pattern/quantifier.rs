//! Quantifiers: `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`, each also lazy.

use super::names::ascii;
use super::parser::Parser;
use super::syntax::{Node, Refusal, Repeat};

/// How often: at least, and at most if there is a limit.
type Bounds = (u32, Option<u32>);

impl Parser {
    /// `atom` with the quantifier that follows it, if one does.
    pub(super) fn quantified(&mut self, atom: Node, first_group: usize) -> Result<Node, Refusal> {
        let at = self.at;
        let Some((min, max)) = self.bounds() else {
            return Ok(atom);
        };
        if max.is_some_and(|max| max < min) {
            return Err(Refusal {
                at,
                problem: "numbers out of order in {} quantifier",
            });
        }
        let greedy = !self.eat(b'?');
        Ok(Node::Repeat(Box::new(Repeat {
            body: atom,
            min,
            max,
            greedy,
            first_group,
            end_group: self.opened,
            at,
        })))
    }

    fn bounds(&mut self) -> Option<Bounds> {
        let bounds = match self.peek()? {
            b'*' => (0, None),
            b'+' => (1, None),
            b'?' => (0, Some(1)),
            b'{' => {
                let (bounds, after) = braces(self.source(), self.at)?;
                self.at = after;
                return Some(bounds);
            }
            _ => return None,
        };
        self.at += 1;
        Some(bounds)
    }

    /// Whether a whole `{...}` quantifier begins here; else Annex B reads plain characters.
    pub(super) fn braces_ahead(&self) -> bool {
        braces(self.source(), self.at).is_some()
    }
}

/// The `{...}` quantifier at `at` and the place behind it.
fn braces(source: &[u32], at: usize) -> Option<(Bounds, usize)> {
    let byte = |at: usize| source.get(at).map(|unit| ascii(*unit));
    let (min, mut next) = number(source, at + 1)?;
    let mut max = Some(min);
    if byte(next) == Some(b',') {
        (max, next) = match number(source, next + 1) {
            Some((max, after)) => (Some(max), after),
            None => (None, next + 1),
        };
    }
    (byte(next) == Some(b'}')).then_some(((min, max), next + 1))
}

/// Decimal digits as a number; one too large to matter becomes the largest.
fn number(source: &[u32], at: usize) -> Option<(u32, usize)> {
    let digits = source.get(at..)?.iter();
    let digits = digits.map_while(|unit| char::from(ascii(*unit)).to_digit(10));
    let mut value = 0_u32;
    let mut count = 0;
    for digit in digits {
        value = value.saturating_mul(10).saturating_add(digit);
        count += 1;
    }
    (count > 0).then_some((value, at + count))
}
