//! URLs: the fast path against the parser, and each answer against what a URL has to be.
//!
//! The unit tests compare with the `url` crate and with Node; both have slips of their own, which
//! fuzzing would find over and over.

use super::input::Input;
use spanferry::trace::targets::url::{MAX_LENGTH, Url};

/// Bases as app origins have them.
const BASES: [&str; 6] = [
    "https://app.example.com/home/page?x=1#top",
    "http://user:pw@localhost:3000/x",
    "capacitor://localhost/a/b",
    "file:///android_asset/www/index.html",
    "file:///C:/a/b",
    "a:/x/y",
];

/// Takes a digit that chooses the base; the URL is what follows.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = usize::from(input.byte()) % (BASES.len() + 1);
    let base = BASES
        .get(choice)
        .map(|base| Url::parse(base.as_bytes(), None).expect("a URL"));
    let text = input.rest();
    let parsed = Url::parse(text, base.as_ref());
    if let Some(url) = &parsed {
        assert_well_formed(url);
        assert_parses_to_itself(url);
    }
    assert_fast_path_agrees(text, base.as_ref(), parsed.as_ref());
}

/// The parts lie where they are said to lie, and the text is ASCII.
fn assert_well_formed(url: &Url<'_>) {
    let href = url.href();
    assert!(href.iter().all(|byte| (0x20..=0x7e).contains(byte)));
    assert!(href.starts_with(url.scheme()) && href[url.scheme().len()] == b':');
    assert!(href.starts_with(url.without_fragment()));
    assert!(url.without_fragment().starts_with(url.without_query()));
    assert!(url.without_query().ends_with(url.path()));
    assert!(url.without_fragment().ends_with(url.query()));
    assert!(!url.path().contains(&b'?') && !url.path().contains(&b'#'));
    assert!(!url.is_http() || url.host().is_some_and(|host| !host.is_empty()));
    assert!(!url.is_http() || url.path().starts_with(b"/"));
    assert!(url.origin().is_none_or(|origin| origin.is_of(url)));
}

/// Normalising a second time changes nothing.
fn assert_parses_to_itself(url: &Url<'_>) {
    if url.href().len() <= MAX_LENGTH {
        let again = Url::parse(url.href(), None);
        assert_eq!(again.as_ref(), Some(url));
    }
}

/// White space before a URL means nothing, but keeps it off the fast path.
fn assert_fast_path_agrees(text: &[u8], base: Option<&Url<'_>>, parsed: Option<&Url<'_>>) {
    if text.len() < MAX_LENGTH {
        let spaced = [b" ", text].concat();
        assert_eq!(Url::parse(&spaced, base).as_ref(), parsed);
    }
}
