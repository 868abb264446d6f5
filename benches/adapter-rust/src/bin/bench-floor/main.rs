//! The same workloads written by hand: what it costs to do this one thing and nothing else. Inputs
//! are trusted as far as the workload allows, and patterns are compiled by a person.

mod headers;
mod ids;
mod random;
mod targets;

use headers::Trace;
use random::Random;
use spanferry_bench::inputs::{Input, url_variants};
use spanferry_bench::out::Out;
use spanferry_bench::suite::Suite;
use std::hint::black_box;

fn main() {
    let mut suite = Suite::new("own floor");
    add_parse(&mut suite);
    add_headers(&mut suite);
    add_targets(&mut suite);
    add_whole(&mut suite);
    add_start(&mut suite);
    suite.main();
}

fn add_parse(suite: &mut Suite) {
    let header = Input::read("W1").text("/sentry_trace");
    let read = move || ids::sentry_trace(black_box(header.as_bytes()));
    let (trace, span, sampled) = read().expect("it parses");
    let input = Input::read("W1");
    assert_eq!(
        ids::text::<16, 32>(&trace),
        *input.text("/expect/trace_id").as_bytes()
    );
    assert_eq!(
        ids::text::<8, 16>(&span),
        *input.text("/expect/parent_span_id").as_bytes()
    );
    assert_eq!(sampled, Some(input.flag("/expect/sampled")));
    suite.case("W1", "by hand", read);
}

/// The trace of the inputs, already written.
fn trace() -> Trace {
    let input = Input::read("W4");
    let id = input.text("/trace_id").into_bytes();
    Trace {
        id: id.try_into().expect("32 digits"),
        sampled: input.flag("/sampled"),
        baggage: input.text("/expect/baggage").into_bytes(),
    }
}

fn add_headers(suite: &mut Suite) {
    let w5 = Input::read("W5").text("/existing_baggage");
    for (id, existing, traceparent) in [("W4", "", false), ("W4tp", "", true), ("W5", &*w5, true)] {
        let input = Input::read(if id == "W5" { "W5" } else { "W4" });
        let span: [u8; 16] = input
            .text("/span_id")
            .into_bytes()
            .try_into()
            .expect("16 digits");
        let (trace, mut out, existing) = (trace(), Out::new(), existing.to_owned());
        let mut write = move || {
            headers::write(
                black_box(&trace),
                &span,
                black_box(existing.as_bytes()),
                traceparent,
                &mut out,
            );
            out.lens
        };
        let lens = write();
        let len = |name: &str| input.text(&format!("/expect/{name}")).len();
        let parent = if traceparent { len("traceparent") } else { 0 };
        assert_eq!(lens, [len("sentry-trace"), len("baggage"), parent]);
        suite.case(id, "by hand", write);
    }
}

fn add_targets(suite: &mut Suite) {
    let input = Input::read("W6");
    for (id, case) in [("W6a", "a"), ("W6b", "b"), ("W6c", "c")] {
        let url = input.text(&format!("/cases/{case}/url"));
        let targets = targets::Targets::new();
        let decide = move || {
            let url = black_box(url.as_bytes());
            if id == "W6a" {
                targets.two(url)
            } else {
                targets.five(url)
            }
        };
        assert_eq!(decide(), input.flag(&format!("/cases/{case}/expect")));
        suite.case(id, "by hand", decide);
    }
}

fn add_whole(suite: &mut Suite) {
    let input = Input::read("W7");
    let urls = url_variants(&input.text("/url"));
    let existing = input.text("/existing_baggage");
    let (trace, targets) = (trace(), targets::Targets::new());
    let (mut random, mut out, mut next) = (Random::new(), Out::new(), 0);
    let mut request = move || {
        next = (next + 1) % urls.len();
        if !targets.five(black_box(urls[next].as_bytes())) {
            return [0; 3];
        }
        let span = ids::text(&random.id::<8>());
        headers::write(
            black_box(&trace),
            &span,
            black_box(existing.as_bytes()),
            true,
            &mut out,
        );
        out.lens
    };
    assert_eq!(request(), [51, input.text("/expect/baggage").len(), 55]);
    suite.case("W7", "by hand", request);
}

fn add_start(suite: &mut Suite) {
    let mut random = Random::new();
    suite.case("W9", "by hand", move || {
        let trace: [u8; 32] = ids::text(&random.id::<16>());
        let span: [u8; 16] = ids::text(&random.id::<8>());
        let number = u64::from_le_bytes(random.id::<8>()) % 1_000_000;
        let sampled = number < black_box(250_000);
        (trace, span, number, sampled)
    });
}
