//! W3 and W9: another trace becomes the current one.

use crate::setup;
use spanferry::system::ThreadEntropy;
use spanferry::trace::config::Config;
use spanferry::trace::reason::Reason;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;
use spanferry_bench::inputs::Input;
use spanferry_bench::suite::Suite;
use std::hint::black_box;
use std::sync::Arc;

pub(crate) fn add(suite: &mut Suite) {
    add_continued(suite);
    add_new(suite);
}

fn tracer() -> Tracer {
    let config = Config::new(setup::options()).expect("good options");
    Tracer::new(config, Arc::new(ThreadEntropy))
}

fn add_continued(suite: &mut Suite) {
    let input = Input::read("W3");
    let (header, baggage) = (input.text("/sentry_trace"), input.text("/baggage"));
    let tracer = tracer();
    let go_on = {
        let tracer = tracer.clone();
        move || {
            let headers = [("sentry-trace", &*header), ("baggage", &*baggage)];
            tracer.continue_trace(setup::incoming(black_box(&headers)), 0)
        }
    };
    assert_eq!(go_on(), Reason::Continued);
    let view = tracer.view();
    let parent = view.trace.parent_span_id.expect("a parent").to_string();
    assert_eq!(
        view.trace.trace_id.to_string(),
        input.text("/expect/trace_id")
    );
    assert_eq!(parent, input.text("/expect/parent_span_id"));
    assert_eq!(view.trace.sampled, Some(input.flag("/expect/sampled")));
    let org = view.trace.dsc.as_ref().and_then(|dsc| dsc.get("org_id"));
    assert_eq!(org, Some(&*input.text("/expect/org_id")));
    suite.barred("W3", "continue_trace", 4, go_on);
}

fn add_new(suite: &mut Suite) {
    let root = RootSpan {
        name: Input::read("config").text("/transaction"),
        source: None,
    };
    let (tracer, undecided) = (tracer(), tracer());
    let start = {
        let tracer = tracer.clone();
        move || {
            tracer.start_new_trace(Source::App, 0);
            tracer.begin_root_span(black_box(&root))
        }
    };
    let first = tracer.view().trace.trace_id;
    start();
    let view = tracer.view();
    assert_ne!(view.trace.trace_id, first);
    let decided = view.trace.sample_rand.map(|number| number < 0.25);
    assert_eq!(view.trace.sampled, decided);
    suite.case("W9", "start_new_trace + begin_root_span", start);
    suite.case("W9", "start_new_trace, undecided", move || {
        undecided.start_new_trace(Source::App, 0)
    });
}
