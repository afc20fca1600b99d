//! Windows: the key is sealed for this machine, settings may come by policy, facts come from registry, WMI and calls that only ask.
//!
//! Calls into the system stand in the rooms below, one kind a room; nothing else of the agent is `unsafe`.

mod com;
mod folder;
mod members;
mod ports;
mod registry;
mod seal;
mod update_agent;
mod version;
mod wmi_rows;

use std::path::PathBuf;

use holdfast_wire::device::{DeviceFacts, Identity, Known, Os};
use winreg::RegKey;
use winreg::enums::{HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY};

use crate::collect::Collector;
use crate::collect::places::windows::EVENT_LOGS;
use crate::collect::windows::{Machine, collect, who};

pub(crate) use folder::make_private_folder;
pub(crate) use seal::{sealed, unsealed};

/// Settings an administrator gives by group policy, then those the installer wrote.
const SETTINGS: [&str; 2] = [r"SOFTWARE\Policies\Holdfast\Agent", r"SOFTWARE\Holdfast\Agent"];

/// Where state is kept unless told otherwise.
pub(crate) fn state_folder() -> PathBuf {
    program_data().join("State")
}

/// Where settings lie unless told otherwise.
pub(crate) fn config_file() -> PathBuf {
    program_data().join("agent.conf")
}

fn program_data() -> PathBuf {
    folder::program_data().join("Holdfast").join("Agent")
}

/// Removes the last message of the service and the folders above the state, unless something of others lies in them.
pub(crate) fn remove_own_folders() {
    let ours = program_data();
    let _ = std::fs::remove_file(ours.join("last-message.txt"));
    let _ = std::fs::remove_dir(&ours);
    let _ = ours.parent().map(std::fs::remove_dir);
}

/// Where Windows writes its event logs.
pub(crate) fn log_folder() -> Option<PathBuf> {
    let (below, _) = EVENT_LOGS.path().strip_prefix(r"%SystemRoot%\")?.rsplit_once('\\')?;
    Some(folder::windows().join(below))
}

/// Looks at this machine.
pub(crate) fn collector() -> Box<dyn Collector> {
    Box::new(ThisMachine)
}

/// A setting an administrator or the installer left in the registry.
pub(crate) fn policy(name: &str) -> Option<String> {
    SETTINGS.iter().find_map(|key| {
        let key = RegKey::predef(HKEY_LOCAL_MACHINE)
            .open_subkey_with_flags(key, KEY_READ | KEY_WOW64_64KEY)
            .ok()?;
        key.get_value::<String, _>(name).ok().filter(|text| !text.trim().is_empty())
    })
}

struct ThisMachine;

impl ThisMachine {
    fn asked<T>(f: impl FnOnce(&Machine<'_>) -> T) -> T {
        let (registry, wmi, calls) = (registry::Local, wmi_rows::Local::default(), version::Local);
        f(&Machine { registry: &registry, wmi: &wmi, calls: &calls })
    }
}

impl Collector for ThisMachine {
    fn collect(&self) -> DeviceFacts {
        Self::asked(collect)
    }

    fn who(&self) -> (Identity, Known<Os>) {
        Self::asked(who)
    }
}
