//! Checks that only read: format, purity of the core, licences of what we build on.

use crate::deny::Rules;
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::{metadata, repo};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

pub(super) const FORMAT: Part = Part {
    name: "format",
    proves: "every Rust file is as rustfmt writes it",
    depth: Depth::Core,
    needs: &[],
    run: |job| job.run(repo::command("cargo").args(["fmt", "--all", "--check"])),
};

pub(super) const PURITY: Part = Part {
    name: "purity",
    proves: "src/trace knows no door, holds no unsafe code, reads no clock and touches no system",
    depth: Depth::Core,
    needs: &[],
    run: purity,
};

pub(super) const LICENCES: Part = Part {
    name: "licences",
    proves: "dependencies keep to deny.toml: licences, one version each, no git sources",
    depth: Depth::Core,
    needs: &[],
    run: licences,
};

/// What would make the core depend on a door, on time or on the machine.
const IMPURE: [&str; 14] = [
    "crate::ffi",
    "unsafe ",
    "std::fs",
    "TcpStream",
    "UdpSocket",
    "ToSocketAddrs",
    "std::env",
    "std::process",
    "thread::spawn",
    "thread::sleep",
    "Instant::now",
    "SystemTime",
    "println!",
    "static mut",
];

fn purity(job: &mut Job) -> Result<()> {
    let mut texts = Vec::new();
    for file in rust_files(&repo::path("src/trace"))? {
        texts.push((std::fs::read_to_string(&file)?, file));
    }
    let tests: Vec<&str> = texts
        .iter()
        .flat_map(|(text, _)| test_modules(text))
        .collect();
    let is_test = |file: &Path| {
        tests
            .iter()
            .any(|test| file.file_stem().is_some_and(|s| s == *test))
    };
    let mut found = 0;
    for (text, file) in texts.iter().filter(|(_, file)| !is_test(file)) {
        for (line, word) in impurities(text) {
            job.say(&format!("{}:{line}: {word}", file.display()))?;
            found += 1;
        }
    }
    job.figure(format!("{} files of src/trace read", texts.len()));
    if found == 0 {
        Ok(())
    } else {
        bail!("{found} impure lines in src/trace")
    }
}

/// Names of modules in files of their own that only tests see.
fn test_modules(text: &str) -> impl Iterator<Item = &str> {
    let pairs = text.lines().zip(text.lines().skip(1));
    pairs
        .filter(|(line, _)| line.starts_with("#[cfg(test)]"))
        .filter_map(|(_, next)| next.strip_prefix("mod ")?.strip_suffix(';'))
}

/// Line numbers and the forbidden words on them; comments and what follows `#[cfg(test)]` are free.
fn impurities(text: &str) -> Vec<(usize, &'static str)> {
    let code = text
        .lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    let mut found = Vec::new();
    for (number, line) in code {
        let line = line.split("//").next().unwrap_or_default();
        let words = IMPURE.into_iter().filter(|word| line.contains(word));
        found.extend(words.map(|word| (number + 1, word)));
    }
    found
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn licences(job: &mut Job) -> Result<()> {
    let rules = Rules::parse(&std::fs::read_to_string(repo::path("deny.toml"))?)?;
    let packages = metadata::packages(job)?;
    let complaints = rules.complaints(&packages);
    for complaint in &complaints {
        job.say(complaint)?;
    }
    job.figure(format!("{} packages checked", packages.len()));
    if complaints.is_empty() {
        Ok(())
    } else {
        bail!("{} complaints", complaints.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn naming_a_door_or_a_clock_is_impure() {
        let text = "use crate::ffi::ops;\nfn now() { Instant::now(); }\n";
        assert_eq!(impurities(text), [(1, "crate::ffi"), (2, "Instant::now")]);
    }

    #[test]
    fn only_modules_that_are_declared_for_tests_are_tests() {
        let text = "mod real;\n#[cfg(test)]\nmod oracles;\n#[cfg(test)]\nmod tests {\n";
        assert_eq!(test_modules(text).collect::<Vec<_>>(), ["oracles"]);
    }

    #[test]
    fn comments_and_tests_may_name_anything() {
        let text = "// unlike crate::ffi\nfn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(impurities(text), []);
    }
}
