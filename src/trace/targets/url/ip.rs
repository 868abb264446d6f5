//! IPv4 and IPv6 hosts: the many ways to write them, and the one way a normalised URL has.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether a host is meant as an IPv4 address: its last label is a number.
pub(super) fn ends_in_number(host: &[u8]) -> bool {
    let host = host.strip_suffix(b".").unwrap_or(host);
    let last = host.rsplit(|&byte| byte == b'.').next().unwrap_or(host);
    !last.is_empty() && (last.iter().all(u8::is_ascii_digit) || number(last).is_some())
}

/// Reads one to four decimal, octal (`0`) or hexadecimal (`0x`) numbers, the last of which fills
/// all the bytes that are left.
pub(super) fn parse_v4(host: &[u8]) -> Option<Ipv4Addr> {
    let host = host.strip_suffix(b".").unwrap_or(host);
    let mut address: u32 = 0;
    let mut parts = host.split(|&byte| byte == b'.').peekable();
    for shift in [24, 16, 8, 0] {
        let value = number(parts.next()?)?;
        if parts.peek().is_none() {
            let room = u64::from(u32::MAX) >> (24 - shift);
            return (value <= room)
                .then(|| u32::try_from(value).ok())
                .flatten()
                .map(|value| Ipv4Addr::from(address | value));
        }
        address |= u32::from(u8::try_from(value).ok()?) << shift;
    }
    None
}

fn number(text: &[u8]) -> Option<u64> {
    let (digits, radix) = match text {
        [b'0', b'x' | b'X', digits @ ..] => (digits, 16),
        [b'0', digits @ ..] => (digits, 8),
        [] => return None,
        digits => (digits, 10),
    };
    digits.iter().try_fold(0_u64, |value, &digit| {
        let digit = char::from(digit).to_digit(radix)?;
        // Saturating keeps a number of any length too large for an address.
        Some(
            value
                .saturating_mul(radix.into())
                .saturating_add(digit.into()),
        )
    })
}

/// Reads what stands between the brackets.
pub(super) fn parse_v6(text: &[u8]) -> Option<Ipv6Addr> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Appends an IPv6 address with brackets, its first longest run of zeros compressed.
pub(super) fn write_v6(out: &mut Vec<u8>, address: Ipv6Addr) {
    let pieces = address.segments();
    let (start, length) = longest_zeros(&pieces);
    out.push(b'[');
    for (index, piece) in pieces.iter().enumerate() {
        if length > 1 && (start..start + length).contains(&index) {
            if index == start {
                out.extend(if index == 0 { &b"::"[..] } else { b":" });
            }
            continue;
        }
        out.extend(format!("{piece:x}").into_bytes());
        if index < 7 {
            out.push(b':');
        }
    }
    out.push(b']');
}

fn longest_zeros(pieces: &[u16; 8]) -> (usize, usize) {
    let mut best = (0, 0);
    let mut start = 0;
    for (index, piece) in pieces.iter().enumerate() {
        if *piece != 0 {
            start = index + 1;
        } else if index + 1 - start > best.1 {
            best = (start, index + 1 - start);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn v6(text: &str) -> Option<String> {
        let mut out = Vec::new();
        write_v6(&mut out, parse_v6(text.as_bytes())?);
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn an_ipv4_address_may_have_one_to_four_parts_in_three_bases() {
        for (text, address) in [
            ("1.2.3.4", "1.2.3.4"),
            ("1.2.3.4.", "1.2.3.4"),
            ("1.2.3", "1.2.0.3"),
            ("0x7f.1", "127.0.0.1"),
            ("017700000001", "127.0.0.1"),
            ("4294967295", "255.255.255.255"),
            ("0x", "0.0.0.0"),
        ] {
            assert_eq!(parse_v4(text.as_bytes()), address.parse().ok(), "{text}");
        }
    }

    #[test]
    fn numbers_that_do_not_fit_are_no_ipv4_address() {
        for text in [
            "256.1.1.1",
            "1.2.3.256",
            "4294967296",
            "1.2.3.4.5",
            "08.1.1.1",
            "1..2",
            "99999999999999999999999",
        ] {
            assert!(
                ends_in_number(text.as_bytes()) || text == "08.1.1.1",
                "{text}"
            );
            assert_eq!(parse_v4(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn the_last_label_decides_whether_a_host_is_a_number() {
        assert!(ends_in_number(b"example.1"));
        assert!(ends_in_number(b"example.08"));
        assert!(ends_in_number(b"example.0xf."));
        assert!(!ends_in_number(b"1.example"));
        assert!(!ends_in_number(b"example.0xg"));
        assert!(!ends_in_number(b"1.."));
    }

    #[test]
    fn an_ipv6_address_is_written_with_its_first_longest_zeros_compressed() {
        for (text, written) in [
            ("::1", "[::1]"),
            ("1::", "[1::]"),
            ("::", "[::]"),
            ("1:0:0:2:0:0:0:3", "[1:0:0:2::3]"),
            ("1:0:0:2:3:0:0:4", "[1::2:3:0:0:4]"),
            ("1:2:3:4:5:6:7::", "[1:2:3:4:5:6:7:0]"),
            ("::ffff:1.2.3.4", "[::ffff:102:304]"),
            ("ABCD::", "[abcd::]"),
        ] {
            assert_eq!(v6(text).as_deref(), Some(written), "{text}");
        }
        assert_eq!(v6("fe80::1%eth0"), None);
        assert_eq!(v6("1:2:3:4:5:6::7:8"), None);
    }
}
