//! The .deb, tried: what is in it, and installed into a folder that stands for a machine, enrolled, taken off, nothing left.
//!
//! The machine it runs on is not touched: dpkg is given a root and a list of packages of its own, and the package's scripts are told so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use super::portal::Portal;
use super::windows::{has, missing};
use super::{Places, empty_folder, linux};
use crate::{setup, step};

/// A goodbye is one short message over loopback.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that can be tried of it.
pub(super) fn check(places: &Places<'_>, deb: &Path) -> anyhow::Result<()> {
    step::say("the .deb: what is in it");
    let folder = places.out.join("scratch");
    empty_folder(&folder)?;
    let tree = folder.join("tree");
    run(Command::new("dpkg-deb").arg("-x").arg(deb).arg(&tree))?;
    let expected: BTreeMap<PathBuf, u32> =
        linux::contents().map(|(path, mode)| (PathBuf::from(path), mode)).collect();
    let found = files(&tree)?;
    ensure!(found == expected, "the .deb holds {found:?}; it should hold {expected:?}");
    if !has("dpkg") {
        step::say(&format!("NOT INSTALLED: {}", missing("dpkg", "dpkg")));
    } else if !setup::is_root() {
        step::say("NOT INSTALLED: dpkg gives files to root, so this part runs as root alone");
    } else {
        installed(&folder.join("machine"), deb)?;
    }
    std::fs::remove_dir_all(&folder).with_context(|| format!("cannot remove `{}`", folder.display()))
}

/// Installed, enrolled, removed, purged.
fn installed(machine: &Path, deb: &Path) -> anyhow::Result<()> {
    step::say("the .deb: installed into a folder, and taken off");
    let kept = machine.join("var/lib/dpkg");
    for folder in ["info", "updates", "triggers"] {
        empty_folder(&kept.join(folder))?;
    }
    for list in ["status", "available"] {
        std::fs::write(kept.join(list), "").with_context(|| format!("cannot write `{list}`"))?;
    }
    let before = below(machine, &kept)?;
    let dpkg = |words: &[&str]| {
        let mut dpkg = Command::new("dpkg");
        dpkg.arg(format!("--root={}", machine.display())).arg("--log=/dev/null");
        // A folder has no libc of its own, and no shell to run scripts in.
        dpkg.args(["--force-depends", "--force-script-chrootless"]).args(words);
        run(&mut dpkg)
    };
    dpkg(&["--install", &deb.display().to_string()])?;
    let agent = machine.join("usr/bin/holdfast-agent");
    let portal = Portal::open()?;
    let mut enrol = Command::new(&agent);
    enrol.args(["enrol", "--server", &portal.address(), "--token", "HF-CHECK", "--state"]);
    run(enrol.arg(machine.join("var/lib/holdfast-agent")))?;
    ensure!(portal.seen() == ["enrol"], "enrolling, the portal saw {:?}", portal.seen());
    dpkg(&["--remove", "holdfast-agent"])?;
    ensure!(
        portal.waits_for("check-in goodbye", PATIENCE),
        "no goodbye came; the portal saw {:?}",
        portal.seen()
    );
    ensure!(!agent.exists(), "the program is still there");
    dpkg(&["--purge", "holdfast-agent"])?;
    let left: Vec<PathBuf> =
        below(machine, &kept)?.into_iter().filter(|path| !before.contains(path)).collect();
    ensure!(left.is_empty(), "taking it off left {left:?}");
    step::say("    installed, enrolled, said goodbye, left nothing");
    Ok(())
}

/// Runs a command; what it prints is shown when it fails.
fn run(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.output().with_context(|| format!("cannot start {name}"))?;
    let said = || [done.stdout.as_slice(), &done.stderr].concat();
    ensure!(
        done.status.success(),
        "{command:?} failed ({}): {}",
        done.status,
        String::from_utf8_lossy(&said())
    );
    Ok(())
}

/// Files below a folder, from there, with their rights.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, u32>> {
    use std::os::unix::fs::PermissionsExt;
    let mut found = BTreeMap::new();
    for path in below(folder, Path::new(""))? {
        let about =
            path.symlink_metadata().with_context(|| format!("cannot look at `{}`", path.display()))?;
        if !about.is_dir() {
            let from_there = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
            found.insert(from_there, about.permissions().mode() & 0o7777);
        }
    }
    Ok(found)
}

/// Everything below a folder, but for what is below `apart`.
fn below(folder: &Path, apart: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries =
            std::fs::read_dir(&next).with_context(|| format!("cannot read `{}`", next.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) && path != apart {
                folders.push(path.clone());
            }
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_with_their_rights_and_what_is_apart_is_not_looked_into() {
        let dir = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        super::super::put(&from, &dir.path().join("a/b"), 0o600).expect("put");
        super::super::put(&from, &dir.path().join("c/d"), 0o755).expect("put");
        let expected = BTreeMap::from([("a/b".into(), 0o600), ("c/d".into(), 0o755)]);
        assert_eq!(files(dir.path()).expect("read"), expected);
        let mut found = below(dir.path(), &dir.path().join("c")).expect("read");
        found.sort();
        assert_eq!(found, ["a", "a/b", "c"].map(|path| dir.path().join(path)));
    }
}
