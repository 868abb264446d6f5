//! The sampling decision and the random number behind it.

use std::fmt;
use std::sync::Arc;

use super::wire::number::{parse_rate, valid_rate};
use super::wire::pairs::Pairs;

/// What a sampler is told about the root span that begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamplingContext<'a> {
    /// The name of the root span, empty when it has none.
    pub name: &'a str,
    /// The decision of the trace so far; `None` is a deferred one.
    pub parent_sampled: Option<bool>,
    /// The rate that the head of the trace used, when its baggage says so.
    pub parent_sample_rate: Option<f64>,
}

impl SamplingContext<'_> {
    /// The parent's rate, else 1 or 0 for its decision, else `fallback`: what a sampler returns to
    /// leave a continued trace as it is.
    pub fn inherit_or_sample_with(&self, fallback: f64) -> f64 {
        let decision = self
            .parent_sampled
            .map(|sampled| if sampled { 1.0 } else { 0.0 });
        self.parent_sample_rate.or(decision).unwrap_or(fallback)
    }
}

/// A callback that chooses the rate of a root span.
///
/// It is called inside `begin_root_span`, on the caller's thread and outside every lock, never for
/// an outgoing request. A result outside 0 to 1 means "not sampled"; `None` means that the sampler
/// could not answer, and the next rule decides.
#[derive(Clone)]
pub struct Sampler(Arc<SamplerFn>);

type SamplerFn = dyn Fn(&SamplingContext<'_>) -> Option<f64> + Send + Sync;

impl Sampler {
    /// Wraps a function.
    pub fn new(
        sample: impl Fn(&SamplingContext<'_>) -> Option<f64> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(sample))
    }

    /// Asks the function.
    pub fn sample(&self, context: &SamplingContext<'_>) -> Answer {
        (self.0)(context).map_or(Answer::Failed, Answer::Rate)
    }
}

impl PartialEq for Sampler {
    /// The same function object; two closures of the same text are different.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Sampler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sampler(..)")
    }
}

/// What a sampler said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// There is no sampler.
    None,
    /// A rate, perhaps an invalid one.
    Rate(f64),
    /// The sampler could not answer.
    Failed,
}

/// A sampling decision.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// Whether the trace is recorded.
    pub sampled: bool,
    /// The rate that decided; `None` when it was invalid or tracing is off.
    pub rate: Option<f64>,
    /// Whether the rate is this side's own, and so goes into the dynamic sampling context.
    pub local: bool,
    /// Whether nothing but a failed sampler could have decided.
    pub sampler_failed: bool,
}

impl Decision {
    const DROP: Self = Self {
        sampled: false,
        rate: None,
        local: false,
        sampler_failed: false,
    };
}

/// Decides as the JavaScript SDK 11: sampler, else the parent's decision, else the rate; sampled is
/// `sample_rand < rate`.
///
/// `rate` is `None` when tracing is off. An inherited decision counts as rate 1 or 0, so that even
/// "sampled" with a `sample_rand` of exactly 1 is not sampled.
pub fn decide(
    answer: Answer,
    rate: Option<f64>,
    parent_sampled: Option<bool>,
    sample_rand: f64,
) -> Decision {
    let inherited = parent_sampled.map(|sampled| if sampled { 1.0 } else { 0.0 });
    let (rate, local) = match (answer, inherited, rate) {
        (Answer::Rate(rate), ..) => (rate, true),
        (_, Some(inherited), rate) if rate.is_some() || answer == Answer::Failed => {
            (inherited, false)
        }
        (_, None, Some(rate)) => (rate, true),
        (Answer::Failed, None, None) => {
            return Decision {
                sampler_failed: true,
                ..Decision::DROP
            };
        }
        _ => return Decision::DROP,
    };
    match valid_rate(rate) {
        Some(rate) => Decision {
            sampled: sample_rand < rate,
            rate: Some(rate),
            local,
            sampler_failed: false,
        },
        None => Decision::DROP,
    }
}

/// The random number of a continued trace.
///
/// The incoming one when it is valid; else one that agrees with the incoming decision and rate; else
/// `random`. Computed as JavaScript computes it, neither rounded nor clamped: for an unsampled trace
/// of rate 1 the result is exactly 1, which is what keeps it unsampled.
pub fn continued_sample_rand(dsc: Option<&Pairs>, sampled: Option<bool>, random: f64) -> f64 {
    let number = |key| dsc.and_then(|dsc| dsc.get(key)).and_then(parse_rate);
    if let Some(incoming) = number("sample_rand") {
        return incoming;
    }
    match (number("sample_rate").filter(|&rate| rate != 0.0), sampled) {
        (Some(rate), Some(true)) => random * rate,
        (Some(rate), Some(false)) => rate + random * (1.0 - rate),
        _ => random,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sampler_goes_before_the_parent_and_the_parent_before_the_rate() {
        let all = decide(Answer::Rate(0.0), Some(1.0), Some(true), 0.5);
        assert_eq!((all.sampled, all.rate, all.local), (false, Some(0.0), true));
        let parent = decide(Answer::None, Some(0.0), Some(true), 0.5);
        assert_eq!(
            (parent.sampled, parent.rate, parent.local),
            (true, Some(1.0), false)
        );
        let own = decide(Answer::None, Some(0.6), None, 0.5);
        assert_eq!((own.sampled, own.rate, own.local), (true, Some(0.6), true));
    }

    #[test]
    fn a_failed_sampler_leaves_the_decision_to_the_next_rule() {
        assert!(decide(Answer::Failed, None, Some(true), 0.5).sampled);
        assert!(decide(Answer::Failed, Some(1.0), None, 0.5).sampled);
        assert!(decide(Answer::Failed, None, None, 0.5).sampler_failed);
    }

    #[test]
    fn an_invalid_rate_samples_nothing_and_is_not_reported() {
        for rate in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
            assert_eq!(decide(Answer::None, Some(rate), None, 0.0), Decision::DROP);
        }
    }
}
