//! `cargo xtask dist`: the agent as packages, in `target/dist/`: .deb, tarball, and an MSI with its policy files.
//!
//! Windows is built where that can be done, and the run says plainly when it was not. With `--check`, what was built is
//! installed, run and taken off again: the .deb in a folder, the MSI under Wine. Nothing is signed and nothing is sent anywhere.

mod deb;
mod linux;
mod msi;
mod portal;
mod windows;
mod wine;

use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::{setting, setup, step};

/// What `cargo xtask dist` takes.
#[derive(Debug, clap::Args)]
pub struct DistArgs {
    /// Install, run and take off what was built: the .deb in a folder, the MSI under Wine. What that needs is installed on Debian
    #[arg(long)]
    check: bool,
    /// Leave Windows out
    #[arg(long)]
    no_windows: bool,
}

/// Where things come from and go to.
struct Places<'r> {
    root: &'r Path,
    /// Compiled files.
    target: PathBuf,
    /// Packages.
    out: PathBuf,
    /// What lasts from run to run: the toolchain for Windows, and Wine's folder.
    kept: PathBuf,
}

/// The agent's version, as packages carry it.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A program or package that is larger does not go out. Source: the agent's promise of a small download, docs/agent.md.
const MOST_BYTES: u64 = 4_000_000;

/// Makes packages; the first failing step ends it, but for Windows where it cannot be built.
pub fn run(root: &Path, args: &DistArgs) -> anyhow::Result<()> {
    let target = setting::target_dir().map_or_else(|| root.join("target"), |dir| root.join(dir));
    let places = Places { root, out: target.join("dist"), kept: target.join("windows"), target };
    std::fs::create_dir_all(&places.out)
        .with_context(|| format!("cannot make `{}`", places.out.display()))?;
    if args.check && !args.no_windows {
        // What cannot be had is said further down, by what needs it.
        let needs = [&setup::MINGW, &setup::WIXL, &setup::MSIBUILD, &setup::WINE];
        if let Err(why) = setup::provide_where_possible(&needs) {
            step::say(&format!("{why:#}"));
        }
    }
    let linux = linux::build(&places)?;
    small(&linux)?;
    let deb = linux::packages(&places, &linux)?;
    linux::check(&places, &linux)?;
    if let (true, Some(deb)) = (args.check, &deb) {
        deb::check(&places, deb)?;
    }
    if args.no_windows {
        step::say("Windows: left out, as asked");
        return Ok(());
    }
    match windows::build(&places)? {
        windows::Outcome::Built(exe) => {
            small(&exe)?;
            let msi = msi::package(&places, &exe)?;
            msi.iter().try_for_each(|msi| small(msi))?;
            if args.check {
                wine::check(&places, &exe, &msi)?;
            }
            step::say(&format!("packages for Linux and Windows are in {}", places.out.display()));
        }
        windows::Outcome::Not(why) => {
            step::say(&format!("WINDOWS WAS NOT BUILT: {why}"));
            step::say(&format!("packages for Linux are in {}", places.out.display()));
        }
    }
    Ok(())
}

/// Says how large a program or package is; one that is too large is an error.
fn small(path: &Path) -> anyhow::Result<()> {
    let about = std::fs::metadata(path).with_context(|| format!("cannot look at `{}`", path.display()))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    anyhow::ensure!(
        about.len() <= MOST_BYTES,
        "{name} has {} bytes; it may have {MOST_BYTES} at most",
        about.len()
    );
    eprintln!("    {name}: {:.1} MB", about.len() as f64 / 1e6);
    Ok(())
}

/// Puts one file beside others, with the rights it has there.
fn put(from: &Path, to: &Path, mode: u32) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if let Some(folder) = to.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    }
    std::fs::copy(from, to)
        .with_context(|| format!("cannot copy `{}` to `{}`", from.display(), to.display()))?;
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(mode))
        .with_context(|| format!("cannot set the rights of `{}`", to.display()))
}

/// A folder that is empty and there.
fn empty_folder(path: &Path) -> anyhow::Result<()> {
    if path.exists() {
        std::fs::remove_dir_all(path).with_context(|| format!("cannot empty `{}`", path.display()))?;
    }
    std::fs::create_dir_all(path).with_context(|| format!("cannot make `{}`", path.display()))
}
