//! The committed fuzz inputs, each through the checks of its target.

#[allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    dead_code,
    unreachable_pub,
    unsafe_code,
    reason = "the checks are written for the fuzz targets, where a panic is how they report"
)]
#[path = "../fuzz/src/lib.rs"]
mod checks;

use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/corpus")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.flatten().map(|entry| entry.path()).collect()
}

#[test]
fn every_committed_input_keeps_what_its_target_claims() {
    for (name, check) in checks::TARGETS {
        let inputs = files(&corpus().join(name));
        assert!(!inputs.is_empty(), "{name} has inputs");
        for input in inputs {
            println!("{}", input.display());
            check(&std::fs::read(&input).unwrap());
        }
    }
}

#[test]
fn every_folder_of_inputs_belongs_to_a_target() {
    for folder in files(&corpus()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        assert!(
            checks::TARGETS.iter().any(|(target, _)| *target == name),
            "{name}"
        );
    }
}

#[test]
fn the_empty_input_means_something_to_every_target() {
    checks::TARGETS.iter().for_each(|(_, check)| check(b""));
}
