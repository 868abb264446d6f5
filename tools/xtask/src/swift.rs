//! Swift on a machine without Apple's tools: Debian 13's compiler, in a folder of its own.
//!
//! Debian 12 has no Swift, and Debian 13's needs its own libc; so its root file system is unpacked
//! in the cache by debootstrap, and commands run inside it. Mounts are made in a name space of their
//! own and end with the command, so the folder can be deleted at any time.

pub(crate) mod copy;
pub(crate) mod package;
pub(crate) mod symbols;

use crate::job::Job;
use crate::need::{Need, Probe};
use crate::{cache, repo};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What every part in Swift needs.
pub(crate) const NEEDS: &[Need] = &[DEBOOTSTRAP];

pub(crate) const DEBOOTSTRAP: Need = Need::Debian {
    package: "debootstrap",
    probe: Probe::Program("debootstrap"),
};

/// The version of the package in the release below; the folder is named after it.
const VERSION: &str = "6.0.3";
const RELEASE: &str = "trixie";
/// The last two are no dependencies of the compiler, but nothing builds without them.
const PACKAGES: [&str; 5] = [
    "swiftlang",
    "swiftlang-dev",
    "ca-certificates",
    "libc6-dev",
    "libstdc++-14-dev",
];

/// Enters the folder: `$1` is the root, `$2` the repository, which appears as `/src`.
const ENTER: &str = r#"root=$1 repository=$2; shift 2
mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" &&
mount --bind "$repository" "$root/src" && exec chroot "$root" /usr/bin/env -i HOME=/root \
PATH=/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8 "$@""#;

/// The toolchain.
pub(crate) struct Swift {
    root: PathBuf,
}

impl Swift {
    /// Gets the toolchain, once for a machine.
    pub(crate) fn new(job: &mut Job) -> Result<Swift> {
        let root = cache::root()?.join(format!("swift-{VERSION}"));
        if !root.join(".ready").exists() {
            set_up(job, &root)?;
        }
        std::fs::create_dir_all(root.join("src"))?;
        Ok(Swift { root })
    }

    /// A program of the toolchain, in that folder of the repository.
    pub(crate) fn command(&self, folder: &Path, words: &[&str]) -> Result<Command> {
        let mut enter = repo::command("unshare");
        enter.args([
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            ENTER,
            "-",
        ]);
        enter.arg(&self.root).arg(repo::root());
        enter.args(["sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "-"]);
        enter.arg(inside(folder)?).args(words);
        Ok(enter)
    }
}

impl Swift {
    /// What the `Package.swift` of a folder says, as JSON.
    pub(crate) fn manifest(&self, job: &mut Job, folder: &str) -> Result<String> {
        let words = ["swift", "package", "--scratch-path"];
        let mut swift = self.command(&repo::path(folder), &words)?;
        swift.arg(inside(&repo::scratch("swift-manifest")?)?);
        job.output(swift.arg("dump-package"))
    }
}

/// Where a path of the repository is inside.
pub(crate) fn inside(path: &Path) -> Result<PathBuf> {
    let relative = path
        .strip_prefix(repo::root())
        .with_context(|| format!("{} is outside of the repository", path.display()))?;
    Ok(Path::new("/src").join(relative))
}

fn set_up(job: &mut Job, root: &Path) -> Result<()> {
    let mirror = mirror()?;
    // A folder that another run left half done is made anew.
    let part = root.with_extension(format!("part{}", std::process::id()));
    let mut strap = repo::command("debootstrap");
    strap.args(["--variant=minbase", RELEASE]);
    job.run(strap.arg(&part).arg(mirror))?;
    std::fs::copy("/etc/resolv.conf", part.join("etc/resolv.conf"))?;
    let inside = |words: &[&str]| {
        let mut chroot = repo::command("chroot");
        chroot
            .arg(&part)
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive");
        chroot
    };
    job.run(&mut inside(&["apt-get", "update", "-qq"]))?;
    let mut install = inside(&["apt-get", "install", "-y", "-qq", "--no-install-recommends"]);
    job.run(install.args(PACKAGES))?;
    job.run(&mut inside(&["apt-get", "clean"]))?;
    std::fs::write(part.join(".ready"), "")?;
    // Whoever is first has made it; the other copy goes.
    if std::fs::rename(&part, root).is_err() {
        std::fs::remove_dir_all(&part)?;
    }
    Ok(())
}

/// The mirror that this machine installs its own packages from.
fn mirror() -> Result<String> {
    const SOURCES: [&str; 2] = [
        "/etc/apt/sources.list.d/debian.sources",
        "/etc/apt/sources.list",
    ];
    let texts = SOURCES.map(|file| std::fs::read_to_string(file).unwrap_or_default());
    texts
        .iter()
        .find_map(|text| first_mirror(text))
        .context("no Debian mirror in /etc/apt")
}

fn first_mirror(sources: &str) -> Option<String> {
    let lines = sources
        .lines()
        .filter(|line| !line.starts_with('#') && !line.contains("security"));
    let mut words = lines.flat_map(str::split_whitespace);
    words
        .find(|word| word.starts_with("http"))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirror_is_found_in_both_formats_and_is_not_that_of_security_updates() {
        let new = "# http://old.example\nURIs: http://s.example/debian-security\nURIs: http://a.example/debian\n";
        assert_eq!(first_mirror(new).unwrap(), "http://a.example/debian");
        let old = "deb http://b.example/debian bookworm main\n";
        assert_eq!(first_mirror(old).unwrap(), "http://b.example/debian");
        assert_eq!(first_mirror("# nothing"), None);
    }
}
