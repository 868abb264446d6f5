//! What is downloaded once and kept: `~/.cache/spanferry`, or the folder in `SPANFERRY_CACHE`.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The cache folder; it may not exist yet.
pub(crate) fn root() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("SPANFERRY_CACHE") {
        return Ok(PathBuf::from(folder));
    }
    let base = match std::env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(base.join("spanferry"))
}

/// A folder of the cache, created if need be.
pub(crate) fn folder(name: &str) -> Result<PathBuf> {
    let folder = root()?.join(name);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}
