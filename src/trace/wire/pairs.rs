//! An ordered list of text pairs in one buffer: baggage members, the dynamic sampling context.

use std::fmt;

/// Ordered pairs of key and value; keys are unique once [`Pairs::deduplicate`] has run.
///
/// All text lies in one string, so that a whole baggage costs two allocations.
#[derive(Clone, Default)]
pub struct Pairs {
    text: String,
    entries: Vec<Entry>,
}

#[derive(Clone, Copy)]
struct Entry {
    key: Range,
    value: Range,
}

#[derive(Clone, Copy)]
struct Range {
    start: usize,
    end: usize,
}

impl Pairs {
    /// An empty list.
    pub const fn new() -> Self {
        Self {
            text: String::new(),
            entries: Vec::new(),
        }
    }

    /// An empty list with room for `bytes` of text and `pairs` entries.
    pub fn with_capacity(bytes: usize, pairs: usize) -> Self {
        Self {
            text: String::with_capacity(bytes),
            entries: Vec::with_capacity(pairs),
        }
    }

    /// The number of pairs.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no pair.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The pairs in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries
            .iter()
            .map(|entry| (self.slice(entry.key), self.slice(entry.value)))
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.position(key)
            .and_then(|at| self.entries.get(at))
            .map(|entry| self.slice(entry.value))
    }

    /// Appends a pair without looking whether the key is there already.
    pub fn push(&mut self, key: &str, value: &str) {
        self.push_with(
            |text| {
                text.push_str(key);
                Some(key.len())
            },
            |text| {
                text.push_str(value);
                true
            },
        );
    }

    /// Appends a pair that is written as one text, the value after the byte at `key_len`.
    pub(crate) fn push_joined(&mut self, text: &str, key_len: usize) {
        let start = self.text.len();
        self.text.push_str(text);
        let key = Range {
            start,
            end: start + key_len,
        };
        let value = Range {
            start: key.end + 1,
            end: self.text.len(),
        };
        self.entries.push(Entry { key, value });
    }

    /// Replaces the value of a key in its place, or appends the pair.
    pub fn set(&mut self, key: &str, value: &str) {
        match self.position(key).and_then(|at| self.entries.get_mut(at)) {
            Some(entry) => {
                let start = self.text.len();
                self.text.push_str(value);
                entry.value = Range {
                    start,
                    end: self.text.len(),
                };
            }
            None => self.push(key, value),
        }
    }

    /// Appends a pair whose parts are written into the buffer.
    ///
    /// `key` writes and says how many of the last bytes written are the key, or `None` to give up;
    /// `value` writes and says whether the pair is kept. What was written for a pair that is not
    /// kept is taken back.
    pub(crate) fn push_with(
        &mut self,
        key: impl FnOnce(&mut String) -> Option<usize>,
        value: impl FnOnce(&mut String) -> bool,
    ) -> bool {
        let before = self.text.len();
        let kept = key(&mut self.text).and_then(|key_len| {
            let start = self.text.len();
            value(&mut self.text).then(|| Entry {
                key: Range {
                    start: start.saturating_sub(key_len),
                    end: start,
                },
                value: Range {
                    start,
                    end: self.text.len(),
                },
            })
        });
        match kept {
            Some(entry) => self.entries.push(entry),
            None => self.text.truncate(before),
        }
        kept.is_some()
    }

    /// Keeps one pair for each key: the last value at the place of the first, as a JavaScript
    /// object does.
    pub fn deduplicate(&mut self) {
        if !self.has_duplicates() {
            return;
        }
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_unstable_by(|&a, &b| self.key_at(a).cmp(self.key_at(b)).then(a.cmp(&b)));
        let mut entries = self.entries.clone();
        let mut repeated = vec![false; order.len()];
        for same in order.chunk_by(|&a, &b| self.key_at(a) == self.key_at(b)) {
            let [first, others @ ..] = same else { continue };
            for &other in others {
                if let Some(repeated) = repeated.get_mut(other) {
                    *repeated = true;
                }
            }
            let last = others
                .last()
                .and_then(|&last| self.entries.get(last))
                .copied();
            if let (Some(last), Some(first)) = (last, entries.get_mut(*first)) {
                first.value = last.value;
            }
        }
        let mut repeated = repeated.into_iter();
        entries.retain(|_| !repeated.next().unwrap_or_default());
        self.entries = entries;
    }

    fn key_at(&self, at: usize) -> &str {
        self.entries
            .get(at)
            .map(|entry| self.slice(entry.key))
            .unwrap_or_default()
    }

    /// Compares all pairs while they are few; for many it answers "perhaps", because the work of a
    /// hostile header must stay linear.
    fn has_duplicates(&self) -> bool {
        const FEW: usize = 24;
        if !self.may_have_duplicates() {
            return false;
        }
        let seen = |at: usize, key: &str| self.iter().take(at).any(|(name, _)| name == key);
        self.len() > FEW || self.iter().enumerate().any(|(at, (key, _))| seen(at, key))
    }

    /// False when the keys differ in length or ends already; the usual ones of Sentry do.
    fn may_have_duplicates(&self) -> bool {
        let (mut seen, mut again) = (0u128, 0);
        for (key, _) in self.iter() {
            let ends = [key.as_bytes().first(), key.as_bytes().last()];
            let [first, last] = ends.map(|byte| usize::from(byte.copied().unwrap_or_default()));
            let bit = 1 << ((key.len() + first * 5 + last) % 128);
            again |= seen & bit;
            seen |= bit;
        }
        again != 0
    }

    fn position(&self, key: &str) -> Option<usize> {
        let fits = |range: Range| range.end - range.start == key.len();
        let is_key = |range| fits(range) && self.slice(range) == key;
        self.entries.iter().position(|entry| is_key(entry.key))
    }

    fn slice(&self, range: Range) -> &str {
        slice(&self.text, range)
    }
}

fn slice(text: &str, range: Range) -> &str {
    text.get(range.start..range.end).unwrap_or_default()
}

impl PartialEq for Pairs {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Pairs {}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Pairs {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(pairs: I) -> Self {
        let mut list = Self::new();
        for (key, value) in pairs {
            list.push(key, value);
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_wins_at_the_place_of_the_first() {
        let mut pairs: Pairs = [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        pairs.deduplicate();
        assert_eq!(pairs, [("a", "3"), ("b", "2")].into_iter().collect());
    }

    #[test]
    fn many_keys_are_deduplicated_too() {
        let keys: Vec<String> = (0..300).map(|n| format!("k{}", n % 100)).collect();
        let mut pairs: Pairs = keys.iter().map(|key| (key.as_str(), "v")).collect();
        pairs.deduplicate();
        assert_eq!(pairs.len(), 100);
    }

    #[test]
    fn the_usual_keys_of_sentry_are_told_apart_at_once() {
        let keys = [
            "trace_id",
            "environment",
            "release",
            "public_key",
            "org_id",
            "replay_id",
            "transaction",
            "sampled",
            "sample_rand",
            "sample_rate",
        ];
        let mut pairs: Pairs = keys.into_iter().map(|key| (key, "1")).collect();
        assert!(!pairs.may_have_duplicates());
        pairs.push("release", "2");
        assert!(pairs.may_have_duplicates() && pairs.has_duplicates());
    }

    #[test]
    fn set_replaces_in_place_and_otherwise_appends() {
        let mut pairs: Pairs = [("a", "1"), ("b", "2")].into_iter().collect();
        pairs.set("a", "longer");
        pairs.set("c", "3");
        assert_eq!(
            pairs,
            [("a", "longer"), ("b", "2"), ("c", "3")]
                .into_iter()
                .collect()
        );
        assert_eq!(pairs.get("a"), Some("longer"));
        assert_eq!(pairs.get("z"), None);
    }
}
