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
    // The last service pack of Vista and Server 2008 has two builds that get one package; those before it get none of these.
    let build = if version.build == 6002 { 6003 } else { version.build };
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
    let months = kbs.iter().filter_map(|kb| knowledge.fixes.month_of_kb(build, *kb));
    let by_kb = months.filter(|month| holds_those_before(build, *month)).max();
    // Before Windows 10 the fourth part is often not that of the last package, so the list may prove more.
    let level = if build >= 10_240 && version.ubr.is_some() { by_build } else { by_build.max(by_kb) };
    let witness = witness.or(level.map(|_| Witness::UpdateList));
    Some(Evidence { version, side: side(os), ubr, level, kbs, witness })
}

/// Whether the update of a month holds those of the months before: always since Windows 10, and from October 2016 on before it.
///
/// Source: Microsoft, "Further simplifying servicing models for Windows 7 and Windows 8.1", August 15, 2016.
fn holds_those_before(build: u32, month: Month) -> bool {
    build >= 10_240 || (month.year(), month.month()) >= (2016, 10)
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
