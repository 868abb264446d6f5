//! What a part needs beyond cargo and a C compiler, and how it is got.

use crate::{apt, cache, repo, rustup};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};

/// Something that must be there before a part can run.
#[allow(
    dead_code,
    reason = "the parts that use the rest come with their subjects"
)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Need {
    /// A program that xtask does not install by itself.
    Program {
        name: &'static str,
        from: &'static str,
    },
    /// A Debian package, and what shows that it, or its like on another system, is there.
    Debian { package: &'static str, probe: Probe },
    /// `llvm-profdata` and `llvm-cov` of the compiler's LLVM.
    LlvmTools,
    /// The standard library's source, to build it with a sanitizer.
    StdSource,
    /// The standard library of another target: prebuilt, or the source to build it from.
    Target(&'static str),
    /// A second toolchain, by version.
    Toolchain(&'static str),
    /// A program built by `cargo install` at this version.
    CargoTool {
        name: &'static str,
        version: &'static str,
    },
}

/// How to see that something is there.
#[allow(
    dead_code,
    reason = "the parts that use the rest come with their subjects"
)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Probe {
    /// A program on `PATH`.
    Program(&'static str),
    /// A file, by absolute path.
    File(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A module that Python can import.
    PythonModule(&'static str),
}

impl Probe {
    fn holds(self) -> bool {
        match self {
            Probe::Program(name) => repo::find_program(name).is_some(),
            Probe::File(path) => Path::new(path).exists(),
            Probe::Library(name) => succeeds("pkg-config", &["--exists", name]),
            Probe::PythonModule(name) => succeeds("python3", &["-c", &format!("import {name}")]),
        }
    }
}

fn succeeds(program: &str, words: &[&str]) -> bool {
    let mut command = Command::new(program);
    let command = command
        .args(words)
        .stderr(Stdio::null())
        .stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl Need {
    /// Whether it is there.
    pub(crate) fn is_met(self) -> bool {
        match self {
            Need::Program { name, .. } => repo::find_program(name).is_some(),
            Need::Debian { probe, .. } => probe.holds(),
            Need::LlvmTools => rustup::llvm_tool("llvm-cov").is_some(),
            Need::StdSource => rustup::std_source().is_some(),
            Need::Target(target) => rustup::has_target(target) || rustup::std_source().is_some(),
            Need::Toolchain(version) => rustup::has_toolchain(version),
            Need::CargoTool { name, version } => {
                cargo_tool(name, version).is_ok_and(|f| f.is_file())
            }
        }
    }

    /// Gets it, unless it is there.
    pub(crate) fn meet(self) -> Result<()> {
        // Prebuilt is better than the source, so that one asks even where the source would do.
        if self.is_met() && !matches!(self, Need::Target(_)) {
            return Ok(());
        }
        match self {
            Need::Target(target) => rustup::add_target(target)?,
            Need::Program { name, .. } => bail!("{name} is not installed"),
            Need::Debian { package, .. } => apt::install(&[package])?,
            Need::LlvmTools => rustup::add_llvm_tools()?,
            Need::StdSource => rustup::add_std_source()?,
            Need::Toolchain(version) => {
                rustup::run(&["toolchain", "install", version, "--profile", "minimal"])?;
            }
            Need::CargoTool { name, version } => install_cargo_tool(name, version)?,
        }
        if self.is_met() {
            Ok(())
        } else {
            bail!("still missing after its installation: {self:?}")
        }
    }

    /// The command that enables what needs it.
    pub(crate) fn remedy(self) -> String {
        match self {
            Need::Program { from, .. } => from.to_owned(),
            Need::Debian { package, .. } => format!("apt-get install {package}"),
            Need::LlvmTools => "rustup component add llvm-tools".to_owned(),
            Need::StdSource => "rustup component add rust-src".to_owned(),
            Need::Target(target) => format!("rustup target add {target}"),
            Need::Toolchain(version) => format!("rustup toolchain install {version}"),
            Need::CargoTool { name, version } => {
                format!("cargo install --locked {name} --version {version}")
            }
        }
    }
}

/// Where a cargo tool of this version is kept.
pub(crate) fn cargo_tool(name: &str, version: &str) -> Result<std::path::PathBuf> {
    Ok(cache::root()?
        .join("cargo")
        .join(format!("{name}-{version}"))
        .join("bin")
        .join(name))
}

fn install_cargo_tool(name: &str, version: &str) -> Result<()> {
    let root = cache::folder(&format!("cargo/{name}-{version}"))?;
    let mut install = repo::cargo(["install", name, "--version", version, "--quiet", "--root"]);
    let status = install
        .arg(root)
        .env("CARGO_TARGET_DIR", repo::scratch("tools")?)
        .status()?;
    if status.success() {
        Ok(())
    } else {
        bail!("cargo install {name} failed: {status}")
    }
}

/// Meets the Debian needs in one go: one `apt-get` is much faster than one for each.
///
/// Failures are left for [`Need::meet`] to report, part by part.
pub(crate) fn prefetch(needs: &[Need]) {
    let mut packages: Vec<&str> = Vec::new();
    for need in needs {
        if let Need::Debian { package, probe } = need {
            if !probe.holds() && !packages.contains(package) {
                packages.push(package);
            }
        }
    }
    if !packages.is_empty() {
        println!("installing {}", packages.join(" "));
        if let Err(error) = apt::install(&packages) {
            println!("  {error:#}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_names_where_it_comes_from() {
        let need = Need::Program {
            name: "no-such-program",
            from: "https://example.invalid",
        };
        assert!(!need.is_met());
        assert!(need.meet().is_err());
        assert_eq!(need.remedy(), "https://example.invalid");
    }

    #[test]
    fn a_probe_sees_programs_and_files() {
        assert!(Probe::Program("sh").holds());
        assert!(Probe::File("/").holds());
        assert!(!Probe::File("/no/such/file").holds());
        assert!(!Probe::Library("no-such-library").holds());
    }
}
