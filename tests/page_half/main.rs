//! Compares the page's half with the core on generated requests and contexts.
//!
//! Runs only where `SPANFERRY_NODE` names a node program and the npm package is built;
//! `SPANFERRY_NODE_CASES` says how many cases (2,000 if unset) and `SPANFERRY_NODE_SEED` where the
//! generator starts.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test program: what is missing is its failure, and JSON gives null for what is not there"
)]

mod generate;
#[path = "../node/mod.rs"]
mod node;

use std::env;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use spanferry::{Config, Incoming, Options, Policy, Request, Tracer};

/// Answers one case a line as [`ours`] does, by the built package.
const PROGRAM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/bindings/web/test/vectors/half.mjs"
);

/// Where the page is.
const PAGE: &str = "https://app.example.com/";

const HEADERS: [&str; 3] = ["sentry-trace", "baggage", "traceparent"];

#[test]
fn the_page_decides_and_writes_as_the_core_does() {
    let Ok(node) = env::var("SPANFERRY_NODE") else {
        println!("left out: needs SPANFERRY_NODE=node");
        return;
    };
    let number = |name: &str| env::var(name).ok().and_then(|value| value.parse().ok());
    let count = number("SPANFERRY_NODE_CASES").unwrap_or(2_000);
    let seed = number("SPANFERRY_NODE_SEED").unwrap_or(1) as u64;
    let cases = generate::cases(count, seed);
    let lines = cases.iter().map(|case| format!("{case}\n")).collect();
    let said = node::ask(&node, &["--no-warnings", PROGRAM, PAGE], lines);
    let answers: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("an answer is JSON"))
        .collect();
    assert_eq!(answers.len(), cases.len(), "one answer for each case");
    let wrong: Vec<String> = cases
        .iter()
        .zip(&answers)
        .filter_map(|(case, theirs)| difference(case, &ours(case), theirs))
        .collect();
    println!("{count} cases, {} wrong", wrong.len());
    let shown = wrong.iter().take(10).cloned().collect::<Vec<_>>();
    assert!(wrong.is_empty(), "{}", shown.join("\n"));
}

/// What differs, if anything does.
fn difference(case: &Value, ours: &Value, theirs: &Value) -> Option<String> {
    let differs = |(name, value): &(&String, &Value)| {
        let page = &theirs[name.as_str()];
        page != *value && !is_known(case, name, theirs)
    };
    let tell = |(name, value)| format!("\n  {name}: the core {value}, the page {}", theirs[name]);
    let all: String = ours.as_object()?.iter().filter(differs).map(tell).collect();
    (!all.is_empty()).then(|| format!("{case}{all}"))
}

/// Two differences that change no request. The page takes every request to Sentry's host with
/// `sentry_key=` in it for one of the SDK's, the core only those that have it as a member of the query.
/// Node 20 takes the last slash of `capacitor://localhost/..` away, against the standard.
fn is_known(case: &Value, name: &str, theirs: &Value) -> bool {
    let url = case["url"].as_str().unwrap_or_default();
    let keyed = url.contains("sentry_key=") && theirs["because"] == "own_ingest";
    keyed && !["reason", "request"].contains(&name)
        || name == "url" && theirs["because"] == "scheme_not_http"
}

/// What the core makes of a case.
fn ours(case: &Value) -> Value {
    let tracer = tracer(&case["options"], "browser");
    let incoming = pairs(&case["incoming"]);
    let headers = incoming
        .iter()
        .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    let reason = tracer.continue_trace(Incoming::from_headers(headers), 0);
    let held = parsed(&tracer.snapshot());
    let url = case["url"].as_str().unwrap_or_default();
    let explained = parsed(&tracer.explain_json(url.as_bytes()));
    // What follows is sent by native code.
    tracer.configure(checked(&case["options"], "native"));
    let continued = reason.name() == "continued";
    let drawn = |value: &Value| {
        if continued {
            value.clone()
        } else {
            Value::Null
        }
    };
    json!({
        "reason": reason.name(),
        "traceId": drawn(&held["traceId"]),
        "parentSpanId": held["parentSpanId"],
        "sampled": held["sampled"],
        "sampleRand": held["sampleRand"],
        "dsc": held["dsc"],
        "url": explained["url"],
        "attach": explained["attach"],
        "because": explained["reason"],
        "index": explained["rule"]["index"],
        "kind": explained["rule"]["kind"],
        "request": request(&tracer, case, &held),
    })
}

fn tracer(options: &Value, mode: &str) -> Tracer {
    let tracer = spanferry::tracer(Options::default()).expect("no option is wrong");
    tracer.configure(checked(options, mode));
    tracer
}

fn checked(options: &Value, mode: &str) -> Arc<Config> {
    let mut options = options.clone();
    options["appOrigin"] = PAGE.into();
    options["mode"] = mode.into();
    let options = Options::from_json(options.to_string().as_bytes()).expect("options are valid");
    Config::new(options).expect("options are valid")
}

/// The headers of a request after the decision, by their names in small letters.
fn request(tracer: &Tracer, case: &Value, held: &Value) -> Value {
    let existing = pairs(&case["existing"]);
    let request = Request {
        url: b"https://api.example.com/",
        existing: existing
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes())),
        policy: Policy::Keep,
        fresh_span: false,
    };
    let mut buffer = vec![0; 200_000];
    let decided = tracer
        .outgoing(&request, &mut buffer)
        .expect("the buffer is long enough");
    let changes: Vec<(&str, Option<&str>)> = decided.headers(&buffer).collect();
    let mut after = Map::new();
    for name in HEADERS {
        let changed = changes.iter().find(|(changed, _)| *changed == name);
        let there = existing
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name));
        let lines: Vec<String> = match changed {
            Some((_, value)) => value.iter().map(|value| masked(value, held)).collect(),
            None => there.map(|(_, value)| value.clone()).collect(),
        };
        after.insert(name.to_owned(), lines.into());
    }
    after.into()
}

/// Ids that each half draws for itself become letters.
fn masked(value: &str, held: &Value) -> String {
    let text = |name: &str| held[name].as_str().unwrap_or_default().to_owned();
    value
        .replace(&text("traceId"), "T")
        .replace(&text("spanId"), "S")
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("the core writes JSON")
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    serde_json::from_value(list.clone()).unwrap_or_default()
}
