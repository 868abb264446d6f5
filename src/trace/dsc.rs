//! The dynamic sampling context: what the baggage says about a trace.

use std::borrow::Cow;

use super::config::Config;
use super::state::trace::Trace;
use super::wire::number::format_number;
use super::wire::pairs::Pairs;

/// The context of a trace now: the frozen one, or one made of the options.
pub fn current<'a>(config: &Config, trace: &'a Trace) -> Cow<'a, Pairs> {
    match &trace.dsc {
        Some(frozen) => Cow::Borrowed(frozen),
        None => Cow::Owned(own(config, trace)),
    }
}

/// The context of a trace that begins here, keys in the order of the JavaScript SDK.
///
/// The sampling keys are there only with a root span, as in that SDK; without a span not even
/// `sample_rand` is sent.
fn own(config: &Config, trace: &Trace) -> Pairs {
    let options = &config.options;
    let mut dsc = Pairs::with_capacity(256, 10);
    let environment = options
        .environment
        .as_deref()
        .filter(|text| !text.is_empty());
    dsc.push("environment", environment.unwrap_or("production"));
    push_some(&mut dsc, "release", options.release.as_deref());
    push_some(
        &mut dsc,
        "public_key",
        config.dsn.as_ref().map(|dsn| dsn.public_key.as_str()),
    );
    dsc.push(
        "trace_id",
        std::str::from_utf8(&trace.trace_id.to_text()).unwrap_or_default(),
    );
    push_some(&mut dsc, "org_id", config.org_id.as_deref());
    push_some(&mut dsc, "replay_id", options.replay_id.as_deref());
    push_sampling(&mut dsc, config, trace);
    dsc
}

fn push_sampling(dsc: &mut Pairs, config: &Config, trace: &Trace) {
    let Some(root) = trace.root.as_ref().filter(|_| config.tracing_enabled()) else {
        return;
    };
    push_some(dsc, "transaction", root.transaction());
    if let Some(sampled) = trace.sampled {
        dsc.push("sampled", if sampled { "true" } else { "false" });
    }
    if let Some(sample_rand) = trace.sample_rand {
        dsc.push("sample_rand", &format_number(sample_rand));
    }
    if let Some(rate) = trace.sample_rate {
        dsc.push("sample_rate", &format_number(rate));
    }
}

fn push_some(dsc: &mut Pairs, key: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        dsc.push(key, value);
    }
}
