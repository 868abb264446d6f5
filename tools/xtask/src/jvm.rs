//! Kotlin and Java: the compiler, libraries from Maven, the Kotlin library, programs on a JVM.

use crate::job::Job;
use crate::need::{Need, Probe};
use crate::{packages, repo};
use anyhow::{Context, Result, bail};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What every part on a JVM needs.
pub(crate) const NEEDS: &[Need] = &[
    Need::Debian {
        package: "openjdk-17-jdk-headless",
        probe: Probe::Program("javac"),
    },
    Need::Debian {
        package: "maven",
        probe: Probe::Program("mvn"),
    },
    Need::Program {
        name: "npm",
        from: "https://nodejs.org",
    },
];

/// The language that the Kotlin library is written in: what the oldest compiler of its users reads.
const LANGUAGE: [&str; 4] = ["-language-version", "2.2", "-api-version", "2.2"];

/// The compiler's own jars.
const COMPILER: [&str; 6] = [
    "kotlin-compiler.jar",
    "kotlin-stdlib.jar",
    "kotlin-script-runtime.jar",
    "kotlin-reflect.jar",
    "kotlinx-coroutines-core-jvm.jar",
    "annotations-13.0.jar",
];

/// The Kotlin compiler and the libraries that programs run with.
pub(crate) struct Jvm {
    compiler: PathBuf,
    /// The compiled Kotlin library.
    library: PathBuf,
}

impl Jvm {
    /// Gets the compiler and compiles the Kotlin library, without a warning, against OkHttp 4.12.
    pub(crate) fn new(job: &mut Job) -> Result<Jvm> {
        let modules = packages::node_modules(job, &repo::path("tests/jvm"))?;
        let jvm = Jvm {
            compiler: modules.join("kotlin-compiler"),
            library: repo::scratch("jvm")?.join("library.jar"),
        };
        // What needs Capacitor and Android is compiled with them: `capacitor.rs`.
        let mut sources = files(&repo::path("android/src/main/kotlin"), &["kt"])?;
        sources.retain(|file| {
            !file
                .components()
                .any(|part| part.as_os_str() == "capacitor")
        });
        let okhttp = maven(job, OKHTTP_4)?;
        if newest(&sources)? > newest(std::slice::from_ref(&jvm.library)).ok().flatten() {
            let mut compile = jvm.kotlinc(&okhttp, &jvm.library, "1.8");
            job.run(compile.arg("-Werror").args(sources))?;
        }
        Ok(jvm)
    }

    /// Compiles the Kotlin and Java files of a folder; returns the folder of the classes.
    pub(crate) fn compile(&self, job: &mut Job, folder: &str) -> Result<PathBuf> {
        let sources = files(&repo::path(folder), &["kt", "java"])?;
        let out = repo::scratch("jvm")?.join(folder.replace('/', "-"));
        let mark = out.join(".compiled");
        let library = std::slice::from_ref(&self.library);
        if newest(std::slice::from_ref(&mark)).is_ok_and(|done| {
            newest(&sources).is_ok_and(|time| time <= done)
                && newest(library).is_ok_and(|time| time <= done)
        }) {
            return Ok(out);
        }
        let path = self.path(&maven(job, OKHTTP_4)?);
        job.run(self.kotlinc(&path, &out, "1.8").args(&sources))?;
        let java: Vec<_> = sources
            .iter()
            .filter(|file| has_end(file, &["java"]))
            .collect();
        let mut javac = repo::command("javac");
        javac
            .arg("-nowarn")
            .arg("-cp")
            .arg(joined([out.clone().into(), path]));
        if !java.is_empty() {
            job.run(javac.arg("-d").arg(&out).args(java))?;
        }
        std::fs::write(&mark, "")?;
        Ok(out)
    }

    /// A program on the JVM: classes, the Kotlin library and what `pom` names, with the native
    /// library at that path.
    pub(crate) fn java(&self, classes: &Path, jars: &OsString, native: &Path) -> Command {
        let mut property = OsString::from("-Ddev.spanferry.library=");
        property.push(native);
        let mut java = repo::command("java");
        java.args(["-Xcheck:jni", "-Xmx512m"]).arg(property);
        java.arg("-cp")
            .arg(joined([classes.into(), self.path(jars)]));
        java
    }

    fn path(&self, jars: &OsString) -> OsString {
        joined([
            self.library.clone().into(),
            self.stdlib().into(),
            jars.clone(),
        ])
    }

    /// The standard library that comes with the compiler.
    pub(crate) fn stdlib(&self) -> PathBuf {
        self.compiler.join("lib/kotlin-stdlib.jar")
    }

    /// What a program of an app consists of beside its own classes.
    pub(crate) fn parts(&self) -> [PathBuf; 3] {
        let annotations = self.compiler.join("lib/annotations-13.0.jar");
        [self.library.clone(), self.stdlib(), annotations]
    }

    /// The compiler, for classes that this version of the JVM runs.
    pub(crate) fn kotlinc(&self, path: &OsString, out: &Path, target: &str) -> Command {
        let jars = COMPILER.map(|jar| self.compiler.join("lib").join(jar).into());
        let mut java = repo::command("java");
        java.args(["-Xmx1500m", "-XX:TieredStopAtLevel=1", "-cp"])
            .arg(joined(jars))
            .arg("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler")
            .arg("-kotlin-home")
            .arg(&self.compiler)
            .args(LANGUAGE)
            .args(["-jvm-target", target, "-no-reflect"])
            .arg(format!("-Xjdk-release={target}"));
        java.arg("-cp").arg(path).arg("-d").arg(out);
        java
    }
}

/// The libraries with OkHttp 4.12.
pub(crate) const OKHTTP_4: &str = "tests/jvm/okhttp4.xml";
/// The libraries with OkHttp 5.
pub(crate) const OKHTTP_5: &str = "tests/jvm/okhttp5.xml";

/// The class path of what a POM names, got once by Maven.
pub(crate) fn maven(job: &mut Job, pom: &str) -> Result<OsString> {
    let folder = folder(job, pom)?;
    // The standard library of the compiler stands in for the older ones that libraries ask for.
    let jars = files(&folder, &["jar"])?.into_iter();
    let jars = jars.filter(|jar| !jar.to_string_lossy().contains("kotlin-stdlib"));
    Ok(joined(jars.map(OsString::from)))
}

/// The folder with what a POM names, got once by Maven.
pub(crate) fn folder(job: &mut Job, pom: &str) -> Result<PathBuf> {
    let pom = repo::path(pom);
    let folder = packages::keyed("maven", &[&pom])?;
    packages::once(&folder, || {
        let mut mvn = repo::command("mvn");
        mvn.args(["-q", "-B", "-Dmdep.prependGroupId=true", "-f"])
            .arg(&pom)
            .arg("dependency:copy-dependencies");
        let mut out = OsString::from("-DoutputDirectory=");
        out.push(&folder);
        job.run(mvn.arg(out))
    })?;
    Ok(folder)
}

/// The jar of one artefact, `group:name:version`, got once by Maven.
pub(crate) fn artifact(job: &mut Job, name: &str) -> Result<OsString> {
    let folder = crate::cache::folder("maven")?.join(name.replace(':', "-"));
    packages::once(&folder, || {
        let mut mvn = repo::command("mvn");
        mvn.args(["-q", "-B", "dependency:copy"]);
        let mut out = OsString::from("-DoutputDirectory=");
        out.push(&folder);
        job.run(mvn.arg(format!("-Dartifact={name}")).arg(out))
    })?;
    Ok(joined(
        files(&folder, &["jar"])?.into_iter().map(OsString::from),
    ))
}

/// Where `jni.h` is: beside the compiler that is found by the name `javac`.
pub(crate) fn include() -> Option<PathBuf> {
    let javac = repo::find_program("javac")?.canonicalize().ok()?;
    let include = javac.parent()?.parent()?.join("include");
    include.join("jni.h").is_file().then_some(include)
}

/// Runs a program and wants it to succeed without a complaint of `-Xcheck:jni`; returns its last line.
pub(crate) fn run(job: &mut Job, program: &mut Command) -> Result<String> {
    let (status, said) = job.attempt(program)?;
    if complains(&said) {
        bail!("-Xcheck:jni complains");
    }
    if !status.success() {
        bail!("{status}");
    }
    Ok(said.lines().last().unwrap_or_default().to_owned())
}

/// Whether the JVM found a rule of JNI broken.
pub(crate) fn complains(said: &str) -> bool {
    said.contains("in native method") || said.contains("WARNING: JNI")
}

/// Paths as a class path.
pub(crate) fn joined(paths: impl IntoIterator<Item = OsString>) -> OsString {
    let mut joined = OsString::new();
    for path in paths {
        if !joined.is_empty() {
            joined.push(":");
        }
        joined.push(path);
    }
    joined
}

/// The files below a folder with one of these ends, sorted.
pub(crate) fn files(folder: &Path, ends: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ends)?);
        } else if has_end(&path, ends) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn has_end(file: &Path, ends: &[&str]) -> bool {
    file.extension()
        .is_some_and(|end| ends.iter().any(|known| end == *known))
}

/// When the newest of some files was written; an error when one is not there.
fn newest(files: &[PathBuf]) -> Result<Option<std::time::SystemTime>> {
    let mut times = Vec::new();
    for file in files {
        times.push(std::fs::metadata(file)?.modified()?);
    }
    Ok(times.into_iter().max())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_rule_is_seen_in_what_the_jvm_prints() {
        assert!(complains(
            "WARNING in native method: JNI call made without checking exceptions when required"
        ));
        assert!(complains("FATAL ERROR in native method: bad handle"));
        assert!(!complains("door: 27 passed, 0 failed"));
    }
}
