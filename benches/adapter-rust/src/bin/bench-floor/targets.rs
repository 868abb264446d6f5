//! The targets of W6 as a person would write them out.

use memchr::memmem::Finder;

/// The texts that are looked for anywhere in a URL.
pub(crate) struct Targets {
    localhost: Finder<'static>,
    internal: Finder<'static>,
    project: Finder<'static>,
}

impl Targets {
    pub(crate) fn new() -> Self {
        Self {
            localhost: Finder::new("localhost"),
            internal: Finder::new("https://internal.example.org"),
            project: Finder::new("https://myproject.org"),
        }
    }

    /// The two targets of W6a.
    pub(crate) fn two(&self, url: &[u8]) -> bool {
        let mut memory = [0; 512];
        let url = lower(url, &mut memory);
        self.localhost.find(url).is_some() || self.project.find(url).is_some()
    }

    /// The five targets of W6b, W6c and W7.
    pub(crate) fn five(&self, url: &[u8]) -> bool {
        let mut memory = [0; 512];
        let url = lower(url, &mut memory);
        self.localhost.find(url).is_some()
            || url.starts_with(b"/api/")
            || self.internal.find(url).is_some()
            || is_staging(url)
            || is_versioned(url)
    }
}

fn lower<'m>(url: &[u8], memory: &'m mut [u8; 512]) -> &'m [u8] {
    let place = &mut memory[..url.len()];
    place.copy_from_slice(url);
    place.make_ascii_lowercase();
    place
}

/// `^https:\/\/[a-z0-9-]+\.staging\.myproject\.org\/`
fn is_staging(url: &[u8]) -> bool {
    let Some(rest) = url.strip_prefix(b"https://") else {
        return false;
    };
    let is_label = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    let end = rest
        .iter()
        .position(|byte| !is_label(byte))
        .unwrap_or(rest.len());
    end > 0 && rest[end..].starts_with(b".staging.myproject.org/")
}

/// `^https:\/\/(?:api|cdn|img)\.myproject\.org\/v\d+\/`
fn is_versioned(url: &[u8]) -> bool {
    let hosts = [&b"https://api"[..], b"https://cdn", b"https://img"];
    let Some(rest) = hosts.iter().find_map(|host| url.strip_prefix(*host)) else {
        return false;
    };
    let Some(rest) = rest.strip_prefix(b".myproject.org/v") else {
        return false;
    };
    let end = rest.iter().position(|byte| !byte.is_ascii_digit());
    end.is_some_and(|end| end > 0 && rest[end] == b'/')
}
