//! Configurations that inputs choose from, and tracers with them.

use super::seeded::Seeded;
use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::state::tracer::Tracer;
use std::sync::Arc;

/// Options as JSON: one for each way in which a tracer behaves differently.
pub const OPTIONS: [&str; 8] = [
    r#"{"dsn": "https://key@o42.ingest.sentry.io/1"}"#,
    r#"{"dsn": "https://key@o42.ingest.sentry.io/1", "propagateTraceparent": true, "release": "app@1.0+é,\n\"", "environment": "a b"}"#,
    r#"{"dsn": "https://key@o42.ingest.sentry.io/1", "tracesSampleRate": 0.5, "strictTraceContinuation": true}"#,
    r#"{"dsn": "https://key@host:8080/path/7", "orgId": 42, "tracesSampleRate": 1, "sampleRand": 0.25, "replayId": "r"}"#,
    r#"{"dsn": "https://key@host/7", "tracePropagationTargets": []}"#,
    r#"{"dsn": "https://key@host/7", "tracePropagationTargets": ["api", {"regex": "^https://[a-z]+(?=\\.example)"}], "denyTargets": ["secret"], "tunnel": "https://app.example/tunnel"}"#,
    r#"{"dsn": "https://key@host/7", "mode": "browser", "appOrigin": "https://app.example", "propagateTraceparent": true}"#,
    "{}",
];

/// The configuration of that place.
pub fn config(choice: usize) -> Arc<Config> {
    let json = OPTIONS[choice % OPTIONS.len()];
    let options = Options::from_json(json.as_bytes()).expect("the options are right");
    Config::new(options).expect("the configuration is right")
}

/// A tracer whose randomness repeats itself.
pub fn tracer(choice: usize) -> Tracer {
    Tracer::new(config(choice), Arc::new(Seeded::default()))
}
