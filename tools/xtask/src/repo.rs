//! Where things are: the repository, its build output, and commands that run in it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest
        .ancestors()
        .nth(2)
        .unwrap_or(manifest)
        .to_path_buf()
}

/// A path given relative to the root.
pub(crate) fn path(relative: impl AsRef<Path>) -> PathBuf {
    root().join(relative)
}

/// Cargo's target folder, as cargo itself decides it from the environment.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => path("target"),
    }
}

/// A folder for what the parts make on the way, under the target folder.
pub(crate) fn scratch(name: &str) -> std::io::Result<PathBuf> {
    let folder = target().join("xtask").join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// `program` run in the repository's root, whatever folder xtask was called from.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo with a subcommand, never touching `Cargo.lock`.
pub(crate) fn cargo<'a>(words: impl IntoIterator<Item = &'a str>) -> Command {
    let mut words = words.into_iter();
    let mut cargo = command("cargo");
    cargo.args(words.next()).arg("--locked").args(words);
    cargo
}

/// The program's path, if it can be run by that name.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The library's version, from its manifest.
pub(crate) fn version() -> anyhow::Result<String> {
    let manifest: toml::Table = std::fs::read_to_string(path("Cargo.toml"))?.parse()?;
    let version = manifest
        .get("package")
        .and_then(|package| package.get("version"));
    let version = version.and_then(toml::Value::as_str);
    version
        .map(str::to_owned)
        .ok_or_else(|| anyhow::anyhow!("Cargo.toml names no version"))
}
