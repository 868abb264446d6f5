//! The two Swift manifests: the root's, which apps use, and `ios/Package.swift`, which is tested.

use super::pod;
use crate::apple::framework;
use crate::job::Job;
use crate::part::{Depth, Part};
use crate::repo;
use crate::swift::{self, Swift};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(super) const PACKAGE: Part = Part {
    name: "ios-package",
    proves: "Package.swift and podspec have the targets that are tested, as one module too, npm their files",
    depth: Depth::Full,
    needs: swift::NEEDS,
    run: check,
};

/// What stands for the binary target on a machine without Xcode.
const NATIVE: &str = "SpanferryNative";

/// The package that Capacitor comes in, and what stands for it on a machine without UIKit.
const CAPACITOR: &str = "capacitor-swift-pm";
const STUB: &str = "Capacitor";

/// Words of functions for which Apple wants a reason in the privacy manifest.
const REASONED: [&str; 12] = [
    "systemUptime",
    "mach_absolute_time",
    "UserDefaults",
    "activeInputModes",
    "creationDate",
    "modificationDate",
    "DateKey",
    "attributesOfItem",
    "stat(",
    "statfs",
    "statvfs",
    "getattrlist",
];

/// A target that is compiled from sources: where, and what the manifest says of it.
#[derive(Debug, PartialEq)]
pub(super) struct Target {
    pub(super) folder: PathBuf,
    dependencies: BTreeSet<String>,
    excluded: BTreeSet<String>,
    resources: BTreeSet<String>,
}

fn check(job: &mut Job) -> Result<()> {
    let swift = Swift::new(job)?;
    let root: Value = serde_json::from_str(&swift.manifest(job, ".")?)?;
    let tested: Value = serde_json::from_str(&swift.manifest(job, "ios")?)?;
    let shipped = targets(&root, &repo::root())?;
    let mut own = targets(&tested, &repo::path("ios"))?;
    ensure!(own.remove(STUB).is_some(), "nothing stands for {CAPACITOR}");
    let difference = differences(&shipped, &own);
    ensure!(difference.is_empty(), "{}", difference.join("; "));
    ensure!(products(&root) == products(&tested), "other products");
    let manifest: Value =
        serde_json::from_str(&std::fs::read_to_string(repo::path("package.json"))?)?;
    let npm = strings(&manifest, "files");
    let unpacked = unpacked(&root, &npm);
    ensure!(
        unpacked.is_empty(),
        "npm does not take {}",
        unpacked.join(", ")
    );
    for (name, target) in &shipped {
        reasons(name, &target.folder)?;
    }
    modules(job, &swift)?;
    let platform = root.pointer("/platforms/0/version").and_then(Value::as_str);
    pod::check(
        job,
        &swift,
        &shipped,
        platform.context("no platform")?,
        &npm,
    )?;
    job.figure(format!("{} targets alike", shipped.len()));
    Ok(())
}

/// Whether the generated Swift, and a program that wants the C header, find the modules of the
/// XCFramework, and nothing else is on the path.
fn modules(job: &mut Job, swift: &Swift) -> Result<()> {
    let folder = repo::scratch("modules")?;
    // What an earlier run left there must not be found.
    std::fs::remove_dir_all(&folder)?;
    framework::headers(&folder)?;
    let program = folder.join("c.swift");
    std::fs::write(
        &program,
        "import CSpanferry\nlet number = spanferry_abi_version()\n",
    )?;
    for source in [repo::path("bindings/swift/SpanferryCore.swift"), program] {
        let mut check = swift.command(&repo::root(), &["swiftc", "-typecheck", "-I"])?;
        job.run(
            check
                .arg(swift::inside(&folder)?)
                .arg(swift::inside(&source)?),
        )?;
    }
    Ok(())
}

/// The targets with sources, by name; those without tests and programs, which apps do not get.
fn targets(manifest: &Value, base: &Path) -> Result<BTreeMap<String, Target>> {
    let all = manifest
        .get("targets")
        .and_then(Value::as_array)
        .context("no targets")?;
    let mut found = BTreeMap::new();
    for target in all
        .iter()
        .filter(|target| text(target, "type") == "regular")
    {
        let name = text(target, "name");
        let path = match text(target, "path") {
            "" => format!("Sources/{name}"),
            path => path.to_owned(),
        };
        let folder = base.join(&path).canonicalize().with_context(|| path)?;
        let described = Target {
            folder,
            dependencies: dependencies(target),
            excluded: strings(target, "exclude").into_iter().collect(),
            resources: objects(target, "resources")
                .map(|one| text(one, "path").to_owned())
                .collect(),
        };
        found.insert(name.to_owned(), described);
    }
    Ok(found)
}

/// By name, products of a package by the package's; what stands for something on a machine without
/// Xcode has the name of what it stands for.
fn dependencies(target: &Value) -> BTreeSet<String> {
    let names = objects(target, "dependencies").filter_map(|one| {
        let name = one
            .pointer("/byName/0")
            .or_else(|| one.pointer("/product/1"));
        name?.as_str()
    });
    names
        .map(|name| match name {
            "spanferryFFI" | "CSpanferry" => NATIVE,
            STUB => CAPACITOR,
            name => name,
        })
        .map(str::to_owned)
        .collect()
}

fn products(manifest: &Value) -> BTreeMap<String, Vec<String>> {
    objects(manifest, "products")
        .map(|product| {
            (
                text(product, "name").to_owned(),
                strings(product, "targets"),
            )
        })
        .collect()
}

fn differences(
    shipped: &BTreeMap<String, Target>,
    tested: &BTreeMap<String, Target>,
) -> Vec<String> {
    let names: BTreeSet<&String> = shipped.keys().chain(tested.keys()).collect();
    let unlike = names
        .into_iter()
        .filter(|name| shipped.get(*name) != tested.get(*name));
    unlike
        .map(|name| {
            format!(
                "{name}: {:?} is not {:?}",
                shipped.get(name),
                tested.get(name)
            )
        })
        .collect()
}

/// The paths of targets that are not within what npm packs.
fn unpacked(manifest: &Value, files: &[String]) -> Vec<String> {
    let paths = objects(manifest, "targets").map(|target| text(target, "path"));
    paths
        .filter(|path| !is_packed(path, files))
        .map(str::to_owned)
        .collect()
}

/// Whether npm packs a path.
pub(super) fn is_packed(path: &str, files: &[String]) -> bool {
    files
        .iter()
        .any(|file| Path::new(path).starts_with(file.trim_end_matches('/')))
}

fn reasons(name: &str, folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.path();
        if file
            .extension()
            .is_some_and(|extension| extension == "swift")
        {
            let found = reasoned(&std::fs::read_to_string(&file)?);
            ensure!(
                found.is_empty(),
                "{name}, {}: {}",
                file.display(),
                found.join(", ")
            );
        }
    }
    Ok(())
}

/// The words in the code, comments left out.
fn reasoned(source: &str) -> Vec<&'static str> {
    let code = || {
        source
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
    };
    REASONED
        .into_iter()
        .filter(|word| code().any(|line| line.contains(word)))
        .collect()
}

fn objects<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn strings(value: &Value, key: &str) -> Vec<String> {
    objects(value, key)
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_wants_a_reason_is_found_and_a_comment_is_not() {
        assert_eq!(
            reasoned("// systemUptime\nlet a = UserDefaults.standard"),
            ["UserDefaults"]
        );
        assert!(reasoned("clock_gettime(clock, &time)").is_empty());
    }

    #[test]
    fn a_path_that_npm_leaves_out_is_found() {
        let manifest =
            serde_json::json!({"targets": [{"path": "ios/Sources/A"}, {"path": "bindings/swift"}]});
        assert_eq!(
            unpacked(&manifest, &["ios/Sources".to_owned()]),
            ["bindings/swift"]
        );
    }

    #[test]
    fn a_product_counts_by_its_package_and_a_stand_in_by_what_it_stands_for() {
        let shipped = serde_json::json!({"dependencies": [
            {"byName": ["Spanferry", null]},
            {"product": ["Capacitor", "capacitor-swift-pm", null, null]},
            {"product": ["Cordova", "capacitor-swift-pm", null, null]},
        ]});
        let tested = serde_json::json!({"dependencies": [
            {"byName": ["Spanferry", null]},
            {"byName": ["Capacitor", null]},
        ]});
        assert_eq!(dependencies(&shipped), dependencies(&tested));
        assert_eq!(dependencies(&shipped).len(), 2);
        let other =
            serde_json::json!({"dependencies": [{"product": ["Capacitor", "other", null, null]}]});
        assert_ne!(dependencies(&other), dependencies(&tested));
    }

    #[test]
    fn a_target_of_one_manifest_only_and_another_resource_are_differences() {
        let target = |resource: &str| Target {
            folder: PathBuf::from("/a"),
            dependencies: BTreeSet::new(),
            excluded: BTreeSet::new(),
            resources: [resource.to_owned()].into(),
        };
        let one = BTreeMap::from([("A".to_owned(), target("x"))]);
        assert!(differences(&one, &BTreeMap::from([("A".to_owned(), target("x"))])).is_empty());
        assert_eq!(differences(&one, &BTreeMap::new()).len(), 1);
        assert_eq!(
            differences(&one, &BTreeMap::from([("A".to_owned(), target("y"))])).len(),
            1
        );
    }
}
