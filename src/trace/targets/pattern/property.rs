//! `\p{...}`: the Unicode properties as far as ASCII text can tell.
//!
//! `properties.txt` has a line for each property: its names, and the code points of its ASCII
//! members and of the two characters that fold into ASCII. A line without code points names
//! properties that hold for none of these.
//!
//! # Incomplete support
//!
//! Every general category and binary property of ECMAScript 2024 is there; of the scripts only the
//! common ones. Other scripts and properties of strings are refused.

use super::charset::CharSet;
use super::parser::Parser;
use super::syntax::Refusal;

const PROPERTIES: &[u8] = include_bytes!("properties.txt");

impl Parser {
    /// `{name}` or `{name=value}`, after `\p`.
    pub(super) fn property(&mut self) -> Result<CharSet, Refusal> {
        let start = self.at;
        let refuse = |problem| Refusal { at: start, problem };
        let text = self.braced_text();
        let text = text.ok_or_else(|| refuse("invalid property name"))?;
        find(&text).ok_or_else(|| refuse("unknown or unsupported property"))
    }

    fn braced_text(&mut self) -> Option<Vec<u8>> {
        if !self.eat(b'{') {
            return None;
        }
        let mut text = Vec::new();
        loop {
            match self.peek()? {
                b'}' => break,
                byte if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'=' => {
                    text.push(byte);
                }
                _ => return None,
            }
            self.at += 1;
        }
        self.at += 1;
        Some(text)
    }
}

fn find(text: &[u8]) -> Option<CharSet> {
    let Some(equals) = text.iter().position(|byte| *byte == b'=') else {
        return lookup(text, b'c').or_else(|| lookup(text, b'b'));
    };
    let (name, value) = text.split_at_checked(equals)?;
    let section = match name {
        b"General_Category" | b"gc" => b'c',
        b"Script" | b"sc" | b"Script_Extensions" | b"scx" => b's',
        _ => return None,
    };
    lookup(value.get(1..)?, section)
}

/// The members of the property of this name in the section that begins with this letter.
fn lookup(name: &[u8], section: u8) -> Option<CharSet> {
    let mut inside = false;
    for line in PROPERTIES.split(|byte| *byte == b'\n') {
        if let [b'[', first, ..] = line {
            inside = *first == section;
        }
        let mut words = line.split(|byte| *byte == b' ');
        let mut names = words.next()?.split(|byte| *byte == b'|');
        if inside && names.any(|known| known == name) {
            return Some(words.fold(CharSet::EMPTY, |set, word| set.union(range(word))));
        }
    }
    None
}

/// A code point or a range of them in hexadecimal.
fn range(member: &[u8]) -> CharSet {
    let (mut first, mut last) = (None, 0);
    for byte in member {
        match char::from(*byte).to_digit(16) {
            Some(digit) => last = last * 16 + digit,
            None => first = Some(std::mem::take(&mut last)),
        }
    }
    CharSet::range(first.unwrap_or(last), last)
}
