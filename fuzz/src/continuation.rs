//! Incoming headers: continued or not, with a reason, and passed on unchanged.

use super::input::Input;
use super::sendable;
use super::setup;
use spanferry::trace::continuation::Incoming;
use spanferry::trace::reason::Reason;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::wire::pairs::Pairs;
use spanferry::trace::wire::{baggage, sentry_trace};

/// Takes a digit that chooses the options, then header lines.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let choice = usize::from(input.byte());
    let tracer = setup::tracer(choice);
    let strict = tracer
        .view()
        .config
        .as_ref()
        .is_some_and(|c| c.options.strict_trace_continuation);
    let headers = input.headers();
    let reason = tracer.continue_trace(Incoming::from_headers(headers.iter().copied()), 5);
    sendable::assert_unit(&tracer.trace_data());
    let lines = |name: &'static str| {
        let lines = headers
            .iter()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name.as_bytes()));
        lines.map(|(_, value)| *value)
    };
    let parent = lines(sentry_trace::NAME)
        .next()
        .and_then(sentry_trace::parse);
    if reason != Reason::Continued {
        let same = parent.and_then(|parent| parent.trace_id) == Some(tracer.view().trace.trace_id);
        return assert!(!same, "a refused trace is not carried on");
    }
    let dsc = baggage::parse_dsc(lines(baggage::NAME));
    assert!(!strict || dsc.as_ref().is_some_and(|dsc| dsc.get("org_id").is_some()));
    if let Some(parent) = parent {
        assert_eq!(Some(tracer.view().trace.trace_id), parent.trace_id);
        assert_eq!(tracer.view().trace.sampled, parent.sampled);
    }
    assert_passed_on(&tracer, dsc.as_ref());
    assert_detached_alike(&tracer, &headers);
}

/// The frozen context goes on as it came, except for the number that decides.
fn assert_passed_on(tracer: &Tracer, incoming: Option<&Pairs>) {
    let view = tracer.view();
    let frozen = view
        .trace
        .dsc
        .as_ref()
        .expect("a continued trace is frozen");
    let members = |dsc: &Pairs| {
        let others = dsc.iter().filter(|(key, _)| *key != "sample_rand");
        others
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(members(frozen), incoming.map(members).unwrap_or_default());
    assert_eq!(frozen.get("sample_rand").is_some(), incoming.is_some());
}

/// A detached tracer that continues the same headers sends the same trace, and leaves this one be.
fn assert_detached_alike(tracer: &Tracer, headers: &[(&[u8], &[u8])]) {
    let before = tracer.snapshot();
    let (detached, reason) = tracer.detach(Some(Incoming::from_headers(headers.iter().copied())));
    assert_eq!(reason, Some(Reason::Continued));
    assert_eq!(detached.view().trace.trace_id, tracer.view().trace.trace_id);
    assert_eq!(tracer.snapshot(), before);
}
