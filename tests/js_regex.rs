//! The vectors of the topic `js_regex`: what Node's `RegExp` answers.

use serde_json::Value;
use spanferry::trace::targets::pattern::{CaseMode, Pattern, Verdict};

#[derive(Default, Debug)]
struct Counts {
    passed: usize,
    refused: usize,
    failed: Vec<String>,
}

fn answer(input: &Value) -> Value {
    let text = |field: &str| input[field].as_str().unwrap_or_default();
    match Pattern::new(text("source"), text("flags"), CaseMode::Js10) {
        Err(_) => Value::from("error"),
        Ok(pattern) => Value::from(pattern.test(text("text").as_bytes()) == Verdict::Match),
    }
}

fn may_refuse(case: &Value) -> bool {
    let tags = case["tags"].as_array();
    tags.is_some_and(|tags| tags.contains(&Value::from("may-refuse")))
}

fn run(cases: &[Value]) -> Counts {
    let mut counts = Counts::default();
    for case in cases {
        let got = answer(&case["input"]);
        if got == case["expected"] {
            counts.passed += 1;
        } else if may_refuse(case) && got == "error" {
            counts.refused += 1;
        } else {
            counts.failed.push(format!("{case} answered {got}"));
        }
    }
    counts
}

#[test]
fn every_vector_is_answered_as_in_node() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/testdata/vectors/js_regex.json"
    );
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cases = file["cases"].as_array().unwrap();
    let counts = run(cases);
    println!(
        "js_regex: {} passed, {} refused, {} failed",
        counts.passed,
        counts.refused,
        counts.failed.len()
    );
    assert!(cases.len() > 1000, "the vectors are there");
    assert!(counts.failed.is_empty(), "{:#?}", counts.failed);
}
