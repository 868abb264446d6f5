//! Meta tags: what a page says, whatever else it contains.

use spanferry::trace::wire::meta::{MetaTags, extract, render_into};

/// Reads the input as a page.
pub fn check(data: &[u8]) {
    let found = extract(data);
    assert_absent_is_not_empty(&found);
    assert_rendered_tags_are_read(&found);
    assert_comments_say_nothing(data, &found);
    assert_first_tag_wins(data);
}

fn assert_absent_is_not_empty(found: &MetaTags) {
    for content in [&found.sentry_trace, &found.baggage].into_iter().flatten() {
        assert!(!content.is_empty());
    }
}

fn render(tags: &MetaTags) -> String {
    let mut html = String::new();
    for (name, value) in [
        ("sentry-trace", &tags.sentry_trace),
        ("baggage", &tags.baggage),
    ] {
        if let Some(value) = value {
            render_into(name, value, &mut html);
        }
    }
    html
}

/// Any content survives being written and read, and writes no markup of its own.
fn assert_rendered_tags_are_read(found: &MetaTags) {
    let html = render(found);
    assert_eq!(&extract(html.as_bytes()), found);
    let tags = html.matches('<').count();
    assert_eq!(
        tags,
        usize::from(found.sentry_trace.is_some()) + usize::from(found.baggage.is_some())
    );
}

fn assert_comments_say_nothing(data: &[u8], found: &MetaTags) {
    let comment = b"<!-- <meta name=baggage content=a> --><script>'<meta name=sentry-trace content=b>'</script>";
    assert_eq!(&extract(&[comment, data].concat()), found);
}

fn assert_first_tag_wins(data: &[u8]) {
    let first =
        "<META content='x &amp; &#121;' NAME=sentry-trace><meta name=\"baggage\" content=z>";
    let tags = extract(&[first.as_bytes(), data].concat());
    assert_eq!(tags.sentry_trace.as_deref(), Some("x & y"));
    assert_eq!(tags.baggage.as_deref(), Some("z"));
}
