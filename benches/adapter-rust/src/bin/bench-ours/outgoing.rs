//! W4, W5, W7, W10 and W11: a request gets its headers.

use crate::setup::{self, Parent};
use spanferry::trace::entropy::Entropy;
use spanferry::trace::ids::SpanId;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::{Policy, Request};
use spanferry::trace::state::tracer::Tracer;
use spanferry_bench::inputs::{Input, url_variants};
use spanferry_bench::out::Out;
use spanferry_bench::suite::Suite;
use std::hint::black_box;

/// What a case needs, read before anything is measured.
#[derive(Clone)]
struct Plan {
    options: Options,
    parent: Parent,
    urls: Vec<String>,
    existing: Vec<(&'static [u8], Vec<u8>)>,
    fresh_span: bool,
}

impl Plan {
    fn new(options: Options, existing: Option<String>) -> Self {
        let existing = existing.map(|text| (&b"baggage"[..], text.into_bytes()));
        Self {
            options,
            parent: Parent::read(),
            urls: vec![Input::read("W6").text("/cases/b/url")],
            existing: existing.into_iter().collect(),
            fresh_span: false,
        }
    }

    /// The whole outgoing path: 64 URLs in turn, a fresh span id for each request.
    fn whole() -> Self {
        let input = Input::read("W7");
        let options = Options {
            trace_propagation_targets: Some(setup::targets(input.value("/targets"))),
            ..with_traceparent()
        };
        Self {
            urls: url_variants(&input.text("/url")),
            fresh_span: true,
            ..Self::new(options, Some(input.text("/existing_baggage")))
        }
    }

    fn tracer(&self) -> Tracer {
        self.parent.tracer(self.options.clone())
    }

    fn work(self) -> Work {
        Work {
            tracer: self.tracer(),
            plan: self,
            next: 0,
            out: Out::new(),
        }
    }
}

/// The requests of a case.
struct Work {
    tracer: Tracer,
    plan: Plan,
    next: usize,
    out: Box<Out>,
}

impl Work {
    fn run(&mut self) -> usize {
        self.next = (self.next + 1) % self.plan.urls.len();
        let existing = self
            .plan
            .existing
            .iter()
            .map(|(name, value)| (*name, &**value));
        let request = Request {
            url: black_box(self.plan.urls[self.next].as_bytes()),
            existing,
            policy: Policy::Keep,
            fresh_span: self.plan.fresh_span,
        };
        let outgoing = self.tracer.outgoing(&request, &mut self.out.bytes);
        self.out.lens = outgoing.expect("it fits").lens;
        self.out.lens.iter().sum()
    }
}

fn with_traceparent() -> Options {
    Options {
        propagate_traceparent: true,
        ..setup::options()
    }
}

pub(crate) fn add(suite: &mut Suite) {
    let (w4, w5) = (Input::read("W4"), Input::read("W5"));
    add_fixed(suite, "W4", &w4, Plan::new(setup::options(), None));
    add_fixed(suite, "W4tp", &w4, Plan::new(with_traceparent(), None));
    add_view(suite, &w4);
    add_owned(suite, &w4);
    let existing = w5.text("/existing_baggage");
    add_fixed(
        suite,
        "W5",
        &w5,
        Plan::new(with_traceparent(), Some(existing)),
    );
    let mut whole = Plan::whole().work();
    check_whole(&mut whole);
    suite.barred("W7", "outgoing", 0, move || whole.run());
}

fn add_fixed(suite: &mut Suite, id: &'static str, input: &Input, plan: Plan) {
    let mut work = plan.work();
    work.run();
    let [trace, baggage, parent] = work.out.values();
    assert_eq!(trace, input.text("/expect/sentry-trace"));
    assert_eq!(baggage, input.text("/expect/baggage"));
    let expected = if id == "W4" {
        String::new()
    } else {
        input.text("/expect/traceparent")
    };
    assert_eq!(parent, expected);
    suite.barred(id, "outgoing", 0, move || work.run());
}

/// The headers of a view, for a carrier of the program's own: no request and no decision.
fn add_view(suite: &mut Suite, input: &Input) {
    let tracer = Plan::new(setup::options(), None).tracer();
    let span = SpanId::parse(input.text("/span_id").as_bytes()).expect("an id");
    let mut out = Out::new();
    copy_view(&tracer, span, &mut out);
    let [trace, baggage, _] = out.values();
    assert_eq!(trace, input.text("/expect/sentry-trace"));
    assert_eq!(baggage, input.text("/expect/baggage"));
    suite.barred("W4", "view, copied by the caller", 0, move || {
        copy_view(&tracer, black_box(span), &mut out);
        black_box(&mut out).lens
    });
}

fn copy_view(tracer: &Tracer, span: SpanId, out: &mut Out) {
    let view = tracer.view();
    let (trace, rendered) = (view.sentry_trace(span), view.rendered());
    let (trace, baggage) = (trace.as_bytes(), rendered.baggage.as_bytes());
    let end = trace.len() + baggage.len();
    out.bytes[..trace.len()].copy_from_slice(trace);
    out.bytes[trace.len()..end].copy_from_slice(baggage);
    out.lens = [trace.len(), baggage.len(), 0];
}

fn add_owned(suite: &mut Suite, input: &Input) {
    let tracer = Plan::new(with_traceparent(), None).tracer();
    let data = tracer.trace_data();
    let expected = |name| Some(input.text(name));
    assert_eq!(data.sentry_trace, expected("/expect/sentry-trace"));
    assert_eq!(data.baggage, expected("/expect/baggage"));
    assert_eq!(data.traceparent, expected("/expect/traceparent"));
    suite.barred("W4tp", "trace_data, owned strings", 3, move || {
        tracer.trace_data()
    });
}

fn check_whole(work: &mut Work) {
    let input = Input::read("W7");
    let mut last = String::new();
    for _ in 0..work.plan.urls.len() {
        work.run();
        let [trace, baggage, parent] = work.out.values();
        assert!(trace.starts_with(&input.text("/expect/sentry-trace-prefix")));
        assert!(trace.ends_with(&input.text("/expect/sentry-trace-suffix")));
        assert_eq!(trace.len(), 51);
        assert_eq!(baggage, input.text("/expect/baggage"));
        assert_eq!(parent, format!("00-{}-01", &trace[..49]));
        assert_ne!(trace, last, "each request has a span id of its own");
        last = trace.to_owned();
    }
}

pub(crate) fn add_threads(suite: &mut Suite) {
    let shared = Plan::whole().tracer();
    suite.threads("W10", "outgoing, one tracer", move || {
        let mut work = Work {
            tracer: shared.clone(),
            ..Plan::whole().work()
        };
        move || work.run()
    });
}

/// Everything that a program does between its start and its first request with headers.
pub(crate) fn add_cold(suite: &mut Suite) {
    let plan = Plan::whole();
    detect_features();
    suite.cold("configure + first outgoing, CPU known", move || {
        let mut work = plan.work();
        Box::new(move || {
            work.run();
        })
    });
}

/// Asks the processor what it can do, once, before the clock starts: virtual machines trap the
/// question, phones do not ask it this way. The generator of random numbers asks for itself.
fn detect_features() {
    black_box(spanferry::system::ThreadEntropy.sample_rand());
}
