//! What the Swift library costs, beside the C header from Swift and a UniFFI call without work.

use crate::job::Job;
use crate::swift::copy::Copy;
use crate::swift::package::Package;
use crate::swift::{Swift, inside};
use crate::{bindings, repo, ship};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const SOURCES: &str = "benches/swift";
const LIMIT: &str = "libspanferry_limit.so";
/// How often the program is started for a table.
const ROUNDS: usize = 5;

/// What is told of each case, in the order of the table.
const CASES: [(&str, &str); 6] = [
    (
        "limit",
        "limit: a UniFFI call that gives three strings, without work",
    ),
    ("limit-url", "the same, with the URL as an argument"),
    ("c-header", "the C header from Swift, strings at both ends"),
    ("spanferry", "`Tracer.outgoing`"),
    ("request", "`URLRequest.addingSpanferryHeaders`"),
    (
        "request-copied",
        "Foundation alone: a request copied, one header set",
    ),
];

/// The compiled benchmarks.
pub(crate) struct Benchmarks {
    swift: Swift,
    program: PathBuf,
}

impl Benchmarks {
    /// Compiles everything; the library is the shipped one.
    pub(crate) fn build(job: &mut Job) -> Result<Benchmarks> {
        let (swift, library) = (Swift::new(job)?, ship::ios(job)?);
        let limit = limit(job)?;
        let mut copy = Copy::new("swift-bench")?;
        copy.put(
            "ios/Package.swift",
            &repo::path(SOURCES).join("Package.swift"),
        )?;
        copy.put("ios/bench", &repo::path(SOURCES).join("bench"))?;
        let generated = limit.join("bindings/swift");
        for (to, from) in [
            ("ios/limit/swift/Limit.swift", "Limit.swift"),
            ("ios/limit/ffi/limitFFI.h", "limitFFI.h"),
            ("ios/limit/ffi/module.modulemap", "limitFFI.modulemap"),
        ] {
            copy.put(to, &generated.join(from))?;
        }
        let name = "swift-bench-build";
        let package = Package::at(&swift, &copy.write()?, name, &library)?;
        let mut build = package.command(&["swift", "build"])?;
        build.args(["--configuration", "release", "--product", "bench"]);
        link(&mut build, &limit)?;
        job.run(&mut build)?;
        let program = repo::scratch(name)?.join("release/bench");
        Ok(Benchmarks { swift, program })
    }

    /// Runs every case for a moment: their checks of the results are what counts.
    pub(crate) fn once(&self, job: &mut Job) -> Result<String> {
        let cases = self.run(job, "once")?.len();
        ensure!(cases == CASES.len(), "{cases} cases");
        Ok(format!("{cases} cases run once"))
    }

    /// Takes the figures, as a table.
    pub(crate) fn table(&self, job: &mut Job) -> Result<String> {
        let mut lowest = BTreeMap::new();
        for _ in 0..ROUNDS {
            for (case, time) in self.run(job, "time")? {
                let least = lowest.entry(case).or_insert(time);
                *least = time.min(*least);
            }
        }
        Ok(shown(&lowest))
    }

    fn run(&self, job: &mut Job, word: &str) -> Result<BTreeMap<String, f64>> {
        let program = inside(&self.program)?.to_string_lossy().into_owned();
        let inputs = inside(&repo::path("benches/inputs"))?;
        let inputs = inputs.to_string_lossy().into_owned();
        let words = [program.as_str(), &inputs, word];
        let said = job.output(&mut self.swift.command(&repo::root(), &words)?)?;
        said.lines().map(read).collect()
    }
}

/// The folder of the library without work, with its bindings in `bindings`.
fn limit(job: &mut Job) -> Result<PathBuf> {
    // Where the library for iOS is built with the same dependencies.
    let target = repo::scratch("ios")?;
    let words = ["rustc", "--package", "spanferry-limit", "--profile", "ship"];
    let mut cargo = repo::cargo(words);
    cargo.arg("--target-dir").arg(&target);
    // With the metadata that bindings are written from.
    job.run(cargo.args(["--", "-Cstrip=none"]))?;
    let folder = repo::scratch("swift-limit")?;
    let library = folder.join(LIMIT);
    std::fs::copy(target.join("ship").join(LIMIT), &library)?;
    let root = repo::path(SOURCES).join("limit");
    bindings::of(job, &library, &root, &folder.join("bindings"))?;
    Ok(folder)
}

/// Links the shared library of a folder, by a path inside the toolchain's root.
fn link(build: &mut std::process::Command, folder: &Path) -> Result<()> {
    let folder = inside(folder)?;
    for flag in ["-L", "-rpath="] {
        let mut word = std::ffi::OsString::from(flag);
        word.push(&folder);
        build.arg("-Xlinker").arg(word);
    }
    Ok(())
}

fn read(line: &str) -> Result<(String, f64)> {
    let (case, time) = line.split_once(' ').context("no time")?;
    Ok((case.to_owned(), time.parse()?))
}

fn shown(lowest: &BTreeMap<String, f64>) -> String {
    let of = |case: &str| lowest.get(case).copied().unwrap_or(f64::NAN);
    let mut text = String::from("| case | ns, lowest | x limit |\n|---|---:|---:|\n");
    for (case, what) in CASES {
        let (time, limit) = (of(case), of("limit"));
        let _ = writeln!(text, "| {what} | {time:.0} | {:.1} |", time / limit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_compares_each_case_with_the_limit() {
        let lines = ["limit 100.0", "spanferry 250.4"];
        let read: Result<BTreeMap<_, _>> = lines.into_iter().map(read).collect();
        let table = shown(&read.unwrap());
        assert!(
            table.contains("| `Tracer.outgoing` | 250 | 2.5 |"),
            "{table}"
        );
        assert!(super::read("no time").is_err());
    }
}
