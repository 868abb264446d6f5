//! Seeded random requests and contexts: mostly valid, with what odd senders and apps write.

use crate::node::Numbers;
use serde_json::{Value, json};

impl Numbers {
    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    /// Up to `limit` pieces, one after the other.
    fn text(&mut self, from: &[&str], limit: usize) -> String {
        (0..self.below(limit + 1))
            .map(|_| self.pick(from))
            .collect()
    }
}

const TRACES: &[&str] = &[
    "771a43a4192642f0b136d5159a501700",
    "771a43a4192642f0b136d5159a501700",
    "771A43A4192642F0B136D5159A501700",
    "771a43a4192642f0b136d5159a50170",
    "00000000000000000000000000000000",
];
const SPANS: &[&str] = &[
    "-1234567890abcdef",
    "-1234567890abcdef",
    "",
    "-0000000000000000",
    "-12345",
    "1234567890abcdef",
];
const FLAGS: &[&str] = &["", "-1", "-0", "-2", "-", "1", "-1 ", "\t-1"];
const MEMBERS: &[&str] = &[
    "sentry-",
    "sentry-",
    "%73entry-",
    "Sentry-",
    "org_id",
    "trace_id",
    "sample_rate",
    "sample_rand",
    "release",
    "a",
    "key",
    "=",
    "=",
    "=",
    "=",
    "1",
    "0",
    "0.5",
    "0.25",
    "42",
    "7",
    "true",
    ",",
    ",",
    "%20",
    "%zz",
    "%e2%82%ac",
    "é",
    "日",
    " ",
    "\t",
    ";p=1",
    "\"",
    "\\",
    "\u{7f}",
    "\u{1}",
    "+",
    "%",
    "=a=",
];
const W3C: &[&str] = &[
    "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-01",
    "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-00",
    "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-01-more",
    "01-771a43a4192642f0b136d5159a501700-1234567890abcdef-03-more",
    "ff-771a43a4192642f0b136d5159a501700-1234567890abcdef-01",
    "00-00000000000000000000000000000000-1234567890abcdef-01",
    "00-771a43a4192642f0b136d5159a501700-0000000000000000-01",
    " 00-771a43a4192642f0b136d5159a501700-1234567890abcdef-01 ",
    "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-0A",
    "01-771a43a4192642f0b136d5159a501700-1234567890abcdef-01more",
];
/// On a request: valid, because the page takes an invalid one with our trace id for ours, the core for
/// another system's.
const OTHERS_W3C: &[&str] = &[
    "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-01",
    "00-771a43a4192642f0b136d5159a501700-fedcba0987654321-00",
    "00-0123456789abcdef0123456789abcdef-1234567890abcdef-01",
];
const STARTS: &[&str] = &[
    "https://app.example.com",
    "https://app.example.com",
    "https://api.example.com",
    "https://api.example.com",
    "https://o42.ingest.sentry.io",
    "https://eu.o42.ingest.sentry.io",
    "HTTPS://API.example.com",
    "http://api.example.com",
    "//api.example.com",
    "https://user:pw@app.example.com",
    "https://evil.example",
    "capacitor://localhost",
    "blob:",
    "data:text/plain,",
    "",
    "",
    "/",
    "https://",
    "https://1.2.3",
    "https://[::1]",
];
const PATHS: &[&str] = &[
    "/",
    "/",
    "/",
    "api",
    "api",
    "users",
    "graphql",
    "orders",
    "v1",
    "1",
    ".",
    "..",
    "%2e",
    "%2F",
    "%zz",
    "a b",
    "é",
    "?",
    "?",
    "#",
    "&",
    "=",
    ":443",
    ":8443",
    ":80",
    "@",
    "\\",
    "'",
    "\"",
    "<",
    "|",
    "sentry_key=1",
    "/api/1/envelope/",
    "tunnel",
    "\t",
    "to=sentry",
];
const TARGETS: &[&str] = &[
    r#""api.example.com""#,
    r#""API""#,
    r#""/api""#,
    r#""orders""#,
    r#"""#,
    r#"":443""#,
    r#""app.example.com/v1""#,
    r#""[.]?*+^$|(){}\\""#,
    r#"{"regex": "^/api/"}"#,
    r#"{"regex": "api", "flags": "g"}"#,
    r#"{"regex": "^https://api\\.", "flags": "i"}"#,
    r#"{"regex": "graphql$"}"#,
    r#"{"regex": "/v\\d+", "flags": "y"}"#,
    r#"{"regex": "USERS", "flags": "i"}"#,
    r#"{"regex": "^/(?!/)"}"#,
    r#"{"regex": "\\borders\\b", "flags": "u"}"#,
    r#"{"regex": "."}"#,
];
const TUNNELS: &[&str] = &[
    "/tunnel",
    "https://api.example.com/tunnel",
    "https://api.example.com/tunnel/",
    "https://api.example.com",
    "/tunnel?to=sentry",
];
const ORGANISATIONS: &[&str] = &["42", "7", " 42 ", "", "0", "\\n42"];
const NAMES: &[&str] = &[
    "baggage",
    "baggage",
    "Baggage",
    "BAGGAGE",
    "sentry-trace",
    "Sentry-Trace",
    "traceparent",
    "Traceparent",
    "X-Other",
];

/// `count` cases, the same for the same seed.
pub(crate) fn cases(count: usize, seed: u64) -> Vec<Value> {
    let mut numbers = Numbers(seed);
    (0..count).map(|_| case(&mut numbers)).collect()
}

fn case(numbers: &mut Numbers) -> Value {
    let mut incoming = Vec::new();
    if !numbers.one_in(8) {
        incoming.push(["sentry-trace".to_owned(), sentry_trace(numbers)]);
    }
    if !numbers.one_in(4) {
        incoming.push(["baggage".to_owned(), numbers.text(MEMBERS, 16)]);
    }
    if numbers.one_in(3) {
        incoming.push(["traceparent".to_owned(), numbers.pick(W3C).to_owned()]);
    }
    json!({
        "options": options(numbers),
        "incoming": incoming,
        "url": numbers.pick(STARTS).to_owned() + &numbers.text(PATHS, 7),
        "existing": existing(numbers),
    })
}

fn sentry_trace(numbers: &mut Numbers) -> String {
    [
        numbers.pick(TRACES),
        numbers.pick(SPANS),
        numbers.pick(FLAGS),
    ]
    .concat()
}

/// Options as both halves are given them; the page knows its origin itself.
fn options(numbers: &mut Numbers) -> Value {
    let mut options = json!({
        "dsn": "https://key@o42.ingest.sentry.io/1",
        "sampleRand": 0.5,
        "targetMatching": numbers.pick(&["js10", "js11"]),
        "propagateTraceparent": numbers.one_in(2),
        "strictTraceContinuation": numbers.one_in(2),
    });
    let mut set = |name: &str, value: String| {
        // The constants above are JSON, or texts that need nothing to be JSON.
        options[name] = serde_json::from_str(&value).unwrap_or_default();
    };
    if numbers.one_in(3) {
        set("orgId", format!("\"{}\"", numbers.pick(ORGANISATIONS)));
    }
    if numbers.one_in(4) {
        set("tunnel", format!("\"{}\"", numbers.pick(TUNNELS)));
    }
    if !numbers.one_in(4) {
        set("tracePropagationTargets", list(numbers));
    }
    if numbers.one_in(3) {
        set("denyTargets", list(numbers));
    }
    if numbers.one_in(3) {
        set(
            "release",
            format!(
                "\"{}\"",
                numbers.text(&["a", "@", "é", ",", " ", "=", "%", "\\ud800", "/"], 5)
            ),
        );
    }
    options
}

fn list(numbers: &mut Numbers) -> String {
    let targets: Vec<&str> = (0..numbers.below(4))
        .map(|_| numbers.pick(TARGETS))
        .collect();
    format!("[{}]", targets.join(","))
}

/// Headers that a request has already; each name once, because the page writes them into an object,
/// and one `traceparent`, because the page looks at several as one text.
fn existing(numbers: &mut Numbers) -> Vec<[String; 2]> {
    let mut headers: Vec<[String; 2]> = Vec::new();
    // Without control characters, which no header of a request can have.
    for _ in 0..numbers.below(4) {
        let name = numbers.pick(NAMES);
        let value = match name.to_lowercase().as_str() {
            "sentry-trace" if numbers.one_in(2) => " ".to_owned(),
            "sentry-trace" => sentry_trace(numbers),
            "baggage" => numbers.text(MEMBERS, 12).replace(char::is_control, ""),
            "traceparent" => numbers.pick(OTHERS_W3C).to_owned(),
            _ => "1".to_owned(),
        };
        let known = |[known, _]: &[String; 2]| {
            known == name
                || known.eq_ignore_ascii_case(name) && name.eq_ignore_ascii_case("traceparent")
        };
        if !headers.iter().any(known) {
            headers.push([name.to_owned(), value]);
        }
    }
    headers
}
