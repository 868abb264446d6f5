//! Pushes of pages, close enough to right to get past the first check.

use super::input::Input;
use serde_json::{Value, json};
use spanferry::trace::state::tracer::Tracer;

const IDS: [&str; 3] = [
    "00000000000000000000000000000000",
    "771a43a4192642f0b136d5159a501700",
    "ffffffffffffffffffffffffffffffff",
];
const SPANS: [Value; 3] = [Value::Null, Value::Null, Value::Bool(true)];

/// A push based on what the tracer holds, changed where the input says so.
pub fn push(input: &mut Input<'_>, tracer: &Tracer) -> String {
    let mut push: Value = serde_json::from_str(&tracer.snapshot()).expect("a snapshot is JSON");
    push["sequence"] = json!(input.byte());
    let fields = input.byte();
    let mut set = |bit: u8, key: &str, value: Value| {
        if fields >> bit & 1 == 1 {
            push[key] = value;
        }
    };
    set(0, "traceId", json!(input.pick(&IDS)));
    set(
        1,
        "sampled",
        [Value::Null, json!(true), json!(false)][usize::from(input.byte()) % 3].clone(),
    );
    set(2, "sampleRand", json!(f64::from(input.byte()) / 255.0));
    set(3, "dsc", dsc(input));
    set(
        4,
        "activeSpanId",
        SPANS[usize::from(input.byte()) % 3].clone(),
    );
    set(5, "revision", json!(input.byte()));
    set(
        6,
        "source",
        json!(input.pick(&["app", "webview", "native_auto", "?"])),
    );
    set(7, "spanId", json!("1234567890abcdef"));
    push.to_string()
}

/// Pairs out of a line: `key=value` with commas between, or null for an empty one.
fn dsc(input: &mut Input<'_>) -> Value {
    let line = input.text();
    if line.is_empty() {
        return Value::Null;
    }
    let pairs = line.split(',').filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| json!([key, value])).collect()
}
