//! Capture groups counted and named before the pattern is read.
//!
//! What `\1` and `\k` mean depends on groups that may come later in the pattern, so one pass finds
//! them first.

use super::syntax::Refusal;

/// All capture groups of a pattern.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) total: usize,
    /// Whether one is named; `\k` then is a reference in every mode.
    pub(super) named: bool,
    /// Whether two share a name, which ECMAScript 2025 allows and Node 20 does not.
    pub(super) duplicate: bool,
    names: Vec<(String, usize)>,
}

impl Groups {
    /// Finds the groups; faults of the pattern are left to the parser.
    pub(super) fn scan(source: &[u32]) -> Self {
        let mut groups = Self::default();
        let mut rest = source;
        while let Some((&unit, after)) = rest.split_first() {
            rest = match ascii(unit) {
                b'\\' => after.get(1..).unwrap_or_default(),
                b'[' => after_class(after),
                b'(' => {
                    groups.note(after);
                    after
                }
                _ => after,
            };
        }
        groups
    }

    /// Notes the group, if it captures, whose text after the parenthesis is `rest`.
    fn note(&mut self, rest: &[u32]) {
        let mut heads = rest.iter().map(|unit| ascii(*unit));
        match (heads.next(), heads.next(), heads.next()) {
            (Some(b'?'), Some(b'<'), Some(b'=' | b'!')) => {}
            (Some(b'?'), Some(b'<'), _) => {
                if let Ok((name, _)) = read_name(rest, 2) {
                    self.duplicate |= self.index_of(&name).is_some();
                    self.names.push((name, self.total));
                }
                self.named = true;
                self.total += 1;
            }
            (Some(b'?'), ..) => {}
            _ => self.total += 1,
        }
    }

    /// The index from 0 of the group with this name.
    pub(super) fn index_of(&self, name: &str) -> Option<usize> {
        let mut named = self.names.iter();
        named.find(|(known, _)| known == name).map(|(_, at)| *at)
    }
}

/// A unit as a byte; what is not ASCII becomes 0xFF, which no rule of the grammar names.
pub(super) fn ascii(unit: u32) -> u8 {
    u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(0xFF)
}

fn after_class(mut rest: &[u32]) -> &[u32] {
    while let Some((&unit, after)) = rest.split_first() {
        rest = match ascii(unit) {
            b'\\' => after.get(1..).unwrap_or_default(),
            b']' => return after,
            _ => after,
        };
    }
    rest
}

/// Reads a group name from `at` up to its `>` and returns it with the place behind that.
pub(super) fn read_name(source: &[u32], at: usize) -> Result<(String, usize), Refusal> {
    let mut name = String::new();
    let mut next = at;
    loop {
        let refuse = |problem| Refusal { at: next, problem };
        let (code, after) =
            name_unit(source, next).ok_or_else(|| refuse("invalid capture group name"))?;
        match ascii(code) {
            b'>' if !name.is_empty() && after == next + 1 => return Ok((name, after)),
            byte @ (b'$' | b'_' | b'a'..=b'z' | b'A'..=b'Z') => name.push(char::from(byte)),
            byte @ b'0'..=b'9' if !name.is_empty() => name.push(char::from(byte)),
            0xFF => return Err(refuse("unsupported: capture group name that is not ASCII")),
            _ => return Err(refuse("invalid capture group name")),
        }
        next = after;
    }
}

/// One character of a name, which may be written as `\u0061` or `\u{61}`.
fn name_unit(source: &[u32], at: usize) -> Option<(u32, usize)> {
    let unit = *source.get(at)?;
    if ascii(unit) != b'\\' {
        return Some((unit, at + 1));
    }
    if ascii(*source.get(at + 1)?) != b'u' {
        return None;
    }
    hex_braced(source, at + 2).or_else(|| hex_fixed(source, at + 2, 4))
}

/// `{...}` with a code point in hexadecimal from `at` on, and the place behind it.
pub(super) fn hex_braced(source: &[u32], at: usize) -> Option<(u32, usize)> {
    let mut value = 0_u32;
    let mut next = at + 1;
    if ascii(*source.get(at)?) != b'{' {
        return None;
    }
    while let Some(digit) = source.get(next).and_then(|unit| hex_digit(*unit)) {
        value = value * 16 + digit;
        if value > 0x10_FFFF {
            return None;
        }
        next += 1;
    }
    let closed = ascii(*source.get(next)?) == b'}';
    (closed && next > at + 1).then_some((value, next + 1))
}

/// `count` hexadecimal digits from `at` on, and the place behind them.
pub(super) fn hex_fixed(source: &[u32], at: usize, count: usize) -> Option<(u32, usize)> {
    let digits = source.get(at..at + count)?;
    let mut value = 0;
    for unit in digits {
        value = value * 16 + hex_digit(*unit)?;
    }
    Some((value, at + count))
}

fn hex_digit(unit: u32) -> Option<u32> {
    char::from(ascii(unit)).to_digit(16)
}
