//! The agent for Linux: built small, packed as a .deb and as a tarball, and run once.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail, ensure};

use super::{Places, VERSION, empty_folder, put, small};
use crate::cargo::cargo;
use crate::step;

/// What goes where, from the folder of packages and from the root.
const FILES: &[(&str, &str, u32)] = &[
    ("dist/agent/linux/holdfast-agent.service", "usr/lib/systemd/system/holdfast-agent.service", 0o644),
    ("docs/agent.md", "usr/share/doc/holdfast-agent/agent.md", 0o644),
    ("docs/what-the-agent-reads.md", "usr/share/doc/holdfast-agent/what-the-agent-reads.md", 0o644),
    ("LICENSE-APACHE", "usr/share/doc/holdfast-agent/LICENSE-APACHE", 0o644),
    ("LICENSE-MIT", "usr/share/doc/holdfast-agent/copyright", 0o644),
    // It may hold the token.
    ("dist/agent/linux/holdfast-agent.conf", "etc/holdfast-agent.conf", 0o600),
];

/// Every file of the packages, from the root, with its rights.
pub(super) fn contents() -> impl Iterator<Item = (&'static str, u32)> {
    std::iter::once(("usr/bin/holdfast-agent", 0o755)).chain(FILES.iter().map(|(_, to, mode)| (*to, *mode)))
}

/// Builds it, and says where it is.
pub(super) fn build(places: &Places<'_>) -> anyhow::Result<PathBuf> {
    let mut build = cargo(places.root);
    step::run(
        "the agent for Linux",
        build.args(["build", "--package", "holdfast-agent", "--profile", "agent"]),
    )?;
    Ok(places.target.join("agent").join("holdfast-agent"))
}

/// The .deb, where dpkg-deb is, and the tarball everywhere.
pub(super) fn packages(places: &Places<'_>, exe: &Path) -> anyhow::Result<Option<PathBuf>> {
    let arch = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => bail!("no name of Debian is known for the processor `{other}`; add it here"),
    };
    let tree = places.out.join("tree");
    empty_folder(&tree)?;
    put(exe, &tree.join("usr/bin/holdfast-agent"), 0o755)?;
    for (from, to, mode) in FILES {
        put(&places.root.join(from), &tree.join(to), *mode)?;
    }
    let tarball = places.out.join(format!("holdfast-agent-{VERSION}-linux-{arch}.tar.gz"));
    let mut tar = Command::new("tar");
    tar.args(["--owner=0", "--group=0", "--numeric-owner", "--sort=name", "-czf"]);
    step::run("the tarball", tar.arg(&tarball).arg("-C").arg(&tree).arg("."))?;
    for script in ["postinst", "prerm", "postrm"] {
        let from = places.root.join("dist/agent/linux").join(script);
        put(&from, &tree.join("DEBIAN").join(script), 0o755)?;
    }
    let write = |name: &str, text: &str| {
        let path = tree.join("DEBIAN").join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write `{}`", path.display()))
    };
    write("conffiles", "/etc/holdfast-agent.conf\n")?;
    write("control", &control(arch))?;
    let deb = places.out.join(format!("holdfast-agent_{VERSION}_{arch}.deb"));
    let made = match crate::setup::on_path("dpkg-deb", &crate::setting::search_path()) {
        Some(program) => {
            let mut dpkg = Command::new(program);
            step::run("the .deb", dpkg.args(["--root-owner-group", "--build"]).arg(&tree).arg(&deb))?;
            Some(deb)
        }
        None => {
            step::say("no .deb: dpkg-deb is not here; the tarball is whole");
            None
        }
    };
    std::fs::remove_dir_all(&tree).with_context(|| format!("cannot remove `{}`", tree.display()))?;
    small(&tarball)?;
    made.iter().try_for_each(|deb| small(deb))?;
    Ok(made)
}

/// It runs without settings, reads all its rules with the smaller set of libraries it has, and writes a file that is packed JSON.
pub(super) fn check(places: &Places<'_>, exe: &Path) -> anyhow::Result<()> {
    step::run("the rules it carries", Command::new(exe).arg("rules"))?;
    let out = places.out.join("check.hfz");
    step::run("a look at this machine", Command::new(exe).args(["--once", "--out"]).arg(&out))?;
    let bytes = std::fs::read(&out).with_context(|| format!("cannot read `{}`", out.display()))?;
    let file: serde_json::Value = serde_json::from_reader(flate2::read::GzDecoder::new(&bytes[..]))
        .context("what the agent wrote is no packed JSON")?;
    ensure!(file["type"] == "device-facts", "the agent wrote a file of type {}", file["type"]);
    std::fs::remove_file(&out).with_context(|| format!("cannot remove `{}`", out.display()))
}

fn control(arch: &str) -> String {
    format!(
        "Package: holdfast-agent\nVersion: {VERSION}\nArchitecture: {arch}\nMaintainer: Holdfast <agent@holdfast.example>\n\
        Section: admin\nPriority: optional\nDepends: libc6 (>= 2.34), libgcc-s1\n\
        Description: says what this machine is to the hospital's portal\n \
        It reads and changes nothing, runs no program and opens no port.\n"
    )
}
