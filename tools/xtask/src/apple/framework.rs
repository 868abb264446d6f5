//! The XCFramework: a folder with one static library for phones and one for simulators.
//!
//! Written by hand, as `xcodebuild -create-xcframework` and `lipo` would: this needs no Mac, and what
//! is checked here is what is shipped. `tests/ios/xcframework.py` reads it back.

use super::{Target, VARIANTS, archive};
use crate::job::Job;
use crate::repo;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the library, the same in each folder because CocoaPods wants it so.
const LIBRARY: &str = "libspanferry.a";

/// The page size that `lipo` puts processors' parts on, as a power of two.
const ALIGNMENT: u32 = 14;

/// Builds every target and writes the folder.
pub(crate) fn write(job: &mut Job, out: &Path) -> Result<()> {
    write_variants(job, out, &VARIANTS).map(|_| ())
}

/// The same with some targets only; the archives that went into it.
pub(crate) fn write_variants(
    job: &mut Job,
    out: &Path,
    variants: &[&[Target]],
) -> Result<Vec<(Target, PathBuf)>> {
    let mut built = Vec::new();
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let mut entries = String::new();
    for targets in variants {
        let folder = out.join(identifier(targets));
        fs::create_dir_all(&folder)?;
        let mut archives = Vec::new();
        for target in *targets {
            let archive = archive::build(job, *target)?;
            archives.push((*target, fs::read(&archive)?));
            built.push((*target, archive));
        }
        let library = folder.join(LIBRARY);
        match archives.as_slice() {
            [(_, archive)] => fs::write(library, archive)?,
            several => fs::write(library, universal(several)?)?,
        }
        headers(&folder.join("Headers"))?;
        entries.push_str(&entry(targets));
    }
    fs::write(out.join("Info.plist"), plist(&entries))?;
    Ok(built)
}

/// The two clang modules, each in a folder of its name: maps at the top would collide with those of
/// other frameworks.
pub(crate) fn headers(out: &Path) -> Result<()> {
    let files = [
        ("include/spanferry/spanferry.h", "spanferry/spanferry.h"),
        (
            "bindings/swift/spanferryFFI.h",
            "spanferryFFI/spanferryFFI.h",
        ),
        (
            "bindings/swift/spanferryFFI.modulemap",
            "spanferryFFI/module.modulemap",
        ),
        ("ios/CSpanferry.modulemap", "CSpanferry/module.modulemap"),
    ];
    for (from, to) in files {
        let to = out.join(to);
        fs::create_dir_all(to.parent().context("a file has a folder")?)?;
        fs::copy(repo::path(from), to).with_context(|| from.to_owned())?;
    }
    Ok(())
}

/// As Xcode names a variant's folder.
fn identifier(targets: &[Target]) -> String {
    let archs: Vec<&str> = targets.iter().map(|target| target.arch).collect();
    let end = if is_simulator(targets) {
        "-simulator"
    } else {
        ""
    };
    format!("ios-{}{end}", archs.join("_"))
}

fn is_simulator(targets: &[Target]) -> bool {
    targets.iter().any(|target| target.simulator)
}

/// Several processors' archives in one file.
fn universal(archives: &[(Target, Vec<u8>)]) -> Result<Vec<u8>> {
    let page = 1_usize << ALIGNMENT;
    let mut file = Vec::new();
    let mut word = |value: u32| file.extend(value.to_be_bytes());
    word(0xcafe_babe);
    word(archives.len().try_into()?);
    let mut offset = page;
    for (target, archive) in archives {
        let (processor, kind) = processor(target.arch)?;
        let fields = [
            processor,
            kind,
            offset.try_into()?,
            archive.len().try_into()?,
            ALIGNMENT,
        ];
        fields.into_iter().for_each(&mut word);
        offset = (offset + archive.len()).next_multiple_of(page);
    }
    for (_, archive) in archives {
        file.resize(file.len().next_multiple_of(page), 0);
        file.extend(archive);
    }
    Ok(file)
}

/// Apple's numbers for a processor and its kind.
fn processor(arch: &str) -> Result<(u32, u32)> {
    match arch {
        "arm64" => Ok((0x0100_000c, 0)),
        "x86_64" => Ok((0x0100_0007, 3)),
        _ => anyhow::bail!("no processor {arch}"),
    }
}

fn entry(targets: &[Target]) -> String {
    let archs: String = targets
        .iter()
        .map(|target| format!("\t\t\t\t<string>{}</string>\n", target.arch))
        .collect();
    let variant = if is_simulator(targets) {
        "\t\t\t<key>SupportedPlatformVariant</key>\n\t\t\t<string>simulator</string>\n"
    } else {
        ""
    };
    format!(
        "\t\t<dict>\n\t\t\t<key>BinaryPath</key>\n\t\t\t<string>{LIBRARY}</string>\n\
         \t\t\t<key>HeadersPath</key>\n\t\t\t<string>Headers</string>\n\
         \t\t\t<key>LibraryIdentifier</key>\n\t\t\t<string>{}</string>\n\
         \t\t\t<key>LibraryPath</key>\n\t\t\t<string>{LIBRARY}</string>\n\
         \t\t\t<key>SupportedArchitectures</key>\n\t\t\t<array>\n{archs}\t\t\t</array>\n\
         \t\t\t<key>SupportedPlatform</key>\n\t\t\t<string>ios</string>\n{variant}\t\t</dict>\n",
        identifier(targets)
    )
}

fn plist(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n\t<key>AvailableLibraries</key>\n\t<array>\n{entries}\t</array>\n\
         \t<key>CFBundlePackageType</key>\n\t<string>XFWK</string>\n\
         \t<key>XCFrameworkFormatVersion</key>\n\t<string>1.0</string>\n</dict>\n</plist>\n"
    )
}
