//! Whether everything joined that should, and nothing else.

use std::collections::BTreeSet;

use crate::record::Record;
use crate::run::WEBVIEW_TRACE;

/// The claims of the demo, each true or false.
pub struct Verdict {
    claims: Vec<(String, bool)>,
}

impl Verdict {
    /// Whether every claim holds.
    pub fn joined(&self) -> bool {
        self.claims.iter().all(|(_, holds)| *holds)
    }

    /// The claims, one a line.
    pub fn text(&self) -> String {
        let mut text = String::from("\n");
        for (claim, holds) in &self.claims {
            text.push_str(&format!(
                "  {} {claim}\n",
                if *holds { "ok    " } else { "BROKEN" }
            ));
        }
        text.push_str(if self.joined() {
            "Everything joined.\n"
        } else {
            "Not everything joined.\n"
        });
        text
    }
}

/// Judges what the backends received.
pub fn judge(records: &[Record]) -> Verdict {
    let of = |path: &str| -> Vec<&Record> { records.iter().filter(|r| r.path == path).collect() };
    let (checkout, cart, support) = (of("/checkout"), of("/cart"), of("/support"));
    let first: Vec<&Record> = checkout.iter().chain(&cart).copied().collect();
    let seen = ids(&first);
    let new = ids(&support);
    let third_party = cart.iter().any(|record| {
        let (_, others) = record.baggage_members();
        record.caller == "native-plugin" && others == ["userId=alice;tier=gold", "region=eu"]
    });
    let outside = of("/track");
    let claims = vec![
        (
            format!(
                "{} requests before the new trace belong to the webview's trace",
                first.len()
            ),
            first.len() == 8 && seen == BTreeSet::from([WEBVIEW_TRACE]),
        ),
        (
            format!(
                "{} requests after it belong to one other trace",
                support.len()
            ),
            support.len() == 4 && new.len() == 1 && !new.contains(WEBVIEW_TRACE),
        ),
        (
            "every hop continued what it received, one line of each header".to_owned(),
            first
                .iter()
                .chain(&support)
                .all(|r| r.reason == "continued" && !r.doubled),
        ),
        (
            "third-party baggage arrived unchanged beside ours".to_owned(),
            third_party,
        ),
        (
            "the host outside the target list received no trace headers".to_owned(),
            outside.len() == 1
                && outside
                    .iter()
                    .all(|r| r.sentry_trace.is_none() && r.baggage.is_none()),
        ),
    ];
    Verdict { claims }
}

fn ids<'a>(records: &[&'a Record]) -> BTreeSet<&'a str> {
    records
        .iter()
        .map(|record| record.trace_id.as_str())
        .collect()
}
