//! What iOS apps get: the static library of each target, and the folder that Xcode takes it from.

use super::artefact;
use crate::apple::{self, PHONE, Target, VARIANTS, archive, framework, link};
use crate::job::Job;
use crate::need::Need;
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::{Result, ensure};
use std::path::Path;

pub(super) const ARCHIVE: Part = Part {
    name: "ios-archive",
    proves: "the library for iPhones exports exactly abi/spanferry-ios.symbols, asks only for what it may, has not grown",
    depth: Depth::Full,
    needs: &[Need::Target(apple::PHONE.name), Need::LlvmTools, PYTHON],
    run: |job| check(job, &[&[PHONE]]),
};

pub(super) const ARCHIVE_LONG: Part = Part {
    name: "ios-archive-long",
    proves: "the same for both simulators, and the whole XCFramework reads back as it should",
    depth: Depth::Long,
    needs: &[
        Need::Target(apple::PHONE.name),
        Need::Target(apple::SIMULATOR.name),
        Need::Target(apple::SIMULATOR_X64.name),
        Need::LlvmTools,
        PYTHON,
    ],
    run: |job| check(job, &VARIANTS),
};

const PYTHON: Need = Need::Program {
    name: "python3",
    from: "https://www.python.org",
};

/// The names that iOS gets, with the doors C and UniFFI.
pub(super) const LIST: &str = "abi/spanferry-ios.symbols";

/// What an app that uses all of it grows by on a phone, and what the package ships for one.
const LINKED_LIMIT: u64 = 750_000;
const ARCHIVE_LIMIT: u64 = 1_150_000;

/// Functions for which Apple wants a reason, as C names: of files' times, of the time since start-up, of
/// free space. A library of ours that imported one would put the app's developer under that duty.
const REASONED: [&str; 13] = [
    "fgetattrlist",
    "fstat",
    "fstatat",
    "fstatfs",
    "fstatvfs",
    "getattrlist",
    "getattrlistat",
    "getattrlistbulk",
    "lstat",
    "mach_absolute_time",
    "stat",
    "statfs",
    "statvfs",
];

fn check(job: &mut Job, variants: &[&[Target]]) -> Result<()> {
    let out = repo::scratch("apple")?.join("Spanferry.xcframework");
    let built = framework::write_variants(job, &out, variants)?;
    job.run(
        repo::command("python3")
            .arg("tests/ios/xcframework.py")
            .arg(&out),
    )?;
    for (target, library) in built {
        names(job, &library)?;
        link::is_strict(job, &library, target)?;
        let linked = link::strictly(job, &library, target)?;
        sizes(job, target, &library, &linked)?;
    }
    Ok(())
}

fn names(job: &mut Job, library: &Path) -> Result<()> {
    let exported = archive::exports(job, library)?;
    artefact::compare(job, &exported, LIST)?;
    let imported = archive::imports(job, library)?;
    let reasoned = reasoned(&imported);
    ensure!(
        reasoned.is_empty(),
        "Apple wants a reason for {}",
        reasoned.join(", ")
    );
    Ok(())
}

/// The names among these for which Apple wants a reason.
fn reasoned(names: &[String]) -> Vec<&str> {
    let plain = names
        .iter()
        .map(|name| name.split('$').next().unwrap_or_default());
    plain.filter(|name| REASONED.contains(name)).collect()
}

fn sizes(job: &mut Job, target: Target, library: &Path, linked: &Path) -> Result<()> {
    let (shipped, used) = (library.metadata()?.len(), linked.metadata()?.len());
    job.figure(format!(
        "{}: {used} bytes linked of {LINKED_LIMIT}, archive {shipped} of {ARCHIVE_LIMIT}",
        target.name
    ));
    ensure!(
        used <= LINKED_LIMIT && shipped <= ARCHIVE_LIMIT,
        "{} is too large",
        target.name
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_that_wants_a_reason_is_found_whatever_its_variant() {
        let names = ["fstat$INODE64", "malloc", "statfs", "fstatics"].map(str::to_owned);
        assert_eq!(reasoned(&names), ["fstat", "statfs"]);
    }
}
