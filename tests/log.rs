//! What the log says, and above all what it does not say.
//!
//! One test: sink and level belong to the process.

#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::{Arc, Mutex, PoisonError};

use spanferry::ffi::log::{self, Level};
use spanferry::ffi::ops;
use spanferry::trace::ids::SpanId;
use spanferry::{
    Incoming, Lifecycle, Options, PageId, Policy, Request, RootSpan, Source, Target, Tracer,
};

/// Stands in every value that is the user's.
const SECRET: &str = "s3cr3t";

const TRACE_ID: &str = "771a43a4192642f0b136d5159a501700";

type Lines = Arc<Mutex<Vec<(Level, String)>>>;

fn collect(level: Level) -> Lines {
    let lines = Lines::default();
    let sink = lines.clone();
    let write = move |level: Level, line: &str| {
        let mut lines = sink.lock().unwrap_or_else(PoisonError::into_inner);
        lines.push((level, line.to_owned()));
    };
    ops::log_set(Some(Box::new(write)), level);
    lines
}

fn options() -> Options {
    let text = || Some(format!("{SECRET}/x"));
    Options {
        dsn: Some(format!("https://{SECRET}@o1.ingest.{SECRET}.io/2")),
        org_id: Some(SECRET.to_owned()),
        trace_propagation_targets: Some(vec![Target::Text(SECRET.to_owned())]),
        deny_targets: vec![Target::Regex {
            source: format!("{SECRET}-denied"),
            flags: String::new(),
        }],
        app_origin: Some(format!("https://{SECRET}.example")),
        release: text(),
        environment: text(),
        tunnel: text(),
        replay_id: Some(SECRET.to_owned()),
        traces_sample_rate: Some(1.0),
        ..Options::default()
    }
}

fn refused_options() -> Options {
    let regex = Target::Regex {
        source: format!("{SECRET}("),
        flags: SECRET.to_owned(),
    };
    Options {
        trace_propagation_targets: Some(vec![regex]),
        ..options()
    }
}

fn send(tracer: &Tracer) {
    let url = format!("https://{SECRET}.example/{SECRET}");
    let baggage = format!("{SECRET}={SECRET}");
    let existing = [("baggage".as_bytes(), baggage.as_bytes())];
    let request = Request {
        url: url.as_bytes(),
        existing: existing.into_iter(),
        policy: Policy::Replace,
        fresh_span: true,
    };
    let outgoing = ops::outgoing(tracer, &request, &mut [0; 16_384]);
    assert!(outgoing.is_ok_and(|outgoing| outgoing.reason.attaches()));
    assert!(ops::explain(tracer, url.as_bytes()).contains(SECRET));
}

fn continue_trace(tracer: &Tracer) {
    let value = format!("{TRACE_ID}-1234567890abcdef-1");
    let baggage = format!("sentry-release={SECRET},sentry-org_id={SECRET}");
    let headers = [("sentry-trace", &value), ("baggage", &baggage)];
    let headers = headers.map(|(name, value)| (name.as_bytes(), value.as_bytes()));
    ops::continue_trace(tracer, Incoming::from_headers(headers.into_iter()), 1);
    let html = format!("<meta name=sentry-trace content={value}>{SECRET}");
    ops::continue_from_meta(tracer, html.as_bytes(), 1);
}

/// Every operation that takes or gives data of the user.
fn do_everything() {
    let tracer = ops::new(Some(options())).unwrap();
    assert!(ops::configure(&tracer, refused_options()).is_err());
    send(&tracer);
    continue_trace(&tracer);
    let page = PageId::new(SECRET, SECRET);
    ops::attach(&tracer, &page, 1);
    ops::adopt(&tracer, &page, SECRET.as_bytes(), 1);
    ops::attach(&tracer, &PageId::new(SECRET, "next"), 1);
    ops::attach(&tracer, &page, 1);
    ops::lifecycle(&tracer, Lifecycle::Navigation, Some(page), 1);
    ops::begin_root_span(
        &tracer,
        &RootSpan {
            name: SECRET.to_owned(),
            source: Some(SECRET.to_owned()),
        },
    );
    ops::end_root_span(&tracer);
    ops::set_active_span(&tracer, SpanId::parse(b"00000000000000ab"));
    ops::start_new_trace(&tracer, Source::App, 1);
    ops::detach(&tracer, None);
}

fn texts(lines: &Lines) -> Vec<String> {
    let lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
    lines.iter().map(|(_, line)| line.clone()).collect()
}

#[test]
fn lines_up_to_info_hold_nothing_of_the_user() {
    do_everything();

    let lines = collect(Level::Info);
    do_everything();
    let text = texts(&lines).join("\n") + "\n";
    for expected in [
        "configured: targets 1, deny 1, dsn true, tracing true, strict false, traceparent false",
        "options refused: tracePropagationTargets\n",
        "trace started: new_trace_requested, source app, revision ",
        "push refused: snapshot_refused",
        "attach refused: dead_page",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
    for secret in [SECRET, TRACE_ID, "1234567890abcdef", "00000000000000ab"] {
        assert!(!text.contains(secret), "{secret} in\n{text}");
    }

    let lines = collect(Level::Debug);
    do_everything();
    let text = texts(&lines).join("\n");
    assert!(text.contains("request: target_matched for https://s3cr3t.example/s3cr3t"));
    assert!(text.contains(TRACE_ID), "debug lines do help");

    log::set_level(Level::Off);
    let before = texts(&lines).len();
    do_everything();
    assert_eq!(texts(&lines).len(), before, "off is off");

    let level = Options {
        log_level: Some(Level::Error as u32),
        ..refused_options()
    };
    let lines = collect(Level::Off);
    assert!(ops::new(Some(level)).is_err());
    assert_eq!(texts(&lines).len(), 0, "refused options set no level");
    let level = Options {
        log_level: Some(Level::Info as u32),
        ..options()
    };
    assert!(ops::new(Some(level)).is_ok());
    assert_eq!(texts(&lines).len(), 1, "the option sets the level");
    ops::log_set(None, Level::Off);
}
