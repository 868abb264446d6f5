//! Tells dependants where the C header is (`DEP_SPANFERRY_INCLUDE`); does nothing else.

fn main() {
    let root = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    println!("cargo::metadata=include={root}/include");
    println!("cargo::rerun-if-changed=build.rs");
}
