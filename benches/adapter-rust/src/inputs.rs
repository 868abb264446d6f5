//! The inputs of the cases: `benches/inputs`, or the folder that `BENCH_INPUTS` names.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// One input file.
pub struct Input(Value);

impl Input {
    /// Reads `NAME.json`.
    pub fn read(name: &str) -> Self {
        let path = folder().join(format!("{name}.json"));
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(serde_json::from_str(&text).expect("an input file is JSON"))
    }

    /// The value at a path of keys such as `/expect/baggage`.
    pub fn value(&self, pointer: &str) -> &Value {
        let found = self.0.pointer(pointer);
        found.unwrap_or_else(|| panic!("no {pointer} in the input"))
    }

    /// The text there.
    pub fn text(&self, pointer: &str) -> String {
        let text = self.value(pointer).as_str();
        text.unwrap_or_else(|| panic!("{pointer} is no text"))
            .to_owned()
    }

    /// The truth value there.
    pub fn flag(&self, pointer: &str) -> bool {
        let flag = self.value(pointer).as_bool();
        flag.unwrap_or_else(|| panic!("{pointer} is neither true nor false"))
    }
}

fn folder() -> PathBuf {
    match std::env::var_os("BENCH_INPUTS") {
        Some(folder) => folder.into(),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../inputs"),
    }
}

/// The URL of W7 and 63 more of the same length that the same target matches: no answer can come
/// from a memory of the URL before.
pub fn url_variants(url: &str) -> Vec<String> {
    let variants = (0..64).map(|n| url.replace("/12345/", &format!("/{:05}/", 12_345 + 997 * n)));
    variants.collect()
}
