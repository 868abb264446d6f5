//! An installed tree: `lib`, `include`, and what pkg-config and CMake read.

use crate::job::Job;
use crate::{repo, ship};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Templates under `packaging` and where they go under the prefix.
const TEMPLATES: [(&str, &str); 3] = [
    ("spanferry.pc.in", "lib/pkgconfig/spanferry.pc"),
    (
        "SpanferryConfig.cmake.in",
        "lib/cmake/Spanferry/SpanferryConfig.cmake",
    ),
    (
        "SpanferryConfigVersion.cmake.in",
        "lib/cmake/Spanferry/SpanferryConfigVersion.cmake",
    ),
];

/// Builds the library and puts it under `prefix`; returns the files in the order written.
pub(crate) fn install(job: &mut Job, prefix: &Path) -> Result<Vec<PathBuf>> {
    let artefacts = ship::build(job)?;
    let header = "include/spanferry/spanferry.h";
    let modules = "include/spanferry/module.modulemap";
    let mut files = vec![
        copy(&artefacts.shared, prefix.join("lib/libspanferry.so"))?,
        copy(&artefacts.archive, prefix.join("lib/libspanferry.a"))?,
        copy(&repo::path(header), prefix.join(header))?,
        copy(&repo::path(modules), prefix.join(modules))?,
    ];
    let version = repo::version()?;
    for (template, place) in TEMPLATES {
        let text = std::fs::read_to_string(repo::path("packaging").join(template))?;
        let file = prefix.join(place);
        write(&file, fill(&text, &version, &artefacts.native.join(" ")))?;
        files.push(file);
    }
    Ok(files)
}

fn fill(template: &str, version: &str, native: &str) -> String {
    let mut numbers = version.split('.');
    let mut number = || numbers.next().unwrap_or_default();
    template
        .replace("@VERSION@", version)
        .replace("@VERSION_MAJOR@", number())
        .replace("@VERSION_MINOR@", number())
        .replace("@NATIVE_LIBS@", native)
}

fn copy(from: &Path, to: PathBuf) -> Result<PathBuf> {
    let bytes = std::fs::read(from).with_context(|| from.display().to_string())?;
    write(&to, bytes)?;
    Ok(to)
}

fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, bytes).with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_placeholder_is_left_in_a_filled_template() {
        for (template, _) in TEMPLATES {
            let text = std::fs::read_to_string(repo::path("packaging").join(template)).unwrap();
            let filled = fill(&text, "1.2.3", "-lm");
            assert!(!filled.contains('@'), "{filled}");
        }
        assert_eq!(
            fill("@VERSION_MAJOR@.@VERSION_MINOR@|@VERSION@", "1.2.3", ""),
            "1.2|1.2.3"
        );
    }
}
