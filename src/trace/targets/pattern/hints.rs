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

#[cfg(test)]
mod tests {
    use super::super::flags::Flags;
    use super::super::{CaseMode, parser};
    use super::*;

    fn hints(source: &str) -> Hints {
        let flags = Flags::read("", CaseMode::Js11).unwrap();
        Hints::of(&parser::parse(source, flags).unwrap(), false)
    }

    #[test]
    fn an_anchored_prefix_is_compared_at_the_start_only() {
        let hints = hints(r"^https:\/\/(?:api|cdn)\.");
        assert_eq!(hints.prefix.bytes(), b"https://");
        assert_eq!(hints.check(b"HTTPS://x"), Some(8));
        assert_eq!(hints.check(b"xhttps://"), None);
    }

    #[test]
    fn an_unanchored_prefix_moves_the_start_to_its_first_place() {
        assert_eq!(hints(r"\/v\d").check(b"https://a/v1"), Some(9));
        assert_eq!(hints(r"\/v\d").check(b"https://a"), None);
    }

    #[test]
    fn a_condition_before_the_prefix_still_sees_the_character_before_it() {
        assert_eq!(hints(r"\bapi\d").check(b"xapi1"), Some(0));
        let pattern = super::super::Pattern::new(r"\bapi\d", "", CaseMode::Js11).unwrap();
        assert_eq!(pattern.test(b"xapi1"), super::super::Verdict::NoMatch);
    }

    #[test]
    fn a_literal_behind_a_wide_repetition_is_looked_for_first() {
        assert_eq!(
            hints(r"^https:\/\/.*\.example\.org").check(b"https://a.example.com"),
            None
        );
        // One behind a narrow repetition is not: the automaton stops sooner.
        assert_eq!(
            hints(r"^https:\/\/\d+\.example").check(b"https://a"),
            Some(8)
        );
    }

    #[test]
    fn only_a_pattern_of_plain_text_is_exact() {
        for source in [r"^\/api\/", "localhost", "(?:a)(b)c{3}", "", "^"] {
            assert!(hints(source).exact, "{source}");
        }
        for source in [
            "a|b", "a$", r"\ba", "a*", "[ab]", "(?=a)a", "a{17}", r"(a)\1", "a(?:^)b",
        ] {
            assert!(!hints(source).exact, "{source}");
        }
    }
}
