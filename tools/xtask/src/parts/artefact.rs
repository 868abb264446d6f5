//! What the shipped library exports, weighs and asks for.

use super::ios;
use crate::apple::{PHONE, archive};
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::{repo, ship};
use anyhow::{Context, Result, bail};
use std::path::Path;

pub(crate) const SYMBOLS: Part = Part {
    name: "symbols",
    proves: "the shipped library exports exactly the names of abi/spanferry.symbols",
    depth: Depth::Full,
    needs: &[],
    run: symbols,
};

pub(crate) const SIZE: Part = Part {
    name: "size",
    proves: "the shipped shared library with the C door alone is at most 600,000 bytes",
    depth: Depth::Full,
    needs: &[],
    run: size,
};

pub(super) const LIST: &str = "abi/spanferry.symbols";
/// The names with the doors C and JNI, as Android ships them.
pub(super) const ANDROID_LIST: &str = "abi/spanferry-android.symbols";
const SIZE_LIMIT: u64 = 600_000;

/// What an archive's user links on Linux, as docs/FFI.md says; sorted.
const NATIVE: [&str; 7] = [
    "-lc",
    "-ldl",
    "-lgcc_s",
    "-lm",
    "-lpthread",
    "-lrt",
    "-lutil",
];

/// What exported names begin with: in C, the natives of the one Java class, and UniFFI's in our name space.
const PREFIXES: [&str; 4] = [
    "spanferry_",
    "Java_dev_spanferry_core_NativeTracer_",
    "ffi_spanferry_",
    "uniffi_spanferry_",
];

/// Words that would tell that an exported function is there for a test.
const TEST_WORDS: [&str; 5] = ["test", "vector", "case", "expected", "topic"];

fn symbols(job: &mut Job) -> Result<()> {
    let library = ship::build(job)?.shared;
    check_symbols(job, &library, LIST)
}

/// Whether a library exports exactly the names of a committed list.
pub(super) fn check_symbols(job: &mut Job, library: &Path, list: &str) -> Result<()> {
    let found = exported(job, library)?;
    compare(job, &found, list)
}

/// Whether exported names are exactly those of a committed list, and all of them ours.
pub(super) fn compare(job: &mut Job, found: &[String], list: &str) -> Result<()> {
    let committed = std::fs::read_to_string(repo::path(list)).with_context(|| list.to_owned())?;
    let wrong: Vec<String> = complaints(found, &committed);
    for complaint in &wrong {
        job.say(complaint)?;
    }
    job.figure(format!("{} exported symbols", found.len()));
    if wrong.is_empty() {
        Ok(())
    } else {
        bail!("{}; run: cargo xtask symbols", wrong.join(", "))
    }
}

/// Writes the lists anew.
pub(crate) fn write_symbols(job: &mut Job) -> Result<()> {
    let libraries = [
        (LIST, ship::build(job)?.shared),
        (ANDROID_LIST, ship::android(job)?),
    ];
    for (list, library) in libraries {
        let found = exported(job, &library)?;
        write(job, list, &found)?;
    }
    for need in ios::ARCHIVE.needs {
        need.meet()?;
    }
    let phone = archive::build(job, PHONE)?;
    let found = archive::exports(job, &phone)?;
    write(job, ios::LIST, &found)
}

fn write(job: &mut Job, list: &str, found: &[String]) -> Result<()> {
    std::fs::create_dir_all(repo::path("abi"))?;
    std::fs::write(repo::path(list), found.join("\n") + "\n")?;
    job.figure(format!("{list}: {} symbols", found.len()));
    Ok(())
}

fn exported(job: &mut Job, library: &Path) -> Result<Vec<String>> {
    let said = ship::nm(job, &["-D", "--defined-only", "--format=posix"], library)?;
    let mut names: Vec<String> = said
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    names.sort();
    Ok(names)
}

fn complaints(found: &[String], committed: &str) -> Vec<String> {
    let listed: Vec<&str> = committed.lines().collect();
    let mut wrong = Vec::new();
    for name in found {
        if !PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
            wrong.push(format!("{name} lacks our prefix"));
        }
        if TEST_WORDS
            .iter()
            .any(|word| name.split('_').any(|part| part.starts_with(word)))
        {
            wrong.push(format!("{name} sounds like a test"));
        }
        if !listed.contains(&name.as_str()) {
            wrong.push(format!("{name} is not listed"));
        }
    }
    let gone = listed
        .iter()
        .filter(|name| found.iter().all(|other| other != *name));
    wrong.extend(gone.map(|name| format!("{name} is listed but not exported")));
    wrong
}

fn size(job: &mut Job) -> Result<()> {
    let mut artefacts = ship::build(job)?;
    artefacts.native.sort();
    let bytes = std::fs::metadata(&artefacts.shared)?.len();
    job.figure(format!("libspanferry.so: {bytes} bytes of {SIZE_LIMIT}"));
    job.figure(format!("native libraries: {}", artefacts.native.join(" ")));
    if bytes > SIZE_LIMIT {
        bail!("{} bytes too large", bytes - SIZE_LIMIT);
    }
    if cfg!(target_os = "linux") && artefacts.native != NATIVE {
        bail!("an archive's user was told to link {}", NATIVE.join(" "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: &[&str], committed: &str) -> Vec<String> {
        let found: Vec<String> = found.iter().map(|name| (*name).to_owned()).collect();
        complaints(&found, committed)
    }

    #[test]
    fn the_listed_names_pass() {
        assert_eq!(
            check(
                &["spanferry_a", "spanferry_b"],
                "spanferry_a\nspanferry_b\n"
            ),
            [""; 0]
        );
    }

    #[test]
    fn a_new_a_gone_and_a_foreign_name_are_each_a_complaint() {
        assert_eq!(check(&["spanferry_a"], ""), ["spanferry_a is not listed"]);
        assert_eq!(
            check(&[], "spanferry_a"),
            ["spanferry_a is listed but not exported"]
        );
        assert_eq!(check(&["rust_eh"], "rust_eh"), ["rust_eh lacks our prefix"]);
    }

    #[test]
    fn a_name_made_for_tests_is_a_complaint_even_when_listed() {
        for name in [
            "spanferry_run_vector",
            "spanferry_test_panic",
            "spanferry_cases",
        ] {
            assert_eq!(check(&[name], name), [format!("{name} sounds like a test")]);
        }
        assert_eq!(check(&["spanferry_latest"], "spanferry_latest"), [""; 0]);
    }
}
