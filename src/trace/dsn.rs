//! The DSN: public key, ingest host and organisation id.

use super::error::ConfigError;
use super::wire::whitespace::trim_blanks;

/// The parts of a DSN, read as the JavaScript SDK reads it.
///
/// `{protocol}://{public_key}[:{secret}]@{host}[:{port}]/[{path}/]{project_id}`
#[derive(Clone, PartialEq, Eq)]
pub struct Dsn {
    /// `http` or `https`.
    pub protocol: String,
    /// The public key, part of the dynamic sampling context.
    pub public_key: String,
    /// The secret of old DSNs; may be empty.
    pub secret: String,
    /// Name or address, as written; IPv6 in brackets.
    pub host: String,
    /// Digits, empty when there is no port.
    pub port: String,
    /// Path before the project id without slashes at the ends, empty when there is none.
    pub path: String,
    /// Digits.
    pub project_id: String,
}

impl std::fmt::Debug for Dsn {
    /// Shows no part: a DSN is the user's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dsn(..)")
    }
}

impl Dsn {
    /// Reads a DSN; spaces and tabs at the ends and the case of the scheme do not matter.
    ///
    /// # Errors
    /// Everything that the JavaScript SDK refuses; the error names the part that is wrong and never
    /// repeats the text.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let trimmed = std::str::from_utf8(trim_blanks(text.as_bytes())).unwrap_or_default();
        read(trimmed).map_err(|part| {
            ConfigError::new("dsn", format!("{part} (expected https://KEY@HOST/PROJECT)"))
        })
    }

    /// The organisation id in a host such as `o42.ingest.sentry.io`: the digits of a first label
    /// `o<digits>`, leading zeros kept.
    pub fn org_id(&self) -> Option<&str> {
        let (digits, _) = self.host.strip_prefix('o')?.split_once('.')?;
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        (!digits.is_empty() && all_digits).then_some(digits)
    }
}

fn read(text: &str) -> Result<Dsn, &'static str> {
    let (protocol, rest) = text.split_once("://").ok_or("no scheme")?;
    let protocol = protocol.to_ascii_lowercase();
    if protocol != "http" && protocol != "https" {
        return Err("the scheme is neither http nor https");
    }
    let (public_key, secret, rest) = keys(rest)?;
    let (host, rest) = host(rest)?;
    let (port, rest) = port(rest)?;
    let (path, project_id) = project(rest)?;
    Ok(Dsn {
        protocol,
        public_key: public_key.to_owned(),
        secret: secret.to_owned(),
        host: host.to_owned(),
        port: port.to_owned(),
        path: path.to_owned(),
        project_id: project_id.to_owned(),
    })
}

fn keys(text: &str) -> Result<(&str, &str, &str), &'static str> {
    let (public_key, rest) = split_while(text, is_word);
    if public_key.is_empty() {
        return Err("no public key, or one with characters other than letters, digits and _");
    }
    let (secret, rest) = match rest.strip_prefix(':') {
        Some(rest) => split_while(rest, is_word),
        None => ("", rest),
    };
    let rest = rest
        .strip_prefix('@')
        .ok_or("the key is not followed by @")?;
    Ok((public_key, secret, rest))
}

fn host(text: &str) -> Result<(&str, &str), &'static str> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inside) => {
            let (address, rest) =
                split_while(inside, |b| is_word(b) || matches!(b, b':' | b'.' | b'%'));
            if address.is_empty() || !rest.starts_with(']') {
                return Err("the host is not a bracketed address");
            }
            text.split_at_checked(address.len() + 2).unwrap_or_default()
        }
        None => split_while(text, |byte| is_word(byte) || matches!(byte, b'.' | b'-')),
    };
    if host.is_empty() {
        Err("no host")
    } else {
        Ok((host, rest))
    }
}

fn port(text: &str) -> Result<(&str, &str), &'static str> {
    let (port, rest) = match text.strip_prefix(':') {
        Some(rest) => split_while(rest, |byte| byte.is_ascii_digit()),
        None => ("", text),
    };
    if text.starts_with(':') && port.is_empty() {
        return Err("the port is not a number");
    }
    Ok((
        port,
        rest.strip_prefix('/')
            .ok_or("the host is not followed by /")?,
    ))
}

/// Path and project id. The expression of the SDK ends at the first line break, and so does this.
fn project(text: &str) -> Result<(&str, &str), &'static str> {
    let line = text
        .split(['\n', '\r', '\u{2028}', '\u{2029}'])
        .next()
        .unwrap_or_default();
    let (path, last) = line.rsplit_once('/').unwrap_or(("", line));
    let (digits, _) = split_while(last, |byte| byte.is_ascii_digit());
    if digits.is_empty() {
        return Err("the project id is not a number");
    }
    Ok((path, digits))
}

fn split_while(text: &str, keep: impl Fn(u8) -> bool) -> (&str, &str) {
    let end = text
        .bytes()
        .position(|byte| !keep(byte))
        .unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or_default()
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_part_and_not_the_text() {
        let cases = [
            ("", "no scheme"),
            ("ftp://k@h/1", "scheme is neither"),
            ("https://<key>@h/1", "no public key"),
            ("https://k:s:t@h/1", "not followed by @"),
            ("https://k@/1", "no host"),
            ("https://k@[::1/1", "not a bracketed"),
            ("https://k@h:/1", "port is not"),
            ("https://k@h", "not followed by /"),
            ("https://k@h/p", "project id"),
        ];
        for (text, part) in cases {
            let error = Dsn::parse(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
            assert!(!error.contains("<key>"));
        }
    }

    #[test]
    fn the_organisation_is_the_first_label_only() {
        let org = |host: &str| {
            let dsn = Dsn::parse(&format!("https://k@{host}/1")).unwrap();
            dsn.org_id().map(str::to_owned)
        };
        assert_eq!(org("o042.example.com").as_deref(), Some("042"));
        for host in [
            "O42.example.com",
            "o.example.com",
            "o42",
            "x.o42.example.com",
            "o4a.example",
        ] {
            assert_eq!(org(host), None, "{host}");
        }
    }
}
