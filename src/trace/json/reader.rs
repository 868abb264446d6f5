//! Reads JSON text: RFC 8259, nothing more.

use super::value::Value;

/// How deep lists and objects may be nested; what layers exchange needs four.
const MAX_DEPTH: usize = 32;

/// The text is not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The line of the first byte that does not fit, from 1.
    pub line: usize,
    /// Its column in bytes, from 1.
    pub column: usize,
}

/// Reads one value, with white space around it. Time and memory are linear in the length.
///
/// # Errors
/// The place where the text stops being JSON, or is nested deeper than 32.
pub fn parse(text: &[u8]) -> Result<Value, Malformed> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.document();
    value.ok_or_else(|| reader.place())
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<Value> {
        let value = self.value(0)?;
        self.skip_space();
        (self.at == self.text.len()).then_some(value)
    }

    fn place(&self) -> Malformed {
        let before = self.text.get(..self.at).unwrap_or_default();
        let start = before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        Malformed {
            line: 1 + before.iter().filter(|&&byte| byte == b'\n').count(),
            column: 1 + self.at - start,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_space();
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'{' => self.object(depth + 1),
            b'[' => self.list(depth + 1),
            b'"' => self.string().map(Value::Text),
            b't' => self.word(b"true", Value::Flag(true)),
            b'f' => self.word(b"false", Value::Flag(false)),
            b'n' => self.word(b"null", Value::Null),
            _ => self.number().map(Value::Number),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Vec::new();
        self.items(b'{', b'}', |reader| {
            reader.skip_space();
            let key = reader.string()?;
            reader.skip_space();
            reader.take(b':')?;
            members.push((key, reader.value(depth)?));
            Some(())
        })?;
        Some(Value::Object(members))
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.items(b'[', b']', |reader| {
            items.push(reader.value(depth)?);
            Some(())
        })?;
        Some(Value::List(items))
    }

    /// Items between two brackets, separated by commas.
    fn items(
        &mut self,
        open: u8,
        close: u8,
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.take(open)?;
        self.skip_space();
        if self.take(close).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            self.skip_space();
            if self.take(close).is_some() {
                return Some(());
            }
            self.take(b',')?;
        }
    }

    fn word(&mut self, word: &[u8], value: Value) -> Option<Value> {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found.then_some(value)
    }

    /// A number by the grammar of JSON, which is narrower than that of Rust: no `+`, no leading
    /// zeros, digits on both sides of the point.
    fn number(&mut self) -> Option<f64> {
        let start = self.at;
        self.take(b'-');
        if self.take(b'0').is_none() {
            self.digits()?;
        }
        if self.take(b'.').is_some() {
            self.digits()?;
        }
        if self.take(b'e').or_else(|| self.take(b'E')).is_some() {
            if self.take(b'-').is_none() {
                self.take(b'+');
            }
            self.digits()?;
        }
        let text = std::str::from_utf8(self.text.get(start..self.at)?).ok()?;
        text.parse().ok()
    }

    fn digits(&mut self) -> Option<()> {
        let count = self
            .rest()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        self.at += count;
        (count > 0).then_some(())
    }

    fn string(&mut self) -> Option<Box<str>> {
        self.take(b'"')?;
        let mut text = String::new();
        loop {
            let plain = self.plain()?;
            text.push_str(plain);
            self.at += plain.len();
            match self.next()? {
                b'"' => return Some(text.into()),
                b'\\' => text.push(self.escape()?),
                _ => {
                    self.at -= 1;
                    return None;
                }
            }
        }
    }

    /// The text up to a quote, a backslash or a control character.
    fn plain(&self) -> Option<&'_ str> {
        let ends = |&byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        let rest = self.rest();
        let len = rest.iter().position(ends).unwrap_or(rest.len());
        std::str::from_utf8(rest.get(..len)?).ok()
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.next()? {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            _ => {
                self.at -= 1;
                return None;
            }
        })
    }

    /// The four digits behind `\u`, and a second escape where the first is half a pair.
    fn unicode_escape(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        let low_follows = self.rest().starts_with(b"\\u");
        if (0xd800..0xdc00).contains(&first) && low_follows {
            let before = self.at;
            self.at += 2;
            let second = self.four_digits()?;
            if (0xdc00..0xe000).contains(&second) {
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
            self.at = before;
        }
        Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4)?;
        let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
        let text = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
        let number = u32::from_str_radix(text, 16).ok()?;
        self.at += 4;
        Some(number)
    }

    fn skip_space(&mut self) {
        let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.at += self.rest().iter().take_while(space).count();
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found.then_some(())
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn rest(&self) -> &[u8] {
        self.text.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oracle(text: &str) -> Option<Value> {
        serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .map(|value| convert(&value))
    }

    fn convert(value: &serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Flag(*flag),
            serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
            serde_json::Value::String(text) => Value::Text(text.as_str().into()),
            serde_json::Value::Array(items) => Value::List(items.iter().map(convert).collect()),
            serde_json::Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.as_str().into(), convert(value)))
                    .collect(),
            ),
        }
    }

    /// `serde_json` sorts the members of an object.
    fn sorted(value: Value) -> Value {
        match value {
            Value::List(items) => Value::List(items.into_iter().map(sorted).collect()),
            Value::Object(mut members) => {
                members.sort_by(|a, b| a.0.cmp(&b.0));
                Value::Object(
                    members
                        .into_iter()
                        .map(|(key, value)| (key, sorted(value)))
                        .collect(),
                )
            }
            other => other,
        }
    }

    #[test]
    fn reads_what_serde_json_reads_and_refuses_what_it_refuses() {
        let texts = [
            r#"{"a": [1, -2.5e3, 0.1, 1E+2, 0, -0, true, false, null, "x"], "b": {}}"#,
            r#" [ ] "#,
            r#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀""#,
            "1",
            "1e-7",
            "0.30000000000000004",
            "",
            " ",
            "{",
            "[1,]",
            "[,]",
            "{\"a\"}",
            "{\"a\":}",
            "{a:1}",
            "{\"a\":1,}",
            "01",
            "1.",
            ".5",
            "+1",
            "-",
            "1e",
            "1e+",
            "0x1",
            "NaN",
            "tru",
            "nullx",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\n\"",
            "\"\u{7f}\"",
            "1 2",
            "[1 2]",
            "'a'",
            "\u{feff}1",
            "\"\\u+123\"",
            "[1}",
            "-01",
            "1e5.5",
        ];
        for text in texts {
            assert_eq!(
                parse(text.as_bytes()).ok().map(sorted),
                oracle(text),
                "{text}"
            );
        }
    }

    #[test]
    fn reads_what_serde_json_writes_and_survives_every_cut_and_change_of_it() {
        let text =
            r#"{"k\u00e9": [1.5e-7, {"x": "\ud83d\ude00\\\"", "y": [[], {}]}, true, null, -0.0]}"#;
        for at in 0..text.len() {
            for byte in [
                b'"', b'\\', b'{', b']', b',', b'0', b'e', b' ', b'u', 0, 0x80,
            ] {
                let mut changed = text.as_bytes().to_vec();
                changed[at] = byte;
                let ours = parse(&changed).ok().map(sorted);
                let theirs = std::str::from_utf8(&changed).ok().and_then(oracle);
                // serde_json refuses lone surrogates, which JavaScript writes; we read U+FFFD.
                let lone = format!("{ours:?}").contains('\u{fffd}');
                assert!(
                    lone || ours == theirs,
                    "{}",
                    String::from_utf8_lossy(&changed)
                );
            }
            assert!(parse(&text.as_bytes()[..at]).is_err(), "{at}");
        }
    }

    #[test]
    fn numbers_are_read_to_the_last_digit() {
        for text in [
            "0.9999999999999999",
            "0.6857004587072879",
            "281474976710655",
            "5e-324",
            "0.1",
        ] {
            assert_eq!(
                parse(text.as_bytes()),
                Ok(Value::Number(text.parse().unwrap()))
            );
        }
        assert_eq!(parse(b"1e999"), Ok(Value::Number(f64::INFINITY)));
    }

    #[test]
    fn a_lone_surrogate_is_the_replacement_character() {
        for text in [r#""\ud800""#, r#""\udc00""#, r#""\ud800x""#] {
            let value = parse(text.as_bytes()).unwrap();
            assert!(value.as_text().unwrap().starts_with('\u{fffd}'), "{text}");
        }
        assert_eq!(
            parse(br#""\ud800\u0041""#).unwrap().as_text(),
            Some("\u{fffd}A")
        );
    }

    #[test]
    fn deep_nesting_is_refused_without_a_deep_stack() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(MAX_DEPTH + 1).as_bytes()).is_ok());
        assert!(parse(nested(MAX_DEPTH + 2).as_bytes()).is_err());
        assert!(parse("[".repeat(1_000_000).as_bytes()).is_err());
    }

    #[test]
    fn the_place_of_a_mistake_is_named() {
        assert_eq!(
            parse(b"{\n  \"a\": x}"),
            Err(Malformed { line: 2, column: 8 })
        );
        assert_eq!(parse(b"{"), Err(Malformed { line: 1, column: 2 }));
    }

    #[test]
    fn of_equal_keys_the_last_counts() {
        let value = parse(br#"{"a": 1, "a": 2}"#).unwrap();
        assert_eq!(value.get("a").and_then(Value::as_number), Some(2.0));
    }
}
