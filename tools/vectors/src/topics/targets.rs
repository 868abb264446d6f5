use serde_json::{Value, json};
use spanferry::trace::options::Options;
use spanferry::trace::reason::Reason;
use spanferry::trace::targets::pattern::{CaseMode, Pattern, Verdict as Match};
use spanferry::trace::targets::{Matching, Mode, Target};

use crate::case::{Case, Verdict, same};
use crate::program::{self, DSN};

pub fn js_regex(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["source", "flags", "text"])?;
    let text = |key: &str| case.input[key].as_str().unwrap_or_default();
    let pattern = Pattern::new(text("source"), text("flags"), CaseMode::Js10);
    let actual = match pattern {
        Ok(pattern) => json!(pattern.test(text("text").as_bytes()) == Match::Match),
        Err(_) if case.has_tag("may-refuse") => return Ok(Verdict::Passed),
        Err(_) => json!("error"),
    };
    same(case.expected, &actual)
}

/// The matcher's answer for a page, as `explain` gives it: a rule says yes.
pub fn propagation(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["url", "targets", "page"])?;
    let answer = |matching| -> Result<Value, String> {
        let tracer = program::tracer(Options {
            dsn: Some(DSN.to_owned()),
            trace_propagation_targets: targets(&case.input["targets"])?,
            target_matching: matching,
            mode: Mode::Browser,
            app_origin: case.input["page"].as_str().map(str::to_owned),
            ..Options::default()
        })?;
        let url = case.input["url"].as_str().unwrap_or_default();
        Ok(json!(tracer.explain(url.as_bytes()).rule.is_some()))
    };
    if let Some(expected) = case.expected_v10 {
        same(expected, &answer(Matching::Js10)?).map_err(|problem| format!("js10: {problem}"))?;
    }
    same(case.expected, &answer(Matching::Js11)?)
}

fn targets(json: &Value) -> Result<Option<Vec<Target>>, String> {
    let Some(list) = json.as_array() else {
        return Ok(None);
    };
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    list.iter()
        .map(|item| match item {
            Value::String(text) => Ok(Target::Text(text.clone())),
            item if item["type"] == "regex" => Ok(Target::Regex {
                source: text(item, "source"),
                flags: text(item, "flags"),
            }),
            other => Err(format!("unknown target {other}")),
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Some)
}

pub fn sentry_request_url(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["url", "dsn", "tunnel"])?;
    let text = |key: &str| case.input[key].as_str().map(str::to_owned);
    let options = Options {
        dsn: text("dsn"),
        tunnel: text("tunnel"),
        ..Options::default()
    };
    let tracer = program::tracer(options)?;
    let url = case.input["url"].as_str().unwrap_or_default();
    let config = tracer.view().config.clone().ok_or("not configured")?;
    let reason = config.targets.decide(url.as_bytes());
    same(
        case.expected,
        &json!(matches!(reason, Reason::OwnIngest | Reason::Tunnel)),
    )
}
