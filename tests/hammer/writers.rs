//! Threads that change the state, each in ways of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use spanferry::trace::config::Config;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::entropy::Entropy;
use spanferry::trace::ids::{SpanId, TraceId};
use spanferry::trace::options::Options;
use spanferry::trace::reason::Reason;
use spanferry::trace::state::event::{Lifecycle, Outcome};
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;

use spanferry::system::ThreadEntropy;

/// One round of each writing thread.
pub(crate) const WRITERS: [fn(&Tracer, u64, &mut Counts); 4] = [program, upstream, webview, host];

/// How many kinds of change there are; every one must occur.
pub(crate) const KINDS: usize = 11;

/// How often each kind of change was made.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    fn count(&mut self, kind: &'static str, outcome: Outcome) {
        if outcome.changed() {
            *self.0.entry(kind).or_default() += 1;
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        for (kind, count) in &other.0 {
            *self.0.entry(kind).or_default() += count;
        }
    }

    pub(crate) fn total(&self) -> usize {
        self.0.values().sum()
    }

    pub(crate) fn kinds(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn by_pages(&self) -> usize {
        let by_page = self.0.iter().filter(|(kind, _)| kind.starts_with("page:"));
        by_page.map(|(_, count)| count).sum()
    }
}

/// Options whose release and environment carry the same number.
pub(crate) fn config(number: u64) -> Arc<Config> {
    let options = Options {
        dsn: Some("https://key@ingest.example/1".to_owned()),
        release: Some(format!("app-{number}")),
        environment: Some(format!("env-{number}")),
        propagate_traceparent: number % 3 != 0,
        traces_sample_rate: (number % 4 != 0).then_some(0.5),
        background_limit_ms: 0,
        ..Options::default()
    };
    Config::new(options).unwrap()
}

fn program(tracer: &Tracer, round: u64, counts: &mut Counts) {
    if round % 2 == 0 {
        counts.count("start_new_trace", tracer.start_new_trace(Source::App, 0));
    }
    let root = RootSpan {
        name: format!("route-{round}"),
        source: None,
    };
    counts.count("begin_root_span", tracer.begin_root_span(&root));
    let span_id = (round % 3 != 0).then(|| SpanId::random(&ThreadEntropy));
    counts.count("set_active_span", tracer.set_active_span(span_id));
    counts.count("end_root_span", tracer.end_root_span());
}

fn upstream(tracer: &Tracer, round: u64, counts: &mut Counts) {
    let trace_id = TraceId::random(&ThreadEntropy);
    let line = format!("{trace_id}-0123456789abcdef-{}", round % 2);
    let baggage = format!(
        "sentry-trace_id={trace_id},sentry-sampled={}",
        round % 2 == 1
    );
    if round % 3 == 0 {
        let html = format!(
            r#"<meta name="sentry-trace" content="{line}"/><meta name="baggage" content="{baggage}"/>"#
        );
        let reason = tracer.continue_from_meta(html.as_bytes(), 0);
        assert_eq!(reason, Reason::Continued);
        counts.count("continue_from_meta", Outcome::Started);
    } else {
        let headers = [("sentry-trace", line), ("baggage", baggage)];
        let bytes = headers
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        let reason = tracer.continue_trace(Incoming::from_headers(bytes), 0);
        assert_eq!(reason, Reason::Continued);
        counts.count("continue_trace", Outcome::Started);
    }
}

/// A webview whose page is reloaded now and then and pushes on the state that it sees.
fn webview(tracer: &Tracer, round: u64, counts: &mut Counts) {
    let page = PageId::new("main", &(round / 8).to_string());
    tracer.attach(&page, 0);
    let (epoch, revision, current) = {
        let view = tracer.view();
        (view.epoch, view.revision, view.trace.trace_id)
    };
    let trace_id = TraceId::random(&ThreadEntropy);
    let (kind, id, more) = match round % 4 {
        0 => ("page: update", current, span()),
        1 => ("page: new", trace_id, String::new()),
        _ => ("page: new", trace_id, frozen(trace_id)),
    };
    let json = format!(
        r#"{{"epoch":{epoch},"revision":{revision},"sequence":{round},"traceId":"{id}","source":"app"{more}}}"#
    );
    let outcome = tracer.adopt(&page, json.as_bytes(), 0);
    assert!(!matches!(
        outcome,
        Outcome::SnapshotRefused | Outcome::OldSequence | Outcome::NotOwner
    ));
    // The trace may have changed since, which makes an update a push of another trace.
    counts.count(
        if outcome == Outcome::Started {
            "page: new"
        } else {
            kind
        },
        outcome,
    );
    if round % 5 == 0 {
        let outcome = tracer.lifecycle(Lifecycle::Navigation, Some(page), 0);
        counts.count("page: navigation", outcome);
    }
}

fn span() -> String {
    format!(r#","activeSpanId":"{}""#, SpanId::random(&ThreadEntropy))
}

fn frozen(trace_id: TraceId) -> String {
    let mut byte = [0];
    ThreadEntropy.fill(&mut byte);
    let sampled = byte[0] % 2 == 0;
    format!(r#","sampled":{sampled},"dsc":[["trace_id","{trace_id}"],["sampled","{sampled}"]]"#)
}

fn host(tracer: &Tracer, round: u64, counts: &mut Counts) {
    counts.count("configure", tracer.configure(config(round)));
    if round % 4 == 0 {
        tracer.lifecycle(Lifecycle::Background, None, 0);
        counts.count(
            "foreground",
            tracer.lifecycle(Lifecycle::Foreground, None, 0),
        );
    }
}
