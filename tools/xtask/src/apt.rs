//! Debian packages, installed as root only.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Installs packages; refused where that is not ours to do.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !can_install() {
        bail!("not root on a Debian system");
    }
    refresh_once()?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(packages);
    apt_get(&words)
}

fn can_install() -> bool {
    let id = Command::new("id").arg("-u").output();
    std::path::Path::new("/etc/debian_version").exists()
        && id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Package lists age quickly: an install from old ones fails with 404.
fn refresh_once() -> Result<()> {
    static REFRESHED: OnceLock<bool> = OnceLock::new();
    if *REFRESHED.get_or_init(|| apt_get(&["update", "-qq"]).is_ok()) {
        Ok(())
    } else {
        bail!("apt-get update failed")
    }
}

fn apt_get(words: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.args(words)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .stdin(Stdio::null());
    let ended = apt.output().context("cannot run apt-get")?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    bail!(
        "apt-get {}: {}",
        words.join(" "),
        said.lines().last().unwrap_or("failed")
    )
}
