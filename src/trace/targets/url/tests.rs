//! The parser and the scan on URLs chosen by hand.

use super::*;

fn href(text: &str, base: &str) -> Option<String> {
    let base = Url::parse(base.as_bytes(), None);
    let url = Url::parse(text.as_bytes(), base.as_ref())?;
    Some(String::from_utf8(url.href().to_vec()).unwrap())
}

#[test]
fn urls_are_normalised_by_the_standard() {
    let page = "https://app.example/a/b?c#d";
    for (text, base, normalised) in [
        (
            " HTTPS:\\\\A.example\\b\n\t/../c ",
            "",
            "https://a.example/c",
        ),
        (
            "https://a.example/%2e%2E/.%2e/x/%2e",
            "",
            "https://a.example/x/",
        ),
        (
            "https://a.example/^|'\"?'\"^#`\"'",
            "",
            "https://a.example/%5E|'%22?%27%22^#%60%22'",
        ),
        (
            "https://us er:p@ss@a.example",
            "",
            "https://us%20er:p%40ss@a.example/",
        ),
        ("http://0300.0xA8.257/", "", "http://192.168.1.1/"),
        ("http://0x/e", "", "http://0.0.0.0/e"),
        ("http://[2001:DB8:0:0::1]:080/", "", "http://[2001:db8::1]/"),
        ("https:relative", page, "https://app.example/a/relative"),
        ("http:other", page, "http://other/"),
        ("//x.example", page, "https://x.example/"),
        ("///x.example", page, "https://x.example/"),
        ("../..", page, "https://app.example/"),
        ("?q", page, "https://app.example/a/b?q"),
        ("#f", page, "https://app.example/a/b?c#f"),
        ("", page, "https://app.example/a/b?c"),
        ("/x", "capacitor://localhost", "capacitor://localhost/x"),
        (
            "\\x",
            "capacitor://localhost/a/b",
            "capacitor://localhost/a/\\x",
        ),
        ("capacitor:/..//x", "", "capacitor:/.//x"),
        ("#f", "data:,x y", "data:,x y#f"),
        ("/C|/x", "file:///D:/a", "file:///C:/x"),
        ("/x", "file:///D:/a", "file:///D:/x"),
        ("file://localhost/x", "", "file:///x"),
    ] {
        assert_eq!(
            href(text, base).as_deref(),
            Some(normalised),
            "{text:?} against {base:?}"
        );
    }
}

#[test]
fn what_the_standard_calls_a_failure_does_not_parse() {
    for text in [
        "",
        "x",
        "/x",
        "//x",
        "#",
        "https://",
        "https:///",
        "https://@/",
        "https://a:b/",
        "https://a:65536/",
        "https://a b/",
        "https://a%00/",
        "https://[::1",
        "https://1.2.3.256/",
        "https://:80/",
        "a://b c/",
    ] {
        assert_eq!(href(text, ""), None, "{text:?}");
    }
    assert_eq!(href("x", "data:,x"), None);
}

#[test]
fn every_byte_in_every_place_is_scanned_as_it_is_parsed() {
    for template in [
        "https://a?.example/path/to/some/resource",
        "https://a.example/?",
        "https://a.example/0123456789abcdef/?x?y",
    ] {
        for byte in 0..=0x7F_u8 {
            for at in template.match_indices('?').map(|(at, _)| at) {
                let mut text = template.as_bytes().to_vec();
                text[at] = byte;
                let text = String::from_utf8(text).unwrap();
                if let Some(scanned) = canonical::scan(text.as_bytes()) {
                    assert_eq!(
                        Some(scanned),
                        parser::parse(text.as_bytes(), None),
                        "{text:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn ordinary_urls_are_taken_without_a_copy() {
    for text in [
        "https://api.example.com/v2/users/12345/orders?expand=items&limit=50",
        "http://localhost:3000/",
        "http://10.0.2.2:8080/api/~me/.well-known/x?q={a|b}#top^'",
        "https://deploy-12.example/a/..b/%2x/",
        "https://a.example/it's",
    ] {
        assert!(
            matches!(
                Url::parse(text.as_bytes(), None).unwrap().href,
                Cow::Borrowed(_)
            ),
            "{text}"
        );
    }
}

#[test]
fn parts_are_those_of_the_normalised_url() {
    let url = Url::parse(b"HTTPS://u:p@Ex.com:8443/a/./b?q=1#f?g", None).unwrap();
    assert_eq!(url.href(), b"https://u:p@ex.com:8443/a/b?q=1#f?g");
    assert_eq!(
        (url.scheme(), url.host()),
        (&b"https"[..], Some(&b"ex.com"[..]))
    );
    assert_eq!((url.port(), url.effective_port()), (Some(8443), Some(8443)));
    assert_eq!((url.path(), url.query()), (&b"/a/b"[..], &b"q=1"[..]));
    assert_eq!(url.without_query(), b"https://u:p@ex.com:8443/a/b");
    assert_eq!(url.without_fragment(), b"https://u:p@ex.com:8443/a/b?q=1");
    let plain = Url::parse(b"https://ex.com/a#f?g", None).unwrap();
    assert_eq!(
        (plain.query(), plain.effective_port()),
        (&b""[..], Some(443))
    );
}

#[test]
fn too_long_texts_and_texts_that_are_not_utf8_do_not_parse() {
    let mut text = b"https://a.example/".to_vec();
    text.resize(MAX_LENGTH, b'x');
    assert!(Url::parse(&text, None).is_some());
    text.push(b'x');
    assert!(Url::parse(&text, None).is_none());
    assert!(Url::parse(b"https://a.example/\xFF", None).is_none());
}

fn same_origin(left: &str, right: &str) -> bool {
    let left = Url::parse(left.as_bytes(), None).unwrap();
    let origin = Url::parse(right.as_bytes(), None).unwrap().origin();
    origin.is_some_and(|origin| origin.is_of(&left))
}

#[test]
fn origins_compare_as_scheme_host_and_port() {
    assert!(same_origin(
        "https://a.example:443/x",
        "https://u@A.example/y"
    ));
    assert!(same_origin(
        "blob:https://a.example/1-2",
        "https://a.example/"
    ));
    assert!(same_origin(
        "capacitor://localhost/a",
        "capacitor://localhost"
    ));
    assert!(same_origin("file:///a", "file:///b"));
    assert!(!same_origin(
        "capacitor://localhost:1/a",
        "capacitor://localhost"
    ));
    assert!(!same_origin("http://a.example/", "https://a.example/"));
    assert!(!same_origin(
        "blob:blob:https://a.example/1",
        "https://a.example/"
    ));
    assert!(!same_origin("data:,x", "data:,x"));
}
