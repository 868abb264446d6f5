//! The flags of a regular expression, and which of them a target keeps.

use super::CaseMode;

/// What the flags change in reading and matching; `d` and `g` change nothing in a yes/no test.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) multiline: bool,
    pub(super) dot_all: bool,
    /// `u` or `v`: the strict grammar and Unicode case folding.
    pub(super) unicode: bool,
    /// `v`: set notation in classes.
    pub(super) sets: bool,
    /// `y`: a match starts at index 0.
    pub(super) sticky: bool,
}

impl Flags {
    /// Reads the flags as `new RegExp` does, then changes them as the SDK of `case` does.
    pub(super) fn read(text: &str, case: CaseMode) -> Result<Self, &'static str> {
        let mut flags = Self::default();
        let mut seen = 0_u32;
        for flag in text.bytes() {
            let bit = flags.set(flag).ok_or("unknown flag")?;
            if seen & bit != 0 {
                return Err("a flag is given twice");
            }
            seen |= bit;
        }
        if text.contains('u') && flags.sets {
            return Err("flags u and v exclude each other");
        }
        if case == CaseMode::Js11 {
            flags.ignore_case = true;
            flags.sticky = false;
        }
        Ok(flags)
    }

    /// Sets what one flag means and returns its own bit.
    fn set(&mut self, flag: u8) -> Option<u32> {
        match flag {
            b'd' | b'g' => {}
            b'i' => self.ignore_case = true,
            b'm' => self.multiline = true,
            b's' => self.dot_all = true,
            b'u' => self.unicode = true,
            b'v' => (self.unicode, self.sets) = (true, true),
            b'y' => self.sticky = true,
            _ => return None,
        }
        Some(1 << (flag - b'a'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_repeated_flags_are_errors() {
        for flags in ["x", "I", "ii", "gg", "i ", "uv", "vu", "é"] {
            assert!(Flags::read(flags, CaseMode::Js11).is_err(), "{flags}");
        }
        assert!(Flags::read("dgimsuy", CaseMode::Js11).is_ok());
    }

    #[test]
    fn js11_adds_i_and_drops_y() {
        let flags = Flags::read("gy", CaseMode::Js11).unwrap();
        assert!(flags.ignore_case && !flags.sticky);
    }

    #[test]
    fn js10_keeps_the_flags_as_they_are() {
        let flags = Flags::read("y", CaseMode::Js10).unwrap();
        assert!(!flags.ignore_case && flags.sticky);
    }
}
