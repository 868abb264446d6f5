//! Whether an incoming trace goes on, and as what.

use super::config::{Config, trim};
use super::ids::{SpanId, TraceId};
use super::reason::Reason;
use super::sampling::continued_sample_rand;
use super::wire::number::{format_number, is_shortest};
use super::wire::pairs::Pairs;
use super::wire::sentry_trace::SentryTrace;
use super::wire::{baggage, is_name, meta, sentry_trace, traceparent};

/// The trace headers of a request, a message, a page or a deep link.
///
/// Each value is parsed here, once; what does not parse is kept as the reason for a new trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    parent: Result<SentryTrace, Reason>,
    traceparent: Option<traceparent::Traceparent>,
    dsc: Option<Pairs>,
}

impl Incoming {
    /// Picks the trace headers out of all headers of a request; names are compared without case.
    ///
    /// Several lines of `sentry-trace` or of `traceparent` are one value joined with commas, as
    /// everywhere in HTTP, and so do not parse unless they are the same.
    pub fn from_headers<'a>(headers: impl Iterator<Item = (&'a [u8], &'a [u8])> + Clone) -> Self {
        let lines = |name: &'static str| {
            headers
                .clone()
                .filter(move |(other, _)| is_name(other, name))
                .map(|(_, value)| value)
        };
        Self {
            parent: parent(lines(sentry_trace::NAME)),
            traceparent: only(lines(traceparent::NAME)).and_then(traceparent::parse),
            dsc: baggage::parse_dsc(lines(baggage::NAME)),
        }
    }

    /// Reads the meta tags of a page.
    pub fn from_meta(tags: &meta::MetaTags) -> Self {
        let trace = tags
            .sentry_trace
            .as_deref()
            .map(|text| (sentry_trace::NAME, text));
        let baggage = tags.baggage.as_deref().map(|text| (baggage::NAME, text));
        let headers = [trace, baggage].into_iter().flatten();
        Self::from_headers(headers.map(|(name, text)| (name.as_bytes(), text.as_bytes())))
    }
}

/// The line, if all lines are the same.
fn only<'a>(mut lines: impl Iterator<Item = &'a [u8]>) -> Option<&'a [u8]> {
    let first = lines.next()?;
    lines.all(|line| line == first).then_some(first)
}

fn parent<'a>(mut lines: impl Iterator<Item = &'a [u8]>) -> Result<SentryTrace, Reason> {
    let first = lines
        .next()
        .filter(|line| !line.is_empty())
        .ok_or(Reason::NoIncomingTrace)?;
    if lines.any(|line| line != first) {
        return Err(Reason::InvalidSentryTrace);
    }
    sentry_trace::parse(first)
        .filter(|parsed| parsed.trace_id.is_some())
        .ok_or(Reason::InvalidSentryTrace)
}

/// What to do with an incoming trace.
#[derive(Debug, Clone, PartialEq)]
pub enum Continuation {
    /// The trace goes on here.
    Continue(Continued),
    /// This side becomes the head of a new trace, for this reason.
    StartNew(Reason),
}

/// A trace that goes on here.
#[derive(Debug, Clone, PartialEq)]
pub struct Continued {
    /// The incoming trace.
    pub trace_id: TraceId,
    /// The span that sent the request.
    pub parent_span_id: Option<SpanId>,
    /// The incoming decision; `None` is a deferred one.
    pub sampled: Option<bool>,
    /// The number that decisions compare with a rate.
    pub sample_rand: f64,
    /// The frozen dynamic sampling context; empty where no Sentry baggage came in.
    pub dsc: Pairs,
}

/// Decides. `random` is what the generator gives for a trace that brings no `sample_rand`.
///
/// Without configuration there is no organisation and strictness is off.
pub fn decide(config: Option<&Config>, incoming: Incoming, random: f64) -> Continuation {
    let parent = match (incoming.parent, fallback(config, &incoming)) {
        (Ok(parent), _) => parent,
        (Err(Reason::NoIncomingTrace), Some(parent)) => parent,
        (Err(reason), _) => return Continuation::StartNew(reason),
    };
    let Some(trace_id) = parent.trace_id else {
        return Continuation::StartNew(Reason::InvalidSentryTrace);
    };
    if let Some(refusal) = refusal(config, incoming.dsc.as_ref()) {
        return Continuation::StartNew(refusal);
    }
    let sample_rand = continued_sample_rand(incoming.dsc.as_ref(), parent.sampled, random);
    Continuation::Continue(Continued {
        trace_id,
        parent_span_id: parent.span_id,
        sampled: parent.sampled,
        sample_rand,
        dsc: freeze(incoming.dsc, sample_rand),
    })
}

/// The `traceparent`, where W3C propagation is configured. Its flag says "sampled" or nothing: a
/// zero stands for unsampled and for undecided alike.
fn fallback(config: Option<&Config>, incoming: &Incoming) -> Option<SentryTrace> {
    config.filter(|config| config.options.propagate_traceparent)?;
    let parent = incoming.traceparent?;
    Some(SentryTrace {
        trace_id: Some(parent.trace_id),
        span_id: Some(parent.span_id),
        sampled: (parent.flags & 1 == 1).then_some(true),
    })
}

/// The truth table of strict continuation; ids are compared as text, blank ones count as absent.
fn refusal(config: Option<&Config>, dsc: Option<&Pairs>) -> Option<Reason> {
    let own = config.and_then(|config| config.org_id.as_deref());
    let strict = config.is_some_and(|config| config.options.strict_trace_continuation);
    let incoming = dsc
        .and_then(|dsc| dsc.get("org_id"))
        .map(trim)
        .filter(|id| !id.is_empty());
    match (incoming, own) {
        (Some(incoming), Some(own)) if incoming != own => Some(Reason::OrgMismatch),
        (None, Some(_)) if strict => Some(Reason::StrictIncomingOrgMissing),
        (Some(_), None) if strict => Some(Reason::StrictOwnOrgMissing),
        _ => None,
    }
}

/// The incoming context as it is, with the number that decides written into it. Without Sentry
/// baggage it is frozen empty: the head of the trace is an old SDK, and ours must not invent one.
fn freeze(dsc: Option<Pairs>, sample_rand: f64) -> Pairs {
    let Some(mut dsc) = dsc else {
        return Pairs::new();
    };
    // Such a text is a valid number, and so the one that was taken.
    if !dsc.get("sample_rand").is_some_and(is_shortest) {
        dsc.set("sample_rand", &format_number(sample_rand));
    }
    dsc
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::options::Options;

    const TRACE: &str = "771a43a4192642f0b136d5159a501700-1234567890abcdef-1";

    fn incoming(headers: &[(&str, &str)]) -> Incoming {
        Incoming::from_headers(headers.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())))
    }

    fn reason(config: Option<&Config>, headers: &[(&str, &str)]) -> Reason {
        match decide(config, incoming(headers), 0.5) {
            Continuation::Continue(_) => Reason::Continued,
            Continuation::StartNew(reason) => reason,
        }
    }

    #[test]
    fn equal_lines_are_one_value_and_different_lines_are_none() {
        assert_eq!(
            reason(None, &[("Sentry-Trace", TRACE), ("sentry-trace", TRACE)]),
            Reason::Continued
        );
        let two = [("sentry-trace", TRACE), ("sentry-trace", "x")];
        assert_eq!(reason(None, &two), Reason::InvalidSentryTrace);
        assert_eq!(
            reason(None, &[("sentry-trace", "")]),
            Reason::NoIncomingTrace
        );
        assert_eq!(
            reason(None, &[("sentry-trace", "1234567890abcdef")]),
            Reason::InvalidSentryTrace
        );
    }

    #[test]
    fn a_traceparent_is_read_only_where_it_is_configured_and_alone() {
        let parent = (
            "traceparent",
            "00-771a43a4192642f0b136d5159a501700-1234567890abcdef-00",
        );
        let options = Options {
            propagate_traceparent: true,
            ..Options::default()
        };
        let config = Config::new(options).unwrap();
        assert_eq!(reason(None, &[parent]), Reason::NoIncomingTrace);
        assert_eq!(reason(Some(&config), &[parent]), Reason::Continued);
        let twice = [
            parent,
            (
                parent.0,
                "00-881a43a4192642f0b136d5159a501700-1234567890abcdef-00",
            ),
        ];
        assert_eq!(reason(Some(&config), &twice), Reason::NoIncomingTrace);
        assert_eq!(reason(Some(&config), &[parent, parent]), Reason::Continued);
        let both = [parent, ("sentry-trace", "junk")];
        assert_eq!(reason(Some(&config), &both), Reason::InvalidSentryTrace);
        let Continuation::Continue(continued) = decide(Some(&config), incoming(&[parent]), 0.5)
        else {
            panic!("continued")
        };
        assert_eq!(continued.sampled, None, "00 may be undecided");
    }
}
