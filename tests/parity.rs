//! Every door has every operation.

const OPS: &str = include_str!("../src/ffi/ops.rs");
const TABLE: &str = include_str!("../src/ffi/mod.rs");
const KOTLIN: &str = include_str!("../android/src/main/kotlin/dev/spanferry/core/NativeTracer.kt");
const ANDROID_SYMBOLS: &str = include_str!("../abi/spanferry-android.symbols");
const SWIFT: &str = include_str!("../bindings/swift/SpanferryCore.swift");
const UNIFFI_KOTLIN: &str = include_str!("../bindings/kotlin/dev/spanferry/uniffi/spanferry.kt");
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

/// The name in the JNI door: camelCase, but for `new`, which is a word of Java's.
fn in_jni(operation: &str) -> String {
    if operation == "new" {
        "create".to_owned()
    } else {
        camel_case(operation)
    }
}

fn camel_case(operation: &str) -> String {
    let mut words = operation.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (head, tail) = word.split_at(1);
        name + &head.to_uppercase() + tail
    })
}

#[test]
fn every_operation_is_a_native_method_that_kotlin_declares_and_the_library_exports() {
    for operation in operations() {
        let method = in_jni(operation);
        let row = format!("| `{operation}` | `{}`", in_c(operation));
        let row = TABLE.lines().find(|line| line.contains(&row)).unwrap();
        assert!(row.contains(&format!("| `{method}` | `")), "{row}");
        let declaration = format!("external fun {method}(");
        assert!(KOTLIN.contains(&declaration), "{declaration} is missing");
        let symbol = format!("Java_dev_spanferry_core_NativeTracer_{method}");
        assert!(
            ANDROID_SYMBOLS.lines().any(|line| line == symbol),
            "{symbol}"
        );
    }
}

#[test]
fn every_operation_is_in_the_generated_swift_and_kotlin() {
    for operation in operations() {
        let is_new = operation == "new";
        let method = camel_case(operation);
        let in_swift = if is_new { "init" } else { &method };
        let row = format!("| `{operation}` | `{}`", in_c(operation));
        let row = TABLE.lines().find(|line| line.contains(&row)).unwrap();
        assert!(row.ends_with(&format!("| `{in_swift}` |")), "{row}");
        let swift = if is_new {
            "public convenience init(optionsJson:".to_owned()
        } else if FREE.contains(&operation) {
            // The name without `native` is the people's module's.
            format!("func {}(", camel_case(&format!("native_{operation}")))
        } else {
            format!("func {method}(")
        };
        assert!(SWIFT.contains(&swift), "{swift} is missing");
        let kotlin = if is_new {
            "constructor(`optionsJson`:".to_owned()
        } else {
            format!("fun `{method}`(")
        };
        assert!(UNIFFI_KOTLIN.contains(&kotlin), "{kotlin} is missing");
    }
}
