//! Capacitor's whole Android core on a JVM: its own sources compiled against AndroidX and Android's
//! classes, an app with our plugin in it, and programs that run inside Robolectric.

use crate::job::Job;
use crate::jvm::{self, Jvm, files, joined};
use crate::{jdk, packages, repo};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

const POM: &str = "tests/android/pom.xml";
const TESTS: &str = "tests/android/tests";
const APP: &str = "tests/android/app";

/// Android's classes to compile against: the newest that a JDK 17 reads.
const COMPILED: &str = "org.robolectric:android-all:15-robolectric-13954326";

/// A version of Android that programs run on: its number and its classes.
#[derive(Clone, Copy)]
pub(crate) struct Android(&'static str, &'static str);

/// Android 16, the newest that Robolectric runs here.
pub(crate) const NEWEST: Android = Android("36", "16-robolectric-13921718");
/// Android 7, the oldest that Capacitor 8 supports.
pub(crate) const OLDEST: Android = Android("24", "7.0.0_r1-robolectric-r1");

/// A static aapt2 for Linux, and Android's own resources.
const TOOL: &str = "org.apktool:apktool-lib:3.0.3";

/// What Robolectric needs to reach into the JDK, and to need no native graphics.
const FLAGS: [&str; 11] = [
    "-Xcheck:jni",
    "-Xmx1g",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.net=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.access=ALL-UNNAMED",
    "-Drobolectric.usePreinstrumentedJars=false",
    "-Drobolectric.offline=true",
    "-Drobolectric.graphicsMode=LEGACY",
    "-Drobolectric.sqliteMode=LEGACY",
];

/// The app, ready to run.
pub(crate) struct Capacitor {
    /// The compiled Kotlin library with the plugin in it.
    pub(crate) library: PathBuf,
    path: OsString,
    java: PathBuf,
}

impl Capacitor {
    /// Gets and compiles everything.
    pub(crate) fn new(job: &mut Job) -> Result<Capacitor> {
        let platform = Platform::new(job)?;
        let jvm = Jvm::new(job)?;
        let library = compile(job, &jvm, &platform.path, "library", &library_sources()?)?;
        let with_library = joined([library.clone().into(), platform.path.clone()]);
        let tests = compile(job, &jvm, &with_library, "tests", &test_sources()?)?;
        describe(&tests, &platform.apk)?;
        let stdlib = jvm.stdlib().into();
        Ok(Capacitor {
            library,
            path: joined([tests.into(), stdlib, with_library]),
            java: jdk::java(job)?,
        })
    }

    /// A program in the app's process, on that Android, with the native library at that path.
    pub(crate) fn program(
        &self,
        job: &mut Job,
        android: Android,
        native: &Path,
    ) -> Result<Command> {
        let Android(sdk, classes) = android;
        let jar = jvm::artifact(job, &format!("org.robolectric:android-all:{classes}"))?;
        let folder = Path::new(&jar).parent().context("a jar without a folder")?;
        let mut java = repo::command(&self.java);
        java.args(FLAGS)
            .arg(format!("-Drobolectric.enabledSdks={sdk}"))
            .arg(format!("-Drobolectric.dependency.dir={}", folder.display()))
            .arg(format!("-Ddev.spanferry.library={}", native.display()))
            .arg("-Ddefinitions=bindings/web/src/definitions.ts")
            .arg("-cp")
            .arg(&self.path);
        Ok(java)
    }
}

impl Capacitor {
    /// More Kotlin sources, compiled with all that the app has.
    pub(crate) fn kotlin(&self, job: &mut Job, name: &str, sources: &[PathBuf]) -> Result<PathBuf> {
        let jvm = Jvm::new(job)?;
        compile(job, &jvm, &self.path, name, sources)
    }

    /// Another plugin's Java sources, compiled into a folder for the class path.
    pub(crate) fn plugin(&self, job: &mut Job, sources: &Path) -> Result<PathBuf> {
        let out = repo::scratch("capacitor")?.join("plugin");
        std::fs::create_dir_all(&out)?;
        let mut javac = repo::command("javac");
        javac.args(["-nowarn", "--release", "17", "-proc:none", "-cp"]);
        javac.arg(&self.path).arg("-d").arg(&out);
        job.run(javac.args(files(sources, &["java"])?))?;
        Ok(out)
    }
}

/// Capacitor and AndroidX as classes, and the app's resources.
struct Platform {
    path: OsString,
    apk: PathBuf,
}

impl Platform {
    fn new(job: &mut Job) -> Result<Platform> {
        let jars = jvm::folder(job, POM)?;
        let android = jvm::artifact(job, COMPILED)?;
        let made = packages::keyed(
            "capacitor",
            &key()?.iter().map(PathBuf::as_path).collect::<Vec<_>>(),
        )?;
        packages::once(&made, || make(job, &made, &jars, &android))?;
        let jars = files(&jars, &["jar"])?.into_iter().map(OsString::from);
        // Android's classes last: the others' own come first.
        let path = joined(
            [made.join("classes").into()]
                .into_iter()
                .chain(jars)
                .chain([android]),
        );
        Ok(Platform {
            path,
            apk: made.join("app.apk"),
        })
    }
}

/// The files that decide what is made.
fn key() -> Result<Vec<PathBuf>> {
    let mut key = files(&repo::path(APP), &["xml", "json", "html", "js"])?;
    key.extend([POM, "tests/android/package-lock.json"].map(repo::path));
    Ok(key)
}

fn make(job: &mut Job, made: &Path, jars: &Path, android: &OsString) -> Result<()> {
    let modules = packages::node_modules(job, &repo::path("tests/android"))?;
    let capacitor = modules.join("@capacitor/android/capacitor/src/main");
    for folder in ["classes", "java", "flat", "assets"] {
        std::fs::create_dir_all(made.join(folder))?;
    }
    let aapt2 = aapt2(job, made)?;
    let mut packages = vec!["com.getcapacitor.android".to_owned()];
    for aar in files(jars, &["aar"])? {
        packages.push(unpack(job, made, &aar, &aapt2)?);
    }
    for (name, folder) in [
        ("z1", capacitor.join("res")),
        ("z2", repo::path(APP).join("res")),
    ] {
        resources(job, made, &aapt2, name, &folder)?;
    }
    let assets = made.join("assets");
    copy(job, &repo::path(APP).join("assets"), &assets)?;
    std::fs::copy(
        capacitor.join("assets/native-bridge.js"),
        assets.join("native-bridge.js"),
    )?;
    link(job, made, &aapt2, &packages.join(":"))?;
    copy(job, &capacitor.join("java"), &made.join("java"))?;
    let path = files(jars, &["jar"])?.into_iter().map(OsString::from);
    let path = joined(
        [made.join("classes").into()]
            .into_iter()
            .chain(path)
            .chain([android.clone()]),
    );
    let mut javac = repo::command("javac");
    javac
        .args(["-nowarn", "--release", "17", "-proc:none", "-cp"])
        .arg(path);
    javac.arg("-d").arg(made.join("classes"));
    job.run(javac.args(files(&made.join("java"), &["java"])?))
}

/// The resource compiler, and beside it Android's resources.
fn aapt2(job: &mut Job, made: &Path) -> Result<PathBuf> {
    let jar = jvm::artifact(job, TOOL)?;
    extract(
        job,
        Path::new(&jar),
        made,
        &["prebuilt/linux/aapt2", "prebuilt/android-framework.jar"],
    )?;
    let tool = made.join("prebuilt/linux/aapt2");
    job.run(repo::command("chmod").arg("+x").arg(&tool))?;
    Ok(tool)
}

/// The classes and resources of an Android library; its package.
fn unpack(job: &mut Job, made: &Path, aar: &Path, aapt2: &Path) -> Result<String> {
    let name = aar
        .file_stem()
        .context("an archive without a name")?
        .to_string_lossy()
        .into_owned();
    let folder = made.join("aar").join(&name);
    std::fs::create_dir_all(&folder)?;
    extract(job, aar, &folder, &[])?;
    let mut jars = vec![folder.join("classes.jar")];
    jars.extend(files(&folder.join("libs"), &["jar"]).unwrap_or_default());
    for jar in jars.iter().filter(|jar| jar.is_file()) {
        extract(job, jar, &made.join("classes"), &[])?;
    }
    if folder.join("res").is_dir() {
        resources(job, made, aapt2, &name, &folder.join("res"))?;
    }
    let manifest = std::fs::read_to_string(folder.join("AndroidManifest.xml"))?;
    let package = manifest
        .split("package=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    Ok(package.context("a manifest without a package")?.to_owned())
}

fn resources(job: &mut Job, made: &Path, aapt2: &Path, name: &str, folder: &Path) -> Result<()> {
    if files(folder, &["xml", "png", "webp"])
        .unwrap_or_default()
        .is_empty()
    {
        return Ok(());
    }
    let out = made.join("flat").join(format!("{name}.zip"));
    let mut compile = repo::command(aapt2);
    job.run(
        compile
            .args(["compile", "--dir"])
            .arg(folder)
            .arg("-o")
            .arg(out),
    )
}

/// The app's archive of resources and assets, and the R classes of every library.
fn link(job: &mut Job, made: &Path, aapt2: &Path, packages: &str) -> Result<()> {
    let mut link = repo::command(aapt2);
    link.args(["link", "--auto-add-overlay", "--non-final-ids", "-o"])
        .arg(made.join("app.apk"));
    link.arg("--manifest")
        .arg(repo::path(APP).join("AndroidManifest.xml"));
    link.arg("-A")
        .arg(made.join("assets"))
        .arg("-I")
        .arg(made.join("prebuilt/android-framework.jar"));
    link.arg("--java")
        .arg(made.join("java"))
        .args(["--extra-packages", packages]);
    for resources in files(&made.join("flat"), &["zip"])? {
        link.arg("-R").arg(resources);
    }
    job.run(&mut link)
}

fn extract(job: &mut Job, archive: &Path, into: &Path, names: &[&str]) -> Result<()> {
    let mut jar = repo::command("jar");
    jar.current_dir(into).arg("xf").arg(archive).args(names);
    job.run(&mut jar)
}

fn copy(job: &mut Job, from: &Path, to: &Path) -> Result<()> {
    job.run(repo::command("cp").arg("-r").arg(from.join(".")).arg(to))
}

fn library_sources() -> Result<Vec<PathBuf>> {
    files(&repo::path("android/src/main/kotlin"), &["kt"])
}

fn test_sources() -> Result<Vec<PathBuf>> {
    let mut sources = files(&repo::path(TESTS), &["kt"])?;
    sources.push(repo::path("tests/jvm/tests/RecordingServer.kt"));
    Ok(sources)
}

/// Compiles Kotlin, unless nothing has changed since.
fn compile(
    job: &mut Job,
    jvm: &Jvm,
    path: &OsString,
    name: &str,
    sources: &[PathBuf],
) -> Result<PathBuf> {
    let out = repo::scratch("capacitor")?.join(name);
    let key = sources.iter().map(PathBuf::as_path).collect::<Vec<_>>();
    let mark = out.join(".sources");
    let now = packages::keyed("compiled", &key)?.display().to_string() + &path.to_string_lossy();
    if std::fs::read_to_string(&mark).is_ok_and(|before| before == now) {
        return Ok(out);
    }
    let mut kotlinc = jvm.kotlinc(path, &out, "17");
    if name == "library" {
        kotlinc.arg("-Werror");
    }
    job.run(kotlinc.args(sources))?;
    std::fs::write(mark, now)?;
    Ok(out)
}

/// Tells Robolectric where the app is.
fn describe(tests: &Path, apk: &Path) -> Result<()> {
    let folder = tests.join("com/android/tools");
    std::fs::create_dir_all(&folder)?;
    let manifest = repo::path(APP).join("AndroidManifest.xml");
    let text = format!(
        "android_merged_manifest={}\nandroid_custom_package=dev.spanferry.app\nandroid_resource_apk={}\n",
        manifest.display(),
        apk.display()
    );
    std::fs::write(folder.join("test_config.properties"), text)?;
    Ok(())
}
