//! Writes the UniFFI bindings of an unstripped library: `spanferry-uniffi-bindgen LIBRARY ROOT OUT`.
//!
//! `ROOT` is the folder of the crate with its `uniffi.toml`; `OUT` gets the folders `swift` and
//! `kotlin`. The generator's version is that of the crate `uniffi`, so that checksums agree.

use std::env;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use camino::Utf8PathBuf;
use uniffi_bindgen::BindgenPathsLayer;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};

/// The one crate that has bindings, and where its `uniffi.toml` is.
struct Root(Utf8PathBuf);

impl BindgenPathsLayer for Root {
    fn get_config_path(&self, _: &str) -> Option<Utf8PathBuf> {
        Some(self.0.join("uniffi.toml"))
    }
}

fn main() -> ExitCode {
    match run(env::args().skip(1).map(Utf8PathBuf::from).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<Utf8PathBuf>) -> Result<()> {
    let Ok([library, root, out]) = <[_; 3]>::try_from(arguments) else {
        bail!("usage: spanferry-uniffi-bindgen LIBRARY ROOT OUT");
    };
    for (language, folder) in [
        (TargetLanguage::Swift, "swift"),
        (TargetLanguage::Kotlin, "kotlin"),
    ] {
        write(language, &library, &root, out.join(folder))
            .with_context(|| format!("no bindings in {folder}"))?;
    }
    Ok(())
}

fn write(
    language: TargetLanguage,
    library: &Utf8PathBuf,
    root: &Utf8PathBuf,
    out_dir: Utf8PathBuf,
) -> Result<()> {
    let options = GenerateOptions {
        languages: vec![language],
        source: library.clone(),
        out_dir,
        ..GenerateOptions::default()
    };
    let mut paths = uniffi_bindgen::BindgenPaths::default();
    paths.add_layer(Root(root.clone()));
    generate_with_bindgen_paths(options, paths)
}
