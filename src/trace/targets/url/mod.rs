//! URLs in the form in which rules are compared with them: normalised by the WHATWG URL Standard.
//!
//! [`Url::parse`] takes an already normalised http(s) URL as it is (`canonical`), without a copy;
//! any other goes through the parser. Where the parser stops short of the standard is written down
//! in `idna`.

mod canonical;
mod draft;
mod escape;
mod host;
mod idna;
mod ip;
#[cfg(test)]
mod oracles;
mod parser;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use super::blocks::find_either;

/// The longest text that is parsed, in bytes.
pub const MAX_LENGTH: usize = 64 * 1024;

/// A normalised URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url<'a> {
    href: Cow<'a, [u8]>,
    /// The index of the colon.
    scheme_end: usize,
    /// `None` in a URL without authority, such as `data:`; empty in `file:///`.
    host: Option<Range<usize>>,
    /// `None` for the default port of the scheme.
    port: Option<u16>,
    path_start: usize,
}

impl<'a> Url<'a> {
    /// Parses `text`, a relative reference against `base`.
    ///
    /// `None` when it is no URL: by the standard, by its length ([`MAX_LENGTH`]), or because it is
    /// not UTF-8.
    #[inline]
    pub fn parse(text: &'a [u8], base: Option<&Url<'_>>) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        match canonical::scan(text) {
            Some(url) => Some(url),
            None => parser::parse(text, base),
        }
    }

    /// The same URL with a text of its own.
    pub fn into_owned(self) -> Url<'static> {
        Url {
            href: Cow::Owned(self.href.into_owned()),
            ..self
        }
    }

    /// The whole URL, ASCII.
    pub fn href(&self) -> &[u8] {
        &self.href
    }

    /// The scheme without colon, in lower case.
    pub fn scheme(&self) -> &[u8] {
        self.part(0..self.scheme_end)
    }

    /// The host, `None` in a URL that has no place for one.
    pub fn host(&self) -> Option<&[u8]> {
        self.host.clone().map(|range| self.part(range))
    }

    /// The port if it is not the default one of the scheme.
    pub const fn port(&self) -> Option<u16> {
        self.port
    }

    /// The port that a connection is made to, `None` for schemes without a default.
    pub fn effective_port(&self) -> Option<u16> {
        self.port.or_else(|| default_port(self.scheme()))
    }

    /// The path, with its leading slash.
    pub fn path(&self) -> &[u8] {
        let rest = self.from_path();
        let end = find_either(rest, b'?', b'#').unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// The path and everything behind it.
    pub fn from_path(&self) -> &[u8] {
        self.part(self.path_start..self.href.len())
    }

    /// The query without question mark; empty if there is none.
    pub fn query(&self) -> &[u8] {
        let before_fragment = self.without_fragment();
        let start = self.path_start + self.path().len() + 1;
        before_fragment.get(start..).unwrap_or_default()
    }

    /// The URL up to `#`.
    pub fn without_fragment(&self) -> &[u8] {
        until(&self.href, |byte| byte == b'#')
    }

    /// The URL up to `?` or `#`.
    pub fn without_query(&self) -> &[u8] {
        self.part(0..self.path_start + self.path().len())
    }

    /// Whether the scheme is http or https.
    pub fn is_http(&self) -> bool {
        matches!(self.scheme(), b"http" | b"https")
    }

    /// The origin: that of the URL inside for `blob:`, `None` for URLs that have none.
    pub fn origin(&self) -> Option<Origin> {
        if self.scheme() == b"blob" {
            let inner = Url::parse(self.path(), None)?;
            return (inner.scheme() != b"blob")
                .then(|| inner.origin())
                .flatten();
        }
        Some(Origin {
            scheme: self.scheme().into(),
            host: self.host()?.into(),
            port: self.port,
        })
    }

    fn part(&self, range: Range<usize>) -> &[u8] {
        self.href.get(range).unwrap_or_default()
    }

    /// Everything before the path, to be followed by another path.
    fn before_path(&self) -> &[u8] {
        match self.host {
            Some(_) => self.part(0..self.path_start),
            // Leaves out the `/.` that keeps a path from being read as a host.
            None => self.part(0..self.scheme_end + 1),
        }
    }

    fn has_opaque_path(&self) -> bool {
        self.host.is_none() && !self.path().starts_with(b"/")
    }
}

/// Scheme, host and port, compared as they are.
///
/// Unlike the opaque origins of the standard this tells one `capacitor://` app from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    scheme: Box<[u8]>,
    host: Box<[u8]>,
    port: Option<u16>,
}

impl Origin {
    /// Whether `url` has this origin.
    pub fn is_of(&self, url: &Url<'_>) -> bool {
        if url.scheme() == b"blob" {
            return url.origin().as_ref() == Some(self);
        }
        url.host() == Some(&self.host) && url.scheme() == &*self.scheme && url.port == self.port
    }
}

fn default_port(scheme: &[u8]) -> Option<u16> {
    match scheme {
        b"http" | b"ws" => Some(80),
        b"https" | b"wss" => Some(443),
        b"ftp" => Some(21),
        _ => None,
    }
}

fn until(text: &[u8], stop: impl Fn(u8) -> bool) -> &[u8] {
    let end = text.iter().position(|&byte| stop(byte));
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}
