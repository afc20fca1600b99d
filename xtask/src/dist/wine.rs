//! What was built for Windows, tried under Wine: made-up machines are told as they are, and the MSI installs, works and leaves nothing.
//!
//! Wine is not Windows: it writes no event log, and has no security centre, no BitLocker, no Windows Update. A log that Windows wrote is put
//! where Windows writes them, when one is at hand; what Wine cannot show stays to be tried there.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde_json::Value;

use super::windows::{has, missing};
use super::{Places, portal};
use crate::step;

/// Made-up machines, and what must be told of them.
const HOSTS: &[(&str, &str, &str, &str)] = &[
    ("windows-10-22h2-pro", "10.0.19045.6456", "Professional", "Zoom"),
    ("server-2012-r2", "6.3.9600.22824", "ServerStandard", "Microsoft SQL Server 2012 (64-bit)"),
    ("iot-ltsc-2021", "10.0.19044.6456", "IoTEnterpriseS", "CT Console 3.1"),
];
/// The agent looks, enrols and checks in within this.
const PATIENCE: Duration = Duration::from_secs(90);
/// A log of a machine that was attacked, in the data sets beside the checkout. Source: EVTX-ATTACK-SAMPLES.
const ATTACKED: &str =
    "../shared/data/evtx/evtx-attack-samples/AutomatedTestingTools/PanacheSysmon_vs_AtomicRedTeam01.evtx";

/// Everything that can be tried; without Wine it says so.
pub(super) fn check(places: &Places<'_>, exe: &Path, msi: &Option<PathBuf>) -> anyhow::Result<()> {
    if !has("wine") || !has("wineserver") {
        step::say(&format!("NOT TRIED UNDER WINE: {}", missing("wine", "wine64 wine")));
        return Ok(());
    }
    let base = places.kept.join("wine");
    if !base.join("system.reg").is_file() {
        step::run("Wine's folder", wine(&base, "wineboot").arg("-u"))?;
        step::run("Wine's folder at rest", wine(&base, "wineserver").arg("-w"))?;
    }
    let rules = Prefix::copy(&base, &places.kept.join("wine-rules"))?
        .output(&[&exe.display().to_string(), "rules"])?;
    step::say(&format!("under Wine: {}", rules.trim()));
    for host in HOSTS {
        told(places, &base, exe, host)?;
    }
    match msi {
        Some(msi) => installed(places, &base, msi),
        None => Ok(()),
    }
}

/// One machine: its registry is put in, the agent looks, and what it says is held against what it is.
fn told(places: &Places<'_>, base: &Path, exe: &Path, host: &(&str, &str, &str, &str)) -> anyhow::Result<()> {
    let (name, version, edition, program) = host;
    step::say(&format!("under Wine: {name}"));
    let fixture = places.root.join(format!("crates/holdfast-agent/fixtures/hosts/{name}.reg"));
    let prefix = Prefix::copy(base, &places.kept.join("wine-host"))?;
    let text =
        std::fs::read_to_string(&fixture).with_context(|| format!("cannot read `{}`", fixture.display()))?;
    // Lists of texts come out wrong from a file that is not UTF-16.
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let file = prefix.0.join("drive_c").join("host.reg");
    std::fs::write(&file, utf16).with_context(|| format!("cannot write `{}`", file.display()))?;
    prefix.run("reg import", &["reg", "import", r"C:\host.reg"])?;
    let shown = prefix.output(&[&exe.display().to_string(), "show"])?;
    let message: Value = serde_json::from_str(&shown).context("`show` prints no JSON")?;
    let facts = &message["news"]["full"]["facts"];
    let os = &facts["os"]["is"];
    ensure!(os["version"] == **version && os["edition"] == **edition, "{name} is told as {os}");
    let programs = facts["software"]["is"].as_array().map(Vec::as_slice).unwrap_or_default();
    ensure!(programs.iter().any(|p| p["name"] == **program), "{name}: {program} is not listed: {programs:?}");
    for fact in ["antivirus", "esu"] {
        ensure!(
            facts[fact].get("unknown").is_some(),
            "{name}: Wine has no {fact}, and it is told as {}",
            facts[fact]
        );
    }
    Ok(())
}

/// The package: installed with a portal's address, at work as a service, and taken off.
fn installed(places: &Places<'_>, base: &Path, msi: &Path) -> anyhow::Result<()> {
    step::say("under Wine: the MSI");
    let prefix = Prefix::copy(base, &places.kept.join("wine-msi"))?;
    let portal = portal::Portal::open()?;
    let attacked = places.root.join(ATTACKED);
    let has_log = attacked.is_file();
    if has_log {
        let logs = prefix.0.join("drive_c/windows/system32/winevt/Logs");
        std::fs::create_dir_all(&logs).with_context(|| format!("cannot make `{}`", logs.display()))?;
        std::fs::copy(&attacked, logs.join("Sysmon.evtx")).context("cannot copy a log")?;
    }
    let package = format!("Z:{}", msi.display().to_string().replace('/', "\\"));
    let server = format!("SERVER={}", portal.address());
    prefix.run("msiexec /i", &["msiexec", "/i", &package, "/qn", &server, "TOKEN=HF-CHECK"])?;
    ensure!(
        portal.waits_for("check-in full", PATIENCE),
        "no check-in came; the portal saw {:?}",
        portal.seen()
    );
    ensure!(
        !has_log || portal.waits_for("check-in found", PATIENCE),
        "nothing of the event log came; the portal saw {:?}",
        portal.seen()
    );
    let state = prefix.output(&["sc", "query", "HoldfastAgent"])?;
    ensure!(state.contains("RUNNING"), "the service does not run:\n{state}");
    prefix.run("msiexec /x", &["msiexec", "/x", &package, "/qn"])?;
    ensure!(
        portal.waits_for("check-in goodbye", PATIENCE),
        "no goodbye came; the portal saw {:?}",
        portal.seen()
    );
    let left = prefix.left_behind("holdfast")?;
    ensure!(left.is_empty(), "taking it off left {left:?}");
    for key in [r"HKLM\SOFTWARE\Holdfast\Agent", r"HKLM\SYSTEM\CurrentControlSet\Services\HoldfastAgent"] {
        ensure!(prefix.run("reg query", &["reg", "query", key]).is_err(), "taking it off left {key}");
    }
    let of_logs = if has_log { "told of an event log" } else { "(NO EVENT LOG IS AT HAND)" };
    step::say(&format!(
        "    installed, enrolled, checked in, {of_logs}, ran as a service, said goodbye, left nothing"
    ));
    Ok(())
}

/// A copy of Wine's folder, removed when it is done with.
struct Prefix(PathBuf);

impl Prefix {
    fn copy(base: &Path, to: &Path) -> anyhow::Result<Self> {
        let _ = std::fs::remove_dir_all(to);
        let done = Command::new("cp").arg("-a").arg(base).arg(to).status().context("cannot start cp")?;
        ensure!(done.success(), "cannot copy `{}` to `{}`", base.display(), to.display());
        let prefix = Self(to.to_path_buf());
        // Services run on between two commands.
        let done = wine(to, "wineserver").arg("-p").status().context("cannot start wineserver")?;
        ensure!(done.success(), "wineserver does not start");
        Ok(prefix)
    }

    fn run(&self, what: &str, words: &[&str]) -> anyhow::Result<()> {
        let done =
            wine(&self.0, "wine").args(words).output().with_context(|| format!("cannot start {what}"))?;
        match done.status.success() {
            true => Ok(()),
            false => bail!("{what} failed ({}): {}", done.status, String::from_utf8_lossy(&done.stdout)),
        }
    }

    fn output(&self, words: &[&str]) -> anyhow::Result<String> {
        let done = wine(&self.0, "wine").args(words).output().context("cannot start wine")?;
        ensure!(done.status.success(), "{words:?} failed ({})", done.status);
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    /// Names below the disk that hold a word.
    fn left_behind(&self, word: &str) -> anyhow::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        let mut folders = vec![self.0.join("drive_c")];
        while let Some(folder) = folders.pop() {
            let entries =
                std::fs::read_dir(&folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
            for entry in entries.flatten() {
                if entry.file_name().to_string_lossy().to_lowercase().contains(word) {
                    found.push(entry.path());
                } else if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    folders.push(entry.path());
                }
            }
        }
        Ok(found)
    }
}

impl Drop for Prefix {
    fn drop(&mut self) {
        // Ends what runs in this folder, and nothing else.
        let _ = wine(&self.0, "wineserver").arg("-k").status();
        let _ = wine(&self.0, "wineserver").arg("-w").status();
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn wine(prefix: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("WINEPREFIX", prefix).env("WINEARCH", "win64").env("WINEDEBUG", "-all").env("DISPLAY", "");
    command.stderr(std::process::Stdio::null());
    command
}
