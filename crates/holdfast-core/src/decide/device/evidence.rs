//! How far a Windows machine's updates reach, by its build or by the list of what is installed.

use holdfast_wire::device::{DeviceFacts, Known, Os};

use super::{Knowledge, Made, WindowsVersion, Witness, made_for, windows_version};
use crate::model::{Month, Sides};

/// What a machine's words prove.
#[derive(Clone, Debug)]
pub(super) struct Evidence {
    pub(super) version: WindowsVersion,
    pub(super) side: Sides,
    /// The fourth part, said or proven by an update; then it may be higher.
    pub(super) ubr: Option<u32>,
    /// The month whose fixes it has whole.
    pub(super) level: Option<Month>,
    pub(super) kbs: Vec<u32>,
    pub(super) witness: Option<Witness>,
}

/// Reads a machine's words; `None` when it is no Windows that says its build.
pub(super) fn evidence(knowledge: &Knowledge<'_>, os: &Os, facts: &DeviceFacts) -> Option<Evidence> {
    let version = windows_version(os)?;
    // Service packs of Server 2008 are three builds that get one package.
    let build = if version.kernel == (6, 0) { 6003 } else { version.build };
    let version = WindowsVersion { build, ..version };
    let kbs: Vec<u32> = match &facts.updates {
        Known::Is(updates) => updates.iter().filter_map(|u| kb_of(&u.id)).collect(),
        Known::Unknown(_) => Vec::new(),
    };
    let by_list = kbs.iter().filter_map(|kb| knowledge.builds.ubr_of_kb(build, *kb)).max();
    let (ubr, witness) = match (version.ubr, by_list) {
        (Some(ubr), _) => (Some(ubr), Some(Witness::Build)),
        (None, Some(ubr)) => (Some(ubr), Some(Witness::UpdateList)),
        (None, None) => (None, None),
    };
    let by_build = ubr.and_then(|ubr| knowledge.builds.level(build, ubr));
    let by_kb = || kbs.iter().filter_map(|kb| knowledge.fixes.month_of_kb(build, *kb)).max();
    // Before Windows 10 the fourth part is often not that of the last package, so the list may prove more.
    let level = if build >= 10_240 && version.ubr.is_some() { by_build } else { by_build.max(by_kb()) };
    let witness = witness.or(level.map(|_| Witness::UpdateList));
    Some(Evidence { version, side: side(os), ubr, level, kbs, witness })
}

/// Which machines of a version it is one of.
fn side(os: &Os) -> Sides {
    let arch = os.arch.to_ascii_lowercase();
    match made_for(os) {
        Made::Server => Sides::SERVER,
        _ if arch.contains("arm") => Sides::ARM64,
        _ if arch == "x86" || arch.contains("86-based") || arch.contains("32") => Sides::X86,
        // Not said: nearly all are, and the packages of the others close the same.
        _ => Sides::X64,
    }
}

fn kb_of(id: &str) -> Option<u32> {
    let id = id.trim();
    let digits = id.get(..2).filter(|mark| mark.eq_ignore_ascii_case("kb")).map_or(id, |_| &id[2..]);
    digits.parse().ok().filter(|kb| *kb >= 10_000)
}
