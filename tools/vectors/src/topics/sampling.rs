use serde_json::{Value, json};
use spanferry::trace::sampling::{Answer, SamplingContext, continued_sample_rand, decide};
use spanferry::trace::wire::number::{format_number, parse_rate, valid_rate};
use spanferry::trace::wire::pairs::Pairs;

use crate::case::{Case, Verdict, known, number, same};
use crate::program;

pub fn check(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&[
        "traces_sample_rate",
        "traces_sampler",
        "context",
        "sample_rand",
    ])?;
    let context = &case.input["context"];
    known(context, &["name", "parent_sampled", "parent_sample_rate"])?;
    let context = SamplingContext {
        name: context["name"].as_str().unwrap_or_default(),
        parent_sampled: context["parent_sampled"].as_bool(),
        parent_sample_rate: number(&context["parent_sample_rate"]),
    };
    let sampler = program::sampler(&case.input["traces_sampler"]);
    let answer = sampler.map_or(Answer::None, |sampler| sampler.sample(&context));
    let rate = program::rate(&case.input["traces_sample_rate"]);
    let sample_rand = number(&case.input["sample_rand"]).ok_or("no sample_rand")?;
    let decision = decide(answer, rate, context.parent_sampled, sample_rand);
    same(
        case.expected,
        &json!({
            "sampled": decision.sampled,
            "sample_rate": decision.rate,
            "local_rate_applied": decision.local,
            "drop_reason": decision.sampler_failed.then_some("callback_error"),
        }),
    )
}

pub fn sample_rand(case: &Case<'_>) -> Result<Verdict, String> {
    case.known(&[
        "kind",
        "value",
        "sampled",
        "sample_rate",
        "sample_rand",
        "random",
        "other",
        "number",
    ])?;
    match case.input["kind"].as_str() {
        Some("parse_rate") => parse(case),
        Some("backfill") => backfill(case),
        Some("format") => {
            let number = number(&case.input["number"]).ok_or("no number")?;
            same(case.expected, &json!({ "text": format_number(number) }))
        }
        kind => Err(format!("unknown kind {kind:?}")),
    }
}

fn parse(case: &Case<'_>) -> Result<Verdict, String> {
    let value = &case.input["value"];
    let rate = match value {
        Value::String(text) => parse_rate(text),
        Value::Bool(all) => Some(f64::from(*all)),
        other => number(other).and_then(valid_rate),
    };
    let expected = number(&case.expected["rate"]);
    if expected.map(f64::to_bits) == rate.map(f64::to_bits) {
        return Ok(Verdict::Passed);
    }
    Err(format!("expected {expected:?}, got {rate:?}"))
}

fn backfill(case: &Case<'_>) -> Result<Verdict, String> {
    let text = |key: &str| case.input[key].as_str();
    let mut dsc = Pairs::new();
    for key in ["sample_rate", "sample_rand"] {
        if let Some(value) = text(key) {
            dsc.push(key, value);
        }
    }
    let present = !dsc.is_empty() || case.input["other"] == true;
    let random = number(&case.input["random"]).ok_or("no random")?;
    let sampled = case.input["sampled"].as_bool();
    let result = continued_sample_rand(present.then_some(&dsc), sampled, random);
    let baggage = present.then(|| format_number(result));
    same(
        case.expected,
        &json!({ "sample_rand": result, "sample_rand_baggage": baggage }),
    )
}
