//! What a module offers, as the compiler tells it: its symbol graph.

use super::{Swift, inside};
use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// Not on the path of the toolchain.
const EXTRACTOR: &str = "/usr/libexec/swift/bin/swift-symbolgraph-extract";
/// As Debian calls its own target.
const TARGET: &str = "x86_64-pc-linux-gnu";

/// A public item of a module.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Symbol {
    /// Its name with those around it: `Tracer.snapshot()`.
    pub(crate) name: String,
    /// As Swift would declare it.
    pub(crate) declaration: String,
    /// Whether it has a comment of its own for users.
    pub(crate) documented: bool,
    /// The file that it is written in; none for what the compiler adds.
    pub(crate) file: Option<String>,
}

/// The public items of a module, which is found in one of those folders.
pub(crate) fn of(
    job: &mut Job,
    swift: &Swift,
    module: &str,
    folders: &[&Path],
) -> Result<Vec<Symbol>> {
    let out = repo::scratch("symbolgraph")?.join(module);
    // Files of an earlier run must not be taken for this one's.
    let _ = std::fs::remove_dir_all(&out);
    std::fs::create_dir_all(&out)?;
    let words = [
        "-module-name",
        module,
        "-target",
        TARGET,
        "-skip-inherited-docs",
    ];
    let mut extract = swift.command(&repo::root(), &[EXTRACTOR])?;
    extract.args(words).arg("-output-dir").arg(inside(&out)?);
    for folder in folders {
        extract.arg("-I").arg(inside(folder)?);
    }
    job.run(&mut extract)?;
    let mut found = Vec::new();
    // One file for the module, and one for each module that it extends.
    for entry in std::fs::read_dir(&out)? {
        let text = std::fs::read_to_string(entry?.path())?;
        let graph: Value = serde_json::from_str(&text)?;
        let symbols = graph.get("symbols").and_then(Value::as_array);
        found.extend(symbols.context("no symbols")?.iter().map(symbol));
    }
    Ok(found)
}

fn symbol(json: &Value) -> Symbol {
    let words = |pointer: &str| {
        let list = json.pointer(pointer).and_then(Value::as_array);
        list.into_iter().flatten()
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let path: Vec<String> = words("/pathComponents").map(text).collect();
    let said = words("/docComment/lines").filter_map(|line| line.get("text"));
    Symbol {
        name: path.join("."),
        declaration: words("/declarationFragments")
            .map(|fragment| text(&fragment["spelling"]))
            .collect(),
        documented: said.map(text).any(|line| !line.trim().is_empty()),
        file: json.pointer("/location/uri").map(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_symbol_has_its_declaration_its_comment_and_its_file() {
        let seen = symbol(&json!({
            "pathComponents": ["A", "b()"],
            "declarationFragments": [{"spelling": "func"}, {"spelling": " b()"}],
            "docComment": {"lines": [{"text": "Does b."}]},
            "location": {"uri": "file:///src/A.swift"},
        }));
        let wanted = Symbol {
            name: "A.b()".to_owned(),
            declaration: "func b()".to_owned(),
            documented: true,
            file: Some("file:///src/A.swift".to_owned()),
        };
        assert_eq!(seen, wanted);
        let empty = json!({"docComment": {"lines": [{"text": " "}]}});
        assert!(!symbol(&empty).documented);
    }
}
