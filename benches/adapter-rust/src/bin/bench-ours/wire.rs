//! W1, W2, W8 and DSN: what comes in is read.

use spanferry::trace::dsn::Dsn;
use spanferry::trace::wire::pairs::Pairs;
use spanferry::trace::wire::{baggage, sentry_trace};
use spanferry_bench::inputs::Input;
use spanferry_bench::suite::Suite;
use std::hint::black_box;

pub(crate) fn add(suite: &mut Suite) {
    add_sentry_trace(suite);
    add_baggage(suite, "W2", 2);
    add_baggage(suite, "W8", 2);
    add_dsn(suite);
}

fn add_sentry_trace(suite: &mut Suite) {
    let input = Input::read("W1");
    let header = input.text("/sentry_trace");
    let parsed = sentry_trace::parse(header.as_bytes()).expect("it parses");
    let (trace, span) = (parsed.trace_id.unwrap(), parsed.span_id.unwrap());
    assert_eq!(trace.to_string(), input.text("/expect/trace_id"));
    assert_eq!(span.to_string(), input.text("/expect/parent_span_id"));
    assert_eq!(parsed.sampled, Some(input.flag("/expect/sampled")));
    suite.barred("W1", "sentry_trace::parse", 0, move || {
        sentry_trace::parse(black_box(header.as_bytes()))
    });
}

fn add_baggage(suite: &mut Suite, id: &'static str, bar: u64) {
    let input = Input::read(id);
    let header = input.text("/baggage");
    let parse = move || baggage::parse_dsc([black_box(header.as_bytes())]);
    check_dsc(&parse().expect("Sentry members"), &input);
    suite.barred(id, "baggage::parse_dsc", bar, parse);
}

pub(crate) fn check_dsc(dsc: &Pairs, input: &Input) {
    let expected = input.value("/expect/sentry").as_object().expect("pairs");
    assert_eq!(dsc.len(), expected.len());
    for (key, value) in expected {
        assert_eq!(dsc.get(key), value.as_str(), "{key}");
    }
}

fn add_dsn(suite: &mut Suite) {
    let input = Input::read("config");
    let text = input.text("/dsn");
    let read = move || Dsn::parse(black_box(&text)).map(|dsn| dsn.org_id().map(str::len));
    assert_eq!(read(), Ok(Some(input.text("/org_id").len())));
    suite.case("DSN", "Dsn::parse + org_id", read);
}
