use serde_json::{Value, json};
use spanferry::trace::wire::baggage::{format_dsc, format_members, parse_dsc, parse_members};
use spanferry::trace::wire::merge::merge_headers;
use spanferry::trace::wire::pairs::Pairs;

use crate::case::{Case, Verdict, same};

pub fn format(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["kind", "entries"])?;
    let entries = case.input["entries"].as_array().ok_or("no entries")?;
    let pairs: Pairs = entries
        .iter()
        .map(|pair| {
            (
                pair[0].as_str().unwrap_or_default(),
                pair[1].as_str().unwrap_or_default(),
            )
        })
        .collect();
    let header = match case.input["kind"].as_str() {
        Some("object") => format_members(&pairs),
        Some("dsc") => format_dsc(&pairs),
        kind => return Err(format!("unknown kind {kind:?}")),
    };
    same(case.expected, &json!(header))
}

pub fn parse(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["header", "headers"])?;
    let lines = lines(
        case.input
            .get("header")
            .or_else(|| case.input.get("headers")),
    );
    let entries = parse_members(lines.iter().copied());
    let dsc = parse_dsc(lines.iter().copied());
    same(
        case.expected,
        &json!({ "entries": list(entries), "dsc": list(dsc) }),
    )
}

pub fn merge(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["existing", "incoming"])?;
    let incoming = case.input["incoming"].as_str().unwrap_or_default();
    let lines = lines(case.input.get("existing"));
    let merged = merge_headers(lines.iter().copied(), incoming.as_bytes());
    // The SDK says "nothing" as an absent header or as an empty one.
    let expected = if case.expected == "" {
        &Value::Null
    } else {
        case.expected
    };
    same(expected, &json!(merged))
}

fn lines(json: Option<&Value>) -> Vec<&[u8]> {
    match json {
        Some(Value::String(line)) => vec![line.as_bytes()],
        Some(Value::Array(lines)) => lines
            .iter()
            .filter_map(Value::as_str)
            .map(str::as_bytes)
            .collect(),
        _ => Vec::new(),
    }
}

fn list(pairs: Option<Pairs>) -> Value {
    json!(pairs.map(|pairs| pairs.iter().map(|(k, v)| json!([k, v])).collect::<Vec<_>>()))
}
