//! The hand-over script as a constant of the native halves: one source, `bindings/web/handover.js`.

use crate::repo;
use anyhow::{Context, Result};

const SCRIPT: &str = "bindings/web/handover.js";
const KOTLIN: &str = "android/src/main/kotlin/dev/spanferry/capacitor/HandoverScript.kt";
const SWIFT: &str = "ios/Sources/SpanferryPlugin/HandoverScript.swift";

/// What the generated files must hold: path and text.
pub(crate) fn wanted() -> Result<Vec<(&'static str, String)>> {
    let script = std::fs::read_to_string(repo::path(SCRIPT)).context(SCRIPT)?;
    Ok(vec![(KOTLIN, kotlin(&script)?), (SWIFT, swift(&script)?)])
}

/// Kotlin reads `$` and three quotes in a raw string as its own.
fn kotlin(script: &str) -> Result<String> {
    anyhow::ensure!(
        !script.contains('$') && !script.contains("\"\"\""),
        "{SCRIPT}: no raw string can hold it"
    );
    Ok(format!(
        "package dev.spanferry.capacitor\n\n\
         // Written by `cargo xtask handover` from {SCRIPT}; a test compares them.\n\
         internal object HandoverScript {{\n    const val PLACEHOLDER = \"__SPANFERRY_HANDOVER__\"\n\n    \
         val TEXT = \"\"\"\n{script}\"\"\".trimStart()\n}}\n"
    ))
}

/// In a string between `#"""` and `"""#` Swift reads only `\#` as its own.
fn swift(script: &str) -> Result<String> {
    anyhow::ensure!(
        !script.contains("\\#") && !script.contains("\"\"\"#"),
        "{SCRIPT}: no raw string of Swift can hold it"
    );
    let lines: String = script
        .lines()
        .flat_map(|line| [if line.is_empty() { "" } else { "        " }, line, "\n"])
        .collect();
    Ok(format!(
        "// Written by `cargo xtask handover` from {SCRIPT}; a test compares them.\n\
         enum HandoverScript {{\n    static let placeholder = \"__SPANFERRY_HANDOVER__\"\n\n    \
         static let text = #\"\"\"\n{lines}        \"\"\"#\n}}\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_native_halves_have_the_script_as_it_is() {
        for (path, text) in wanted().unwrap() {
            let there = std::fs::read_to_string(repo::path(path)).unwrap();
            assert_eq!(there, text, "{path}: run cargo xtask handover");
        }
    }
}
