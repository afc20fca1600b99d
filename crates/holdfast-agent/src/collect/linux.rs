//! A Linux system to facts, by files alone: no program is run, no socket opened, no bus asked.

mod disks;
mod files;
mod hardware;
mod identity;
mod network;
mod os;
mod packages;
mod people;
mod reboot;
mod sockets;
mod sshd;
mod units;
mod updates;

use holdfast_wire::device::{DeviceFacts, Known, Why};

pub use files::Files;

use super::seen::known;

/// Everything that is to be seen below a root.
pub fn collect(files: &Files) -> DeviceFacts {
    DeviceFacts {
        identity: identity::identity(files),
        os: known(os::os(files)),
        booted_at: known(os::booted_at(files)),
        role: known(hardware::role(files)),
        updates: windows_only("updates are packages, listed as software"),
        pending_reboot: known(reboot::pending_reboot(files)),
        update_client: known(updates::update_client(files)),
        esu: windows_only("licences of Windows"),
        volumes: known(disks::volumes(files)),
        antivirus: windows_only("no place on Linux tells of all such programs; see software and services"),
        firewall: known(network::firewall(files)),
        admins: known(people::admins(files)),
        laps: windows_only("a service of Windows"),
        remote_desktop: windows_only("a service of Windows"),
        smb1: known(network::smb1(files)),
        llmnr: windows_only("settings of name services are not read on Linux"),
        shares: known(network::shares(files)),
        services: known(units::services(files)),
        listening: known(sockets::listening(files)),
        software: known(packages::software(files)),
        backups: windows_only("no place on Linux tells of all backup programs; see software and services"),
        hardware: hardware::hardware(files),
        sshd: known(sshd::sshd(files)),
    }
}

/// The names of the machine and its system alone, for enrolment.
pub fn who(files: &Files) -> (holdfast_wire::device::Identity, Known<holdfast_wire::device::Os>) {
    (identity::identity(files), known(os::os(files)))
}

fn windows_only<T>(why: &str) -> Known<T> {
    Known::unknown(Why::NotAsked, why)
}
