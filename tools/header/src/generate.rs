//! The header's text: cbindgen over the C door alone, and the version from the manifest.

use anyhow::{Context, Result, anyhow};
use std::path::Path;

/// The only entry point. Reading the whole crate would let constants of the core leak into the
/// header, and would mix up types of the same name, because cbindgen matches by last name only.
const DOOR: &str = "src/ffi/capi/mod.rs";

/// The header for the sources under `root`.
pub(crate) fn header(root: &Path) -> Result<String> {
    let config = root.join("cbindgen.toml");
    let mut config = cbindgen::Config::from_file(&config).map_err(|error| anyhow!(error))?;
    let macros = version_macros(&manifest_version(root)?)?;
    let before = config.after_includes.take().unwrap_or_default();
    config.after_includes = Some(format!("\n{macros}\n{}", before.trim_start()));
    let door = root.join(DOOR);
    std::fs::metadata(&door).with_context(|| door.display().to_string())?;
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(door)
        .generate()?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}

fn manifest_version(root: &Path) -> Result<String> {
    let manifest: toml::Table = std::fs::read_to_string(root.join("Cargo.toml"))?.parse()?;
    let version = manifest
        .get("package")
        .and_then(|package| package.get("version"));
    Ok(version
        .and_then(toml::Value::as_str)
        .context("no package.version")?
        .to_owned())
}

/// The macros that a C program compares with what the library says of itself.
fn version_macros(version: &str) -> Result<String> {
    let parts: Vec<u32> = version
        .splitn(3, '.')
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let &[major, minor, patch] = parts.as_slice() else {
        return Err(anyhow!("version {version} is not major.minor.patch"));
    };
    Ok(format!(
        "/** The version of this header; `spanferry_version` tells the library's. */\n\
         #define SPANFERRY_VERSION \"{version}\"\n\
         #define SPANFERRY_VERSION_MAJOR {major}\n\
         #define SPANFERRY_VERSION_MINOR {minor}\n\
         #define SPANFERRY_VERSION_PATCH {patch}\n\
         /** Comparable as a number: two decimal digits each for minor and patch. */\n\
         #define SPANFERRY_VERSION_NUMBER {}\n",
        major * 10_000 + minor * 100 + patch
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_composed_number_uses_each_part_once() {
        let macros = version_macros("3.14.7").unwrap();
        assert!(
            macros.contains("SPANFERRY_VERSION_NUMBER 31407\n"),
            "{macros}"
        );
        assert!(
            macros.contains("SPANFERRY_VERSION \"3.14.7\"\n"),
            "{macros}"
        );
    }

    #[test]
    fn a_version_that_is_not_three_numbers_is_refused() {
        for version in ["1", "1.2", "1.2.x", "1.2.3-rc"] {
            assert!(version_macros(version).is_err(), "{version}");
        }
    }
}
