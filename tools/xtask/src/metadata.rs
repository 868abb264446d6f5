//! What `cargo metadata` says about the packages that are built.

use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use serde_json::Value;

/// One package of the dependency graph.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    /// Where it comes from; `None` for a package of this repository.
    pub(crate) source: Option<String>,
}

/// All packages for all targets and features.
pub(crate) fn packages(job: &mut Job) -> Result<Vec<Package>> {
    let mut cargo = repo::cargo(["metadata", "--format-version=1", "--all-features"]);
    let ended = cargo.output().context("cannot run cargo metadata")?;
    job.say("$ cargo metadata")?;
    parse(&ended.stdout).with_context(|| String::from_utf8_lossy(&ended.stderr).into_owned())
}

fn parse(json: &[u8]) -> Result<Vec<Package>> {
    let value: Value = serde_json::from_slice(json)?;
    let packages = value
        .get("packages")
        .and_then(Value::as_array)
        .context("no packages")?;
    Ok(packages.iter().map(package).collect())
}

fn package(value: &Value) -> Package {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    Package {
        name: text("name").unwrap_or_default(),
        version: text("version").unwrap_or_default(),
        license: text("license"),
        source: text("source"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_read_with_its_licence_and_source() {
        let json = br#"{"packages": [{"name": "a", "version": "1.0.0", "license": "MIT",
            "source": "registry+x"}, {"name": "b", "version": "0.1.0", "source": null}]}"#;
        let packages = parse(json).unwrap();
        assert_eq!(packages[0].license.as_deref(), Some("MIT"));
        assert_eq!(packages[0].source.as_deref(), Some("registry+x"));
        assert_eq!(
            (packages[1].name.as_str(), &packages[1].source),
            ("b", &None)
        );
        assert!(parse(b"{}").is_err());
    }
}
