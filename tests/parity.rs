<<<<<<< HEAD
//! Every door has every operation.

const OPS: &str = include_str!("../src/ffi/ops.rs");
const TABLE: &str = include_str!("../src/ffi/mod.rs");
const HEADER: &str = include_str!("../include/spanferry/spanferry.h");

/// Operations of the process, which have no tracer in front of their name.
const FREE: [&str; 3] = ["version", "cors_headers", "log_set"];

fn operations() -> Vec<&'static str> {
    let lines = OPS.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("pub fn ")
            .or(line.strip_prefix("pub const fn "))?;
        rest.split(['(', '<']).next()
    });
    lines.collect()
}

fn in_c(operation: &str) -> String {
    if FREE.contains(&operation) {
        format!("spanferry_{operation}")
    } else {
        format!("spanferry_tracer_{operation}")
=======
//! Every operation stands in the doors' table, and every door has what the table says.

use std::fs;
use std::path::{Path, PathBuf};

fn read(path: impl AsRef<Path>) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The source of a door, all files in one text.
fn door(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(&folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(read).collect()
}

/// The public functions of the operations.
fn operations() -> Vec<String> {
    let source = read("src/ffi/ops.rs");
    let names = source.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("pub fn ")
            .or_else(|| line.strip_prefix("pub const fn "))?;
        rest.split(['(', '<']).next().map(str::to_owned)
    });
    names.collect()
}

/// The rows of the doors' table: the operation, and what each door calls it.
fn table() -> Vec<Vec<String>> {
    let source = read("src/ffi/mod.rs");
    let rows = source.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.map(|row| row.split('`').step_by(2).map(str::to_owned).collect())
        .collect()
}

fn column(prefix: &str) -> Vec<(String, Vec<String>)> {
    let rows = table().into_iter().map(|row| {
        let names = row.iter().skip(1);
        let is_c = |name: &&String| name.starts_with("spanferry_");
        let names = names.filter(|name| is_c(name) == (prefix == "spanferry_"));
        (row[0].clone(), names.cloned().collect())
    });
    rows.collect()
}

#[test]
fn every_operation_is_in_the_table_and_the_table_has_no_other() {
    let listed: Vec<String> = table().into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(operations(), listed);
    assert!(listed.len() > 20, "the table was read");
}

#[test]
fn the_c_door_has_every_operation() {
    let (source, exported) = (door("src/ffi/capi"), read("abi/spanferry.symbols"));
    for (operation, names) in column("spanferry_") {
        assert!(!names.is_empty(), "C lacks {operation}");
        for name in names {
            assert!(source.contains(&format!(" fn {name}(")), "{name}");
            assert!(exported.lines().any(|line| line == name), "{name}");
        }
>>>>>>> 35529b5 (Open the JNI door: static natives over the same operations as C)
    }
}

#[test]
<<<<<<< HEAD
fn the_operations_are_found() {
    let found = operations();
    assert_eq!(found.len(), 23, "{found:?}");
    for known in ["outgoing", "cors_headers", "detach"] {
        assert!(found.contains(&known), "{known}");
    }
}

#[test]
fn every_operation_is_in_the_c_header() {
    for operation in operations() {
        let function = format!("{}(", in_c(operation));
        assert!(HEADER.contains(&function), "{function} is missing");
    }
}

#[test]
fn the_table_of_doors_names_every_operation() {
    for operation in operations() {
        let row = format!("//! | `{operation}` | `{}`", in_c(operation));
        assert!(TABLE.contains(&row), "{row}");
=======
fn the_jni_door_has_every_operation_and_kotlin_declares_it() {
    let source = door("src/ffi/jvm");
    let exported = read("abi/spanferry-android.symbols");
    let kotlin = read("android/src/main/kotlin/dev/spanferry/core/NativeTracer.kt");
    for (operation, names) in column("") {
        assert!(!names.is_empty(), "JNI lacks {operation}");
        for name in names {
            let symbol = format!("Java_dev_spanferry_core_NativeTracer_{name}");
            assert!(source.contains(&format!(" fn {symbol}<")), "{name}");
            assert!(exported.lines().any(|line| line == symbol), "{name}");
            assert!(kotlin.contains(&format!("external fun {name}(")), "{name}");
        }
>>>>>>> 35529b5 (Open the JNI door: static natives over the same operations as C)
    }
}
