//! Every place the agent reads, in two tables. `docs/what-the-agent-reads.md` shows the same, and a test holds them together.
//!
//! Readers take a [`Place`] and nothing else, and only this room makes them.

use super::place::{Kind, Place};

macro_rules! places {
    ($($name:ident: $kind:ident $path:literal [$what:literal] $why:literal;)*) => {
        $(#[doc = $why] pub const $name: Place = Place::new(Kind::$kind, $path, $what, $why);)*
        /// All of them, in the order of the document.
        pub const ALL: &[Place] = &[$($name),*];
    };
}

/// The rows of a system, as the document shows them.
pub fn document(system: &str) -> String {
    let head = "| kind | place | values | what for |\n|---|---|---|---|";
    let places = match system {
        "Windows" => windows::ALL,
        _ => linux::ALL,
    };
    let rows: Vec<String> = places.iter().map(Place::row).collect();
    format!("{head}\n{}", rows.join("\n"))
}

/// Places of a Linux system.
pub mod linux {
    use super::{Kind, Place};

    places! {
        OS_RELEASE: File "/etc/os-release" [""] "name and release of the system";
        OS_RELEASE_OF_VENDOR: File "/usr/lib/os-release" [""] "the same, where the first is not there";
        KERNEL_RELEASE: File "/proc/sys/kernel/osrelease" [""] "the kernel that runs";
        HOST_NAME: File "/proc/sys/kernel/hostname" [""] "the machine's name";
        MACHINE_ID: File "/etc/machine-id" [""] "the id the system gave itself";
        STAT: File "/proc/stat" [""] "when it was started (`btime`)";
        DPKG_STATUS: File "/var/lib/dpkg/status" [""] "installed packages: name, version, status";
        RPM_SQLITE: Mark "/var/lib/rpm/rpmdb.sqlite" [""] "whether packages are kept by rpm";
        RPM_SQLITE_NEW: Mark "/usr/lib/sysimage/rpm/rpmdb.sqlite" [""] "the same on newer systems";
        RPM_BERKELEY: Mark "/var/lib/rpm/Packages" [""] "the same on older systems";
        REBOOT_REQUIRED: Mark "/run/reboot-required" [""] "whether an update waits for a restart";
        REBOOT_REQUIRED_OLD: Mark "/var/run/reboot-required" [""] "the same on older systems";
        KERNEL_LINK: Mark "/vmlinuz" [""] "the kernel that is started next";
        KERNEL_LINK_IN_BOOT: Mark "/boot/vmlinuz" [""] "the same on other systems";
        APT_CONFIG: Mark "/etc/apt" [""] "whether apt updates the machine";
        APT_CONFIG_FILE: File "/etc/apt/apt.conf" [""] "whether apt installs by itself";
        APT_CONFIG_PARTS: Folder "/etc/apt/apt.conf.d" [""] "its other settings";
        APT_CONFIG_PART: File "/etc/apt/apt.conf.d/*" [""] "its other settings";
        APT_LOOKED: Mark "/var/lib/apt/periodic/update-success-stamp" [""] "when apt last got an answer";
        APT_LOOKED_BY_TIMER: Mark "/var/lib/apt/periodic/update-stamp" [""] "when apt last looked";
        APT_HISTORY: Mark "/var/log/apt/history.log" [""] "when apt last changed something";
        DNF_CONFIG: Mark "/etc/dnf" [""] "whether dnf updates the machine";
        DNF_AUTOMATIC: File "/etc/dnf/automatic.conf" [""] "whether dnf installs by itself";
        DNF_LOOKED: Mark "/var/cache/dnf/last_makecache" [""] "when dnf last looked";
        DNF_HISTORY: Mark "/var/lib/dnf/history.sqlite" [""] "when dnf last changed something";
        UNITS_OF_ADMIN: Folder "/etc/systemd/system" [""] "which services start by themselves";
        UNITS_WANTED: Folder "/etc/systemd/system/*" [""] "which services start by themselves";
        UNIT_OF_ADMIN: File "/etc/systemd/system/*" [""] "what a service is called";
        UNIT_OF_VENDOR: File "/usr/lib/systemd/system/*" [""] "what a service is called";
        UNIT_OF_VENDOR_OLD: File "/lib/systemd/system/*" [""] "what a service is called";
        CONTROL_GROUPS: Folder "/sys/fs/cgroup/system.slice" [""] "which services run";
        SSHD_CONFIG: File "/etc/ssh/sshd_config" [""] "whom the secure shell server lets in by what";
        SSH_FOLDER: Folder "/etc/ssh" [""] "files that sshd_config includes, found by pattern";
        SSHD_INCLUDED: File "/etc/ssh/*" [""] "files that sshd_config includes; no other is opened";
        SSHD_INCLUDED_FOLDER: Folder "/etc/ssh/*" [""] "files that sshd_config includes, found by pattern";
        SSHD_INCLUDED_BELOW: File "/etc/ssh/*/*" [""] "files that sshd_config includes; no other is opened";
        TCP: File "/proc/net/tcp" [""] "ports that listen";
        TCP6: File "/proc/net/tcp6" [""] "ports that listen";
        UDP: File "/proc/net/udp" [""] "ports that listen";
        UDP6: File "/proc/net/udp6" [""] "ports that listen";
        PROCESSES: Folder "/proc" [""] "which program listens";
        HANDLES: Folder "/proc/*/fd" [""] "which program listens";
        HANDLE: Mark "/proc/*/fd/*" [""] "which program listens: where the link leads, never what is behind it";
        PROCESS_NAME: File "/proc/*/comm" [""] "the name of a program that listens";
        PASSWD: File "/etc/passwd" [""] "names and ids of users";
        GROUP: File "/etc/group" [""] "who is in the groups that may administer";
        SMB_CONF: File "/etc/samba/smb.conf" [""] "folders shared by Samba, and its oldest protocol";
        UFW_CONF: File "/etc/ufw/ufw.conf" [""] "whether this firewall is on";
        FIREWALLD: Mark "/etc/firewalld" [""] "whether this firewall is set up";
        NFTABLES: Mark "/etc/nftables.conf" [""] "whether this firewall is set up";
        MOUNTS: File "/proc/self/mountinfo" [""] "which disks are mounted where";
        DEVICE_BY_NUMBER: Mark "/sys/dev/block/*" [""] "the kernel's name of a disk";
        DEVICE_LINK: Mark "/sys/class/block/*" [""] "which disk a part belongs to";
        DEVICE_SIZE: File "/sys/class/block/*/size" [""] "how large a disk is";
        DEVICES_BELOW: Folder "/sys/class/block/*/slaves" [""] "what a disk lies on";
        DEVICE_MAPPER_UUID: File "/sys/class/block/*/dm/uuid" [""] "whether it is encrypted";
        CPUINFO: File "/proc/cpuinfo" [""] "the processor, its cores, and whether the machine is virtual";
        MEMINFO: File "/proc/meminfo" [""] "memory";
        DMI_MAKER: File "/sys/class/dmi/id/sys_vendor" [""] "who made the machine";
        DMI_MODEL: File "/sys/class/dmi/id/product_name" [""] "its model";
        DMI_SERIAL: File "/sys/class/dmi/id/product_serial" [""] "its serial number";
        DMI_UUID: File "/sys/class/dmi/id/product_uuid" [""] "its board's id";
        DMI_CASE: File "/sys/class/dmi/id/chassis_type" [""] "whether it is a workstation or a server";
        NETWORK_CARDS: Folder "/sys/class/net" [""] "network cards";
        NETWORK_CARD_DEVICE: Mark "/sys/class/net/*/device" [""] "whether a network card is a card";
        NETWORK_CARD_ADDRESS: File "/sys/class/net/*/address" [""] "hardware addresses of network cards";
        TPM_CHIPS: Folder "/sys/class/tpm" [""] "whether there is a security chip";
        TPM_VERSION: File "/sys/class/tpm/*/tpm_version_major" [""] "its version";
        FIRMWARE: Folder "/sys/firmware" [""] "whether it starts by UEFI";
        SECURE_BOOT: File "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c" [""] "whether Secure Boot is on";
    }
}

/// Places of a Windows system.
pub mod windows {
    use super::{Kind, Place};

    places! {
        CURRENT_VERSION: Key r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" ["ProductName"] "name";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_lists_what_is_read_and_nothing_else() {
        let text = include_str!("../../../../docs/what-the-agent-reads.md");
        for (system, places) in [("Linux", linux::ALL), ("Windows", windows::ALL)] {
            let part = text.split("\n## ").find(|part| part.starts_with(system)).unwrap_or_default();
            let shown: Vec<&str> = part.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| kind ")).collect();
            let read: Vec<String> = places.iter().map(Place::row).collect();
            let missing: Vec<_> = read.iter().filter(|row| !shown.contains(&row.as_str())).collect();
            let extra: Vec<_> = shown.iter().filter(|row| !read.iter().any(|r| r == *row)).collect();
            assert!(missing.is_empty(), "{system}: the document lacks\n{missing:#?}");
            assert!(extra.is_empty(), "{system}: the document has what is not read\n{extra:#?}");
        }
    }

    #[test]
    fn places_are_absolute_and_say_what_for() {
        for place in linux::ALL {
            assert!(place.path().starts_with('/') && !place.path().contains(".."), "{place:?}");
            assert!(!place.why().is_empty() && !place.why().contains('|'), "{place:?}");
        }
    }
}
