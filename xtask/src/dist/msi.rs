//! The agent as a Windows package, with the policy files beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::windows::{has, missing};
use super::{Places, VERSION, put};
use crate::step;

/// What may be given on the command line of msiexec, beside what the package needs itself.
const PROPERTIES: &str = "WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;SERVER;TOKEN;CAFILE";

/// The package, where wixl is; the program and the policy files everywhere.
pub(super) fn package(places: &Places<'_>, exe: &Path) -> anyhow::Result<Option<PathBuf>> {
    let from = places.root.join("dist/agent/windows");
    let policy = places.out.join("policy");
    put(&from.join("holdfast.admx"), &policy.join("holdfast.admx"), 0o644)?;
    put(&from.join("en-US/holdfast.adml"), &policy.join("en-US/holdfast.adml"), 0o644)?;
    let named = places.out.join("holdfast-agent.exe");
    put(exe, &named, 0o755)?;
    if !has("wixl") || !has("msibuild") {
        step::say(&format!("no MSI: {}", missing("wixl", "wixl msitools")));
        return Ok(None);
    }
    let msi = places.out.join(format!("holdfast-agent-{VERSION}-x64.msi"));
    let _ = std::fs::remove_file(&msi);
    // wixl finds files beside where it runs.
    let mut wixl = Command::new("wixl");
    wixl.current_dir(&places.out).args(["-a", "x64", "-D", &format!("Version={VERSION}")]);
    wixl.args(["-D", "Exe=holdfast-agent.exe", "-o"]).arg(&msi).arg(from.join("agent.wxs"));
    step::run("the MSI", &mut wixl)?;
    // wixl knows no `Secure`; without it the properties are lost when somebody without rights starts the setup.
    let query = format!("UPDATE Property SET Value='{PROPERTIES}' WHERE Property='SecureCustomProperties'");
    step::run("the MSI's properties", Command::new("msibuild").arg(&msi).args(["-q", &query]))?;
    Ok(Some(msi))
}
