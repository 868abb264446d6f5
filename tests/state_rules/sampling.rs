//! When the decision is taken, and when the context is frozen.

use spanferry::trace::state::event::Outcome;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;

use crate::{OTHER, config, configured, incoming, trace};

#[test]
fn a_root_name_that_is_never_sent_is_no_change() {
    let tracer = configured(r#", "tracesSampleRate": 1"#);
    let mut root = RootSpan {
        name: "/user/7".to_owned(),
        source: Some("url".to_owned()),
    };
    assert_eq!(tracer.begin_root_span(&root), Outcome::Unchanged);
    root.source = Some("route".to_owned());
    assert_eq!(tracer.begin_root_span(&root), Outcome::Updated);
}

#[test]
fn a_configured_rate_decides_the_start_up_trace_at_once_and_later_ones_at_their_root_span() {
    let tracer = configured(r#", "tracesSampleRate": 1"#);
    assert_eq!(trace(&tracer).sampled, Some(true));
    tracer.start_new_trace(Source::App, 0);
    assert_eq!(trace(&tracer).sampled, None);
    tracer.begin_root_span(&RootSpan::default());
    assert_eq!(trace(&tracer).sampled, Some(true));
}

#[test]
fn a_decision_is_taken_once() {
    let tracer = configured(r#", "tracesSampleRate": 1"#);
    tracer.configure(config(r#", "tracesSampleRate": 0"#));
    tracer.begin_root_span(&RootSpan::default());
    assert_eq!(trace(&tracer).sampled, Some(true));
}

#[test]
fn an_incoming_decision_is_inherited_and_its_context_stays_frozen() {
    let tracer = configured(r#", "tracesSampleRate": 1, "release": "mine""#);
    let headers = incoming(
        &format!("{OTHER}-0123456789abcdef-0"),
        "sentry-release=theirs,sentry-sample_rand=0.5",
    );
    tracer.continue_trace(headers, 0);
    tracer.begin_root_span(&RootSpan::default());
    tracer.end_root_span();
    let baggage = tracer.trace_data().baggage.unwrap();
    assert_eq!(trace(&tracer).sampled, Some(false));
    assert_eq!(baggage, "sentry-release=theirs,sentry-sample_rand=0.5");
}

#[test]
fn a_trace_that_came_without_baggage_carries_the_number_that_decided() {
    let tracer = configured(r#", "tracesSampleRate": 1, "sampleRand": 0.25"#);
    tracer.continue_trace(incoming(OTHER, ""), 0);
    assert_eq!(tracer.trace_data().baggage, None);
    tracer.begin_root_span(&RootSpan::default());
    let baggage = tracer.trace_data().baggage.unwrap();
    assert_eq!(baggage, "sentry-sample_rand=0.25,sentry-sample_rate=1");
}

#[test]
fn the_end_of_the_root_span_freezes_the_context_against_other_options() {
    let tracer = configured(r#", "release": "1""#);
    let before = tracer.trace_data();
    assert_eq!(tracer.end_root_span(), Outcome::Updated);
    tracer.configure(config(r#", "release": "2""#));
    assert_eq!(tracer.trace_data(), before);
    tracer.start_new_trace(Source::App, 0);
    assert!(
        tracer
            .trace_data()
            .baggage
            .unwrap()
            .contains("sentry-release=2")
    );
}

#[test]
fn the_late_end_of_a_replaced_trace_freezes_nothing() {
    let tracer = configured(r#", "tracesSampleRate": 1"#);
    let root = RootSpan {
        name: "/cart".to_owned(),
        source: Some("route".to_owned()),
    };
    tracer.start_new_trace(Source::App, 0);
    tracer.begin_root_span(&root);
    tracer.start_new_trace(Source::App, 1);
    assert_eq!(tracer.end_root_span(), Outcome::Unchanged);
    tracer.begin_root_span(&root);
    let baggage = tracer.trace_data().baggage.unwrap();
    assert!(baggage.contains("sentry-transaction=%2Fcart,sentry-sampled=true"));
}
