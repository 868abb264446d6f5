//! When a trace ends by itself.

use spanferry::trace::reason::Reason;
use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::source::Source;
use spanferry::trace::state::tracer::Tracer;

use crate::{OTHER, Page, incoming, timeless, trace_id, tracer};

#[test]
fn strength_does_not_keep_a_navigation_from_replacing_an_explicit_trace() {
    let tracer = tracer();
    tracer.start_new_trace(Source::App, 0);
    let explicit = trace_id(&tracer);
    assert_eq!(
        tracer.lifecycle(Lifecycle::Navigation, None, 0),
        Outcome::Started
    );
    assert_ne!(trace_id(&tracer), explicit);
}

#[test]
fn a_clock_that_goes_back_makes_no_trace_younger() {
    let tracer = tracer();
    tracer.start_new_trace(Source::App, 50_000);
    let before = trace_id(&tracer);
    tracer.lifecycle(Lifecycle::Background, None, 20_000);
    tracer.lifecycle(Lifecycle::Foreground, None, 60_000);
    assert_eq!(trace_id(&tracer), before, "away for 10 seconds, not 40");
}

#[test]
fn page_load_and_navigation_start_a_new_trace() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    assert_eq!(page.lifecycle(Lifecycle::Navigation, 0), Outcome::Started);
    assert_eq!(page.lifecycle(Lifecycle::PageLoad, 0), Outcome::Started);
    let view = tracer.view();
    assert_eq!(
        (view.source, view.reason),
        (Source::Lifecycle, Reason::PageLoad)
    );
}

#[test]
fn the_first_page_takes_over_the_start_up_trace_and_a_reload_renews_it() {
    let tracer = tracer();
    let page = Page::attached(&tracer, "main", "1");
    assert_eq!(
        page.lifecycle(Lifecycle::PageLoad, 60_000),
        Outcome::Unchanged
    );
    assert_eq!(
        page.lifecycle(Lifecycle::PageLoad, 60_000),
        Outcome::Started
    );
}

#[test]
fn a_page_that_comes_after_the_hand_over_limit_gets_a_new_trace() {
    let tracer = tracer();
    assert_eq!(
        tracer.lifecycle(Lifecycle::PageLoad, None, 60_001),
        Outcome::Started
    );
}

#[test]
fn a_start_up_trace_ages_from_the_first_time_that_is_told() {
    let tracer = timeless();
    assert_eq!(
        tracer.lifecycle(Lifecycle::AppStart, None, 7_200_000),
        Outcome::Unchanged
    );
    tracer.lifecycle(Lifecycle::Foreground, None, 7_260_000);
    let page = Page::attached(&tracer, "main", "1");
    assert_eq!(
        page.lifecycle(Lifecycle::PageLoad, 7_260_000),
        Outcome::Unchanged,
        "a clock that was hours old at the start makes no trace old"
    );
}

#[test]
fn a_detached_tracer_tells_no_time() {
    let detached = timeless().detach(Some(incoming(&format!("{OTHER}-0123456789abcdef-1"), "")));
    let tracer = detached.0;
    tracer.lifecycle(Lifecycle::Background, None, 7_200_000);
    tracer.lifecycle(Lifecycle::Foreground, None, 7_229_999);
    assert_eq!(trace_id(&tracer), OTHER);
}

#[test]
fn the_background_limit_renews_a_trace() {
    let tracer = tracer();
    tracer.lifecycle(Lifecycle::Background, None, 1_000);
    assert_eq!(
        tracer.lifecycle(Lifecycle::Foreground, None, 30_999),
        Outcome::Unchanged
    );
    tracer.lifecycle(Lifecycle::Background, None, 31_000);
    tracer.lifecycle(Lifecycle::Background, None, 50_000);
    assert_eq!(
        tracer.lifecycle(Lifecycle::Foreground, None, 61_000),
        Outcome::Started
    );
    assert_eq!(tracer.view().reason, Reason::BackgroundLimit);
}

#[test]
fn a_trace_set_on_the_way_up_survives_the_return() {
    let tracer = tracer();
    tracer.lifecycle(Lifecycle::Background, None, 0);
    let reason =
        tracer.continue_trace(incoming(&format!("{OTHER}-0123456789abcdef-1"), ""), 90_000);
    assert_eq!(reason, Reason::Continued);
    assert_eq!(
        tracer.lifecycle(Lifecycle::Foreground, None, 90_001),
        Outcome::Unchanged
    );
    assert_eq!(trace_id(&tracer), OTHER);
}

#[test]
fn the_foreground_alone_renews_only_a_start_up_trace_that_no_page_took_in_time() {
    let foreground =
        |tracer: &Tracer, now_ms| tracer.lifecycle(Lifecycle::Foreground, None, now_ms);
    assert_eq!(foreground(&tracer(), 60_000), Outcome::Unchanged);
    assert_eq!(foreground(&tracer(), 60_001), Outcome::Started);
    let taken = tracer();
    taken.lifecycle(Lifecycle::PageLoad, None, 0);
    assert_eq!(foreground(&taken, 60_001), Outcome::Unchanged);
    let asked_for = tracer();
    asked_for.start_new_trace(Source::App, 0);
    assert_eq!(foreground(&asked_for, 60_001), Outcome::Unchanged);
}
