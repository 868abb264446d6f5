//! Promises about what we build with and on: the oldest compiler, the whole of `deny.toml`.

use crate::job::Job;
use crate::need::{self, Need};
use crate::part::{Depth, Part};
use crate::repo;
use anyhow::Result;

/// The oldest compiler, as every manifest of the workspace names it.
const OLDEST: &str = env!("CARGO_PKG_RUST_VERSION");

const CARGO_DENY: &str = "0.20.2";

pub(super) const OLDEST_RUST: Part = Part {
    name: "oldest-rust",
    proves: "the library builds with the compiler that rust-version names",
    depth: Depth::Long,
    needs: &[Need::Toolchain(OLDEST)],
    run: oldest,
};

pub(super) const DENY: Part = Part {
    name: "cargo-deny",
    proves: "cargo-deny agrees: licences, second versions, sources",
    depth: Depth::Long,
    needs: &[Need::CargoTool {
        name: "cargo-deny",
        version: CARGO_DENY,
    }],
    run: deny,
};

fn oldest(job: &mut Job) -> Result<()> {
    let words = [
        "run",
        OLDEST,
        "cargo",
        "check",
        "--locked",
        "--package",
        "spanferry",
    ];
    let mut rustup = repo::command("rustup");
    rustup
        .args(words)
        .arg("--all-features")
        .arg("--target-dir")
        .arg(repo::scratch("oldest")?);
    job.run(&mut rustup)
}

fn deny(job: &mut Job) -> Result<()> {
    let mut deny = repo::command(need::cargo_tool("cargo-deny", CARGO_DENY)?);
    job.run(deny.args(["--locked", "check", "licenses", "bans", "sources"]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_names_the_same_oldest_compiler_as_this_tool() {
        let text = std::fs::read_to_string(repo::path("Cargo.toml")).unwrap();
        let manifest: toml::Table = text.parse().unwrap();
        assert_eq!(manifest["package"]["rust-version"].as_str(), Some(OLDEST));
    }
}
