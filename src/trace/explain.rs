//! Why a request carries the trace or not, for people and for programs.

use super::json::Writer;
use super::reason::Reason;
use super::state::view::View;
use super::targets::{Explanation, Mode, Rule, RuleKind};

/// An explanation as JSON: `url` (as normalised), `attach`, `reason`, `rule` (`index`, `kind`,
/// `text`, or null), `mode`, `traceId`, `source`, `revision`, `text` (one sentence).
///
/// `rule` is the rule that says yes (or denies), also where something before the rules refuses the
/// request.
pub fn render(view: &View, url: &[u8]) -> String {
    let explanation = explain(view, url);
    let mode = view
        .config
        .as_ref()
        .map(|config| config.options.mode)
        .unwrap_or_default();
    let trace_id = view.trace.trace_id.to_string();
    let mut json = Writer::object();
    json.text("url", Some(&explanation.url));
    json.flag("attach", Some(explanation.reason.attaches()));
    json.text("reason", Some(explanation.reason.name()));
    json.raw(
        "rule",
        &explanation
            .rule
            .as_ref()
            .map_or_else(|| "null".to_owned(), rule),
    );
    json.text("mode", Some(mode_name(mode)));
    json.text("traceId", Some(&trace_id));
    json.text("source", Some(view.source.name()));
    json.number("revision", view.revision);
    json.text("text", Some(&sentence(&explanation, &trace_id)));
    json.finish()
}

/// The decision with the facts that led to it: the same function as for a request.
pub fn explain(view: &View, url: &[u8]) -> Explanation {
    let mut explanation = match &view.config {
        Some(config) => config.targets.explain(url),
        None => Explanation {
            url: shown(url),
            reason: Reason::NotConfigured,
            rule: None,
        },
    };
    explanation.reason = view.silence().unwrap_or(explanation.reason);
    explanation
}

/// The beginning of a URL that nobody has parsed.
fn shown(url: &[u8]) -> String {
    const LONGEST: usize = 2048;
    String::from_utf8_lossy(url.get(..url.len().min(LONGEST)).unwrap_or_default()).into_owned()
}

fn rule(rule: &Rule) -> String {
    let mut json = Writer::object();
    match rule.index {
        Some(index) => json.number("index", index as u64),
        None => json.raw("index", "null"),
    }
    json.text("kind", Some(rule.kind.name()));
    json.text("text", Some(&rule.text));
    json.finish()
}

const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Native => "native",
        Mode::Browser => "browser",
    }
}

fn sentence(explanation: &Explanation, trace_id: &str) -> String {
    let url = &explanation.url;
    let because = because(explanation.reason);
    let attaches = explanation.reason.attaches();
    let named = |rule: &Rule| named(rule, attaches || rule.kind == RuleKind::Deny);
    let rule = explanation.rule.as_ref().map(named).unwrap_or_default();
    if explanation.reason.attaches() {
        format!("{url} carries trace {trace_id}: {because}{rule}.")
    } else {
        format!("{url} carries no trace headers: {because}{rule}.")
    }
}

/// The rule that decides, or that would match if nothing before the rules refused the request.
fn named(rule: &Rule, decides: bool) -> String {
    let list = match rule.kind {
        RuleKind::Deny => "denyTargets",
        _ => "tracePropagationTargets",
    };
    match rule.index {
        Some(index) if decides => format!(" ({list}[{index}], {})", rule.text),
        Some(index) => format!("; {list}[{index}], {}, would match", rule.text),
        None => String::new(),
    }
}

const fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::TargetMatched => "a propagation target matches",
        Reason::DefaultAll => "no propagation targets are set, so every http(s) request does",
        Reason::SameOrigin => "no propagation targets are set, and it has the origin of the app",
        Reason::NotConfigured => "nobody has configured the tracer yet",
        Reason::NoDsn => "there is no DSN",
        Reason::InvalidUrl => "the URL does not parse, or is relative and no app origin is set",
        Reason::SchemeNotHttp => "only http and https requests do",
        Reason::OwnIngest => "it goes to Sentry itself",
        Reason::Tunnel => "it goes to the tunnel to Sentry",
        Reason::Denied => "a deny rule matches",
        Reason::NoTargets => "tracePropagationTargets is the empty list",
        Reason::NoTargetMatched => "no propagation target matches",
        Reason::PathPatternNeedsAppOrigin => {
            "a propagation target matches the path alone, which counts only for requests to the \
             app's own origin; set appOrigin, or write the host into the target"
        }
        Reason::NotSameOrigin => {
            "no propagation targets are set, and it has not the origin of the app"
        }
        Reason::PatternStepLimit => {
            "a rule with back-references took too many steps, which counts as no match of a target \
             and as a match of a deny rule"
        }
        _ => "of a decision that is not about URLs",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::ThreadEntropy;
    use crate::trace::config::Config;
    use crate::trace::options::Options;
    use crate::trace::state::tracer::Tracer;

    #[test]
    fn a_deny_rule_that_gives_up_is_not_told_as_a_target() {
        let json = br#"{"dsn": "https://key@ingest.example/1",
            "denyTargets": [{"regex": "(a|aa)+\\1b"}]}"#;
        let config = Config::new(Options::from_json(json).unwrap()).unwrap();
        let tracer = Tracer::new(config, std::sync::Arc::new(ThreadEntropy));
        let url = format!("https://b.example/{}", "a".repeat(300));
        let text = tracer.explain_json(url.as_bytes());
        assert!(text.contains("pattern_step_limit"), "{text}");
        assert!(text.contains("a match of a deny rule"), "{text}");
    }

    #[test]
    fn a_rule_that_does_not_decide_is_not_named_as_the_cause() {
        let rule = Rule {
            index: Some(1),
            kind: RuleKind::Text,
            text: "shop".to_owned(),
        };
        let say = |reason| {
            let explanation = Explanation {
                url: "ws://shop/".to_owned(),
                reason,
                rule: Some(rule.clone()),
            };
            sentence(&explanation, "1")
        };
        let refused = say(Reason::SchemeNotHttp);
        assert!(refused.ends_with("; tracePropagationTargets[1], shop, would match."));
        let attached = say(Reason::TargetMatched);
        assert!(attached.ends_with("matches (tracePropagationTargets[1], shop)."));
    }
}
