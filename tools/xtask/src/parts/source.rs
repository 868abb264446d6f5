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
    let files = rust_files(&repo::path("src/trace"))?;
    let mut found = 0;
    for file in files.iter().filter(|file| !file.ends_with("tests.rs")) {
        let text = std::fs::read_to_string(file)?;
        for (line, word) in impurities(&text) {
            job.say(&format!("{}:{line}: {word}", file.display()))?;
            found += 1;
        }
    }
    job.figure(format!("{} files of src/trace read", files.len()));
    if found == 0 {
        Ok(())
    } else {
        bail!("{found} impure lines in src/trace")
    }
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
    fn comments_and_tests_may_name_anything() {
        let text = "// unlike crate::ffi\nfn f() {}\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(impurities(text), []);
    }
}
