//! The traces as trees, built only from what the backends received.

use std::fmt::Write;
use std::io::IsTerminal;

use crate::record::Record;

/// The client's decisions, then one tree for each trace.
pub fn render(decisions: &[String], records: &[Record]) -> String {
    let paint = Paint {
        on: std::io::stdout().is_terminal(),
    };
    let mut text = String::from("What the client decided\n");
    for line in decisions {
        _ = writeln!(text, "  {line}");
    }
    text.push_str("\nWhat the backends received\n");
    for trace in traces(records) {
        render_trace(trace, records, paint, &mut text);
    }
    text
}

/// The trace ids in which backends worked, in the order of their requests.
fn traces(records: &[Record]) -> Vec<&str> {
    let mut ids: Vec<&str> = Vec::new();
    for record in records.iter().rev() {
        if !ids.contains(&record.trace_id.as_str()) {
            ids.push(&record.trace_id);
        }
    }
    // A backend reports a request when it has been answered, so callers come after callees.
    ids.reverse();
    ids
}

fn render_trace(trace: &str, records: &[Record], paint: Paint, text: &mut String) {
    let members: Vec<&Record> = records
        .iter()
        .filter(|record| record.trace_id == trace)
        .collect();
    let started_here = members
        .iter()
        .all(|record| record.received_trace_id().is_none());
    let head = if started_here {
        "  (started by a backend)"
    } else {
        ""
    };
    _ = writeln!(text, "  trace {}{head}", paint.strong(trace));
    let is_inner = |record: &Record| {
        members
            .iter()
            .any(|other| record.parent_span_id() == Some(other.span_id.as_str()))
    };
    let roots: Vec<&&Record> = members.iter().filter(|record| !is_inner(record)).collect();
    let mut parents: Vec<Option<&str>> = roots.iter().map(|root| root.parent_span_id()).collect();
    parents.dedup();
    for parent in parents {
        let mut prefix = String::from("  ");
        if let Some(span) = parent {
            _ = writeln!(text, "  └─ {} span {span}", paint.strong("client"));
            prefix.push_str("   ");
        }
        let children: Vec<&Record> = roots
            .iter()
            .map(|root| **root)
            .filter(|r| r.parent_span_id() == parent)
            .collect();
        render_level(&children, &members, &prefix, paint, text);
    }
}

fn render_level(
    level: &[&Record],
    members: &[&Record],
    prefix: &str,
    paint: Paint,
    text: &mut String,
) {
    for (at, record) in level.iter().enumerate() {
        let last = at + 1 == level.len();
        let branch = if last { "└─" } else { "├─" };
        _ = writeln!(text, "{prefix}{branch} {}", line(record, paint));
        let children: Vec<&Record> = members
            .iter()
            .copied()
            .filter(|other| other.parent_span_id() == Some(record.span_id.as_str()))
            .collect();
        let inner = format!("{prefix}{}  ", if last { " " } else { "│" });
        render_level(&children, members, &inner, paint, text);
    }
}

fn line(record: &Record, paint: Paint) -> String {
    let (ours, others) = record.baggage_members();
    let sampled = match record.sampled {
        Some(true) => "sampled",
        Some(false) => "not sampled",
        None => "undecided",
    };
    let baggage = match (ours.len(), others.is_empty()) {
        (0, true) => "no baggage".to_owned(),
        (count, true) => format!("{count} sentry members"),
        (count, false) => format!("{count} sentry members + {}", others.join(", ")),
    };
    format!(
        "{} {:<9} span {}  {}  {sampled}  {baggage}",
        paint.strong(&format!("{:<9}", record.service)),
        record.path,
        record.span_id,
        paint.reason(&record.reason),
    )
}

#[derive(Clone, Copy)]
struct Paint {
    on: bool,
}

impl Paint {
    fn strong(self, text: &str) -> String {
        self.colour("1", text)
    }

    fn reason(self, reason: &str) -> String {
        self.colour(if reason == "continued" { "32" } else { "33" }, reason)
    }

    fn colour(self, code: &str, text: &str) -> String {
        if self.on {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
