//! What a backend received, as one line of JSON between processes.

use anyhow::{Context, Result};
use serde_json::{Value, json};

/// One request that a backend received.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The backend.
    pub service: String,
    /// Path and query of the request.
    pub path: String,
    /// Who called, as the request says (`User-Agent`).
    pub caller: String,
    /// The `sentry-trace` line, when there was one.
    pub sentry_trace: Option<String>,
    /// The `baggage` line, when there was one.
    pub baggage: Option<String>,
    /// How many lines of the three headers there were; more than one of a name is a defect.
    pub doubled: bool,
    /// The trace in which the backend works on the request.
    pub trace_id: String,
    /// The backend's span.
    pub span_id: String,
    /// Its decision about the incoming trace.
    pub reason: String,
    /// The sampling decision that it follows.
    pub sampled: Option<bool>,
}

impl Record {
    /// The span that sent the request, when the request said so.
    pub fn parent_span_id(&self) -> Option<&str> {
        self.sentry_trace
            .as_deref()
            .and_then(|text| text.split('-').nth(1))
    }

    /// The trace that the request belongs to, when the request said so.
    pub fn received_trace_id(&self) -> Option<&str> {
        self.sentry_trace
            .as_deref()
            .and_then(|text| text.split('-').next())
    }

    /// Sentry members and other members of the received baggage.
    pub fn baggage_members(&self) -> (Vec<&str>, Vec<&str>) {
        let members = self.baggage.as_deref().unwrap_or_default().split(',');
        members
            .filter(|member| !member.is_empty())
            .partition(|m| m.starts_with("sentry-"))
    }

    /// The line.
    pub fn to_line(&self) -> String {
        json!({
            "service": self.service,
            "path": self.path,
            "caller": self.caller,
            "sentryTrace": self.sentry_trace,
            "baggage": self.baggage,
            "doubled": self.doubled,
            "traceId": self.trace_id,
            "spanId": self.span_id,
            "reason": self.reason,
            "sampled": self.sampled,
        })
        .to_string()
    }

    /// Reads a line.
    pub fn from_line(line: &str) -> Result<Self> {
        let json: Value = serde_json::from_str(line).context("a backend printed no JSON")?;
        let text = |key: &str| json[key].as_str().map(str::to_owned);
        let need = |key: &str| text(key).with_context(|| format!("no {key} in {line}"));
        Ok(Self {
            service: need("service")?,
            path: need("path")?,
            caller: need("caller")?,
            sentry_trace: text("sentryTrace"),
            baggage: text("baggage"),
            doubled: json["doubled"] == true,
            trace_id: need("traceId")?,
            span_id: need("spanId")?,
            reason: need("reason")?,
            sampled: json["sampled"].as_bool(),
        })
    }
}
