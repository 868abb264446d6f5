//! What becomes of the trace headers that a request has already.

#![expect(
    clippy::unwrap_used,
    reason = "a test program: what cannot fail may stop it"
)]

use std::cell::Cell;
use std::sync::Arc;

use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::{Outgoing, Policy, Request};
use spanferry::trace::reason::Reason;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;

const SPAN: &str = "1234567890abcdef";
const FOREIGN: &str = "771a43a4192642f0b136d5159a501700";
const OTHER: &str = "881a43a4192642f0b136d5159a501700";
const TARGET: &str = "https://api.example/";

fn tracer(json: &str) -> Tracer {
    let json = format!(
        r#"{{"dsn": "https://key@ingest.example/1", "tracePropagationTargets": ["api.example"],
        "propagateTraceparent": true{json}}}"#
    );
    let options = Options::from_json(json.as_bytes()).unwrap();
    Tracer::new(Config::new(options).unwrap(), Arc::new(ThreadEntropy))
}

struct Answer {
    outgoing: Outgoing,
    values: [String; 3],
}

fn ask(tracer: &Tracer, url: &str, policy: Policy, headers: &[(&str, &str)]) -> Answer {
    let lines = headers.iter();
    let request = Request {
        url: url.as_bytes(),
        existing: lines.map(|(name, value)| (name.as_bytes(), value.as_bytes())),
        policy,
        fresh_span: false,
    };
    let mut buffer = [0; 16_384];
    let outgoing = tracer.outgoing(&request, &mut buffer).unwrap();
    let mut rest = &buffer[..];
    let values = outgoing.lens.map(|len| {
        let (value, after) = rest.split_at(len);
        rest = after;
        String::from_utf8(value.to_vec()).unwrap()
    });
    Answer { outgoing, values }
}

fn trace_id(tracer: &Tracer) -> String {
    tracer.view().trace.trace_id.to_string()
}

fn parent_of(trace_id: &str) -> String {
    format!("00-{trace_id}-{SPAN}-01")
}

#[test]
fn keep_leaves_a_traced_request_alone_doubles_and_traceparent_included() {
    let tracer = tracer("");
    let headers = [
        ("SENTRY-Trace", "anything"),
        ("sentry-trace", "twice"),
        ("Baggage", "sentry-release=1"),
        ("traceparent", "junk"),
    ];
    let Answer { outgoing, .. } = ask(&tracer, TARGET, Policy::Keep, &headers);
    assert_eq!(outgoing.reason, Reason::AlreadyTraced);
    assert_eq!((outgoing.set.0, outgoing.remove.0), (0, 0));
}

#[test]
fn replace_writes_the_unit_once_over_doubles_in_any_case() {
    let tracer = tracer("");
    let old = format!("{FOREIGN}-{SPAN}-1");
    let parent = parent_of(FOREIGN);
    let headers = [
        ("Sentry-Trace", old.as_str()),
        ("SENTRY-TRACE", &old),
        ("BAGGAGE", "a=1,sentry-release=old"),
        ("baggage", "b=2;p=1"),
        ("TraceParent", &parent),
    ];
    let answer = ask(&tracer, TARGET, Policy::Replace, &headers);
    let [sentry_trace, baggage, traceparent] = answer.values;
    assert_eq!((answer.outgoing.set.0, answer.outgoing.remove.0), (7, 7));
    assert!(sentry_trace.starts_with(&trace_id(&tracer)));
    assert!(baggage.starts_with("a=1,b=2;p=1,sentry-environment="));
    assert!(!baggage.contains("old"));
    assert_eq!(traceparent.get(3..35), sentry_trace.get(..32));
}

#[test]
fn replace_keeps_a_line_of_our_own_trace_as_the_value_of_the_whole_unit() {
    let tracer = tracer(r#", "tracesSampleRate": 1"#);
    tracer.begin_root_span(&RootSpan::default());
    assert_eq!(tracer.view().trace.sampled, Some(true));
    for (flag, parent_flag) in [("-0", "-00"), ("", "-00"), ("-1", "-01")] {
        let ids = format!("{}-{SPAN}", trace_id(&tracer));
        let own = format!("{ids}{flag}");
        let headers = [("sentry-trace", own.as_str()), ("sentry-trace", "junk")];
        let answer = ask(&tracer, TARGET, Policy::Replace, &headers);
        let [sentry_trace, _, traceparent] = answer.values;
        assert_eq!(sentry_trace, own);
        assert_eq!(traceparent, format!("00-{ids}{parent_flag}"));
    }
}

#[test]
fn replace_takes_a_unit_of_our_trace_off_a_request_that_is_no_target() {
    let tracer = tracer("");
    let own = format!("{}-{SPAN}", trace_id(&tracer));
    let headers = [
        ("sentry-trace", own.as_str()),
        ("baggage", "a=1,sentry-release=1"),
    ];
    let url = "https://other.example/";
    let answer = ask(&tracer, url, Policy::Replace, &headers);
    assert_eq!(answer.outgoing.reason, Reason::NoTargetMatched);
    assert_eq!((answer.outgoing.set.0, answer.outgoing.remove.0), (2, 3));
    assert_eq!(answer.values[1], "a=1");
    let foreign = format!("{FOREIGN}-{SPAN}");
    let headers = [("sentry-trace", foreign.as_str())];
    let answer = ask(&tracer, url, Policy::Replace, &headers);
    assert_eq!(answer.outgoing.remove.0, 0, "not ours to take away");
}

#[test]
fn a_foreign_traceparent_is_neither_changed_nor_doubled() {
    let tracer = tracer("");
    let (foreign, other) = (parent_of(FOREIGN), parent_of(OTHER));
    let own = parent_of(&trace_id(&tracer));
    let named = format!("{FOREIGN}-{SPAN}");
    let cases: [(&[(&str, &str)], u32); 6] = [
        (&[("traceparent", &own)], 7),
        (&[("traceparent", &foreign)], 3),
        (&[("TRACEPARENT", "junk")], 3),
        (&[("traceparent", &own), ("traceparent", &foreign)], 3),
        (&[("traceparent", &foreign), ("sentry-trace", &named)], 7),
        (&[("traceparent", &other), ("sentry-trace", &named)], 3),
    ];
    for (headers, expected) in cases {
        let Answer { outgoing, .. } = ask(&tracer, TARGET, Policy::Replace, headers);
        let got = (outgoing.set.0, outgoing.remove.0);
        assert_eq!(got, (expected, expected), "{headers:?}");
    }
}

#[test]
fn many_lines_are_read_a_few_times_each() {
    let tracer = tracer("");
    let named = format!("{FOREIGN}-{SPAN}");
    let parent = parent_of(FOREIGN);
    let mut headers = vec![("sentry-trace", "x"); 1000];
    headers.push(("sentry-trace", &named));
    headers.extend(vec![("traceparent", parent.as_str()); 1000]);
    let reads = Cell::new(0);
    let lines = headers.iter().inspect(|_| reads.set(reads.get() + 1));
    let request = Request {
        url: TARGET.as_bytes(),
        existing: lines.map(|(name, value)| (name.as_bytes(), value.as_bytes())),
        policy: Policy::Replace,
        fresh_span: false,
    };
    let outgoing = tracer.outgoing(&request, &mut [0; 16_384]).unwrap();
    assert_eq!(outgoing.set.0, 3, "so many are not ours");
    assert!(reads.get() <= 40 * headers.len(), "{}", reads.get());
}
