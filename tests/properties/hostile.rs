//! Inputs that are meant to cost: one piece over and over, after a beginning that makes it count.

/// Beginnings, pieces and ends of hostile inputs, for every grammar that we read.
const SHAPES: &[(&str, &str, &str)] = &[
    // Anything.
    ("", "a", ""),
    ("", " ", ""),
    ("", "\0", ""),
    ("", "é", ""),
    ("", "\u{a0}", "x"),
    // Baggage.
    ("", ",", ""),
    ("", "=", ""),
    ("", "%", ""),
    ("", "a=b,", ""),
    ("", "%41=%42,", ""),
    ("", "%C3=%A9,", ""),
    ("", "a%=b,", ""),
    ("", "sentry-a=b,", ""),
    ("", "%73entry-=b,", ""),
    ("sentry-a=", "%41", ""),
    ("sentry-", "a", "=b"),
    // HTML.
    ("", "<", ""),
    ("", "<a ", ""),
    ("<meta ", "a=b ", ">"),
    ("<meta ", "name=baggage ", ""),
    ("", "<meta name=baggage>", ""),
    ("", "<meta name=&#98;aggage content=x>", ""),
    ("<meta name=baggage content='", "&amp;", "'>"),
    ("<meta name=baggage content='", "&#38", "'>"),
    ("<meta name=baggage content='", "&", "'>"),
    ("", "<!--", ""),
    ("", "<!---->", ""),
    ("<!--", "-", ""),
    ("", "<template>", ""),
    ("", "<script>", ""),
    ("<script>", "</scrip", ""),
    ("", "<title></title>", ""),
    // JSON.
    ("", "[", ""),
    ("", "{\"a\":", ""),
    ("[", "{\"\":0},", "0]"),
    ("[", "0,", "0]"),
    ("[", "[],", "0]"),
    ("[", "[0],", "0]"),
    ("[", "{\"\":[0]    },", "0]"),
    ("{\"a\":[", "{\"a\":\"{{{\"},", "0]}"),
    ("{\"a\":\"", "\\u0000", "\"}"),
    ("{\"dsc\":[", "[\"\",\"\"],", "[]]}"),
    ("{\"tracePropagationTargets\":[", "\"\",", "\"\"]}"),
    ("{\"denyTargets\":[", "{\"regex\":\"\"},", "\"\"]}"),
    ("{", "\"dsn\":\"\",", "\"dsn\":\"\"}"),
    // URLs and DSNs.
    ("https://", "a.", "/"),
    ("https://", "xn--a.", "/"),
    ("https://", "ü", "/"),
    ("https://", "ü.", "/"),
    ("https://", "1.", "/"),
    ("https://", "%41", "/"),
    ("https://", "@", "a/"),
    ("https://a.example/", "../", ""),
    ("https://a.example/", "a/../", ""),
    ("https://a.example/", "%2e/", ""),
    ("https://a.example/", "\"", ""),
    ("https://a.example/?", "a=b&", ""),
    ("", "blob:", ""),
    ("https://[", ":", "]/"),
    ("https://k@h/", "a/", "1"),
    ("https://", "k", "@h/1"),
    // Expressions.
    ("", "(", ""),
    ("", "(?:", ""),
    ("", "[", ""),
    ("", "a|", ""),
    ("", "a*", ""),
    ("", "(a*)*", ""),
    ("", "(?=a)", ""),
    ("", "[a-z]", ""),
    ("", "()", "\\1"),
    ("", "{1}", ""),
    ("", "a{9}", ""),
    ("", "\\", ""),
    ("", "(?<a>", ""),
];

/// Pieces that differ: `#` stands for their number.
const NUMBERED: &[(&str, &str, &str)] = &[
    ("", "#=v,", ""),
    ("", "sentry-#=v,", ""),
    ("", "<a#>", ""),
    ("{", "\"#\":0,", "\"\":0}"),
    ("{\"dsc\":[", "[\"#\",\"v\"],", "[]]}"),
    ("https://a.example/?", "#=v&", ""),
    ("https://", "a#.", "/"),
    ("", "(?<a#>)", ""),
    ("", "[#]", ""),
    ("", "a{#}", ""),
];

/// Every shape, grown to at most `len` bytes.
pub(crate) fn inputs(len: usize) -> impl Iterator<Item = (String, Vec<u8>)> {
    let equal = |piece: &str, room: usize| piece.repeat(room / piece.len());
    let equal = SHAPES.iter().map(move |shape| grown(shape, len, equal));
    equal.chain(
        NUMBERED
            .iter()
            .map(move |shape| grown(shape, len, numbered)),
    )
}

fn grown(
    (start, piece, end): &(&str, &str, &str),
    len: usize,
    middle: fn(&str, usize) -> String,
) -> (String, Vec<u8>) {
    let room = len.saturating_sub(start.len() + end.len());
    let input = [start, &*middle(piece, room), end].concat();
    (format!("{start}{piece}...{end}"), input.into_bytes())
}

fn numbered(piece: &str, room: usize) -> String {
    let mut text = String::new();
    for number in 0.. {
        let next = piece.replace('#', &number.to_string());
        if text.len() + next.len() > room {
            break;
        }
        text.push_str(&next);
    }
    text
}
