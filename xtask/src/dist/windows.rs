//! The agent for Windows, built on Debian: the standard library's source of the very same compiler, built once and kept.
//!
//! Where that source is not to be had any more, Debian's own packaged compiler is taken with its source. Where neither is, it says so.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use super::Places;
use crate::cargo::cargo;
use crate::{setting, setup, step};

/// It imports old system libraries alone, so it starts on Windows Server 2012 R2 too.
pub(super) const TARGET: &str = "x86_64-win7-windows-gnu";
/// The linker, which is also the compiler of C.
const GCC: &str = "x86_64-w64-mingw32-gcc";
const AR: &str = "x86_64-w64-mingw32-ar";
/// Ends with this when Debian has no such source.
const NOT_TO_BE_HAD: i32 = 3;

/// What came of it.
pub(super) enum Outcome {
    /// The program.
    Built(PathBuf),
    /// Why there is none.
    Not(String),
}

/// Builds it where that can be done. An error is one of our own code; what is not to be had is told.
pub(super) fn build(places: &Places<'_>) -> anyhow::Result<Outcome> {
    if setup::on_path(GCC, &setting::search_path()).is_none() {
        return Ok(Outcome::Not(format!(
            "{GCC} is not here; on Debian: apt-get install gcc-mingw-w64-x86-64-win32"
        )));
    }
    std::fs::create_dir_all(&places.kept)
        .with_context(|| format!("cannot make `{}`", places.kept.display()))?;
    let toolchain = match toolchain(places)? {
        Ok(toolchain) => toolchain,
        Err(why) => return Ok(Outcome::Not(why)),
    };
    let mut build = cargo(places.root);
    toolchain.prepare(&mut build)?;
    build.args(["build", "--package", "holdfast-agent", "--profile", "agent", "--target", TARGET]);
    // Apart from other compiled files: cargo does not see that the standard library is another one.
    let target = places.kept.join("target");
    step::run("the agent for Windows", build.env("CARGO_TARGET_DIR", &target))?;
    Ok(Outcome::Built(target.join(TARGET).join("agent").join("holdfast-agent.exe")))
}

/// A compiler that can build for Windows.
struct Toolchain {
    /// Its programs.
    bin: PathBuf,
    /// Its libraries, when they lie apart.
    lib: Option<PathBuf>,
    /// Whether the standard library is built with each program.
    builds_std: bool,
}

impl Toolchain {
    fn prepare(&self, build: &mut Command) -> anyhow::Result<()> {
        let path = std::iter::once(self.bin.clone()).chain(setting::search_path());
        build.env("PATH", std::env::join_paths(path).context("a folder of PATH has a colon")?);
        build.env("RUSTC", self.bin.join("rustc"));
        // Otherwise the host's own compiler is taken for the C of `ring`.
        build.env("CC_x86_64_win7_windows_gnu", GCC).env("AR_x86_64_win7_windows_gnu", AR);
        // With the folder that rustup names, the compiler would load the parts of the installed one, and look for libraries beside those.
        match &self.lib {
            Some(lib) => build.env("LD_LIBRARY_PATH", lib),
            None => build.env_remove("LD_LIBRARY_PATH"),
        };
        if self.builds_std {
            build.env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=std,panic_abort");
        }
        Ok(())
    }
}

/// The toolchain kept from before, or one of the two ways to one, or why there is none.
fn toolchain(places: &Places<'_>) -> anyhow::Result<Result<Toolchain, String>> {
    let own = places.kept.join("own");
    let ready = own.join("ready");
    let rustc = output(Command::new("rustc").arg("-V")).context("`rustc -V` does not run")?;
    let is_ready = std::fs::read_to_string(&ready).is_ok_and(|made_for| made_for == rustc);
    let kept = || Toolchain { bin: own.join("tc/bin"), lib: None, builds_std: false };
    if is_ready {
        return Ok(Ok(kept()));
    }
    let script = places.root.join("dist/agent/windows/std-from-source.sh");
    step::say("the standard library for Windows, from Debian's source of this compiler");
    let done =
        Command::new("bash").arg(&script).arg(&own).arg(TARGET).status().context("cannot start bash")?;
    if done.success() {
        std::fs::write(&ready, rustc).with_context(|| format!("cannot write `{}`", ready.display()))?;
        return Ok(Ok(kept()));
    }
    let first = match done.code() {
        Some(NOT_TO_BE_HAD) => "Debian has no source of this compiler any more".to_owned(),
        other => format!("the standard library did not come to be ({other:?})"),
    };
    step::say(&format!("{first}; trying Debian's own compiler and its source"));
    let debian = places.kept.join("debian");
    let script = places.root.join("dist/agent/windows/debian-compiler.sh");
    let done = Command::new("bash").arg(&script).arg(&debian).status().context("cannot start bash")?;
    if !done.success() {
        return Ok(Err(format!("{first}, and neither is there another compiler with its source")));
    }
    let (bin, lib) = (debian.join("usr/bin"), debian.join("usr/lib/x86_64-linux-gnu"));
    // An older Debian has an older compiler.
    let targets =
        output(Command::new(bin.join("rustc")).args(["--print", "target-list"]).env("LD_LIBRARY_PATH", &lib));
    Ok(match targets.is_some_and(|list| list.lines().any(|line| line == TARGET)) {
        true => Ok(Toolchain { bin, lib: Some(lib), builds_std: true }),
        false => Err(format!("{first}, and Debian's own compiler does not build for {TARGET}")),
    })
}

/// What a program prints, or nothing.
pub(super) fn output(command: &mut Command) -> Option<String> {
    let done = command.output().ok().filter(|done| done.status.success())?;
    String::from_utf8(done.stdout).ok()
}

/// Whether a program is there.
pub(super) fn has(program: &str) -> bool {
    setup::on_path(program, &setting::search_path()).is_some()
}

/// Says what is missing, with what brings it on Debian.
pub(super) fn missing(program: &str, package: &str) -> String {
    format!("{program} is not here; on Debian: apt-get install {package}")
}
