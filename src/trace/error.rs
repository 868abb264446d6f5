//! The one error of the core: a configuration that cannot be used.
//!
//! Hostile or broken input at run time is never an error, it is a decision with a
//! [`Reason`](crate::trace::reason::Reason). Only wrong configuration fails, and then loudly.

use std::fmt;

/// A configuration that was refused; the previous one stays in force.
///
/// Names the option, for a propagation target also the pattern and the place in it. The text never
/// contains the value of another option (a DSN, for one).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    option: String,
    pattern: Option<String>,
    position: Option<usize>,
    problem: String,
}

impl ConfigError {
    /// An error of a whole option, such as `dsn`.
    pub fn new(option: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            option: option.into(),
            pattern: None,
            position: None,
            problem: problem.into(),
        }
    }

    /// Adds the pattern that was refused and the place in it, in characters from 0.
    #[must_use]
    pub fn in_pattern(mut self, pattern: impl Into<String>, position: usize) -> Self {
        self.pattern = Some(pattern.into());
        self.position = Some(position);
        self
    }

    /// The option as the caller writes it, for example `tracePropagationTargets[2]`.
    pub fn option(&self) -> &str {
        &self.option
    }

    /// The refused pattern, when a pattern was refused.
    pub fn pattern(&self) -> Option<&str> {
        self.pattern.as_deref()
    }

    /// The place in the pattern, in characters from 0.
    pub fn position(&self) -> Option<usize> {
        self.position
    }

    /// What is wrong, in one sentence without a full stop.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.option, self.problem)?;
        if let Some(position) = self.position {
            write!(f, " at position {position}")?;
        }
        if let Some(pattern) = &self.pattern {
            write!(f, " in /{pattern}/")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
