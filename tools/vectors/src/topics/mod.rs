//! One check for each topic.

mod baggage;
mod dsn;
mod lifecycle;
mod meta_tags;
mod org_id;
mod request_headers;
mod sampling;
mod targets;
mod trace_headers;
mod traces;

use crate::case::Check;

/// The check of a topic.
pub fn find(topic: &str) -> Option<Check> {
    TOPICS
        .iter()
        .find(|(name, _)| *name == topic)
        .map(|(_, check)| *check)
}

const TOPICS: [(&str, Check); 19] = [
    ("baggage_format", baggage::format),
    ("baggage_merge", baggage::merge),
    ("baggage_parse", baggage::parse),
    ("dsc", traces::check),
    ("dsn", dsn::check),
    ("js_regex", targets::js_regex),
    ("lifecycle", lifecycle::check),
    ("meta_tags", meta_tags::check),
    ("org_id", org_id::check),
    ("propagation_targets", targets::propagation),
    ("request_headers", request_headers::check),
    ("sample_rand", sampling::sample_rand),
    ("sampling", sampling::check),
    ("sentry_request_url", targets::sentry_request_url),
    ("sentry_trace_format", trace_headers::format),
    ("sentry_trace_parse", trace_headers::parse),
    ("trace_continuation", traces::check),
    ("trace_data", traces::data),
    ("traceparent", trace_headers::traceparent),
];
