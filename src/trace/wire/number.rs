//! Numbers as JavaScript reads and writes them in `sample_rate` and `sample_rand`.

use super::whitespace::is_js_space;

/// Reads a sampling number as `parseFloat` does and accepts 0 to 1, both included.
///
/// Leading white space and trailing junk are ignored; `None` where there is no number or it is out
/// of range. The JavaScript SDK accepts exactly 1 for a `sample_rand` too.
pub fn parse_rate(text: &str) -> Option<f64> {
    parse_float(text).and_then(valid_rate)
}

/// The number itself when it can be a rate: 0 to 1, both included, and not NaN.
pub fn valid_rate(number: f64) -> Option<f64> {
    (0.0..=1.0).contains(&number).then_some(number)
}

/// The longest prefix that JavaScript's `parseFloat` reads as a finite number.
fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim_start_matches(is_js_space);
    text.get(..float_len(text.as_bytes()))?.parse().ok()
}

/// Length of the decimal literal at the start, 0 when there is none.
fn float_len(bytes: &[u8]) -> usize {
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(bytes, sign);
    let point = usize::from(bytes.get(sign + whole) == Some(&b'.'));
    let fraction = if point == 1 {
        digits(bytes, sign + whole + 1)
    } else {
        0
    };
    if whole + fraction == 0 {
        return 0;
    }
    let mantissa = sign + whole + point + fraction;
    mantissa + exponent_len(bytes.get(mantissa..).unwrap_or_default())
}

fn exponent_len(bytes: &[u8]) -> usize {
    if !matches!(bytes.first(), Some(b'e' | b'E')) {
        return 0;
    }
    let sign = usize::from(matches!(bytes.get(1), Some(b'+' | b'-')));
    match digits(bytes, 1 + sign) {
        0 => 0,
        count => 1 + sign + count,
    }
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

/// Whether a text is a usual fraction below 1 just as [`format_number`] writes it; false for other
/// numbers.
///
/// Up to 15 digits name a number of their own, so no shorter text can read back as the same one.
pub fn is_shortest(text: &str) -> bool {
    let Some(fraction) = text.strip_prefix("0.") else {
        return false;
    };
    let all_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_free = !fraction.starts_with("000000");
    fraction.len() <= 15
        && all_digits
        && exponent_free
        && matches!(fraction.bytes().last(), Some(b'1'..=b'9'))
}

/// The text of `String(number)`: shortest that reads back as the same number, with an exponent
/// below 1e-6 and from 1e21.
pub fn format_number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if !number.is_finite() {
        return if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        }
        .to_owned();
    }
    let scientific = format!("{number:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if (-6..21).contains(&exponent) {
        return positional(mantissa, exponent);
    }
    let sign = if exponent > 0 { "+" } else { "" };
    [mantissa, "e", sign, &exponent.to_string()].concat()
}

/// Digits with the point where the exponent puts it.
fn positional(mantissa: &str, exponent: i32) -> String {
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let digits = mantissa.replacen('.', "", 1);
    let zeros = |count: usize| "0".repeat(count);
    let Ok(exponent) = usize::try_from(exponent) else {
        let leading = usize::try_from(-exponent).unwrap_or_default();
        return [sign, "0.", &zeros(leading - 1), &digits].concat();
    };
    match digits.split_at_checked(exponent + 1) {
        Some((whole, "")) => [sign, whole].concat(),
        Some((whole, fraction)) => [sign, whole, ".", fraction].concat(),
        None => [sign, &digits, &zeros(exponent + 1 - digits.len())].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_like_parse_float() {
        let cases = [
            ("0.5", Some(0.5)),
            (" \u{feff}.5junk", Some(0.5)),
            ("1.", Some(1.0)),
            ("1e-3e", Some(0.001)),
            ("1e", Some(1.0)),
            ("1e+", Some(1.0)),
            ("0x1", Some(0.0)),
            (".", None),
            ("", None),
            ("-.1", None),
            ("1.0000001", None),
            ("Infinity", None),
            ("nan", None),
            ("inf", None),
        ];
        for (text, rate) in cases {
            assert_eq!(parse_rate(text), rate, "{text}");
        }
    }

    #[test]
    fn a_shortest_fraction_is_written_back_as_it_is() {
        for k in (1..1_000_000).step_by(997) {
            let text = format_number(f64::from(k) / 1e6);
            assert!(is_shortest(&text), "{text}");
        }
        for text in ["0.25", "0.999999999999999", "0.000001", "0.123456789012345"] {
            assert_eq!(format_number(text.parse().unwrap()), text);
            assert!(is_shortest(text));
        }
        let others = [
            "",
            "0.",
            "0",
            "0.50",
            "0.0000001",
            "1.5",
            "0.5x",
            "0.9999999999999999",
        ];
        assert!(!others.into_iter().any(is_shortest));
    }

    #[test]
    fn numbers_are_written_like_javascript() {
        let cases = [
            (0.25, "0.25"),
            (-0.0, "0"),
            (1.0, "1"),
            (1e-6, "0.000001"),
            (1e-7, "1e-7"),
            (1.5e-7, "1.5e-7"),
            (0.1 + 0.2, "0.30000000000000004"),
            (5e-324, "5e-324"),
            (1e21, "1e+21"),
            (123456789012345680000.0, "123456789012345680000"),
            (100.0, "100"),
            (-12.5, "-12.5"),
            (0.000012, "0.000012"),
        ];
        for (number, text) in cases {
            assert_eq!(format_number(number), text);
        }
    }
}
