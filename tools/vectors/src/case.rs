//! One case of a vector file: its input and what is expected of us.

use serde_json::Value;

/// A case that has been read; every field of it is known.
pub struct Case<'a> {
    /// The input, shaped by the topic.
    pub input: &'a Value,
    /// What we must answer: `recommended`, else `expected_tuple_origin`, else `expected`.
    pub expected: &'a Value,
    /// What the JavaScript SDK 10 answers; `None` where it compares origins otherwise than we do.
    pub expected_v10: Option<&'a Value>,
    tags: Vec<&'a str>,
}

/// What became of a case.
pub enum Verdict {
    Passed,
    Skipped,
}

/// Checks a case; `Ok(Skipped)` only for what the vectors allow to skip.
pub type Check = fn(&Case<'_>) -> Result<Verdict, String>;

const FIELDS: [&str; 8] = [
    "name",
    "input",
    "expected",
    "expected_v10",
    "expected_tuple_origin",
    "recommended",
    "peers",
    "tags",
];

impl<'a> Case<'a> {
    /// Reads a case; an unknown field is an error.
    pub fn read(json: &'a Value) -> Result<Self, String> {
        let fields = json.as_object().ok_or("a case is no object")?;
        if let Some(unknown) = fields.keys().find(|key| !FIELDS.contains(&key.as_str())) {
            return Err(format!("unknown field {unknown}"));
        }
        let tags = json["tags"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default();
        let ours = fields
            .get("recommended")
            .or_else(|| fields.get("expected_tuple_origin"));
        let opaque = fields.contains_key("expected_tuple_origin");
        let expected = fields.get("expected").ok_or("no expected value")?;
        Ok(Self {
            input: fields.get("input").ok_or("no input")?,
            expected: ours.unwrap_or(expected),
            expected_v10: (!opaque).then(|| fields.get("expected_v10").unwrap_or(expected)),
            tags: tags.iter().filter_map(Value::as_str).collect(),
        }
        .allow(fields.contains_key("recommended")))
    }

    /// A quirk of JavaScript objects need not be reproduced, unless a better answer is given.
    fn allow(mut self, has_recommendation: bool) -> Self {
        if has_recommendation {
            self.tags.retain(|tag| *tag != "js-quirk");
        }
        self
    }

    /// Whether the case has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(&tag)
    }

    /// Runs a check, unless every door may skip the case.
    pub fn run(&self, check: Check) -> Result<Verdict, String> {
        if self.has_tag("js-quirk") || self.has_tag("sdk-only") {
            return Ok(Verdict::Skipped);
        }
        check(self)
    }

    /// Refuses input fields that the topic does not know.
    pub fn known(&self, fields: &[&str]) -> Result<(), String> {
        known(self.input, fields)
    }
}

/// Refuses fields of an object that nobody reads.
pub fn known(json: &Value, fields: &[&str]) -> Result<(), String> {
    let unknown = json.as_object().and_then(|map| {
        map.keys()
            .find(|key| !fields.contains(&key.as_str()))
            .cloned()
    });
    unknown.map_or(Ok(()), |field| Err(format!("unknown field {field}")))
}

/// Compares by value; null and an absent member mean the same, and so do 1 and 1.0.
pub fn same(expected: &Value, actual: &Value) -> Result<Verdict, String> {
    if equal(expected, actual) {
        return Ok(Verdict::Passed);
    }
    Err(format!("expected {expected}, got {actual}"))
}

fn equal(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys());
            keys.into_iter().all(|key| {
                equal(
                    a.get(key).unwrap_or(&Value::Null),
                    b.get(key).unwrap_or(&Value::Null),
                )
            })
        }
        _ => expected == actual,
    }
}

/// A number of a vector, also one that JSON cannot hold.
pub fn number(json: &Value) -> Option<f64> {
    match json["$num"].as_str() {
        Some("NaN") => Some(f64::NAN),
        Some("Infinity") => Some(f64::INFINITY),
        Some("-Infinity") => Some(f64::NEG_INFINITY),
        Some("-0") => Some(-0.0),
        _ => json.as_f64(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_recommended_answer_goes_before_that_of_the_sdk() {
        let json =
            json!({"name": "", "input": 1, "expected": 2, "recommended": 3, "tags": ["js-quirk"]});
        let case = Case::read(&json).unwrap();
        assert_eq!(case.expected, 3);
        assert!(!case.has_tag("js-quirk"));
    }

    #[test]
    fn an_unknown_field_is_an_error() {
        assert!(Case::read(&json!({"input": 1, "expected": 2, "hint": 3})).is_err());
        assert!(known(&json!({"a": 1}), &["b"]).is_err());
    }

    #[test]
    fn null_is_absent_and_other_values_differ() {
        assert!(same(&json!({"a": null, "b": 1}), &json!({"b": 1.0})).is_ok());
        assert!(same(&json!({"a": []}), &json!({})).is_err());
        assert!(same(&json!("1"), &json!(1)).is_err());
    }
}
