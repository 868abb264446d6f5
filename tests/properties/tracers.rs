//! Tracers with options that say the worst they can.

use crate::random::Random;
use spanferry::trace::config::Config;
use spanferry::trace::options::Options;
use spanferry::trace::state::tracer::Tracer;
use std::sync::Arc;

/// Options with a good DSN and nasty texts everywhere else.
pub(crate) fn options(random: &Random) -> Options {
    let text = |random: &Random| Some(random.nasty(12));
    Options {
        dsn: Some("https://key@o42.ingest.sentry.io/1".to_owned()),
        org_id: text(random),
        release: text(random),
        environment: text(random),
        replay_id: text(random),
        tunnel: text(random),
        propagate_traceparent: random.below(2) == 1,
        traces_sample_rate: random.pick(&[None, Some(0.5), Some(1.0), Some(f64::NAN)]),
        ..Options::default()
    }
}

pub(crate) fn tracer(options: Options, seed: u64) -> Tracer {
    Tracer::new(
        Config::new(options).unwrap_or_else(|error| unreachable!("{error}")),
        Arc::new(Random::new(seed)),
    )
}
