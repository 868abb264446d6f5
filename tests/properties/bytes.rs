//! The byte rule: every byte of a header that we write is 0x20 to 0x7E, whatever the options, a
//! page's snapshot, an upstream service or the request's own headers contain.

use crate::random::Random;
use crate::tracers;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::outgoing::{Policy, Request};
use spanferry::trace::state::event::Outcome;
use spanferry::trace::state::pages::PageId;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::wire::baggage;

const ROUNDS: u64 = 300;

type Header = (&'static [u8], Vec<u8>);

fn is_sendable(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| (0x20..=0x7E).contains(byte))
}

/// Checks every header that the tracer writes; gives how many members of others were dropped.
fn assert_sendable(tracer: &Tracer, existing: &[Header], ours_at_most: usize) -> usize {
    let data = tracer.trace_data();
    for (name, value) in data.present() {
        assert!(is_sendable(value.as_bytes()), "{name}: {value:?}");
        assert!(
            value.len() <= ours_at_most,
            "{name} of {} bytes",
            value.len()
        );
    }
    let existing = existing
        .iter()
        .map(|(name, value)| (*name, value.as_slice()));
    let request = Request {
        url: b"https://api.example.com/v1",
        existing,
        policy: Policy::Replace,
        fresh_span: true,
    };
    let mut buffer = vec![0; 1 << 16];
    let outgoing = tracer.outgoing(&request, &mut buffer).unwrap();
    assert!(is_sendable(&buffer[..outgoing.total()]));
    assert!(outgoing.reason.attaches());
    outgoing.dropped_members
}

#[test]
fn whatever_the_options_contain() {
    let random = Random::new(10);
    for seed in 0..ROUNDS {
        let tracer = tracers::tracer(tracers::options(&random), seed);
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
        let source = random.pick(&[None, Some("route")]).map(str::to_owned);
        tracer.begin_root_span(&RootSpan {
            name: random.nasty(20),
            source,
        });
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
        tracer.end_root_span();
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
    }
}

#[test]
fn whatever_a_page_pushes() {
    let random = Random::new(11);
    let page = PageId::new("webview", "page");
    for seed in 0..ROUNDS {
        let tracer = tracers::tracer(tracers::options(&random), seed);
        tracer.attach(&page, 0);
        let view = tracer.view();
        let dsc: Vec<[String; 2]> = (0..random.below(12))
            .map(|_| [random.nasty(4), random.nasty(9)])
            .collect();
        let push = serde_json::json!({
            "epoch": view.epoch, "revision": view.revision, "sequence": 1, "source": "app",
            "traceId": "771a43a4192642f0b136d5159a501700", "sampled": true, "dsc": dsc,
        });
        assert_eq!(
            tracer.adopt(&page, push.to_string().as_bytes(), 0),
            Outcome::Started
        );
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
    }
}

#[test]
fn whatever_an_upstream_service_sends() {
    let random = Random::new(12);
    for seed in 0..ROUNDS {
        let tracer = tracers::tracer(tracers::options(&random), seed);
        let baggage = [&b"sentry-a=1,sentry-"[..], &random.nasty_bytes(20)].concat();
        let headers: [Header; 2] = [
            (
                b"sentry-trace",
                b"771a43a4192642f0b136d5159a501700".to_vec(),
            ),
            (b"baggage", baggage),
        ];
        let lines = headers
            .iter()
            .map(|(name, value)| (*name, value.as_slice()));
        tracer.continue_trace(Incoming::from_headers(lines), 0);
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
    }
}

#[test]
fn whatever_the_request_has_already() {
    let random = Random::new(13);
    let mut dropped = 0;
    for seed in 0..ROUNDS {
        let tracer = tracers::tracer(tracers::options(&random), seed);
        tracer.start_new_trace(Source::App, 0);
        let names: [&[u8]; 4] = [b"baggage", b"Baggage", b"traceparent", b"sentry-trace"];
        let existing: Vec<Header> = (0..4)
            .map(|_| (random.pick(&names), random.nasty_bytes(30)))
            .collect();
        dropped += assert_sendable(&tracer, &existing, baggage::MAX_LEN);
    }
    assert!(
        dropped > 100,
        "members that cannot be sent were among them: {dropped}"
    );
}

#[test]
fn whatever_is_too_long_is_left_out_and_the_rest_is_sent() {
    let random = Random::new(14);
    for seed in 0..20 {
        let mut options = tracers::options(&random);
        options.release = Some("é".repeat(3_000));
        options.environment = Some("prod".to_owned());
        let tracer = tracers::tracer(options, seed);
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
        let ours = tracer.trace_data().baggage.unwrap();
        assert!(ours.contains("sentry-environment=prod") && !ours.contains("sentry-release"));
    }
}

#[test]
fn ours_fills_the_limit_and_never_passes_it() {
    let random = Random::new(15);
    let mut options = tracers::options(&random);
    options.environment = Some("e".to_owned());
    let mut longest = 0;
    for len in 7_900..8_200 {
        options.release = Some("r".repeat(len));
        let tracer = tracers::tracer(options.clone(), 1);
        assert_sendable(&tracer, &[], baggage::MAX_LEN);
        longest = longest.max(tracer.trace_data().baggage.map_or(0, |text| text.len()));
    }
    assert_eq!(longest, baggage::MAX_LEN);
}
