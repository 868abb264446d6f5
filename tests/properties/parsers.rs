//! Everything that reads what others wrote, by name.

use crate::random::Random;
use crate::tracers;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::dsn::Dsn;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::{Policy, Request};
use spanferry::trace::snapshot::Push;
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::targets::pattern::{CaseMode, Pattern};
use spanferry::trace::targets::url::Url;
use spanferry::trace::targets::{Target, TargetOptions, Targets};
use spanferry::trace::wire::merge::{self, Writer};
use spanferry::trace::wire::{baggage, meta, sentry_trace, traceparent};

/// A reader of hostile input, and what it may allocate for each byte of it, in all and at one time.
pub(crate) struct Parser {
    pub(crate) name: &'static str,
    pub(crate) total: usize,
    pub(crate) peak: usize,
    pub(crate) read: fn(&Tracer, &[u8]),
}

const fn parser(name: &'static str, total: usize, peak: usize, read: fn(&Tracer, &[u8])) -> Parser {
    Parser {
        name,
        total,
        peak,
        read,
    }
}

/// What is allocated whatever the length, in bytes: a new state, its view, an error.
pub(crate) const FIXED: usize = 16 * 1024;

/// A tracer whose rules make the most of a URL.
pub(crate) fn tracer() -> Tracer {
    let text = |text: &str| Target::Text(text.to_owned());
    let regex = |source: &str| Target::Regex {
        source: source.to_owned(),
        flags: "i".to_owned(),
    };
    let mut options = tracers::options(&Random::new(1));
    options.trace_propagation_targets = Some(vec![
        text("nowhere"),
        regex("^/api/"),
        regex("(?<!x)nowhere(?=$)"),
    ]);
    options.deny_targets = vec![text("NOWHERE"), regex("nowhere|elsewhere")];
    let tracer = tracers::tracer(options, 1);
    // Patterns are compiled by the first URL that needs them.
    tracer.explain(&[b"https://a.example/", &[b'a'; 4096][..]].concat());
    tracer
}

pub(crate) const PARSERS: &[Parser] = &[
    parser("sentry-trace", 0, 0, |_, text| {
        _ = sentry_trace::parse(text)
    }),
    parser("traceparent", 0, 0, |_, text| _ = traceparent::parse(text)),
    parser("baggage", 48, 36, |_, text| {
        _ = baggage::parse_members([text])
    }),
    parser("baggage in lines", 48, 36, |_, text| {
        _ = baggage::parse_dsc(text.split(|&byte| byte == b'='))
    }),
    parser("merge", 1, 0, |_, text| {
        merge::merge([text].into_iter(), "sentry-a=1", &mut Writer::new(&mut []));
    }),
    parser("merge of two headers", 32, 24, |_, text| {
        let half = text.split_at(text.len() / 2);
        _ = merge::merge_headers([half.0].into_iter(), half.1);
    }),
    parser("meta tags", 4, 4, |_, text| _ = meta::extract(text)),
    parser("DSN", 4, 4, |_, text| {
        _ = Dsn::parse(&String::from_utf8_lossy(text))
    }),
    parser("options", 112, 48, |_, text| _ = Options::from_json(text)),
    parser("snapshot", 56, 40, |_, text| _ = Push::parse(text)),
    parser("URL", 24, 12, |_, text| _ = Url::parse(text, None)),
    parser("pattern", 256, 160, |_, text| _ = pattern(text)),
    parser("target that is a text", 8, 4, |_, text| _ = targets(text)),
    parser("continuation", 32, 24, |tracer, text| {
        let headers = [
            (
                &b"sentry-trace"[..],
                &b"771a43a4192642f0b136d5159a501700"[..],
            ),
            (b"baggage", text),
        ];
        tracer.continue_trace(Incoming::from_headers(headers.into_iter()), 0);
    }),
    parser("continuation of a page", 4, 4, |tracer, text| {
        _ = tracer.continue_from_meta(text, 0)
    }),
    parser("adopt", 56, 40, |tracer, text| {
        _ = tracer.adopt(&PageId::new("w", "p"), text, 0)
    }),
    parser("explain", 32, 12, |tracer, text| _ = tracer.explain(text)),
    parser("explain as JSON", 96, 64, |tracer, text| {
        _ = tracer.explain_json(text)
    }),
    parser("outgoing URL", 32, 12, |tracer, text| {
        outgoing(tracer, text, b"")
    }),
    parser("outgoing baggage", 0, 0, |tracer, text| {
        outgoing(tracer, b"https://a.example/", text)
    }),
];

fn pattern(text: &[u8]) -> Option<Pattern> {
    Pattern::new(std::str::from_utf8(text).ok()?, "", CaseMode::Js11).ok()
}

fn targets(text: &[u8]) -> Option<Targets> {
    let text = std::str::from_utf8(text).ok()?.to_owned();
    let options = TargetOptions {
        targets: Some(vec![Target::Text(text)]),
        ..TargetOptions::default()
    };
    Targets::new(&options).ok()
}

fn outgoing(tracer: &Tracer, url: &[u8], baggage: &[u8]) {
    let request = Request {
        url,
        existing: [(&b"baggage"[..], baggage)].into_iter(),
        policy: Policy::Keep,
        fresh_span: false,
    };
    _ = tracer.outgoing(&request, &mut []);
}
