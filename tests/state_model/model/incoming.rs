//! Whether incoming headers are continued, and as what.

use spanferry::trace::ids::{SpanId, TraceId};

use super::dsc::Members;
use super::{Options, Trace};

/// What comes in, as it was meant; `render` makes the headers of it.
#[derive(Clone, Debug)]
pub(crate) struct Headers {
    pub(crate) trace: Line,
    /// The members with `sentry-` in front of their keys; none when there is no such member.
    pub(crate) baggage: Option<Members>,
}

#[derive(Clone, Debug)]
pub(crate) enum Line {
    Absent,
    Malformed,
    Trace {
        trace_id: TraceId,
        span_id: Option<SpanId>,
        sampled: Option<bool>,
    },
}

pub(crate) enum Verdict {
    New(&'static str),
    Continued(Trace),
}

pub(crate) fn judge(headers: &Headers, options: Option<&Options>, random: f64) -> Verdict {
    let (trace_id, parent_span_id, sampled) = match headers.trace {
        Line::Absent => return Verdict::New("no_incoming_trace"),
        Line::Malformed => return Verdict::New("invalid_sentry_trace"),
        Line::Trace {
            trace_id,
            span_id,
            sampled,
        } => (trace_id, span_id, sampled),
    };
    if let Some(reason) = refusal(headers, options) {
        return Verdict::New(reason);
    }
    let number = number(headers, sampled, random);
    let mut frozen = Members::default();
    if let Some(baggage) = &headers.baggage {
        frozen = baggage.clone();
        frozen.set("sample_rand", number.to_string());
    }
    Verdict::Continued(Trace {
        trace_id,
        span_id: SpanId::from_bytes([0; 8]),
        active_span_id: None,
        parent_span_id,
        sampled,
        sample_rand: Some(number),
        sample_rate: None,
        dsc: Some(frozen),
    })
}

/// The truth table of organisations: different ones never, unknown ones not in strict mode.
fn refusal(headers: &Headers, options: Option<&Options>) -> Option<&'static str> {
    let theirs = headers
        .baggage
        .as_ref()
        .and_then(|baggage| baggage.get("org_id"));
    let ours = options.and_then(|options| options.org_id);
    let strict = options.is_some_and(|options| options.strict);
    match (theirs, ours, strict) {
        (Some(theirs), Some(ours), _) if theirs != ours => Some("org_mismatch"),
        (None, Some(_), true) => Some("strict_incoming_org_missing"),
        (Some(_), None, true) => Some("strict_own_org_missing"),
        _ => None,
    }
}

/// The incoming number, else one that agrees with the incoming rate and flag, else a random one.
fn number(headers: &Headers, sampled: Option<bool>, random: f64) -> f64 {
    let read = |key| -> Option<f64> { headers.baggage.as_ref()?.get(key)?.parse().ok() };
    match (read("sample_rand"), read("sample_rate"), sampled) {
        (Some(number), _, _) => number,
        (None, Some(rate), Some(true)) if rate != 0.0 => random * rate,
        (None, Some(rate), Some(false)) if rate != 0.0 => rate + random * (1.0 - rate),
        _ => random,
    }
}

impl Headers {
    /// The lines as they stand on a request.
    pub(crate) fn render(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let trace = match &self.trace {
            Line::Absent => None,
            Line::Malformed => Some("not-a-trace".to_owned()),
            Line::Trace {
                trace_id,
                span_id,
                sampled,
            } => Some(trace_line(*trace_id, *span_id, *sampled)),
        };
        lines.extend(trace.map(|text| ("Sentry-Trace".to_owned(), text)));
        let baggage = self.baggage.as_ref().map(Members::baggage);
        lines.extend(baggage.map(|text| ("baggage".to_owned(), format!("other=1,{text}"))));
        lines
    }
}

pub(crate) fn trace_line(
    trace_id: TraceId,
    span_id: Option<SpanId>,
    sampled: Option<bool>,
) -> String {
    let mut text = trace_id.to_string();
    if let Some(span_id) = span_id {
        text += &format!("-{span_id}");
    }
    match sampled {
        None => {}
        Some(true) => text += "-1",
        Some(false) => text += "-0",
    }
    text
}
