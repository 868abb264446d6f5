use serde_json::{Value, json};
use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::state::event::Lifecycle;
use spanferry::trace::state::source::Source;
use spanferry::trace::state::tracer::Tracer;
use spanferry::trace::wire::meta::render_into;

use super::traces::compare;
use crate::case::{Case, Verdict, known, number};
use crate::placeholder::Placeholders;
use crate::program;

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&["traces_sample_rate", "random", "meta", "steps"])?;
    let mut options = program::options(&json!({}))?;
    options.traces_sample_rate = number(&case.input["traces_sample_rate"]);
    options.sample_rand = case.input["random"].as_f64();
    let tracer = program::tracer(options.clone())?;
    load_page(&tracer, &case.input["meta"])?;
    let mut seen = Vec::new();
    for step in case.input["steps"].as_array().ok_or("no steps")? {
        seen.extend(take(&tracer, &mut options, step)?);
    }
    let expected = case.expected.as_array().ok_or("expected is no list")?;
    if expected.len() != seen.len() {
        return Err(format!(
            "expected {} answers, got {}",
            expected.len(),
            seen.len()
        ));
    }
    let mut ids = Placeholders::default();
    for (at, (wanted, got)) in expected.iter().zip(&seen).enumerate() {
        compare(wanted, got, &mut ids).map_err(|problem| format!("answer {at}: {problem}"))?;
    }
    Ok(Verdict::Passed)
}

fn load_page(tracer: &Tracer, meta: &Value) -> Result<(), String> {
    known(meta, &["sentry-trace", "baggage"])?;
    match meta.as_object() {
        Some(tags) => {
            let mut html = String::new();
            for (name, content) in tags {
                render_into(name, content.as_str().unwrap_or_default(), &mut html);
            }
            tracer.continue_from_meta(html.as_bytes(), 0);
        }
        None => _ = tracer.lifecycle(Lifecycle::PageLoad, None, 0),
    }
    program::begin(tracer, &json!({ "name": "/", "source": "url" }))
}

/// Takes one step; an answer where the step gives one.
fn take(tracer: &Tracer, options: &mut Options, step: &Value) -> Result<Option<Value>, String> {
    known(step, &["navigate", "random"])?;
    match step.as_str() {
        Some("data") => return Ok(Some(program::data(&tracer.trace_data()))),
        Some("end") => _ = tracer.end_root_span(),
        Some("new_trace") => {
            let (scope, _) = tracer.detach(None);
            scope.start_new_trace(Source::App, 0);
            return Ok(Some(program::data(&scope.trace_data())));
        }
        Some(other) => return Err(format!("unknown step {other}")),
        None if step.get("navigate").is_some() => {
            tracer.lifecycle(Lifecycle::Navigation, None, 0);
            program::begin(tracer, &step["navigate"])?;
        }
        None => {
            options.sample_rand = step["random"].as_f64();
            tracer.configure(Config::new(options.clone()).map_err(|error| error.to_string())?);
        }
    }
    Ok(None)
}
