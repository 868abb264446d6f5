//! A thread that sends requests, as far as the headers.

use spanferry::trace::outgoing::{Outgoing, Policy, Request, TraceData};
use spanferry::trace::state::tracer::Tracer;

pub(crate) struct Reader {
    tracer: Tracer,
    pub(crate) requests: usize,
    /// What requests got, with the revision that decided; once for each state that was met.
    pub(crate) seen: Vec<(u64, TraceData)>,
}

impl Reader {
    pub(crate) fn new(tracer: &Tracer) -> Self {
        Self {
            tracer: tracer.clone(),
            requests: 0,
            seen: Vec::new(),
        }
    }

    /// Asks for the headers of one request, and now and then for those without a request.
    pub(crate) fn request(&mut self) {
        let mut buffer = [0; 4096];
        let request = Request {
            url: b"https://api.example/items",
            existing: std::iter::empty::<(&[u8], &[u8])>(),
            policy: Policy::Keep,
            fresh_span: false,
        };
        let outgoing = self.tracer.outgoing(&request, &mut buffer).unwrap();
        let got = values(&outgoing, &buffer);
        check_unit(&got);
        self.keep(outgoing.revision, got);
        if self.requests % 8 == 0 {
            check_unit(&self.tracer.trace_data());
        }
        self.requests += 1;
    }

    fn keep(&mut self, revision: u64, got: TraceData) {
        let before = self.seen.last().map(|(revision, _)| *revision);
        assert!(before <= Some(revision), "{before:?}, then {revision}");
        if self.seen.last() != Some(&(revision, got.clone())) {
            self.seen.push((revision, got));
        }
    }
}

/// The values that were written one after the other.
fn values(outgoing: &Outgoing, buffer: &[u8]) -> TraceData {
    assert!(outgoing.reason.attaches());
    let mut rest = buffer;
    let mut value = |place: usize| {
        let (value, after) = rest.split_at(outgoing.lens.get(place).copied().unwrap());
        rest = after;
        let text = std::str::from_utf8(value).unwrap().to_owned();
        outgoing.set.contains(place).then_some(text)
    };
    TraceData {
        sentry_trace: value(0),
        baggage: value(1),
        traceparent: value(2),
    }
}

/// The headers of one answer belong to one trace, and the options in it to one configuration.
fn check_unit(got: &TraceData) {
    let line = got.sentry_trace.as_deref().unwrap();
    let trace_id = line.split('-').next().unwrap();
    if let Some(traceparent) = &got.traceparent {
        assert_eq!(traceparent.split('-').nth(1), Some(trace_id), "{got:?}");
        assert_eq!(
            traceparent.ends_with("-01"),
            line.ends_with("-1"),
            "{got:?}"
        );
    }
    let Some(baggage) = &got.baggage else { return };
    let member = |key: &str| {
        baggage
            .split(',')
            .find_map(|member| member.strip_prefix(key))
    };
    assert_eq!(member("sentry-trace_id="), Some(trace_id), "{got:?}");
    let numbers = [
        member("sentry-release=app-"),
        member("sentry-environment=env-"),
    ];
    assert_eq!(numbers[0], numbers[1], "{got:?}");
    if let Some(sampled) = member("sentry-sampled=") {
        assert_eq!(line.ends_with("-1"), sampled == "true", "{got:?}");
    }
}
