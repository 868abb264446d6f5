//! White space as JavaScript's `String.prototype.trim` and `\s` see it.

/// Whether JavaScript counts the character as white space: Unicode white space without U+0085, and
/// U+FEFF.
pub fn is_js_space(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{feff}'
}

/// Removes white space at both ends, as `String.prototype.trim`.
///
/// Header bytes need not be UTF-8; a byte that belongs to no character is no white space.
pub fn trim_js(bytes: &[u8]) -> &[u8] {
    let trimmed = trim_ascii(bytes);
    match (trimmed.first(), trimmed.last()) {
        (Some(first), Some(last)) if !first.is_ascii() || !last.is_ascii() => trim_unicode(trimmed),
        _ => trimmed,
    }
}

/// Removes spaces and tabs at both ends, as the `sentry-trace` grammar does.
pub fn trim_blanks(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = bytes {
        bytes = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}

fn trim_ascii(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t'..=b'\r', rest @ ..] = bytes {
        bytes = rest;
    }
    while let [rest @ .., b' ' | b'\t'..=b'\r'] = bytes {
        bytes = rest;
    }
    bytes
}

fn trim_unicode(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_matches(is_js_space).as_bytes(),
        Err(_) => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_what_javascript_trims_and_nothing_else() {
        assert_eq!(
            trim_js(" \t\n\u{b}\u{c}\r\u{a0}\u{feff}a\u{2003} ".as_bytes()),
            b"a"
        );
        assert_eq!(trim_js("\u{85}a".as_bytes()), "\u{85}a".as_bytes());
        assert_eq!(trim_js(b" \xffa "), b"\xffa");
        assert_eq!(trim_js(b" \t"), b"");
    }

    #[test]
    fn blanks_are_space_and_tab_only() {
        assert_eq!(trim_blanks(b" \ta\n "), b"a\n");
    }
}
