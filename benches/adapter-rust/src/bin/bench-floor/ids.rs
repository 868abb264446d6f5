//! Ids from and to hexadecimal digits, by tables.

/// Value of each lower-case digit, 255 for other bytes.
const VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut digit = 0;
    while digit < 16 {
        values[b"0123456789abcdef"[digit] as usize] = digit as u8;
        digit += 1;
    }
    values
};

/// The two digits of each byte.
const DIGITS: [[u8; 2]; 256] = {
    let mut digits = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        let hex = b"0123456789abcdef";
        digits[byte] = [hex[byte >> 4], hex[byte & 15]];
        byte += 1;
    }
    digits
};

/// Trace id, span id and decision of a `sentry-trace` with both ids.
pub(crate) fn sentry_trace(header: &[u8]) -> Option<([u8; 16], [u8; 8], Option<bool>)> {
    let (ids, rest) = header.split_first_chunk::<49>()?;
    let sampled = match rest {
        [] => None,
        b"-0" => Some(false),
        b"-1" => Some(true),
        _ => return None,
    };
    if ids[32] != b'-' {
        return None;
    }
    Some((read(&ids[..32])?, read(&ids[33..])?, sampled))
}

fn read<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let (mut id, mut seen) = ([0; N], 0);
    for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
        let [high, low] = [pair[0], pair[1]].map(|digit| VALUES[usize::from(digit)]);
        seen |= high | low;
        *byte = high << 4 | low & 15;
    }
    (seen < 16).then_some(id)
}

/// The digits of an id; `M` is twice `N`.
pub(crate) fn text<const N: usize, const M: usize>(id: &[u8; N]) -> [u8; M] {
    let mut text = [0; M];
    for (pair, byte) in text.chunks_exact_mut(2).zip(id) {
        pair.copy_from_slice(&DIGITS[usize::from(*byte)]);
    }
    text
}
