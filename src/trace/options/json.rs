//! Options written as JSON: `capacitor.config`, the plugin, a C program.

use super::Options;
use crate::trace::error::ConfigError;
use crate::trace::json::{self, Value};
use crate::trace::targets::{Matching, Mode, Target};
use crate::trace::wire::number::{format_number, parse_rate};

/// Longest text that is read, in bytes.
const MAX_LEN: usize = 256 * 1024;

/// Most targets in one list.
const MAX_TARGETS: usize = 1000;

/// Names of the log levels; the place is the number.
const LOG_LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Moves one value into its option.
type Setter = fn(&mut Options, &str, &Value) -> Result<(), ConfigError>;

/// Every key with what it sets, in the order of the documentation.
const KEYS: [(&str, Setter); 18] = [
    ("dsn", |o, key, v| text(key, v).map(|text| o.dsn = text)),
    ("orgId", |o, key, v| {
        org_id(key, v).map(|text| o.org_id = text)
    }),
    ("strictTraceContinuation", |o, key, v| {
        flag(key, v).map(|flag| o.strict_trace_continuation = flag)
    }),
    ("tracePropagationTargets", |o, key, v| {
        targets(key, v).map(|list| o.trace_propagation_targets = list)
    }),
    ("denyTargets", |o, key, v| {
        targets(key, v).map(|list| o.deny_targets = list.unwrap_or_default())
    }),
    ("targetMatching", |o, key, v| {
        choice(
            key,
            v,
            &[("js11", Matching::Js11), ("js10", Matching::Js10)],
        )
        .map(|matching| o.target_matching = matching)
    }),
    ("mode", |o, key, v| {
        choice(
            key,
            v,
            &[("native", Mode::Native), ("browser", Mode::Browser)],
        )
        .map(|mode| o.mode = mode)
    }),
    ("appOrigin", |o, key, v| {
        text(key, v).map(|text| o.app_origin = text)
    }),
    ("propagateTraceparent", |o, key, v| {
        flag(key, v).map(|flag| o.propagate_traceparent = flag)
    }),
    ("tracesSampleRate", |o, _, v| {
        o.traces_sample_rate = sample_rate(v);
        Ok(())
    }),
    ("release", |o, key, v| {
        text(key, v).map(|text| o.release = text)
    }),
    ("environment", |o, key, v| {
        text(key, v).map(|text| o.environment = text)
    }),
    ("tunnel", |o, key, v| {
        text(key, v).map(|text| o.tunnel = text)
    }),
    ("backgroundLimitMs", |o, key, v| {
        milliseconds(key, v).map(|limit| o.background_limit_ms = limit)
    }),
    ("handoverLimitMs", |o, key, v| {
        milliseconds(key, v).map(|limit| o.handover_limit_ms = limit)
    }),
    ("sampleRand", |o, key, v| {
        sample_rand(key, v).map(|number| o.sample_rand = number)
    }),
    ("replayId", |o, key, v| {
        text(key, v).map(|text| o.replay_id = text)
    }),
    ("logLevel", |o, key, v| {
        log_level(key, v).map(|level| o.log_level = level)
    }),
];

impl Options {
    /// Reads a JSON object; absent keys and `null` leave the default.
    ///
    /// # Errors
    /// Text that is not an object, an unknown key (which is named), a value of the wrong type, a
    /// target that is neither a string nor `{"regex": ..., "flags": ...}`.
    pub fn from_json(text: &[u8]) -> Result<Self, ConfigError> {
        if text.len() > MAX_LEN {
            return Err(ConfigError::new(
                "options",
                format!("longer than {MAX_LEN} bytes"),
            ));
        }
        let json = json::parse(text).map_err(|place| {
            let place = format!("line {}, column {}", place.line, place.column);
            ConfigError::new("options", format!("not valid JSON at {place}"))
        })?;
        match json {
            Value::Object(members) => Self::from_members(&members),
            _ => Err(ConfigError::new("options", "not a JSON object")),
        }
    }

    fn from_members(members: &[(Box<str>, Value)]) -> Result<Self, ConfigError> {
        let mut options = Self::default();
        for (name, value) in members {
            let set = setter(name)?;
            if !value.is_null() {
                set(&mut options, name, value)?;
            }
        }
        Ok(options)
    }

    /// Sets one option by the name that it has in JSON; for doors that set options one by one.
    ///
    /// # Errors
    /// An unknown name, or a value that the option does not take.
    #[cfg(feature = "capi")]
    pub(crate) fn set(&mut self, name: &str, value: &Value) -> Result<(), ConfigError> {
        setter(name)?(self, name, value)
    }
}

/// The option in the place that an error names, such as `denyTargets` in `denyTargets[2].flag`, or
/// `options`: without what the caller wrote there, which may be anything.
pub(crate) fn known_option(place: &str) -> &'static str {
    let name = place.split(['[', '.']).next().unwrap_or_default();
    let known = KEYS.iter().map(|(key, _)| *key).find(|key| *key == name);
    known.unwrap_or("options")
}

fn setter(name: &str) -> Result<Setter, ConfigError> {
    let found = KEYS.iter().find(|(key, _)| *key == name);
    found.map(|(_, set)| *set).ok_or_else(|| match name {
        "" => ConfigError::new("options", "a key is empty"),
        _ => ConfigError::new(name, "is not an option"),
    })
}

fn wrong_type(key: &str, expected: &str) -> ConfigError {
    ConfigError::new(key, format!("expected {expected}"))
}

fn text(key: &str, value: &Value) -> Result<Option<String>, ConfigError> {
    let text = value.as_text().ok_or_else(|| wrong_type(key, "a string"))?;
    Ok(Some(text.to_owned()))
}

/// A string as it is, a number as JavaScript writes it; 0 counts as unset, as in the SDK.
fn org_id(key: &str, value: &Value) -> Result<Option<String>, ConfigError> {
    match value.as_number() {
        Some(0.0) => Ok(None),
        Some(number) if number.is_finite() => Ok(Some(format_number(number))),
        _ => text(key, value).map_err(|_| wrong_type(key, "a number or a string")),
    }
}

fn flag(key: &str, value: &Value) -> Result<bool, ConfigError> {
    value
        .as_flag()
        .ok_or_else(|| wrong_type(key, "true or false"))
}

fn choice<T: Copy>(key: &str, value: &Value, choices: &[(&str, T)]) -> Result<T, ConfigError> {
    let chosen = choices
        .iter()
        .find(|(name, _)| value.as_text() == Some(name));
    chosen.map(|(_, choice)| *choice).ok_or_else(|| {
        let names: Vec<String> = choices
            .iter()
            .map(|(name, _)| format!("\"{name}\""))
            .collect();
        wrong_type(key, &names.join(" or "))
    })
}

/// Any number, boolean or numeric string, as the JavaScript SDK takes it. What is no rate becomes
/// NaN: tracing is on and samples nothing.
fn sample_rate(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Flag(all) => Some(if *all { 1.0 } else { 0.0 }),
        Value::Text(text) => parse_rate(text),
        _ => value.as_number(),
    };
    Some(number.unwrap_or(f64::NAN))
}

fn sample_rand(key: &str, value: &Value) -> Result<Option<f64>, ConfigError> {
    let number = value
        .as_number()
        .filter(|number| (0.0..1.0).contains(number));
    number
        .map(Some)
        .ok_or_else(|| wrong_type(key, "a number from 0 to below 1"))
}

fn milliseconds(key: &str, value: &Value) -> Result<u64, ConfigError> {
    value
        .as_whole_number()
        .ok_or_else(|| wrong_type(key, "a whole number of milliseconds"))
}

fn log_level(key: &str, value: &Value) -> Result<Option<u32>, ConfigError> {
    let name = value.as_text().unwrap_or_default();
    let level = LOG_LEVELS
        .iter()
        .zip(0u32..)
        .find(|(level, _)| **level == name);
    let level =
        level.ok_or_else(|| wrong_type(key, &format!("one of {}", LOG_LEVELS.join(", "))))?;
    Ok(Some(level.1))
}

fn targets(key: &str, value: &Value) -> Result<Option<Vec<Target>>, ConfigError> {
    let list = value.as_list().ok_or_else(|| wrong_type(key, "a list"))?;
    if list.len() > MAX_TARGETS {
        return Err(ConfigError::new(
            key,
            format!("more than {MAX_TARGETS} targets"),
        ));
    }
    let items = list.iter().enumerate();
    items
        .map(|(index, item)| target(&format!("{key}[{index}]"), item))
        .collect::<Result<_, _>>()
        .map(Some)
}

fn target(place: &str, value: &Value) -> Result<Target, ConfigError> {
    match value {
        Value::Text(text) => Ok(Target::Text(text.to_string())),
        Value::Object(members) if members.is_empty() => Err(ConfigError::new(
            place,
            "is {}, which is what a RegExp becomes in JSON; write {\"regex\": \"^/api/\", \"flags\": \"i\"}",
        )),
        Value::Object(members) => regex(place, value, members),
        _ => Err(wrong_type(
            place,
            "a string or {\"regex\": \"...\", \"flags\": \"...\"}",
        )),
    }
}

fn regex(place: &str, value: &Value, members: &[(Box<str>, Value)]) -> Result<Target, ConfigError> {
    let known = |key: &str| matches!(key, "regex" | "flags");
    if let Some((unknown, _)) = members.iter().find(|(key, _)| !known(key)) {
        return Err(ConfigError::new(
            format!("{place}.{unknown}"),
            "is not a part of a target",
        ));
    }
    let part = |name: &str| match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => text(&format!("{place}.{name}"), value),
    };
    let source = part("regex")?.ok_or_else(|| wrong_type(place, "\"regex\""))?;
    Ok(Target::Regex {
        source,
        flags: part("flags")?.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(json: &str) -> String {
        Options::from_json(json.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn absent_keys_and_null_leave_the_default() {
        assert_eq!(Options::from_json(b"{}").unwrap(), Options::default());
        let nulls = KEYS
            .iter()
            .map(|(key, _)| format!("\"{key}\":null"))
            .collect::<Vec<_>>();
        let json = format!("{{{}}}", nulls.join(","));
        assert_eq!(
            Options::from_json(json.as_bytes()).unwrap(),
            Options::default()
        );
    }

    #[test]
    fn an_unknown_key_is_named() {
        assert!(error(r#"{"tracePropagationTarget": []}"#).contains("tracePropagationTarget: "));
        assert_eq!(error(r#"{"": 1}"#), "options: a key is empty");
        let regex = r#"{"denyTargets": ["a", {"regex": "x", "flag": "i"}]}"#;
        assert!(error(regex).contains("denyTargets[1].flag"));
    }

    #[test]
    fn the_option_of_an_error_repeats_nothing_that_was_written() {
        for (json, option) in [
            (r#"{"https://key@host/1": true}"#, "options"),
            (
                r#"{"denyTargets": [{"https://key@host/1": 1}]}"#,
                "denyTargets",
            ),
            (r#"{"dsn": 1}"#, "dsn"),
            ("[]", "options"),
        ] {
            let error = Options::from_json(json.as_bytes()).unwrap_err();
            assert_eq!(known_option(error.option()), option, "{json}");
        }
    }

    #[test]
    fn what_a_regexp_becomes_in_json_is_said_loudly() {
        let text = error(r#"{"tracePropagationTargets": [{}]}"#);
        assert!(
            text.contains("tracePropagationTargets[0]") && text.contains("RegExp"),
            "{text}"
        );
    }

    #[test]
    fn the_empty_list_is_not_the_unset_list() {
        let none = Options::from_json(br#"{"tracePropagationTargets": []}"#).unwrap();
        assert_eq!(none.trace_propagation_targets, Some(Vec::new()));
    }

    #[test]
    fn an_org_id_may_be_a_number() {
        let org = |json: &str| Options::from_json(json.as_bytes()).unwrap().org_id;
        assert_eq!(org(r#"{"orgId": 42}"#).as_deref(), Some("42"));
        assert_eq!(org(r#"{"orgId": "42"}"#).as_deref(), Some("42"));
        assert_eq!(org(r#"{"orgId": 0}"#), None);
    }

    #[test]
    fn a_rate_that_is_none_is_kept_as_not_a_number() {
        let rate = |json: &str| {
            let json = format!("{{\"tracesSampleRate\": {json}}}");
            Options::from_json(json.as_bytes())
                .unwrap()
                .traces_sample_rate
        };
        assert_eq!(rate("true"), Some(1.0));
        assert_eq!(rate("\"0.5\""), Some(0.5));
        assert_eq!(rate("2"), Some(2.0));
        assert!(rate("\"x\"").unwrap().is_nan());
        assert_eq!(rate("null"), None);
    }

    #[test]
    fn wrong_types_name_the_option_and_what_is_expected() {
        for (json, expected) in [
            (r#"{"dsn": 1}"#, "dsn: expected a string"),
            (
                r#"{"mode": "x"}"#,
                "mode: expected \"native\" or \"browser\"",
            ),
            (
                r#"{"backgroundLimitMs": -1}"#,
                "backgroundLimitMs: expected a whole number",
            ),
            (
                r#"{"sampleRand": 1}"#,
                "sampleRand: expected a number from 0",
            ),
            (
                r#"{"logLevel": "loud"}"#,
                "logLevel: expected one of off, error",
            ),
            (r#"{"denyTargets": "a"}"#, "denyTargets: expected a list"),
            (
                r#"{"strictTraceContinuation": 1}"#,
                "strictTraceContinuation: expected true",
            ),
            ("[]", "options: not a JSON object"),
            ("{", "options: not valid JSON at line 1, column 2"),
        ] {
            assert!(error(json).starts_with(expected), "{json}: {}", error(json));
        }
    }
}
