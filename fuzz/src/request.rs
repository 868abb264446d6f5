//! One outgoing request with everything that must hold for it.

use super::sendable::assert_sendable;
use spanferry::trace::outgoing::{BufferTooSmall, HeaderSet, Outgoing, Policy, Request};
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::wire::{baggage, sentry_trace, traceparent};

type Headers<'a> = [(&'a [u8], &'a [u8])];

/// What a request is asked with.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub url: &'a [u8],
    pub existing: &'a Headers<'a>,
    pub policy: Policy,
    pub fresh_span: bool,
}

/// The values that are set, in the order of the three headers.
pub type Values = [Option<Vec<u8>>; 3];

const FILL: u8 = 0xAA;

/// Asks, and holds the answer against the contract of the buffer, the byte rule and the unit rule.
pub fn check(tracer: &Tracer, asked: &Asked<'_>) -> (Outgoing, Values) {
    let mut buffer = vec![FILL; 1 << 10];
    let outgoing = ask(tracer, asked, &mut buffer).unwrap_or_else(|error| {
        assert!(
            buffer.iter().all(|&byte| byte == FILL),
            "a refused buffer stays as it was"
        );
        buffer = vec![FILL; error.needed];
        ask(tracer, asked, &mut buffer).expect("what is needed is enough")
    });
    let total = outgoing.total();
    assert_needs_exactly(tracer, asked, total);
    let values = values(&outgoing, &buffer[..total]);
    assert_unit(&outgoing, &values, asked);
    (outgoing, values)
}

fn ask(tracer: &Tracer, asked: &Asked<'_>, buffer: &mut [u8]) -> Result<Outgoing, BufferTooSmall> {
    let request = Request {
        url: asked.url,
        existing: asked.existing.iter().copied(),
        policy: asked.policy,
        fresh_span: asked.fresh_span,
    };
    tracer.outgoing(&request, buffer)
}

/// The size that is told is the smallest that is enough; in a smaller buffer nothing is written.
fn assert_needs_exactly(tracer: &Tracer, asked: &Asked<'_>, total: usize) {
    ask(tracer, asked, &mut vec![0; total]).expect("the size told is enough");
    for capacity in [0, total / 2, total.saturating_sub(1)] {
        if capacity < total {
            let mut buffer = vec![FILL; capacity];
            let refusal = ask(tracer, asked, &mut buffer);
            assert_eq!(refusal.err(), Some(BufferTooSmall { needed: total }));
            assert!(buffer.iter().all(|&byte| byte == FILL));
        }
    }
}

fn values(outgoing: &Outgoing, mut text: &[u8]) -> Values {
    let mut values = Values::default();
    for (place, value) in values.iter_mut().enumerate() {
        let (taken, rest) = text.split_at(outgoing.lens[place]);
        text = rest;
        assert!(outgoing.set.contains(place) || taken.is_empty());
        *value = outgoing.set.contains(place).then(|| taken.to_vec());
    }
    values
}

fn assert_unit(outgoing: &Outgoing, values: &Values, asked: &Asked<'_>) {
    let HeaderSet(set) = outgoing.set;
    assert_eq!(
        set & outgoing.remove.0,
        set,
        "what is set is taken away first"
    );
    values
        .iter()
        .flatten()
        .for_each(|value| assert_sendable(value));
    if !outgoing.reason.attaches() {
        assert!(values[0].is_none() && values[2].is_none() && outgoing.span_id.is_none());
        return;
    }
    let trace = values[0]
        .as_deref()
        .and_then(sentry_trace::parse)
        .expect("the trace is set");
    assert_eq!(trace.span_id, outgoing.span_id);
    if let Some(parent) = &values[2] {
        let parent = traceparent::parse(parent);
        let ids = parent.map(|parent| (Some(parent.trace_id), Some(parent.span_id)));
        assert!(
            ids.is_none_or(|ids| ids == (trace.trace_id, trace.span_id)),
            "one unit"
        );
    }
    let has_baggage = asked
        .existing
        .iter()
        .any(|(name, _)| name.eq_ignore_ascii_case(b"baggage"));
    if let Some(text) = values[1].as_deref().filter(|_| !has_baggage) {
        assert!(!text.is_empty() && text.len() <= baggage::MAX_LEN);
    }
}
