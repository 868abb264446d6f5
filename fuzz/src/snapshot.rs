//! Snapshots that a page pushes: refused, or taken over whole.

use super::sendable;
use super::setup;
use serde_json::{Value, json};
use spanferry::trace::snapshot::{self, Push};
use spanferry::trace::state::event::Outcome;
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::tracer::Tracer;

/// Reads the input as a push.
pub fn check(data: &[u8]) {
    let page = PageId::new("webview", "page");
    let tracer = setup::tracer(3);
    tracer.attach(&page, 0);
    let before = tracer.snapshot();
    let outcome = tracer.adopt(&page, data, 0);
    assert_eq!(
        outcome == Outcome::SnapshotRefused,
        Push::parse(data).is_none()
    );
    assert_eq!(outcome.changed(), tracer.snapshot() != before);
    assert!(data.len() <= snapshot::MAX_LEN || !outcome.changed());
    assert_adopted(&tracer, rebased(data, &before), &page);
}

/// The same push, based on what the tracer holds: so that it counts if it can be read at all.
fn rebased(data: &[u8], snapshot: &str) -> Option<Value> {
    Push::parse(data)?;
    let current: Value = serde_json::from_str(snapshot).expect("a snapshot is JSON");
    let mut push: Value = serde_json::from_slice(data).ok()?;
    for (key, value) in [
        ("epoch", &current["epoch"]),
        ("revision", &current["revision"]),
    ] {
        push[key] = value.clone();
    }
    push["sequence"] = json!(9_000_000_000_000_000_u64 - 1);
    Some(push)
}

/// A push that counts leaves the tracer with its trace, and another tracer can take that over.
fn assert_adopted(tracer: &Tracer, push: Option<Value>, page: &PageId) {
    let Some(text) = push
        .map(|push| push.to_string())
        .filter(|text| text.len() <= snapshot::MAX_LEN)
    else {
        return;
    };
    let before = tracer.snapshot();
    let outcome = tracer.adopt(page, text.as_bytes(), 1);
    assert_eq!(outcome.changed(), tracer.snapshot() != before);
    let parsed = Push::parse(text.as_bytes()).expect("it was readable before");
    if outcome == Outcome::Started {
        let view = tracer.view();
        assert_eq!(view.trace.trace_id, parsed.trace_id);
        assert_eq!(
            (view.trace.sampled, &view.trace.dsc),
            (parsed.sampled, &parsed.dsc)
        );
    }
    sendable::assert_unit(&tracer.trace_data());
    assert_handed_on(tracer, page);
}

/// Hands the state to a second tracer as a push: both then send the same bytes.
fn assert_handed_on(tracer: &Tracer, page: &PageId) {
    let second = setup::tracer(3);
    second.start_new_trace(spanferry::trace::state::source::Source::App, 0);
    second.attach(page, 0);
    let mut push: Value = serde_json::from_str(&tracer.snapshot()).expect("a snapshot is JSON");
    assert_eq!(
        push["headers"]["sentry-trace"].as_str(),
        tracer.trace_data().sentry_trace.as_deref()
    );
    assert_eq!(
        push["headers"]["baggage"].as_str(),
        tracer.trace_data().baggage.as_deref()
    );
    let (epoch, revision) = (second.view().epoch, second.view().revision);
    push["epoch"] = json!(epoch);
    push["revision"] = json!(revision);
    push["sequence"] = json!(1);
    let text = push.to_string();
    if text.len() <= snapshot::MAX_LEN {
        assert_eq!(second.adopt(page, text.as_bytes(), 0), Outcome::Started);
        assert_eq!(second.trace_data(), tracer.trace_data());
    }
}
