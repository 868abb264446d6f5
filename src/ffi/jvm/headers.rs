//! Header lines as one block of bytes; the module's documentation has the format.

use super::call::Failure;
use crate::trace::continuation::Incoming;
use crate::trace::outgoing::TraceData;

/// The lines of a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lines<'a>(&'a [u8]);

impl<'a> Lines<'a> {
    /// Checks a block to its end.
    pub(super) fn new(block: &'a [u8]) -> Result<Self, Failure> {
        let mut rest = block;
        while !rest.is_empty() {
            rest = split(rest)
                .ok_or(Failure::Argument("a header block that is cut off"))?
                .1;
        }
        Ok(Self(block))
    }

    /// The trace in the lines.
    pub(super) fn incoming(self) -> Incoming {
        Incoming::from_headers(self)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (line, rest) = split(self.0)?;
        self.0 = rest;
        Some(line)
    }
}

type Line<'a> = (&'a [u8], &'a [u8]);

fn split(block: &[u8]) -> Option<(Line<'_>, &[u8])> {
    let (name_len, rest) = block.split_first_chunk()?;
    let (value_len, rest) = rest.split_first_chunk()?;
    let (name, rest) = rest.split_at_checked(u16::from_le_bytes(*name_len).into())?;
    let value_len = usize::try_from(u32::from_le_bytes(*value_len)).ok()?;
    let (value, rest) = rest.split_at_checked(value_len)?;
    Some(((name, value), rest))
}

/// The headers for any carrier as a block.
pub(super) fn block(data: &TraceData) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in data.present() {
        let lens = (u16::try_from(name.len()), u32::try_from(value.len()));
        let (Ok(name_len), Ok(value_len)) = lens else {
            continue;
        };
        block.extend(name_len.to_le_bytes());
        block.extend(value_len.to_le_bytes());
        block.extend(name.as_bytes());
        block.extend(value.as_bytes());
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &[u8] = b"\x01\x00\x02\x00\x00\x00nvv";

    #[test]
    fn lines_come_out_as_they_went_in() {
        let two = [ONE, b"\x00\x00\x00\x00\x00\x00"].concat();
        let lines: Vec<_> = Lines::new(&two).unwrap().collect();
        assert_eq!(lines, [(&b"n"[..], &b"vv"[..]), (&b""[..], &b""[..])]);
    }

    #[test]
    fn a_block_that_ends_early_is_refused_wherever_it_ends() {
        for end in 1..ONE.len() {
            assert!(Lines::new(&ONE[..end]).is_err(), "{end}");
        }
        assert!(Lines::new(b"\xff\xff\xff\xff\xff\xff").is_err());
        assert!(Lines::new(b"").is_ok());
    }
}
