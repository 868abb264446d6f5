//! A URL in the making: its parts are appended in order, each normalised.

use std::borrow::Cow;
use std::ops::Range;

use super::parser::{is_drive, is_written_drive};
use super::{Url, default_port, escape, host, until};

/// How the standard treats a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// http, https, ws, wss, ftp.
    Special,
    /// file.
    File,
    /// Any other, such as capacitor.
    Other,
}

impl Kind {
    fn of(scheme: &[u8]) -> Self {
        match scheme {
            b"file" => Self::File,
            _ if default_port(scheme).is_some() => Self::Special,
            _ => Self::Other,
        }
    }

    /// Whether `byte` separates path segments; with the schemes of the web a backslash does too.
    pub(super) fn is_slash(self, byte: u8) -> bool {
        byte == b'/' || (byte == b'\\' && self != Self::Other)
    }
}

/// What has been written so far.
pub(super) struct Draft {
    href: Vec<u8>,
    pub(super) kind: Kind,
    scheme_end: usize,
    host: Option<Range<usize>>,
    port: Option<u16>,
    path_start: usize,
}

impl Draft {
    pub(super) fn new(scheme: &[u8]) -> Self {
        let mut href = scheme.to_ascii_lowercase();
        let kind = Kind::of(&href);
        let scheme_end = href.len();
        href.push(b':');
        Self {
            path_start: href.len(),
            href,
            kind,
            scheme_end,
            host: None,
            port: None,
        }
    }

    pub(super) fn scheme(&self) -> &[u8] {
        self.href.get(..self.scheme_end).unwrap_or_default()
    }

    /// Takes over `beginning`, a part of `base` from its start that includes the authority.
    pub(super) fn like(mut self, beginning: &[u8], base: &Url<'_>) -> Self {
        self.href = beginning.to_vec();
        self.host.clone_from(&base.host);
        self.port = base.port;
        self.path_start = base.path_start.min(beginning.len());
        self
    }

    /// Appends what stands between `//` and the path, and everything behind it.
    pub(super) fn authority(mut self, text: &[u8]) -> Option<Self> {
        let authority = until(text, |byte| {
            matches!(byte, b'?' | b'#') || self.kind.is_slash(byte)
        });
        let rest = text.get(authority.len()..)?;
        self.href.extend(b"//");
        let host_and_port = match authority.iter().rposition(|&byte| byte == b'@') {
            Some(at) => {
                self.userinfo(authority.get(..at)?);
                authority.get(at + 1..).filter(|after| !after.is_empty())?
            }
            None => authority,
        };
        self.host_and_port(host_and_port)?
            .path_after_authority(rest)
    }

    fn userinfo(&mut self, text: &[u8]) {
        let name = until(text, |byte| byte == b':');
        let password = text.get(name.len() + 1..).unwrap_or_default();
        if name.is_empty() && password.is_empty() {
            return;
        }
        escape::encode(&mut self.href, name, escape::USERINFO);
        if !password.is_empty() {
            self.href.push(b':');
            escape::encode(&mut self.href, password, escape::USERINFO);
        }
        self.href.push(b'@');
    }

    fn host_and_port(self, text: &[u8]) -> Option<Self> {
        let (host, port) = split_port(text);
        if host.is_empty() && (port.is_some() || self.kind != Kind::Other) {
            return None;
        }
        self.write_host(host)?.port(port.unwrap_or_default())
    }

    /// Appends `//` and a host that is not empty.
    pub(super) fn host(mut self, text: &[u8]) -> Option<Self> {
        self.href.extend(b"//");
        self.write_host(text)
    }

    fn write_host(mut self, text: &[u8]) -> Option<Self> {
        let start = self.href.len();
        if !text.is_empty() {
            host::write(&mut self.href, text, self.kind != Kind::Other)?;
        }
        self.host = Some(start..self.href.len());
        Some(self)
    }

    pub(super) fn empty_host(mut self) -> Self {
        self.href.extend(b"//");
        self.host = Some(self.href.len()..self.href.len());
        self.path_start = self.href.len();
        self
    }

    /// A file on `localhost` is a file without host.
    pub(super) fn without_localhost(mut self) -> Self {
        let host = self.host.clone().unwrap_or_default();
        if self.href.get(host.clone()) == Some(b"localhost") {
            self.href.truncate(host.start);
            self.host = Some(host.start..host.start);
        }
        self
    }

    fn port(mut self, digits: &[u8]) -> Option<Self> {
        if digits.is_empty() {
            return Some(self);
        }
        let port = digits.iter().try_fold(0_u16, |port, digit| {
            let digit = digit.is_ascii_digit().then(|| u16::from(digit - b'0'))?;
            port.checked_mul(10)?.checked_add(digit)
        })?;
        if default_port(self.scheme()) != Some(port) {
            self.port = Some(port);
            self.href.extend(format!(":{port}").into_bytes());
        }
        Some(self)
    }

    pub(super) fn path_after_authority(mut self, text: &[u8]) -> Option<Self> {
        self.path_start = self.href.len();
        Some(match text {
            [first, rest @ ..] if self.kind.is_slash(*first) => self.path(rest),
            _ if self.kind != Kind::Other => self.path(text),
            _ => self.tail(text),
        })
    }

    /// Appends a path that has no segments, and everything behind it.
    pub(super) fn opaque_path(mut self, text: &[u8]) -> Self {
        let path = until(text, |byte| matches!(byte, b'?' | b'#'));
        escape::encode(&mut self.href, path, escape::CONTROL);
        self.tail(text.get(path.len()..).unwrap_or_default())
    }

    /// Appends the directory of an already normalised path.
    pub(super) fn directory(mut self, path: &[u8]) -> Self {
        self.path_start = self.href.len();
        self.href.extend(path);
        self.shorten();
        self
    }

    /// Appends path segments (the text has no leading slash) and everything behind them.
    pub(super) fn path(mut self, text: &[u8]) -> Self {
        let path = until(text, |byte| matches!(byte, b'?' | b'#'));
        let kind = self.kind;
        let mut segments = path.split(|&byte| kind.is_slash(byte)).peekable();
        while let Some(segment) = segments.next() {
            self.segment(segment, segments.peek().is_none());
        }
        self.keep_path_apart();
        self.tail(text.get(path.len()..).unwrap_or_default())
    }

    fn segment(&mut self, segment: &[u8], is_last: bool) {
        match dots(segment) {
            0 => {
                let segment = self.with_drive_colon(segment);
                self.href.push(b'/');
                escape::encode(&mut self.href, &segment, escape::PATH);
                return;
            }
            1 => {}
            _ => self.shorten(),
        }
        if is_last {
            self.href.push(b'/');
        }
    }

    fn with_drive_colon<'t>(&self, segment: &'t [u8]) -> Cow<'t, [u8]> {
        let is_first = self.href.len() == self.path_start;
        match segment {
            [letter, _] if self.kind == Kind::File && is_first && is_drive(segment) => {
                Cow::Owned(vec![*letter, b':'])
            }
            _ => Cow::Borrowed(segment),
        }
    }

    /// Removes the last segment, but not the drive of a file.
    fn shorten(&mut self) {
        let path = self.href.get(self.path_start..).unwrap_or_default();
        let Some(slash) = path.iter().rposition(|&byte| byte == b'/') else {
            return;
        };
        let is_drive = slash == 0 && is_written_drive(path.get(1..).unwrap_or_default());
        if self.kind != Kind::File || !is_drive {
            self.href.truncate(self.path_start + slash);
        }
    }

    /// Without an authority a path that starts with `//` would be read as one.
    fn keep_path_apart(&mut self) {
        let path = self.href.get(self.path_start..).unwrap_or_default();
        if self.host.is_none() && path.starts_with(b"//") {
            self.href.splice(self.path_start..self.path_start, *b"/.");
            self.path_start += 2;
        }
    }

    /// Appends query and fragment: the text is empty or starts with `?` or `#`.
    pub(super) fn tail(mut self, text: &[u8]) -> Self {
        let query = until(text, |byte| byte == b'#');
        let set = match self.kind {
            Kind::Other => escape::QUERY,
            _ => escape::SPECIAL_QUERY,
        };
        if let [b'?', query @ ..] = query {
            self.href.push(b'?');
            escape::encode(&mut self.href, query, set);
        }
        if let Some([b'#', fragment @ ..]) = text.get(query.len()..) {
            self.href.push(b'#');
            escape::encode(&mut self.href, fragment, escape::FRAGMENT);
        }
        self
    }

    pub(super) fn finish(self) -> Url<'static> {
        Url {
            href: Cow::Owned(self.href),
            scheme_end: self.scheme_end,
            host: self.host,
            port: self.port,
            path_start: self.path_start,
        }
    }
}

/// Splits at the first colon outside brackets.
fn split_port(text: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut in_brackets = false;
    let colon = text.iter().position(|&byte| {
        in_brackets = (in_brackets || byte == b'[') && byte != b']';
        byte == b':' && !in_brackets
    });
    let host = text.get(..colon.unwrap_or(text.len())).unwrap_or_default();
    (host, colon.and_then(|colon| text.get(colon + 1..)))
}

/// How many dots a segment stands for if it is `.` or `..` (a dot may be `%2e`), else 0.
pub(super) fn dots(segment: &[u8]) -> usize {
    let mut rest = segment;
    let mut dots = 0;
    while let [b'.', after @ ..] | [b'%', b'2', b'e' | b'E', after @ ..] = rest {
        rest = after;
        dots += 1;
    }
    if rest.is_empty() && dots <= 2 {
        dots
    } else {
        0
    }
}
