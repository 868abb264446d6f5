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
    }
}

#[test]
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
    }
}
