//! A JSON value that was read.

/// A JSON value. Small: a text of many short values takes a small multiple of its length.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number; what exceeds a double is infinite, as in JavaScript.
    Number(f64),
    /// Text, escapes resolved; a lone surrogate is U+FFFD.
    Text(Box<str>),
    /// A list.
    List(Vec<Value>),
    /// An object, its members in order; of equal keys the last counts.
    Object(Vec<(Box<str>, Value)>),
}

impl Value {
    /// The member of an object; `None` where there is none, and for what is no object.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let found = members.iter().rev().find(|(name, _)| &**name == key);
        found.map(|(_, value)| value)
    }

    /// Whether this is `null`.
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The truth value.
    pub const fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The number.
    pub const fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The number, if it is whole, from 0 and below 9e15; also where JavaScript wrote a fraction of
    /// zero.
    pub fn as_whole_number(&self) -> Option<u64> {
        let number = self.as_number()?;
        let whole = (0.0..9e15).contains(&number) && number.fract() == 0.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "only used when it is whole, not negative and below 2^53"
        )]
        whole.then_some(number as u64)
    }

    /// The text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }
}
