//! The dynamic sampling context and the headers that readers get.

use super::{Options, Root, Trace, sampling};

pub(crate) const PUBLIC_KEY: &str = "key";

/// Keys and values in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Members(pub(crate) Vec<(String, String)>);

impl Members {
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        let member = self.0.iter().find(|(other, _)| other == key);
        member.map(|(_, value)| value.as_str())
    }

    /// Replaces a value where it stands, or appends it.
    pub(crate) fn set(&mut self, key: &str, value: String) {
        match self.0.iter_mut().find(|(other, _)| other == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    fn add(&mut self, key: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.0.push((key.to_owned(), value.to_string()));
        }
    }

    /// What a decision writes into a frozen context: the number where there was no context at all,
    /// and the rate of this device where it decided.
    pub(crate) fn decided(&mut self, number: Option<f64>, rate: Option<f64>) {
        if self.0.is_empty() {
            self.add("sample_rand", number);
        }
        if let Some(rate) = rate {
            self.set("sample_rate", rate.to_string());
        }
    }

    /// The header; the values of this model need no escapes.
    pub(crate) fn baggage(&self) -> String {
        let members = self.0.iter();
        let members: Vec<String> = members
            .map(|(key, value)| format!("sentry-{key}={value}"))
            .collect();
        members.join(",")
    }
}

/// The context of a trace that began here.
pub(crate) fn own(options: &Options, trace: &Trace, root: Option<Root>) -> Members {
    let mut members = Members::default();
    members.add("environment", Some("production"));
    members.add("release", options.release);
    members.add("public_key", options.dsn.then_some(PUBLIC_KEY));
    members.add("trace_id", Some(trace.trace_id));
    members.add("org_id", options.org_id);
    if let Some(root) = root.filter(|_| sampling::is_on(options)) {
        let named = !root.name.is_empty() && root.source != Some("url");
        members.add("transaction", named.then_some(root.name));
        members.add("sampled", trace.sampled);
        members.add("sample_rand", trace.sample_rand);
        members.add("sample_rate", trace.sample_rate);
    }
    members
}

/// What requests get, beyond the ids and the flag of the trace.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Headers {
    pub(crate) baggage: String,
    pub(crate) traceparent: bool,
}

impl Headers {
    /// Without a DSN nothing is sent.
    pub(crate) fn of(options: &Options, context: &Members) -> Option<Self> {
        options.dsn.then(|| Self {
            baggage: context.baggage(),
            traceparent: options.traceparent,
        })
    }
}
