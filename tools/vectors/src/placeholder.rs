//! Ids that the SDK generated stand as `{name}` in the vectors.

use std::collections::HashMap;

/// What the placeholders of a case stand for: the same name is the same id everywhere.
#[derive(Default)]
pub struct Placeholders {
    ids: HashMap<String, String>,
}

impl Placeholders {
    /// Whether `actual` is `expected` with an id in the place of each placeholder.
    pub fn fits(&mut self, expected: &str, actual: &str) -> bool {
        let (mut expected, mut actual) = (expected, actual);
        while let Some(open) = expected.find('{') {
            let Some(len) = expected[open..].find('}') else {
                break;
            };
            let name = &expected[open + 1..open + len];
            let Some(rest) = actual.strip_prefix(&expected[..open]) else {
                return false;
            };
            let digits = rest
                .bytes()
                .take_while(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
                .count();
            if digits != id_len(name) || !self.bind(name, &rest[..digits]) {
                return false;
            }
            expected = &expected[open + len + 1..];
            actual = &rest[digits..];
        }
        expected == actual
    }

    /// Different traces have different ids; a span id may be the stable one of its trace under
    /// several numbers, because we draw none for a request.
    fn bind(&mut self, name: &str, id: &str) -> bool {
        let taken = self
            .ids
            .iter()
            .any(|(other, taken)| other != name && taken == id);
        if taken && name.contains("trace") {
            return false;
        }
        self.ids
            .entry(name.to_owned())
            .or_insert_with(|| id.to_owned())
            == id
    }
}

fn id_len(name: &str) -> usize {
    if name.contains("trace") { 32 } else { 16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "11111111111111111111111111111111";
    const TWO: &str = "22222222222222222222222222222222";

    #[test]
    fn a_name_is_one_id_and_two_traces_are_two_ids() {
        let mut ids = Placeholders::default();
        assert!(ids.fits("{trace_1}-x", &format!("{ONE}-x")));
        assert!(!ids.fits("{trace_1}", TWO));
        assert!(!ids.fits("{trace_2}", ONE));
        assert!(ids.fits("{trace_2}", TWO));
    }

    #[test]
    fn an_id_has_its_length_and_the_rest_must_be_equal() {
        let mut ids = Placeholders::default();
        assert!(!ids.fits("{span_1}", "1234"));
        assert!(!ids.fits("{span_1}-1", "1234567890abcdef-0"));
        assert!(ids.fits("{span_1}-1", "1234567890abcdef-1"));
    }
}
