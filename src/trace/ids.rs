//! Trace and span ids: fixed-size bytes, written as lower-case hexadecimal digits.

use std::fmt;

use super::entropy::Entropy;

/// The id of a trace: 16 bytes, 32 lower-case hexadecimal digits on the wire.
///
/// The all-zero id is accepted, as the JavaScript SDK accepts it: refusing it would split webview
/// and native.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TraceId([u8; 16]);

/// The id of a span: 8 bytes, 16 lower-case hexadecimal digits on the wire.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpanId([u8; 8]);

impl TraceId {
    /// Length of the text form in bytes.
    pub const TEXT_LEN: usize = 32;

    /// Draws a new id.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Makes an id of its bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads exactly 32 lower-case hexadecimal digits; anything else is `None`.
    pub fn parse(text: &[u8]) -> Option<Self> {
        decode(text).map(Self)
    }

    /// The text form.
    pub fn to_text(self) -> [u8; Self::TEXT_LEN] {
        let mut text = [0; Self::TEXT_LEN];
        encode(&self.0, &mut text);
        text
    }
}

impl SpanId {
    /// Length of the text form in bytes.
    pub const TEXT_LEN: usize = 16;

    /// Draws a new id.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes);
        Self(bytes)
    }

    /// Makes an id of its bytes.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// Reads exactly 16 lower-case hexadecimal digits; anything else is `None`.
    pub fn parse(text: &[u8]) -> Option<Self> {
        decode(text).map(Self)
    }

    /// The text form.
    pub fn to_text(self) -> [u8; Self::TEXT_LEN] {
        let mut text = [0; Self::TEXT_LEN];
        encode(&self.0, &mut text);
        text
    }
}

macro_rules! text_traits {
    ($id:ident) => {
        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(std::str::from_utf8(&self.to_text()).unwrap_or_default())
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

text_traits!(TraceId);
text_traits!(SpanId);

/// Value of each lower-case hexadecimal digit; `BAD` for every other byte.
const DIGITS: [u8; 256] = digits();
const BAD: u8 = 0x80;

#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, indexes are literals"
)]
const fn digits() -> [u8; 256] {
    let mut table = [BAD; 256];
    let mut value = 0;
    while value < 16 {
        table[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    table
}

/// Decodes `2 * N` digits; one check at the end keeps the loop free of branches.
fn decode<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    let mut seen = 0;
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        let [high, low] = *pair else { continue };
        let (high, low) = (digit(high), digit(low));
        seen |= high | low;
        *byte = high << 4 | low;
    }
    (seen & BAD == 0).then_some(bytes)
}

#[expect(
    clippy::indexing_slicing,
    reason = "a byte always lies within 256 entries"
)]
const fn digit(byte: u8) -> u8 {
    DIGITS[byte as usize]
}

fn encode(bytes: &[u8], text: &mut [u8]) {
    let hex = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        if let [high, low] = pair {
            *high = hex(byte >> 4);
            *low = hex(byte & 15);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_a_round_trip() {
        let text = b"771a43a4192642f0b136d5159a5017ff";
        assert_eq!(&TraceId::parse(text).unwrap().to_text(), text);
        let text = b"0123456789abcdef";
        assert_eq!(&SpanId::parse(text).unwrap().to_text(), text);
    }

    #[test]
    fn only_lower_case_digits_of_the_exact_length_are_ids() {
        for bad in [
            &b""[..],
            b"0123456789abcde",
            b"0123456789abcdef0",
            b"0123456789ABCDEF",
        ] {
            assert_eq!(SpanId::parse(bad), None, "{bad:?}");
        }
        for byte in 0..=255u8 {
            let mut text = *b"0123456789abcdef";
            text[7] = byte;
            let lower_hex = byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            assert_eq!(SpanId::parse(&text).is_some(), lower_hex, "{byte}");
        }
    }

    #[test]
    fn the_all_zero_id_is_accepted() {
        assert!(TraceId::parse(&[b'0'; 32]).is_some());
    }
}
