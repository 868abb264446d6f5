//! The rules of `deny.toml` that matter most, checked without cargo-deny.
//!
//! cargo-deny takes minutes to build, so the default run reads the same file here; the long run
//! uses cargo-deny itself, which also keeps the file valid.

use crate::metadata::Package;
use crate::spdx;
use anyhow::{Context, Result};
use toml::{Table, Value};

/// The part of `deny.toml` that is checked here.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Rules {
    allow: Vec<String>,
    /// A package and a licence allowed for it alone.
    exceptions: Vec<(String, String)>,
    /// `name@version` of second versions that are known.
    skip: Vec<String>,
    registries: Vec<String>,
}

impl Rules {
    pub(crate) fn parse(text: &str) -> Result<Rules> {
        let file: Table = text.parse().context("deny.toml is not TOML")?;
        let licenses = table(&file, "licenses")?;
        let bans = table(&file, "bans")?;
        let exceptions = tables(licenses, "exceptions").flat_map(exception).collect();
        Ok(Rules {
            allow: strings(licenses, "allow"),
            exceptions,
            skip: tables(bans, "skip")
                .filter_map(|skip| text_of(skip, "crate"))
                .collect(),
            registries: strings(table(&file, "sources")?, "allow-registry"),
        })
    }

    /// One line for each package that breaks a rule.
    pub(crate) fn complaints(&self, packages: &[Package]) -> Vec<String> {
        let mut lines: Vec<String> = packages
            .iter()
            .flat_map(|package| [self.licence(package), self.source(package)])
            .flatten()
            .collect();
        lines.extend(self.duplicates(packages));
        lines.extend(self.stale(packages));
        lines
    }

    fn licence(&self, package: &Package) -> Option<String> {
        let Package {
            name,
            version,
            license,
            ..
        } = package;
        let Some(expression) = license else {
            return Some(format!("{name} {version} names no licence"));
        };
        let allowed = |licence: &str| {
            let exception = |(of, what): &(String, String)| of == name && what == licence;
            self.allow.iter().any(|allow| allow == licence) || self.exceptions.iter().any(exception)
        };
        match spdx::satisfied(expression, &allowed) {
            Some(true) => None,
            Some(false) => Some(format!(
                "{name} {version}: licence {expression} is not allowed"
            )),
            None => Some(format!(
                "{name} {version}: licence {expression:?} cannot be read"
            )),
        }
    }

    fn source(&self, package: &Package) -> Option<String> {
        let source = package.source.as_ref()?;
        let registry = source
            .strip_prefix("registry+")
            .or(source.strip_prefix("sparse+"));
        let known = registry.is_some_and(|url| self.registries.iter().any(|known| known == url));
        (!known).then(|| {
            format!(
                "{} {}: source {source} is not allowed",
                package.name, package.version
            )
        })
    }

    /// The newest version of a name is the wanted one; each other needs to be listed.
    fn duplicates(&self, packages: &[Package]) -> Vec<String> {
        let mut lines = Vec::new();
        for package in packages {
            let newer = |other: &&Package| other.name == package.name && precedes(package, other);
            let Some(newer) = packages.iter().find(newer) else {
                continue;
            };
            let id = format!("{}@{}", package.name, package.version);
            if !self.skip.contains(&id) {
                lines.push(format!("{id} is a second version beside {}", newer.version));
            }
        }
        lines
    }

    /// A permission that nothing uses any more would hide the next offender.
    fn stale(&self, packages: &[Package]) -> Vec<String> {
        let is = |id: &String| {
            packages
                .iter()
                .any(|p| *id == format!("{}@{}", p.name, p.version))
        };
        let skips = self
            .skip
            .iter()
            .filter(|id| !is(id))
            .map(|id| format!("skip of {id} is stale"));
        let unused = |(name, _): &&(String, String)| packages.iter().all(|p| p.name != *name);
        let exceptions = self.exceptions.iter().filter(unused);
        skips
            .chain(exceptions.map(|(name, _)| format!("exception for {name} is stale")))
            .collect()
    }
}

fn precedes(one: &Package, other: &Package) -> bool {
    let numbers = |package: &Package| -> Vec<u64> {
        package
            .version
            .split(['.', '-', '+'])
            .map_while(|part| part.parse().ok())
            .collect()
    };
    (numbers(one), &one.version) < (numbers(other), &other.version)
}

fn table<'a>(file: &'a Table, key: &str) -> Result<&'a Table> {
    file.get(key)
        .and_then(Value::as_table)
        .with_context(|| format!("deny.toml has no [{key}]"))
}

fn array<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Value> {
    table
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    array(table, key)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn tables<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    array(table, key).filter_map(Value::as_table)
}

fn text_of(table: &Table, key: &str) -> Option<String> {
    table.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn exception(table: &Table) -> Vec<(String, String)> {
    let name = text_of(table, "crate").unwrap_or_default();
    strings(table, "allow")
        .into_iter()
        .map(|licence| (name.clone(), licence))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = "https://registry.example/index";

    fn rules() -> Rules {
        Rules::parse(
            r#"
            [licenses]
            allow = ["MIT"]
            exceptions = [{ crate = "tool", allow = ["MPL-2.0"] }]
            [bans]
            skip = [{ crate = "twice@1.0.0", reason = "known" }]
            [sources]
            allow-registry = ["https://registry.example/index"]
            "#,
        )
        .unwrap()
    }

    fn package(name: &str, version: &str, license: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            license: Some(license.to_owned()),
            source: Some(format!("registry+{REGISTRY}")),
        }
    }

    /// The complaints about `packages` beside two that use the exception and the skip.
    fn complaints(packages: &[Package]) -> Vec<String> {
        let mut all = vec![
            package("tool", "1.0.0", "MPL-2.0"),
            package("twice", "1.0.0", "MIT"),
            package("twice", "2.0.0", "MIT"),
        ];
        all.extend_from_slice(packages);
        rules().complaints(&all)
    }

    #[test]
    fn allowed_licences_exceptions_and_listed_duplicates_pass() {
        assert_eq!(complaints(&[package("a", "1.0.0", "MIT OR Zlib")]), [""; 0]);
    }

    #[test]
    fn a_licence_that_is_not_listed_is_a_complaint() {
        let found = complaints(&[
            package("a", "1.0.0", "GPL-3.0"),
            package("b", "1.0.0", "MPL-2.0"),
        ]);
        assert_eq!(found.len(), 2, "{found:?}");
        let nameless = Package {
            license: None,
            ..package("c", "1.0.0", "")
        };
        assert_eq!(complaints(&[nameless]), ["c 1.0.0 names no licence"]);
    }

    #[test]
    fn a_second_version_is_a_complaint_about_the_older_one() {
        let found = complaints(&[package("a", "0.9.0", "MIT"), package("a", "0.10.0", "MIT")]);
        assert_eq!(found, ["a@0.9.0 is a second version beside 0.10.0"]);
    }

    #[test]
    fn a_git_source_or_another_registry_is_a_complaint() {
        for source in [
            "git+https://registry.example/index",
            "registry+https://elsewhere",
        ] {
            let package = Package {
                source: Some(source.to_owned()),
                ..package("a", "1.0.0", "MIT")
            };
            assert_eq!(complaints(&[package]).len(), 1, "{source}");
        }
        let own = Package {
            source: None,
            ..package("own", "1.0.0", "MIT")
        };
        assert_eq!(complaints(&[own]), [""; 0]);
    }

    #[test]
    fn a_permission_that_nothing_uses_is_a_complaint() {
        let found = rules().complaints(&[package("a", "1.0.0", "MIT")]);
        assert_eq!(
            found,
            [
                "skip of twice@1.0.0 is stale",
                "exception for tool is stale"
            ]
        );
    }
}
