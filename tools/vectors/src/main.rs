//! Runs the conformance vectors through the Rust API.
//!
//! `vectors [FOLDER]` prints `TOPIC: N passed, M skipped, K failed` for each file of the folder and
//! exits with 1 when anything failed. An unknown topic or field is a failure: a vector that nobody
//! reads proves nothing.

mod case;
mod placeholder;
mod program;
mod topics;

use std::path::Path;
use std::process::ExitCode;

use case::{Case, Verdict};
use serde_json::Value;

fn main() -> ExitCode {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "testdata/vectors".to_owned());
    match run(Path::new(&folder)) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every file and answers how many cases failed.
fn run(folder: &Path) -> Result<usize, String> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    let mut failed = if files.is_empty() { 1 } else { 0 };
    for file in &files {
        let text = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let json: Value = serde_json::from_slice(&text)
            .map_err(|error| format!("{}: {error}", file.display()))?;
        failed += run_topic(&json);
    }
    println!("{} topics, {failed} failed", files.len());
    Ok(failed)
}

fn run_topic(json: &Value) -> usize {
    let topic = json["topic"].as_str().unwrap_or("(no topic)");
    let Some(check) = topics::find(topic) else {
        println!("{topic}: 0 passed, 0 skipped, 1 failed");
        println!("  unknown topic");
        return 1;
    };
    let cases = json["cases"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let (mut passed, mut skipped, mut failures) = (0, 0, Vec::new());
    for json in cases {
        match Case::read(json).and_then(|case| case.run(check)) {
            Ok(Verdict::Passed) => passed += 1,
            Ok(Verdict::Skipped) => skipped += 1,
            Err(problem) => failures.push(format!("{}: {problem}", json["name"])),
        }
    }
    if cases.is_empty() {
        failures.push("no cases".to_owned());
    }
    println!(
        "{topic}: {passed} passed, {skipped} skipped, {} failed",
        failures.len()
    );
    for failure in failures.iter().take(20) {
        println!("  {failure}");
    }
    failures.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_wrong_answer_an_unknown_topic_and_an_empty_file_fail() {
        let case = |expected: &str| json!({"name": "", "input": {"kind": "format", "number": 1}, "expected": {"text": expected}});
        assert_eq!(
            run_topic(&json!({"topic": "sample_rand", "cases": [case("1")]})),
            0
        );
        assert_eq!(
            run_topic(&json!({"topic": "sample_rand", "cases": [case("1.0")]})),
            1
        );
        assert_eq!(
            run_topic(&json!({"topic": "sample_rands", "cases": [case("1")]})),
            1
        );
        assert_eq!(run_topic(&json!({"topic": "sample_rand", "cases": []})), 1);
    }

    #[test]
    fn an_empty_folder_fails() {
        let folder = std::env::temp_dir().join(format!("spanferry-vectors-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert_eq!(run(&folder), Ok(1));
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
