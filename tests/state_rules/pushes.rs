//! What a push of a page may change, and when it comes too late.

use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;

use crate::{OTHER, Page, THIRD, baggage, config, configured, trace, trace_id, tracer};

#[test]
fn a_push_is_stale_once_another_origin_of_its_strength_changed_the_trace() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    tracer.start_new_trace(Source::App, 0);
    let native = trace_id(&tracer);
    assert_eq!(page.push(OTHER, r#", "source": "app""#), Outcome::Stale);
    assert_eq!(trace_id(&tracer), native);
    page.learn();
    assert_eq!(
        page.push(OTHER, ""),
        Outcome::Started,
        "based on what is current"
    );
}

#[test]
fn a_push_is_not_stale_for_a_weaker_change_or_its_own() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    tracer.lifecycle(Lifecycle::Navigation, None, 0);
    assert_eq!(page.push(OTHER, r#", "source": "app""#), Outcome::Started);
    assert_eq!(page.push(THIRD, r#", "source": "app""#), Outcome::Started);
}

#[test]
fn what_a_change_fills_in_makes_no_push_stale() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    tracer.configure(config(r#", "tracesSampleRate": 1"#));
    tracer.begin_root_span(&RootSpan::default());
    tracer.set_active_span(Some(trace(&tracer).span_id));
    assert_eq!(page.push(OTHER, ""), Outcome::Started);
}

#[test]
fn a_push_for_another_tracer_or_from_the_future_is_stale() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    page.sequence.set(1);
    assert_eq!(
        page.send(tracer.view().epoch ^ 1, OTHER, ""),
        Outcome::Stale
    );
    page.base.set(tracer.view().revision + 1);
    assert_eq!(page.push(OTHER, ""), Outcome::Stale);
}

#[test]
fn a_push_that_calls_itself_native_counts_as_a_page() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    page.push(OTHER, r#", "source": "native_auto""#);
    assert_eq!(tracer.view().source, Source::Webview);
}

#[test]
fn a_decision_that_a_page_pushes_is_told_before_its_context_is_frozen() {
    let tracer = configured(r#", "tracesSampleRate": 1"#);
    let page = Page::attached(&tracer, "main", "1");
    page.push(
        OTHER,
        r#", "sampled": true, "sampleRand": 0.25, "sampleRate": 0.5"#,
    );
    let told = "sentry-sampled=true,sentry-sample_rand=0.25,sentry-sample_rate=0.5";
    assert!(baggage(&tracer).ends_with(told), "{}", baggage(&tracer));

    page.push(THIRD, r#", "sampleRand": 0.75"#);
    assert!(!baggage(&tracer).contains("sample"), "open");
    page.push(THIRD, r#", "sampled": false"#);
    let told = "sentry-sampled=false,sentry-sample_rand=0.75";
    assert!(baggage(&tracer).ends_with(told), "{}", baggage(&tracer));
}

#[test]
fn a_push_of_another_trace_takes_it_over_whole() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    let pushed =
        r#", "spanId": "0123456789abcdef", "sampled": false, "sampleRand": 0.5, "dsc": []"#;
    assert_eq!(page.push(OTHER, pushed), Outcome::Started);
    let trace = trace(&tracer);
    assert_eq!(trace.trace_id.to_string(), OTHER);
    assert_eq!(trace.span_id.to_string(), "0123456789abcdef");
    assert_eq!((trace.sampled, trace.sample_rand), (Some(false), Some(0.5)));
    assert!(trace.dsc.as_ref().unwrap().is_empty(), "frozen empty");
}

#[test]
fn an_update_fills_what_is_open() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    page.push(OTHER, "");
    let update = r#", "sampled": true, "sampleRand": 0.5, "dsc": [["release", "1"]]"#;
    assert_eq!(page.push(OTHER, update), Outcome::Updated);
    let trace = trace(&tracer);
    assert_eq!((trace.sampled, trace.sample_rand), (Some(true), Some(0.5)));
    assert_eq!(trace.dsc.as_ref().unwrap().get("release"), Some("1"));
}

#[test]
fn an_update_never_changes_what_is_decided_or_frozen() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    page.push(OTHER, r#", "sampled": true, "sampleRand": 0.5, "dsc": []"#);
    let update = r#", "sampled": false, "sampleRand": 0.9, "dsc": [["release", "1"]]"#;
    assert_eq!(page.push(OTHER, update), Outcome::Unchanged);
    assert_eq!(trace(&tracer).sampled, Some(true));
}

#[test]
fn an_update_that_names_no_active_span_keeps_it() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    page.push(OTHER, r#", "activeSpanId": "0123456789abcdef""#);
    assert_eq!(
        page.push(OTHER, r#", "activeSpanId": null"#),
        Outcome::Unchanged
    );
    let active = trace(&tracer).active_span_id;
    assert_eq!(active.unwrap().to_string(), "0123456789abcdef");
}
