//! The host of a URL: a domain, an address, or an opaque text.

use super::{escape, idna, ip};

/// Appends the normalised host, or gives `None` when the URL is invalid because of it.
///
/// `special` is whether the scheme is one of those that have domains (http, https, ws, wss, ftp,
/// file); the host of any other scheme is an opaque text.
pub(super) fn write(out: &mut Vec<u8>, text: &[u8], special: bool) -> Option<()> {
    match text {
        [b'[', address @ .., b']'] => {
            ip::write_v6(out, ip::parse_v6(address)?);
            Some(())
        }
        [b'[', ..] => None,
        _ if special => write_domain(out, text),
        _ => write_opaque(out, text),
    }
}

fn write_opaque(out: &mut Vec<u8>, text: &[u8]) -> Option<()> {
    if text
        .iter()
        .any(|&byte| byte < 0x80 && escape::is_in(byte, escape::FORBIDDEN_HOST))
    {
        return None;
    }
    escape::encode(out, text, escape::CONTROL);
    Some(())
}

fn write_domain(out: &mut Vec<u8>, text: &[u8]) -> Option<()> {
    let mut domain = escape::decode(text);
    if domain.is_ascii() {
        domain.make_ascii_lowercase();
    } else {
        domain = idna::to_ascii(std::str::from_utf8(&domain).ok()?)?;
    }
    let forbidden = |&byte: &u8| escape::is_in(byte, escape::FORBIDDEN_DOMAIN);
    if domain.is_empty()
        || domain.iter().any(forbidden)
        || !idna::encoded_labels_are_plausible(&domain)
    {
        return None;
    }
    if ip::ends_in_number(&domain) {
        domain = ip::parse_v4(&domain)?.to_string().into_bytes();
    }
    out.extend(domain);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str, special: bool) -> Option<String> {
        let mut out = Vec::new();
        write(&mut out, text.as_bytes(), special)?;
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_domain_is_decoded_and_lower_cased() {
        assert_eq!(
            host("API.Ex%61mple.com", true).as_deref(),
            Some("api.example.com")
        );
    }

    #[test]
    fn an_opaque_host_keeps_its_case() {
        assert_eq!(host("Ex%61mple é", false), None);
        assert_eq!(
            host("Ex%61mpleé", false).as_deref(),
            Some("Ex%61mple%C3%A9")
        );
    }

    #[test]
    fn forbidden_bytes_make_the_host_invalid() {
        for text in [
            "a b", "a%20b", "a%25", "a<b", "a^b", "a|b", "a\u{7f}", "%", "[::1", "a]",
        ] {
            assert_eq!(host(text, true), None, "{text}");
        }
    }
}
