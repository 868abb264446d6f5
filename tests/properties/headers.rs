//! Parsing then writing is the identity on what we write ourselves.

use crate::random::Random;
use spanferry::trace::ids::{SpanId, TraceId};
use spanferry::trace::wire::{baggage, meta, sentry_trace, traceparent};

const ROUNDS: usize = 2_000;

#[test]
fn sentry_trace_is_written_as_it_was_read() {
    let random = Random::new(1);
    for _ in 0..ROUNDS {
        let (trace, span) = (TraceId::random(&random), SpanId::random(&random));
        let text = sentry_trace::format(trace, span, random.sampled());
        let read = sentry_trace::parse(text.as_bytes()).unwrap();
        let again =
            sentry_trace::format(read.trace_id.unwrap(), read.span_id.unwrap(), read.sampled);
        assert_eq!(again.as_str(), text.as_str());
    }
}

#[test]
fn traceparent_is_written_as_it_was_read() {
    let random = Random::new(2);
    for _ in 0..ROUNDS {
        let (trace, span) = (TraceId::random(&random), SpanId::random(&random));
        let text = traceparent::format(trace, span, random.sampled());
        let read = traceparent::parse(&text).unwrap();
        let again = traceparent::format(read.trace_id, read.span_id, Some(read.flags == 1));
        assert_eq!(again, text);
    }
}

#[test]
fn baggage_is_read_as_it_was_meant_and_written_as_it_was_read() {
    let random = Random::new(3);
    for _ in 0..ROUNDS {
        let meant = random.pairs(20);
        let Some(header) = baggage::format_members(&meant) else {
            assert!(meant.is_empty());
            continue;
        };
        let read = baggage::parse_members([header.as_bytes()]).unwrap();
        assert_eq!(read, meant);
        assert_eq!(baggage::format_members(&read), Some(header));
    }
}

#[test]
fn a_context_keeps_its_order_and_its_text_over_the_wire() {
    let random = Random::new(4);
    for _ in 0..ROUNDS {
        let meant = random.pairs(12);
        let header = baggage::format_dsc(&meant);
        let read = header
            .as_deref()
            .and_then(|header| baggage::parse_dsc([header.as_bytes()]));
        assert_eq!(read.unwrap_or_default(), meant);
    }
}

#[test]
fn what_a_meta_tag_says_is_read_from_it() {
    let random = Random::new(5);
    for _ in 0..ROUNDS {
        let content = format!("{}x", random.nasty(12)).replace('\0', "");
        let mut html = random
            .pick(&["", "<p>", "<!-- a -->", "<script></script>"])
            .to_owned();
        meta::render_into("baggage", &content, &mut html);
        assert_eq!(
            meta::extract(html.as_bytes()).baggage.as_deref(),
            Some(&*content)
        );
    }
}
