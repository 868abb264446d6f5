//! Who decides whether a trace is sampled.

use super::Options;

/// What the sampler of a configuration always answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sampler {
    Rate(f64),
    Fails,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Decision {
    pub(crate) sampled: bool,
    /// The rate, if it was this device's and valid.
    pub(crate) own_rate: Option<f64>,
}

/// Tracing is on as soon as a rate or a sampler is set; a rate of 0 counts.
pub(crate) fn is_on(options: &Options) -> bool {
    options.rate.is_some() || options.sampler.is_some()
}

/// The sampler, else the parent, else the rate; a parent counts as a rate of 1 or 0.
pub(crate) fn decide(
    sampler: Option<Sampler>,
    rate: Option<f64>,
    parent: Option<bool>,
    number: f64,
) -> Decision {
    if let Some(Sampler::Rate(rate)) = sampler {
        return by_own(rate, number);
    }
    match (parent, rate) {
        (Some(parent), _) => Decision {
            sampled: parent && number < 1.0,
            own_rate: None,
        },
        (None, Some(rate)) => by_own(rate, number),
        (None, None) => Decision {
            sampled: false,
            own_rate: None,
        },
    }
}

/// A rate outside 0 to 1 samples nothing and is not told.
fn by_own(rate: f64, number: f64) -> Decision {
    let valid = (0.0..=1.0).contains(&rate);
    Decision {
        sampled: valid && number < rate,
        own_rate: valid.then_some(rate),
    }
}
