//! What counts as a change, and who is told.

use std::sync::{Arc, Mutex};

use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::reason::Reason;
use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;

use crate::{OTHER, Page, config, configured, incoming, trace_id, tracer};

#[test]
fn a_tracer_holds_a_trace_of_its_own_from_the_start() {
    let tracer = tracer();
    let view = tracer.view();
    assert_eq!((view.revision, view.source), (1, Source::NativeAuto));
    assert_eq!(
        view.trace.sampled, None,
        "nothing decides before it is asked"
    );
    assert!(view.epoch < 1 << 53, "exact as a JavaScript number");
}

#[test]
fn a_second_configuration_keeps_the_trace() {
    let tracer = tracer();
    let first = trace_id(&tracer);
    tracer.configure(config(""));
    tracer.configure(config(r#", "release": "2""#));
    assert_eq!(trace_id(&tracer), first);
}

#[test]
fn equal_options_change_nothing() {
    let tracer = configured(r#", "release": "1""#);
    let revision = tracer.view().revision;
    assert_eq!(
        tracer.configure(config(r#", "release": "1""#)),
        Outcome::Unchanged
    );
    assert_eq!(
        tracer.configure(config(r#", "release": "2""#)),
        Outcome::Updated
    );
    assert_eq!(tracer.view().revision, revision + 1);
}

#[test]
fn a_call_never_counts_as_the_start_of_the_tracer() {
    let tracer = tracer();
    tracer.start_new_trace(Source::NativeAuto, 0);
    assert_eq!(tracer.view().source, Source::App);
}

#[test]
fn what_readers_do_not_see_raises_no_revision_and_tells_nobody() {
    let tracer = configured("");
    let told = Arc::new(Mutex::new(0));
    let count = told.clone();
    tracer.add_listener(move |_| *count.lock().unwrap() += 1);
    let revision = tracer.view().revision;
    tracer.configure(config(r#", "tracePropagationTargets": []"#));
    tracer.set_active_span(None);
    tracer.begin_root_span(&RootSpan::default());
    tracer.lifecycle(Lifecycle::Background, None, 0);
    assert_eq!(
        (tracer.view().revision, *told.lock().unwrap()),
        (revision, 0)
    );
}

#[test]
fn without_a_dsn_no_option_changes_what_readers_see() {
    let options = |release: &str| Options {
        release: Some(release.to_owned()),
        ..Options::default()
    };
    let tracer = tracer();
    tracer.configure(Config::new(options("1")).unwrap());
    let outcome = tracer.configure(Config::new(options("2")).unwrap());
    assert_eq!(outcome, Outcome::Unchanged);
}

#[test]
fn a_change_names_the_page_that_made_it_so_that_it_gets_no_echo() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    let origins = Arc::new(Mutex::new(Vec::new()));
    let log = origins.clone();
    tracer.add_listener(move |change| log.lock().unwrap().push(format!("{:?}", change.origin)));
    page.push(OTHER, "");
    tracer.start_new_trace(Source::App, 0);
    let origins = origins.lock().unwrap();
    assert!(
        origins[0].contains("\"main\"") && origins[1] == "Host",
        "{origins:?}"
    );
}

#[test]
fn a_tracer_that_nobody_configured_attaches_nothing() {
    assert_eq!(
        tracer().explain(b"https://api.example/").reason,
        Reason::NotConfigured
    );
    assert!(
        configured("")
            .explain(b"https://api.example/")
            .reason
            .attaches()
    );
}

#[test]
fn a_detached_tracer_goes_its_own_way() {
    let tracer = configured("");
    let before = tracer.snapshot();
    let (detached, reason) = tracer.detach(Some(incoming(OTHER, "")));
    detached.start_new_trace(Source::App, 0);
    assert_eq!(
        (reason, tracer.snapshot()),
        (Some(Reason::Continued), before)
    );
    assert_ne!(detached.view().epoch, tracer.view().epoch);
}
