//! The small JSON objects that layers exchange, keys in the order of the calls.

use serde_json::Value;

use super::wire::number::format_number;
use super::wire::pairs::Pairs;

/// A JSON object under construction.
#[derive(Debug)]
pub struct Writer {
    text: String,
}

impl Writer {
    /// An empty object.
    pub fn object() -> Self {
        Self {
            text: String::from("{"),
        }
    }

    /// Adds text, or null.
    pub fn text(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.raw(key, &quote(value)),
            None => self.raw(key, "null"),
        }
    }

    /// Adds true, false or null.
    pub fn flag(&mut self, key: &str, value: Option<bool>) {
        self.raw(
            key,
            value.map_or("null", |value| if value { "true" } else { "false" }),
        );
    }

    /// Adds a whole number.
    pub fn number(&mut self, key: &str, value: u64) {
        self.raw(key, &value.to_string());
    }

    /// Adds a number as JavaScript writes it, or null.
    pub fn float(&mut self, key: &str, value: Option<f64>) {
        match value.filter(|number| number.is_finite()) {
            Some(number) => self.raw(key, &format_number(number)),
            None => self.raw(key, "null"),
        }
    }

    /// Adds a list of `[key, value]`, or null.
    pub fn pairs(&mut self, key: &str, value: Option<&Pairs>) {
        let Some(pairs) = value else {
            return self.raw(key, "null");
        };
        let items: Vec<String> = pairs
            .iter()
            .map(|(key, value)| format!("[{},{}]", quote(key), quote(value)))
            .collect();
        self.raw(key, &format!("[{}]", items.join(",")));
    }

    /// Adds JSON text as it is.
    pub fn raw(&mut self, key: &str, json: &str) {
        if self.text.len() > 1 {
            self.text.push(',');
        }
        self.text.push_str(&quote(key));
        self.text.push(':');
        self.text.push_str(json);
    }

    /// The object.
    pub fn finish(mut self) -> String {
        self.text.push('}');
        self.text
    }
}

fn quote(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Whether the text has more objects than its length allows for.
///
/// An object takes over 600 bytes of memory however short its text, and everything that is read
/// here is a few objects, or a list of those with at least twelve bytes each. A text with more is
/// refused before it is parsed, so that memory stays a small multiple of the text.
pub fn is_crowded(text: &[u8]) -> bool {
    const FEW: usize = 16;
    const SHORTEST: usize = r#"{"regex":""}"#.len();
    objects(text) > FEW + text.len() / SHORTEST
}

/// How many objects begin in the text, those in strings left out.
fn objects(text: &[u8]) -> usize {
    let (mut count, mut in_string) = (0, false);
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' if in_string => _ = bytes.next(),
            b'{' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

/// A whole number from 0 below 9e15, also where JavaScript wrote it with a fraction of zero.
pub fn whole_number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        let whole = (0.0..9e15).contains(&number) && number.fract() == 0.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only used when it is whole, not negative and below 2^53"
        )]
        whole.then_some(number as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_short_objects_are_too_many_and_lists_of_targets_are_not() {
        let list = |item: &str, count| format!("[{}]", vec![item; count].join(","));
        assert!(is_crowded(list("{\"\":0}", 1000).as_bytes()));
        assert!(!is_crowded(list("{\"regex\":\"\"}", 1000).as_bytes()));
        assert!(!is_crowded(list("{}", 16).as_bytes()));
        assert!(!is_crowded(b""));
    }

    #[test]
    fn braces_in_strings_are_no_objects() {
        assert_eq!(objects(br#"{"a{{":"\"{\\","b":[{},"{"]}"#), 2);
    }
}
