//! Options as JSON: refused with the place named, or good for a tracer that keeps every promise.

use super::request::{self, Asked};
use super::seeded::Seeded;
use super::sendable;
use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::outgoing::Policy;
use spanferry::trace::state::trace::RootSpan;
use spanferry::trace::state::tracer::Tracer;
use std::sync::Arc;

/// Reads the input as options.
pub fn check(data: &[u8]) {
    let parsed = Options::from_json(data).and_then(Config::new);
    match parsed {
        Ok(config) => assert_usable(config),
        Err(error) => {
            assert!(!error.option().is_empty() && !error.problem().is_empty());
            assert!(!error.problem().ends_with('.'));
        }
    }
}

fn assert_usable(config: Arc<Config>) {
    let tracer = Tracer::new(config.clone(), Arc::new(Seeded::default()));
    sendable::assert_unit(&tracer.trace_data());
    tracer.begin_root_span(&RootSpan {
        name: "a, b\n".to_owned(),
        source: None,
    });
    tracer.end_root_span();
    sendable::assert_unit(&tracer.trace_data());
    for url in [
        "https://api.example.com/v1/users?id=1",
        "/relative",
        "ftp://files.example",
    ] {
        let asked = Asked {
            url: url.as_bytes(),
            existing: &[],
            policy: Policy::Keep,
            fresh_span: false,
        };
        let (outgoing, _) = request::check(&tracer, &asked);
        assert_eq!(outgoing.reason, tracer.explain(url.as_bytes()).reason);
        let none = config
            .options
            .trace_propagation_targets
            .as_ref()
            .is_some_and(Vec::is_empty);
        assert!(
            !none || !outgoing.reason.attaches(),
            "an empty list is none"
        );
    }
    let revision = tracer.view().revision;
    tracer.configure(Config::new(config.options.clone()).expect("accepted before"));
    let is_nan = config.options.traces_sample_rate.is_some_and(f64::is_nan);
    assert!(
        is_nan || tracer.view().revision == revision,
        "equal options change nothing"
    );
}
