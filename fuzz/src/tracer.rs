//! The tracer as a whole: a sequence of operations, and after each what always holds.

use super::input::Input;
use super::push;
use super::request::{self, Asked};
use super::sendable;
use super::setup;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::ids::SpanId;
use spanferry::trace::outgoing::{Policy, TraceData};
use spanferry::trace::snapshot;
use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::state::view::View;
use spanferry::trace::wire::meta;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// More operations only take longer.
const MAX_OPERATIONS: usize = 48;

/// Takes operations: a letter each, and what it needs.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let tracer = setup::tracer(usize::from(input.byte()));
    let told = listen(&tracer);
    for _ in 0..MAX_OPERATIONS {
        if input.is_empty() {
            break;
        }
        let before = (*tracer.view()).clone();
        let told_before = told.load(Ordering::Relaxed);
        let outcome = operate(&mut input, &tracer);
        assert_followed(&before, &(*tracer.view()).clone(), outcome);
        let changed = u64::from(tracer.view().revision > before.revision);
        assert_eq!(
            told.load(Ordering::Relaxed) - told_before,
            changed,
            "one call for each change"
        );
        assert_consistent(&tracer);
    }
}

/// Counts the changes that a listener is told of.
fn listen(tracer: &Tracer) -> Arc<AtomicU64> {
    let told = Arc::new(AtomicU64::new(0));
    let counter = told.clone();
    tracer.add_listener(move |change| {
        assert!(change.view.revision > 1);
        counter.fetch_add(1, Ordering::Relaxed);
    });
    told
}

/// One operation; its outcome where it has one.
fn operate(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let operation = input.byte();
    match operation {
        b'c' => Some(tracer.configure(setup::config(usize::from(input.byte())))),
        b'n' => Some(tracer.start_new_trace(input.pick(&Source::ALL), time(input))),
        b'i' => continue_headers(input, tracer),
        b'm' => continue_page(input, tracer),
        b'a' => Some(tracer.attach(&page(input), time(input))),
        b'p' => adopt(input, tracer),
        b'j' => Some(tracer.adopt(&page(input), input.line(), 0)),
        b'l' => lifecycle(input, tracer),
        b'b' => Some(tracer.begin_root_span(&root(input))),
        b'e' => Some(tracer.end_root_span()),
        b's' => Some(tracer.set_active_span(span(input))),
        b'd' => detach(input, tracer),
        _ => send(input, tracer),
    }
}

/// Steps of 0 to 255 times a quarter of the shortest limit; earlier times are allowed.
fn time(input: &mut Input<'_>) -> u64 {
    u64::from(input.byte()) * 7_500
}

fn page(input: &mut Input<'_>) -> PageId {
    let webview = input.pick(&["first", "second", "first", ""]);
    PageId::new(webview, input.pick(&["a", "b", "c"]))
}

fn root(input: &mut Input<'_>) -> RootSpan {
    let source = input.pick(&[None, Some("route"), Some("url")]);
    RootSpan {
        name: input.text(),
        source: source.map(str::to_owned),
    }
}

fn span(input: &mut Input<'_>) -> Option<SpanId> {
    let byte = input.byte();
    (byte != 0).then(|| SpanId::from_bytes([byte; 8]))
}

fn continue_headers(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let now_ms = time(input);
    let headers = input.headers();
    tracer.continue_trace(Incoming::from_headers(headers.iter().copied()), now_ms);
    Some(Outcome::Started)
}

fn continue_page(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    tracer.continue_from_meta(input.line(), 0);
    Some(Outcome::Started)
}

/// An update never changes what is decided or frozen.
fn adopt(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let (page, now_ms) = (page(input), time(input));
    let push = push::push(input, tracer);
    let before = tracer.view().trace.clone();
    let outcome = tracer.adopt(&page, push.as_bytes(), now_ms);
    let after = tracer.view().trace.clone();
    if outcome == Outcome::Updated {
        assert_eq!(after.trace_id, before.trace_id);
        assert!(before.sampled.is_none() || after.sampled == before.sampled);
        assert!(before.dsc.is_none() || after.dsc == before.dsc);
        assert!(before.sample_rand.is_none() || after.sample_rand == before.sample_rand);
    }
    Some(outcome)
}

fn lifecycle(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let step = input.pick(&Lifecycle::ALL);
    let page = input.flag().then(|| page(input));
    Some(tracer.lifecycle(step, page, time(input)))
}

/// What happens to a detached tracer never touches this one.
fn detach(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let before = tracer.snapshot();
    let headers = input.headers();
    let incoming = (!headers.is_empty()).then(|| Incoming::from_headers(headers.iter().copied()));
    let (detached, reason) = tracer.detach(incoming);
    assert_eq!(reason.is_some(), !headers.is_empty());
    assert!(reason.is_some() || detached.trace_data() == tracer.trace_data());
    detached.start_new_trace(Source::App, 0);
    detached.end_root_span();
    assert_consistent(&detached);
    assert_eq!(tracer.snapshot(), before);
    Some(Outcome::Unchanged)
}

fn send(input: &mut Input<'_>, tracer: &Tracer) -> Option<Outcome> {
    let asked = Asked {
        policy: input.pick(&[Policy::Keep, Policy::Replace]),
        fresh_span: input.flag(),
        url: input.line(),
        existing: &input.headers(),
    };
    let (outgoing, _) = request::check(tracer, &asked);
    assert_eq!(outgoing.revision, tracer.view().revision);
    Some(Outcome::Unchanged)
}

/// The revision rises with a change that a reader sees, and only then.
fn assert_followed(before: &View, after: &View, outcome: Option<Outcome>) {
    let Some(outcome) = outcome else { return };
    assert_eq!(
        after.revision,
        before.revision + u64::from(outcome.changed())
    );
    if !outcome.changed() {
        assert_eq!(snapshot::render(after), snapshot::render(before));
    }
    if outcome == Outcome::Updated {
        assert_eq!(after.trace.trace_id, before.trace.trace_id);
    }
}

/// Every way to read the trace says the same.
fn assert_consistent(tracer: &Tracer) {
    let data = tracer.trace_data();
    sendable::assert_unit(&data);
    let json: serde_json::Value = serde_json::from_str(&tracer.snapshot()).expect("JSON");
    for (name, value) in data.all() {
        assert_eq!(json["headers"][name].as_str(), value);
    }
    let tags = meta::extract(tracer.meta_tags().as_bytes());
    assert_eq!(
        (tags.sentry_trace, tags.baggage),
        (data.sentry_trace.clone(), data.baggage.clone())
    );
    assert_written_alike(tracer, &data);
}

/// A request without headers of its own carries what `trace_data` says, or nothing.
fn assert_written_alike(tracer: &Tracer, data: &TraceData) {
    let url = b"https://api.example.com/v1";
    let asked = Asked {
        url,
        existing: &[],
        policy: Policy::Keep,
        fresh_span: false,
    };
    let (outgoing, values) = request::check(tracer, &asked);
    assert_eq!(outgoing.reason, tracer.explain(url).reason);
    if outgoing.reason.attaches() {
        let texts = values.map(|value| value.and_then(|value| String::from_utf8(value).ok()));
        assert_eq!(
            texts,
            [
                data.sentry_trace.clone(),
                data.baggage.clone(),
                data.traceparent.clone()
            ]
        );
    }
}
