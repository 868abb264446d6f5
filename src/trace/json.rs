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
