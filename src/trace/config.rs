//! A checked configuration.

use std::sync::Arc;

use super::dsn::Dsn;
use super::error::ConfigError;
use super::options::Options;
use super::targets::{Ingest, TargetOptions, Targets};
use super::wire::whitespace::trim_blanks;

/// Options that were checked, and what follows from them; immutable.
#[derive(Debug)]
pub struct Config {
    /// The options as given.
    pub options: Options,
    /// The DSN, when there is one.
    pub dsn: Option<Dsn>,
    /// The organisation of this app: the option, else that of the DSN's host.
    pub org_id: Option<String>,
    /// The rules for requests.
    pub targets: Targets,
}

impl Config {
    /// Checks options.
    ///
    /// # Errors
    /// Names the option that is wrong, and for a target the pattern and the place in it.
    pub fn new(options: Options) -> Result<Arc<Self>, ConfigError> {
        if options
            .sample_rand
            .is_some_and(|number| !(0.0..1.0).contains(&number))
        {
            return Err(ConfigError::new(
                "sampleRand",
                "expected a number from 0 to below 1",
            ));
        }
        let dsn = match options.dsn.as_deref().filter(|dsn| !dsn.is_empty()) {
            Some(text) => Some(Dsn::parse(text)?),
            None => None,
        };
        let targets = Targets::new(&target_options(&options, dsn.as_ref()))?;
        let org_id = org_id(options.org_id.as_deref(), dsn.as_ref());
        Ok(Arc::new(Self {
            options,
            dsn,
            org_id,
            targets,
        }))
    }

    /// Whether sampling decisions are taken here: a rate (0 counts) or a sampler is set.
    pub fn tracing_enabled(&self) -> bool {
        self.options.traces_sample_rate.is_some() || self.options.traces_sampler.is_some()
    }
}

fn org_id(option: Option<&str>, dsn: Option<&Dsn>) -> Option<String> {
    let option = option.map(trim).filter(|text| !text.is_empty());
    option
        .or_else(|| dsn.and_then(Dsn::org_id))
        .map(str::to_owned)
}

/// An organisation id without spaces and tabs at its ends, which occur by mistake only.
pub(crate) fn trim(text: &str) -> &str {
    std::str::from_utf8(trim_blanks(text.as_bytes())).unwrap_or_default()
}

fn target_options(options: &Options, dsn: Option<&Dsn>) -> TargetOptions {
    TargetOptions {
        targets: options.trace_propagation_targets.clone(),
        deny: options.deny_targets.clone(),
        matching: options.target_matching,
        mode: options.mode,
        app_origin: options.app_origin.clone(),
        tunnel: options.tunnel.clone(),
        ingest: dsn.map(ingest),
    }
}

fn ingest(dsn: &Dsn) -> Ingest {
    Ingest {
        host: dsn.host.clone(),
        port: dsn.port.clone(),
        scheme: dsn.protocol.clone(),
        path: dsn.path.clone(),
        project_id: dsn.project_id.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_number_that_no_generator_gives_is_refused() {
        let with = |number| {
            Config::new(Options {
                sample_rand: Some(number),
                ..Options::default()
            })
        };
        assert!(with(0.0).is_ok() && with(0.999_999).is_ok());
        for number in [f64::NAN, -0.5, 1.0, f64::INFINITY] {
            assert_eq!(with(number).unwrap_err().option(), "sampleRand", "{number}");
        }
    }
}
