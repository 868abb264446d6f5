use serde_json::{Value, json};
use spanferry::trace::wire::meta;

use crate::case::{Case, Verdict, same};
use crate::program;

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["kind", "trace_data", "options", "context", "html"])?;
    match case.input["kind"].as_str() {
        Some("render") => render(case),
        Some("render_context") => {
            let tracer = program::tracer(program::options(&case.input["options"])?)?;
            program::push(&tracer, &case.input["context"]);
            same(case.expected, &json!(tracer.meta_tags()))
        }
        Some("extract") => {
            let html = case.input["html"].as_str().unwrap_or_default();
            let tags = meta::extract(html.as_bytes());
            let tags = json!({ "sentry_trace": tags.sentry_trace, "baggage": tags.baggage });
            same(case.expected, &tags)
        }
        kind => Err(format!("unknown kind {kind:?}")),
    }
}

fn render(case: &Case<'_>) -> Result<Verdict, String> {
    let mut html = String::new();
    for pair in case.input["trace_data"].as_array().ok_or("no trace_data")? {
        let text = |at: usize| pair[at].as_str().unwrap_or_default();
        meta::render_into(text(0), text(1), &mut html);
    }
    same(case.expected, &Value::String(html))
}
