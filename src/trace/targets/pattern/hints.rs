//! What every match of a pattern contains: read off the tree, checked before anything is compiled.

use super::charset::CharSet;
use super::literal::{Finder, Literal, MAX_FINDER};
use super::syntax::{Assertion, Node, Repeat, Syntax};

/// Most texts that cannot match are told by these.
#[derive(Debug)]
pub(super) struct Hints {
    /// A match begins at index 0.
    pub(super) anchored: bool,
    /// A match begins with this.
    pub(super) prefix: Literal,
    /// A match contains this; only where looking for it pays.
    inside: Option<Finder>,
    /// A match begins where `inside` stands.
    inside_is_prefix: bool,
    /// The literal is the whole pattern: a text that passes the check holds a match.
    pub(super) exact: bool,
}

/// Rounds of a counted repetition that are read as plain text.
const MAX_ROUNDS: u32 = 16;

#[derive(Default)]
struct Collector {
    prefix: Option<Literal>,
    /// The longest literal that is not the prefix.
    inner: Literal,
    current: Literal,
    /// Something else than literals was met.
    other: bool,
    /// A condition stands before the prefix.
    guarded: bool,
    /// A repetition that can run over most of a URL.
    wide: bool,
}

impl Hints {
    pub(super) fn of(syntax: &Syntax, sticky: bool) -> Self {
        let anchored = sticky || syntax.root.is_anchored();
        let mut found = Collector::default();
        found.node(&syntax.root);
        found.end_run();
        let prefix = found.prefix.take().unwrap_or_default();
        let inside_is_prefix = !anchored && !found.guarded && !prefix.is_empty();
        Self {
            anchored,
            exact: !found.other && (anchored || prefix.len() <= MAX_FINDER),
            inside: Finder::new(found.inside(anchored, inside_is_prefix, &prefix)),
            inside_is_prefix,
            prefix,
        }
    }

    /// Where to start the search for a match, or `None` if there is no match.
    ///
    /// For an anchored pattern the start is behind its prefix.
    #[inline]
    pub(super) fn check(&self, text: &[u8]) -> Option<usize> {
        if self.anchored {
            self.prefix.strip(text)?;
        }
        let start = if self.anchored { self.prefix.len() } else { 0 };
        let Some(inside) = &self.inside else {
            return Some(start);
        };
        let found = inside.find(text)?;
        Some(if self.inside_is_prefix { found } else { start })
    }
}

impl Collector {
    /// What to look for in the whole text.
    fn inside(self, anchored: bool, is_prefix: bool, prefix: &Literal) -> Literal {
        if is_prefix || !anchored && prefix.len() > self.inner.len() {
            prefix.clone()
        } else if anchored && !self.wide {
            // The automaton meets a difference sooner than a search of the whole text would.
            Literal::default()
        } else {
            self.inner
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::Set(set) => self.set(*set),
            Node::Concat(parts) => parts.iter().for_each(|part| self.node(part)),
            Node::Group(_, body) => self.node(body),
            Node::Repeat(repeat) => self.repeat(repeat),
            Node::Assert(Assertion::TextStart) if self.at_start() => {}
            Node::Assert(_) | Node::Look(_) => self.condition(),
            Node::Alternate(_) | Node::BackReference(_) => self.unknown(),
        }
    }

    fn at_start(&self) -> bool {
        self.prefix.is_none() && self.current.is_empty() && !self.other
    }

    fn set(&mut self, set: CharSet) {
        match set.as_literal() {
            Some(pair) => self.current.push(pair),
            None => self.unknown(),
        }
    }

    /// Takes nothing, so a literal goes on behind it.
    fn condition(&mut self) {
        self.guarded |= self.prefix.is_none() && self.current.is_empty();
        self.other = true;
    }

    fn unknown(&mut self) {
        self.other = true;
        self.end_run();
    }

    fn repeat(&mut self, repeat: &Repeat) {
        if repeat.body.is_zero_width() {
            return self.condition();
        }
        for _ in 0..repeat.min.min(MAX_ROUNDS) {
            self.node(&repeat.body);
        }
        if repeat.max != Some(repeat.min) || repeat.min > MAX_ROUNDS {
            self.unknown();
            self.wide |= repeat.max.is_none() && is_wide(&repeat.body);
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.current);
        if self.prefix.is_none() {
            self.prefix = Some(run);
        } else if run.len() > self.inner.len() {
            self.inner = run;
        }
    }
}

/// Whether a part can take most characters of a URL, so that a round does not end soon.
fn is_wide(node: &Node) -> bool {
    match node {
        Node::Set(set) => set.ascii_len() > 64,
        Node::Concat(parts) | Node::Alternate(parts) => parts.iter().any(is_wide),
        Node::Group(_, body) => is_wide(body),
        Node::Repeat(repeat) => is_wide(&repeat.body),
        _ => false,
    }
}
