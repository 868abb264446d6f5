use serde_json::json;
use spanferry::trace::options::Options;

use crate::case::{Case, Verdict, known, same};
use crate::program;

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["options", "baggage_org_id"])?;
    let options = &case.input["options"];
    known(options, &["dsn", "orgId", "strictTraceContinuation"])?;
    // The options stand in the vector as a program writes them, so they are read as JSON.
    let options = Options::from_json(options.to_string().as_bytes()).map_err(|e| e.to_string())?;
    let tracer = program::tracer(options)?;
    let own = program::frozen_dsc(&tracer);
    let own = own
        .as_array()
        .and_then(|dsc| dsc.iter().find(|pair| pair[0] == "org_id"))
        .cloned();
    let org = case.input["baggage_org_id"].as_str();
    let baggage = org.map(|org| format!("sentry-org_id={org}"));
    let incoming = json!({
        "sentry_trace": "771a43a4192642f0b136d5159a501700-1234567890abcdef-1",
        "baggage": baggage,
    });
    let continues = program::receive(&tracer, &incoming)?;
    same(
        case.expected,
        &json!({ "sdk_org_id": own.map(|pair| pair[1].clone()), "continue": continues }),
    )
}
