//! Wrong versions of the sources, tried on a copy: a test that never fails proves nothing.

use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use toml::{Table, Value};

/// One wrong version.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mutation {
    /// The rule that no longer holds.
    pub(crate) breaks: String,
    pub(crate) file: String,
    pub(crate) from: String,
    pub(crate) to: String,
}

impl Mutation {
    /// The mutations of a TOML file, in its order.
    pub(crate) fn list(file: &Path) -> Result<Vec<Mutation>> {
        let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
        let table: Table = text.parse()?;
        let entries = table
            .get("mutation")
            .and_then(Value::as_array)
            .context("no mutations")?;
        entries.iter().map(Mutation::read).collect()
    }

    fn read(entry: &Value) -> Result<Mutation> {
        let text = |key: &str| -> Result<String> {
            let value = entry.get(key).and_then(Value::as_str);
            Ok(value
                .with_context(|| format!("a mutation has no {key:?}"))?
                .to_owned())
        };
        let [breaks, file] = [text("breaks")?, text("file")?];
        Ok(Mutation {
            breaks,
            file,
            from: text("from")?,
            to: text("to")?,
        })
    }

    /// The wrong version of `text`; an error if the place is not there or not unique.
    pub(crate) fn of(&self, text: &str) -> Result<String> {
        match text.matches(&self.from).count() {
            1 => Ok(text.replacen(&self.from, &self.to, 1)),
            count => bail!("{}: {:?} occurs {count} times", self.file, self.from),
        }
    }
}

/// A copy of the library in which sources may be broken, with its own build output.
pub(crate) struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// Copies the library, its tests and their data.
    pub(crate) fn new() -> Result<Copy> {
        let root = repo::scratch("mutants")?;
        std::fs::remove_dir_all(&root)?;
        std::fs::create_dir_all(&root)?;
        for folder in ["src", "tests", "testdata", "benches", "include"] {
            copy_folder(&repo::path(folder), &root.join(folder))?;
        }
        for file in ["Cargo.lock", "build.rs"] {
            std::fs::copy(repo::path(file), root.join(file))?;
        }
        let manifest = std::fs::read_to_string(repo::path("Cargo.toml"))?;
        std::fs::write(root.join("Cargo.toml"), alone(&manifest)?)?;
        let target = repo::target().join("xtask/mutants-target");
        Ok(Copy { root, target })
    }

    /// Whether the named test of the copy passes; that it cannot be built is an error.
    pub(crate) fn passes(&self, job: &mut Job, test: &str) -> Result<bool> {
        job.run(self.cargo(test).arg("--no-run"))?;
        Ok(job.status(&mut self.cargo(test))?.success())
    }

    /// Whether the named test passes with the mutation, which is taken back afterwards.
    pub(crate) fn passes_with(&self, job: &mut Job, test: &str, wrong: &Mutation) -> Result<bool> {
        let file = self.root.join(&wrong.file);
        let right = std::fs::read_to_string(&file)?;
        std::fs::write(&file, wrong.of(&right)?)?;
        let passed = self.passes(job, test);
        std::fs::write(&file, right)?;
        passed
    }

    fn cargo(&self, test: &str) -> Command {
        let mut cargo = Command::new("cargo");
        cargo.args(["test", "--quiet", "--offline", "--test", test]);
        cargo
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo
    }
}

/// The manifest of the library without the other members of its workspace, and as `lib` only:
/// linking the other crate types would take most of the time.
fn alone(manifest: &str) -> Result<String> {
    let mut table: Table = manifest.parse()?;
    let set = |table: &mut Table, section: &str, key: &str, values: &[&str]| -> Result<()> {
        let values = values.iter().map(|value| Value::from(*value)).collect();
        let section = table.get_mut(section).and_then(Value::as_table_mut);
        section
            .context("a section is missing")?
            .insert(key.to_owned(), Value::Array(values));
        Ok(())
    };
    set(&mut table, "workspace", "members", &[])?;
    set(&mut table, "lib", "crate-type", &["lib"])?;
    Ok(table.to_string())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutation(from: &str) -> Mutation {
        let [breaks, file, to] = ["a rule", "a.rs", "b"].map(str::to_owned);
        Mutation {
            breaks,
            file,
            from: from.to_owned(),
            to,
        }
    }

    #[test]
    fn a_mutation_applies_at_one_place_only() {
        assert_eq!(mutation("a").of("x a y").unwrap(), "x b y");
        assert!(mutation("a").of("a a").is_err());
        assert!(mutation("a").of("x").is_err());
    }

    #[test]
    fn the_copy_stands_alone() {
        let manifest = "[package]\nname = \"x\"\n[lib]\ncrate-type = [\"cdylib\"]\n\
            [workspace]\nmembers = [\"tools/a\"]\nresolver = \"3\"\n";
        let table: Table = alone(manifest).unwrap().parse().unwrap();
        assert_eq!(
            table["lib"]["crate-type"].as_array().unwrap(),
            &[Value::from("lib")]
        );
        assert!(table["workspace"]["members"].as_array().unwrap().is_empty());
        assert!(alone("[package]").is_err());
    }

    #[test]
    fn every_listed_mutation_of_the_state_rules_still_has_its_place() {
        let list = Mutation::list(&repo::path("tests/state_mutations.toml")).unwrap();
        assert!(list.len() >= 10);
        for mutation in list {
            let text = std::fs::read_to_string(repo::path(&mutation.file)).unwrap();
            let wrong = mutation.of(&text).unwrap();
            assert_ne!(wrong, text, "{}", mutation.breaks);
        }
    }
}
