//! What a machine is and has, as a collector saw it. Each part is known, or not known and why.
//!
//! Keys of [`DeviceFacts`] are the parts that a message can leave out when they did not change. Times are UTC.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Known;

/// Everything a collector saw of one machine.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceFacts {
    /// Which machine it is.
    pub identity: Identity,
    /// Its operating system.
    pub os: Known<Os>,
    /// When it was last started.
    pub booted_at: Known<Timestamp>,
    /// What it is for, by its kind of system.
    pub role: Known<Role>,
    /// Updates it lists as installed.
    pub updates: Known<Vec<InstalledUpdate>>,
    /// Whether it waits to be restarted.
    pub pending_reboot: Known<bool>,
    /// What the program that updates it says.
    pub update_client: Known<UpdateClient>,
    /// Licences for extended security updates.
    pub esu: Known<Vec<EsuLicence>>,
    /// Its disks, and whether what is on them is encrypted.
    pub volumes: Known<Vec<Volume>>,
    /// Programs against malware.
    pub antivirus: Known<Vec<Antivirus>>,
    /// Its firewall, by profile.
    pub firewall: Known<Vec<FirewallProfile>>,
    /// Who may administer it.
    pub admins: Known<Vec<Admin>>,
    /// Whether the local administrator's password is made and kept by a service (LAPS).
    pub laps: Known<Laps>,
    /// Remote Desktop.
    pub remote_desktop: Known<RemoteDesktop>,
    /// Whether it speaks version 1 of SMB as a server.
    pub smb1: Known<bool>,
    /// Whether it answers name questions of anybody on the network (LLMNR).
    pub llmnr: Known<bool>,
    /// Folders it shares.
    pub shares: Known<Vec<Share>>,
    /// Services that run or start by themselves.
    pub services: Known<Vec<Service>>,
    /// Ports on which it listens for others.
    pub listening: Known<Vec<Listening>>,
    /// Programs installed.
    pub software: Known<Vec<Software>>,
    /// Signs that backups are made. They prove no backup.
    pub backups: Known<Vec<BackupSign>>,
    /// The machine itself.
    pub hardware: Hardware,
    /// The secure shell server of a Linux machine.
    pub sshd: Known<Sshd>,
}

/// Which machine it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Its name on the network, without a domain.
    pub name: String,
    /// The domain or workgroup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Whether it belongs to a domain.
    pub is_joined: Known<bool>,
    /// The maker's serial number, unless it is a filler such as `To be filled by O.E.M.`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// The UUID of its SMBIOS, in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware_uuid: Option<String>,
    /// The id its operating system gave itself when it was set up; copies of a disk share it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine_id: Option<String>,
    /// Hardware addresses of its network cards, like `00:1a:2b:3c:4d:5e`, sorted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub macs: Vec<String>,
}

/// Windows or something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OsFamily {
    /// Microsoft Windows.
    Windows,
    /// A Linux distribution.
    Linux,
    /// Apple macOS.
    Macos,
    /// Anything else: a phone, an appliance, a printer.
    #[default]
    Other,
}

/// An operating system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Os {
    /// Its family.
    pub family: OsFamily,
    /// Its name as it says it, like `Windows 10 Pro` or `Debian GNU/Linux`.
    pub name: String,
    /// The edition by Windows' own id, like `Professional`, `EnterpriseS` or `IoTEnterpriseS`; empty when it does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub edition: String,
    /// The release as people say it, like `22H2`, `1809` or `12`; empty when it does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub release: String,
    /// Windows: all four parts, like `10.0.19045.6456`; the fourth is left out when it is not known. Others: the kernel.
    pub version: String,
    /// The service pack, for systems that have such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_pack: Option<u8>,
    /// `x64`, `x86`, `arm64`, or as the machine says; empty when it does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub arch: String,
    /// When it was set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installed_on: Option<Date>,
    /// Linux: the distribution's id of os-release, like `debian`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub distribution: String,
}

/// What a machine is for, by its kind of system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// For a person.
    Workstation,
    /// For other machines.
    Server,
    /// Keeps a domain's accounts.
    DomainController,
}

/// An update the machine lists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InstalledUpdate {
    /// Like `KB5066791`.
    pub id: String,
    /// The day it says; lists of Windows hold odd ones, which are left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// What the program that updates a machine says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UpdateClient {
    /// Whom it asks: `microsoft`, an address of the hospital's own server, `apt`, `dnf`.
    pub asks: String,
    /// When it last looked and got an answer.
    pub looked_at: Known<Timestamp>,
    /// When it last installed something.
    pub installed_at: Known<Timestamp>,
    /// What it would install now.
    pub waiting: Known<Vec<WaitingUpdate>>,
    /// Whether it installs by itself.
    pub is_automatic: Known<bool>,
}

/// An update that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WaitingUpdate {
    /// As the machine calls it.
    pub title: String,
    /// Its KB numbers, like `KB5120249`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kbs: Vec<String>,
    /// Whether it mends security.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_security: bool,
}

/// A licence for a year of extended security updates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EsuLicence {
    /// Windows' id of it.
    pub activation_id: String,
    /// Whether Windows takes it as good. A licence is no update: see the build.
    pub is_licensed: bool,
}

/// A disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// `C:` or a mount point.
    pub name: String,
    /// Whether the system starts from it.
    #[serde(default)]
    pub is_system: bool,
    /// Whether everything on it is encrypted and the key is not lying open.
    pub is_encrypted: Known<bool>,
    /// Bytes in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_bytes: Option<u64>,
}

/// A program against malware.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Antivirus {
    /// Its name.
    pub name: String,
    /// Whether it watches now.
    pub is_on: Known<bool>,
    /// When what it knows was made.
    pub signatures_at: Known<Timestamp>,
}

/// One profile of a firewall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirewallProfile {
    /// `domain`, `private`, `public`, or the tool's name on Linux.
    pub name: String,
    /// Whether it is on.
    pub is_on: bool,
}

/// Somebody who may administer the machine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Admin {
    /// Windows: the security id. Linux: the user id.
    pub id: String,
    /// The name, with its domain when it has one; empty when the id leads nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whether it is a group, whose members this list does not show.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_group: bool,
}

/// Whether a service makes and keeps the local administrator's password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Laps {
    /// None does.
    Off,
    /// The one that had to be installed.
    Legacy,
    /// The one that comes with Windows since 2023.
    Windows,
}

/// Remote Desktop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemoteDesktop {
    /// Whether it takes connections.
    pub is_on: bool,
    /// Whether whoever connects has to sign in first (NLA).
    pub asks_first: Known<bool>,
    /// Its port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

/// A shared folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Share {
    /// Its name.
    pub name: String,
    /// The folder.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Service {
    /// Its short name.
    pub name: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Whether it starts by itself.
    #[serde(default)]
    pub is_automatic: bool,
    /// Whether it runs.
    #[serde(default)]
    pub is_running: bool,
}

/// A port that listens. Those only the machine itself can reach are left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listening {
    /// `tcp` or `udp`.
    pub protocol: String,
    /// The port.
    pub port: u16,
    /// Which program, when that may be known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub program: String,
}

/// A program installed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(default)]
pub struct Software {
    /// Its name as the machine lists it.
    pub name: String,
    /// Its version as the machine lists it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Who made it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
}

/// A sign that backups are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupSign {
    /// Which program.
    pub product: String,
    /// When it last said that it was done.
    pub done_at: Known<Timestamp>,
}

/// The machine itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hardware {
    /// Who made it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub maker: String,
    /// The model.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// The processor as it names itself.
    pub cpu: Known<String>,
    /// Cores.
    pub n_cores: Known<u32>,
    /// Bytes of memory.
    pub memory_bytes: Known<u64>,
    /// Bytes of the disk the system starts from.
    pub system_disk_bytes: Known<u64>,
    /// Whether it starts by UEFI; no is the older BIOS.
    pub is_uefi: Known<bool>,
    /// Whether Secure Boot is on.
    pub secure_boot: Known<bool>,
    /// Its security chip: the version like `2.0`, or `none`.
    pub tpm: Known<String>,
    /// Whether it is a virtual machine.
    pub is_virtual: Known<bool>,
}

/// The secure shell server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sshd {
    /// Whether it runs or starts by itself.
    pub is_on: bool,
    /// Whether a password is enough to sign in.
    pub takes_passwords: Known<bool>,
    /// Whether `root` may sign in.
    pub lets_root_in: Known<bool>,
}
