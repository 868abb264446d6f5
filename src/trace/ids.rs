//! Trace and span ids: fixed-size bytes, written as lower-case hexadecimal digits.

use std::fmt;

use super::entropy::Entropy;
use super::swar;

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

fn decode<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    if text.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (four, digits) in bytes.chunks_exact_mut(4).zip(text.chunks_exact(8)) {
        let digits = digits.first_chunk()?;
        four.copy_from_slice(&swar::from_hex(*digits)?);
    }
    Some(bytes)
}

fn encode(bytes: &[u8], text: &mut [u8]) {
    for (digits, four) in text.chunks_exact_mut(8).zip(bytes.chunks_exact(4)) {
        if let Some(four) = four.first_chunk() {
            digits.copy_from_slice(&swar::to_hex(*four));
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
