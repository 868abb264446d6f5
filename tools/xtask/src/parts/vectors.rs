//! The conformance vectors, through each door.

use crate::job::Job;
use crate::jvm::{self, Jvm};
use crate::need::{Need, Probe};
use crate::part::{Depth, Part};
use crate::swift::package::Package;
use crate::swift::{self, Swift};
use crate::{cc, repo, ship, web};
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A way into the library, and the program that drives the vectors through it.
pub(crate) struct Door {
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [Need],
    driver: fn(&mut Job) -> Result<Command>,
    /// How the driver names a folder of ours.
    sees: fn(PathBuf) -> Result<PathBuf>,
    /// Topics that the door must at least run, so that a driver that stops early is noticed.
    topics: usize,
}

/// The doors, in the order in which they run.
pub(crate) static DOORS: [Door; 6] = [
    RUST_DOOR,
    C_DOOR,
    JNI_DOOR,
    KOTLIN_DOOR,
    SWIFT_DOOR,
    WEB_DOOR,
];

const RUST_DOOR: Door = Door {
    name: "rust",
    needs: &[],
    driver: rust,
    sees: Ok,
    topics: 19,
};
const C_DOOR: Door = Door {
    name: "c",
    needs: &[CJSON],
    driver: c,
    sees: Ok,
    topics: 9,
};

const JNI_DOOR: Door = Door {
    name: "jni",
    needs: jvm::NEEDS,
    driver: |job| on_jvm(job, "jni"),
    sees: Ok,
    topics: 9,
};
const KOTLIN_DOOR: Door = Door {
    name: "kotlin",
    needs: jvm::NEEDS,
    driver: |job| on_jvm(job, "kotlin"),
    sees: Ok,
    topics: 9,
};

const SWIFT_DOOR: Door = Door {
    name: "swift",
    needs: swift::NEEDS,
    driver: in_swift,
    sees: |folder| swift::inside(&folder),
    topics: 9,
};

/// The topics that a page decides itself.
const WEB_DOOR: Door = Door {
    name: "web",
    needs: web::NEEDS,
    driver: page,
    sees: Ok,
    topics: 7,
};

pub(super) const RUST: Part = Part {
    name: "vectors-rust",
    proves: "every conformance vector passes through the Rust API",
    depth: Depth::Core,
    needs: RUST_DOOR.needs,
    run: |job| RUST_DOOR.run(job),
};

pub(super) const C: Part = Part {
    name: "vectors-c",
    proves: "the vectors of the nine behaviour topics pass through the C header",
    depth: Depth::Full,
    needs: C_DOOR.needs,
    run: |job| C_DOOR.run(job),
};

pub(super) const JNI: Part = Part {
    name: "vectors-jni",
    proves: "the vectors of the nine behaviour topics pass through the native methods",
    depth: Depth::Full,
    needs: JNI_DOOR.needs,
    run: |job| JNI_DOOR.run(job),
};

pub(super) const KOTLIN: Part = Part {
    name: "vectors-kotlin",
    proves: "the vectors of the nine behaviour topics pass through the Kotlin library",
    depth: Depth::Full,
    needs: KOTLIN_DOOR.needs,
    run: |job| KOTLIN_DOOR.run(job),
};

pub(super) const SWIFT: Part = Part {
    name: "vectors-swift",
    proves: "the vectors of the nine behaviour topics pass through the Swift library",
    depth: Depth::Full,
    needs: SWIFT_DOOR.needs,
    run: |job| SWIFT_DOOR.run(job),
};

pub(super) const WEB: Part = Part {
    name: "vectors-web",
    proves: "the vectors of the seven topics that a page decides itself pass through the npm package",
    depth: Depth::Full,
    needs: WEB_DOOR.needs,
    run: |job| WEB_DOOR.run(job),
};

/// The C driver reads JSON.
const CJSON: Need = Need::Debian {
    package: "libcjson-dev",
    probe: Probe::File("/usr/include/cjson/cJSON.h"),
};

impl Door {
    /// Runs the vectors; any failure is an error.
    pub(crate) fn run(&self, job: &mut Job) -> Result<()> {
        let mut driver = (self.driver)(job)?;
        let (status, said) = job.attempt(driver.arg((self.sees)(folder())?))?;
        let sums = Sums::of(&said);
        job.figure(format!(
            "{}: {} topics, {} passed, {} skipped, {} failed",
            self.name, sums.topics, sums.passed, sums.skipped, sums.failed
        ));
        if !status.success() || sums.failed > 0 || jvm::complains(&said) {
            bail!("vectors failed through the door {}", self.name);
        }
        let given = std::env::var_os("SPANFERRY_VECTORS").is_some();
        if sums.topics < self.topics && !given {
            bail!("{} topics instead of {}", sums.topics, self.topics);
        }
        Ok(())
    }
}

fn folder() -> PathBuf {
    match std::env::var_os("SPANFERRY_VECTORS") {
        Some(folder) => repo::path(folder),
        None => repo::path("testdata/vectors"),
    }
}

/// A Swift program over the library's public API. It is told the folder inside the toolchain's root.
fn in_swift(job: &mut Job) -> Result<Command> {
    let swift = Swift::new(job)?;
    let mut run = Package::ios(&swift, &ship::ios(job)?)?.command(&["swift", "run"])?;
    run.arg("vectors");
    Ok(run)
}

fn page(job: &mut Job) -> Result<Command> {
    web::layer(job)?;
    let mut node = repo::command("node");
    node.args(["--no-warnings", "bindings/web/test/vectors/main.mjs"]);
    Ok(node)
}

fn rust(job: &mut Job) -> Result<Command> {
    job.run(&mut repo::cargo(["build", "--package", "vectors"]))?;
    Ok(repo::command(repo::target().join("debug/vectors")))
}

/// A C program over the public header, linked with the shipped archive.
fn c(job: &mut Job) -> Result<Command> {
    let folder = repo::path("tests/c/vectors");
    let entries = std::fs::read_dir(&folder)?.map(|entry| Ok(entry?.path()));
    let mut sources = entries.collect::<Result<Vec<PathBuf>>>()?;
    sources.retain(|file| file.extension().is_some_and(|extension| extension == "c"));
    sources.sort();
    let driver = cc::Program {
        sources: &sources,
        library: &ship::build(job)?,
        // It lists the folder of vectors.
        flags: &["-O1", "-D_POSIX_C_SOURCE=200809L"],
        libraries: &["-lcjson"],
        out: repo::scratch("vectors")?.join("c"),
    };
    Ok(repo::command(driver.build(job)?))
}

/// The driver on a JVM, which links the library that Android ships.
fn on_jvm(job: &mut Job, door: &str) -> Result<Command> {
    let (jvm, library) = (Jvm::new(job)?, ship::android(job)?);
    let classes = jvm.compile(job, "tests/jvm/vectors")?;
    let jars = jvm::maven(job, jvm::OKHTTP_4)?;
    let mut driver = jvm.java(&classes, &jars, &library);
    driver.args(["MainKt", door]);
    Ok(driver)
}

/// What the lines `TOPIC: N passed, M skipped, K failed` add up to.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    topics: usize,
    passed: usize,
    skipped: usize,
    failed: usize,
}

impl Sums {
    fn of(said: &str) -> Sums {
        said.lines()
            .filter_map(counts)
            .fold(Sums::default(), |sums, [passed, skipped, failed]| Sums {
                topics: sums.topics + 1,
                passed: sums.passed + passed,
                skipped: sums.skipped + skipped,
                failed: sums.failed + failed,
            })
    }
}

fn counts(line: &str) -> Option<[usize; 3]> {
    let (topic, rest) = line.split_once(": ")?;
    let mut fields = rest.split(", ").zip([" passed", " skipped", " failed"]);
    let mut next = || {
        let (field, word) = fields.next()?;
        field.strip_suffix(word)?.parse().ok()
    };
    let found = [next()?, next()?, next()?];
    (!topic.starts_with(' ')).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topic_lines_are_summed_and_other_lines_ignored() {
        let said = "dsc: 103 passed, 3 skipped, 0 failed\n  a: 1 passed, 1 skipped, 1 failed\n\
            dsn: 36 passed, 0 skipped, 2 failed\n  some case: expected x\n2 topics, 2 failed\n";
        let sums = Sums {
            topics: 2,
            passed: 139,
            skipped: 3,
            failed: 2,
        };
        assert_eq!(Sums::of(said), sums);
    }
}
