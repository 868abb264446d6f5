//! Writes the small JSON objects that layers exchange, keys in the order of the calls.

use crate::trace::wire::number::format_number;
use crate::trace::wire::pairs::Pairs;
use crate::trace::wire::percent::hex_pair;

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

/// Text in quotes. Only what JSON demands is escaped.
fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\0'..='\u{1f}' => {
                let [high, low] = hex_pair(character as u8);
                quoted.push_str("\\u00");
                quoted.extend([char::from(high), char::from(low)]);
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_survives_writing_and_reading() {
        let all: String = (0..0x300)
            .filter_map(char::from_u32)
            .chain(['\u{2028}', '😀'])
            .collect();
        let mut json = Writer::object();
        json.text(&all, Some(&all));
        let read: serde_json::Value = serde_json::from_str(&json.finish()).unwrap();
        assert_eq!(read[&all], all.as_str());
    }
}
