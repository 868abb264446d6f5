//! The state as JSON: what layers exchange.
//!
//! Keys: `version`, `epoch`, `revision`, `source`, `reason`, `traceId`, `spanId` (stable),
//! `activeSpanId`, `parentSpanId`, `sampled` (true, false, null), `sampleRand`, `sampleRate`, `dsc`
//! (list of `[key, value]`, or null while it is not frozen), `headers` (`sentry-trace`, `baggage`,
//! `traceparent`, each a string or null). A push of a page adds `sequence`. Unknown keys are ignored.

use super::ids::{SpanId, TraceId};
use super::json::{self, Value, Writer};
use super::outgoing::TraceData;
use super::state::source::Source;
use super::state::trace::{RootSpan, Trace};
use super::state::view::View;
use super::wire::number::valid_rate;
use super::wire::pairs::Pairs;

/// The version of the shape; a reader ignores keys that it does not know.
pub const VERSION: u64 = 1;

/// Longest snapshot that is read, in bytes.
pub const MAX_LEN: usize = 64 * 1024;

/// A page's push: its trace, the state that it is based on, and its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Push {
    /// The tracer whose state the page had.
    pub epoch: u64,
    /// The revision that the page had.
    pub revision: u64,
    /// Grows with every push of the page.
    pub sequence: u64,
    /// Who set the trace in the page.
    pub source: Source,
    /// The trace.
    pub trace_id: TraceId,
    /// Its stable span id, when the page has one.
    pub span_id: Option<SpanId>,
    /// The active span; `None` is unknown.
    pub active_span_id: Option<SpanId>,
    /// The span of another service that the page continued.
    pub parent_span_id: Option<SpanId>,
    /// The decision; `None` is unknown or deferred.
    pub sampled: Option<bool>,
    /// The random number; `None` is unknown.
    pub sample_rand: Option<f64>,
    /// The rate of the decision.
    pub sample_rate: Option<f64>,
    /// The frozen context; `None` is not frozen, an empty list is frozen empty.
    pub dsc: Option<Pairs>,
}

impl Push {
    /// Reads a push. `None` (the snapshot is refused) for text that is too long or no JSON
    /// object, an id that is missing or malformed, a missing number, and a `dsc`
    /// that is no list of pairs of texts.
    ///
    /// A page that names no epoch knows no state of ours; it reads as an epoch that no tracer has.
    pub fn parse(json: &[u8]) -> Option<Self> {
        let text = Some(json).filter(|text| text.len() <= MAX_LEN)?;
        let json = json::parse(text).ok()?;
        let number = |key| json.get(key).and_then(Value::as_whole_number);
        Some(Self {
            epoch: number("epoch").unwrap_or(u64::MAX),
            revision: number("revision").unwrap_or_default(),
            sequence: number("sequence")?,
            source: source(&json)?,
            trace_id: TraceId::parse(json.get("traceId")?.as_text()?.as_bytes())?,
            span_id: span_id(&json, "spanId")?,
            active_span_id: span_id(&json, "activeSpanId")?,
            parent_span_id: span_id(&json, "parentSpanId")?,
            sampled: json.get("sampled").and_then(Value::as_flag),
            sample_rand: rate(&json, "sampleRand"),
            sample_rate: rate(&json, "sampleRate"),
            dsc: dsc(&json)?,
        })
    }

    /// How strong the push is in a race: at least as strong as a page.
    pub fn strength(&self) -> Source {
        self.source.max(Source::Webview)
    }

    /// The trace that the page pushes; `span_id` is its stable span id if the page has none.
    pub fn into_trace(self, span_id: SpanId) -> Trace {
        let root = self.root();
        Trace {
            trace_id: self.trace_id,
            span_id: self.span_id.unwrap_or(span_id),
            active_span_id: self.active_span_id,
            parent_span_id: self.parent_span_id,
            sampled: self.sampled,
            decided_here: self.sampled.is_some(),
            sample_rand: self.sample_rand,
            sample_rate: self.sample_rate,
            dsc: self.dsc,
            root,
        }
    }

    /// A page that has decided and not frozen its context is in a root span, whose name is still
    /// open: until it ends, the decision alone is told, as the page itself does.
    pub fn root(&self) -> Option<RootSpan> {
        (self.sampled.is_some() && self.dsc.is_none()).then(RootSpan::default)
    }
}

fn present<'a>(json: &'a Value, key: &str) -> Option<&'a Value> {
    json.get(key).filter(|value| !value.is_null())
}

fn source(json: &Value) -> Option<Source> {
    match present(json, "source") {
        None => Some(Source::Webview),
        Some(name) => Source::from_name(name.as_text()?),
    }
}

fn span_id(json: &Value, key: &str) -> Option<Option<SpanId>> {
    match present(json, key) {
        None => Some(None),
        Some(text) => SpanId::parse(text.as_text()?.as_bytes()).map(Some),
    }
}

fn rate(json: &Value, key: &str) -> Option<f64> {
    json.get(key)
        .and_then(Value::as_number)
        .and_then(valid_rate)
}

fn dsc(json: &Value) -> Option<Option<Pairs>> {
    let Some(list) = present(json, "dsc") else {
        return Some(None);
    };
    let mut pairs = Pairs::new();
    for item in list.as_list()? {
        let [key, value] = item.as_list()? else {
            return None;
        };
        pairs.push(key.as_text()?, value.as_text()?);
    }
    pairs.deduplicate();
    Some(Some(pairs))
}

/// Writes a view.
pub fn render(view: &View) -> String {
    let trace = &view.trace;
    let id = |id: Option<SpanId>| id.map(|id| id.to_string());
    let mut json = Writer::object();
    json.number("version", VERSION);
    json.number("epoch", view.epoch);
    json.number("revision", view.revision);
    json.text("source", Some(view.source.name()));
    json.text("reason", Some(view.reason.name()));
    json.text("traceId", Some(&trace.trace_id.to_string()));
    json.text("spanId", Some(&trace.span_id.to_string()));
    json.text("activeSpanId", id(trace.active_span_id).as_deref());
    json.text("parentSpanId", id(trace.parent_span_id).as_deref());
    json.flag("sampled", trace.sampled);
    json.float("sampleRand", trace.sample_rand);
    json.float("sampleRate", trace.sample_rate);
    json.pairs("dsc", trace.dsc.as_ref());
    json.raw("headers", &headers(view));
    json.finish()
}

fn headers(view: &View) -> String {
    let data = TraceData::of(view);
    let mut json = Writer::object();
    for (name, value) in data.all() {
        json.text(name, value);
    }
    json.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = r#""sequence": 1, "traceId": "771a43a4192642f0b136d5159a501700""#;

    fn push(more: &str) -> Option<Push> {
        Push::parse(format!("{{{TRACE}{more}}}").as_bytes())
    }

    #[test]
    fn missing_and_null_mean_unknown() {
        let bare = push("").unwrap();
        assert_eq!(
            (bare.sampled, bare.sample_rand, bare.dsc.as_ref()),
            (None, None, None)
        );
        let nulls = push(r#", "sampled": null, "sampleRand": null, "dsc": null, "spanId": null"#);
        assert_eq!(nulls.unwrap(), bare);
    }

    #[test]
    fn only_true_and_false_are_decisions() {
        assert_eq!(push(r#", "sampled": false"#).unwrap().sampled, Some(false));
        for other in ["1", "0", "\"true\"", "[]"] {
            assert_eq!(
                push(&format!(r#", "sampled": {other}"#)).unwrap().sampled,
                None
            );
        }
    }

    #[test]
    fn an_empty_dsc_is_frozen_empty() {
        assert_eq!(push(r#", "dsc": []"#).unwrap().dsc, Some(Pairs::new()));
    }

    #[test]
    fn malformed_snapshots_are_refused_whole() {
        for more in [
            r#", "spanId": "short""#,
            r#", "activeSpanId": 1"#,
            r#", "dsc": {}"#,
            r#", "dsc": [["a"]]"#,
            r#", "dsc": [["a", 1]]"#,
            r#", "source": "root""#,
        ] {
            assert_eq!(push(more), None, "{more}");
        }
        assert_eq!(Push::parse(b"[]"), None);
        assert_eq!(Push::parse(br#"{"sequence": 1, "traceId": "xyz"}"#), None);
        assert_eq!(
            Push::parse(br#"{"traceId": "771a43a4192642f0b136d5159a501700"}"#),
            None
        );
    }

    #[test]
    fn a_snapshot_beyond_64_kb_is_refused() {
        let pad = |len: usize| format!(r#", "x": "{}""#, "x".repeat(len));
        assert!(push(&pad(MAX_LEN - 200)).is_some());
        assert_eq!(push(&pad(MAX_LEN)), None);
        let spaces = format!("{{{TRACE}}}{}", " ".repeat(MAX_LEN));
        assert_eq!(Push::parse(spaces.as_bytes()), None);
    }
}
