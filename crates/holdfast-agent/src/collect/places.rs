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

/// The tables of both systems, as the document shows them.
pub fn document() -> String {
    let head = "| kind | place | values | what for |\n|---|---|---|---|";
    let table = |system: &str, places: &[Place]| {
        let rows: Vec<String> = places.iter().map(Place::row).collect();
        format!("## {system}\n\n{head}\n{}\n", rows.join("\n"))
    };
    format!("{}\n{}", table("Linux", linux::ALL), table("Windows", windows::ALL))
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

/// Places of a Windows system. A class stands after its namespace, with the condition it is asked for.
pub mod windows {
    use super::{Kind, Place};

    /// Ids of the licences for the first, second and third year of extended updates of Windows 10.
    pub const ESU_IDS: [&str; 3] = [
        "f520e45e-7413-4a34-a497-d2765967d094",
        "1043add5-23b1-4afb-9a0f-64343c8f3f8d",
        "83d49986-add3-41d7-ba33-87c7bfb5c0fb",
    ];

    places! {
        CURRENT_VERSION: Key r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion" ["ProductName, EditionID, DisplayVersion, ReleaseId, CurrentBuild, CurrentBuildNumber, CurrentMajorVersionNumber, CurrentMinorVersionNumber, CurrentVersion, UBR, InstallationType, InstallDate, CSDVersion, SystemRoot"] "name, edition, release and build of Windows";
        VERSION_CALL: Call "RtlGetVersion" [""] "the build, whatever a compatibility layer says";
        PROCESSOR_KIND: Key r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment" ["PROCESSOR_ARCHITECTURE"] "for which kind of processor Windows is";
        PRODUCT_OPTIONS: Key r"HKLM\SYSTEM\CurrentControlSet\Control\ProductOptions" ["ProductType"] "workstation, server or domain controller";
        HOST_NAME: Key r"HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters" ["Hostname, NV Hostname, NV Domain"] "the machine's name";
        MACHINE_ID: Key r"HKLM\SOFTWARE\Microsoft\Cryptography" ["MachineGuid"] "the id Windows gave itself";
        START_CALL: Call "GetTickCount64" [""] "when it was started";
        UNINSTALL: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*" ["DisplayName, DisplayVersion, Publisher, SystemComponent, ParentKeyName"] "installed programs";
        UNINSTALL_32: Key r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*" ["DisplayName, DisplayVersion, Publisher, SystemComponent, ParentKeyName"] "installed 32-bit programs";
        USERS: Key r"HKU\*" [""] "which users' settings are loaded";
        UNINSTALL_OF_USER: Key r"HKU\*\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*" ["DisplayName, DisplayVersion, Publisher, SystemComponent, ParentKeyName"] "programs a user installed";
        UNINSTALL_OF_USER_32: Key r"HKU\*\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*" ["DisplayName, DisplayVersion, Publisher, SystemComponent, ParentKeyName"] "32-bit programs a user installed";
        QUICK_FIXES: Class r"ROOT\CIMV2:Win32_QuickFixEngineering" ["HotFixID, InstalledOn"] "updates listed as installed";
        PARTS: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing" ["Version"] "whether the marks of a restart can be looked for";
        REBOOT_FOR_PARTS: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Component Based Servicing\RebootPending" [""] "whether it waits for a restart";
        REBOOT_FOR_UPDATES: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\RebootRequired" [""] "whether it waits for a restart";
        UPDATE_POLICY: Key r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate" ["WUServer"] "whom Windows Update asks";
        UPDATE_POLICY_HOW: Key r"HKLM\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU" ["UseWUServer, NoAutoUpdate, AUOptions"] "whether it installs by itself";
        UPDATE_SETTINGS: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update" ["AUOptions"] "whether it installs by itself";
        UPDATE_LOOKED: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\Results\Detect" ["LastSuccessTime"] "when it last looked, on older systems";
        UPDATE_INSTALLED: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\Results\Install" ["LastSuccessTime"] "when it last installed, on older systems";
        UPDATE_RESULTS: Call "IAutomaticUpdates2::Results" [""] "when Windows Update last looked and installed";
        UPDATE_SEARCH: Call "IUpdateSearcher::Search" ["IsInstalled=0 and IsHidden=0"] "updates that wait, from what Windows Update already knows; nobody is asked over the network";
        ESU_LICENCES: Class r"ROOT\CIMV2:SoftwareLicensingProduct WHERE ID='f520e45e-7413-4a34-a497-d2765967d094' OR ID='1043add5-23b1-4afb-9a0f-64343c8f3f8d' OR ID='83d49986-add3-41d7-ba33-87c7bfb5c0fb'" ["ID, LicenseStatus"] "licences for extended updates";
        DISKS: Class r"ROOT\CIMV2:Win32_LogicalDisk" ["DeviceID, DriveType, Size"] "disks and how large they are";
        ENCRYPTABLE: Class r"ROOT\CIMV2\Security\MicrosoftVolumeEncryption:Win32_EncryptableVolume" ["DriveLetter, ProtectionStatus"] "whether BitLocker protects a disk";
        ANTIVIRUS: Class r"ROOT\SecurityCenter2:AntiVirusProduct" ["displayName, productState"] "programs against malware";
        DEFENDER: Class r"ROOT\Microsoft\Windows\Defender:MSFT_MpComputerStatus" ["RealTimeProtectionEnabled, AntivirusSignatureLastUpdated"] "whether Defender watches, and how old what it knows is";
        FIREWALL_SERVICE: Key r"HKLM\SYSTEM\CurrentControlSet\Services\mpssvc" ["Start"] "whether the firewall may start";
        FIREWALL_POLICY_DOMAIN: Key r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\DomainProfile" ["EnableFirewall"] "the firewall by policy";
        FIREWALL_POLICY_PRIVATE: Key r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\PrivateProfile" ["EnableFirewall"] "the firewall by policy";
        FIREWALL_POLICY_STANDARD: Key r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\StandardProfile" ["EnableFirewall"] "the firewall by policy";
        FIREWALL_POLICY_PUBLIC: Key r"HKLM\SOFTWARE\Policies\Microsoft\WindowsFirewall\PublicProfile" ["EnableFirewall"] "the firewall by policy";
        FIREWALL_DOMAIN: Key r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\DomainProfile" ["EnableFirewall"] "the firewall as set here";
        FIREWALL_PRIVATE: Key r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\StandardProfile" ["EnableFirewall"] "the firewall as set here";
        FIREWALL_PUBLIC: Key r"HKLM\SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\PublicProfile" ["EnableFirewall"] "the firewall as set here";
        ADMINS_CALL: Call "NetLocalGroupGetMembers" ["S-1-5-32-544"] "who may administer the machine";
        LAPS_BY_CLOUD: Key r"HKLM\SOFTWARE\Microsoft\Policies\LAPS" ["BackupDirectory"] "whether Windows LAPS keeps the administrator's password; never the password";
        LAPS_BY_POLICY: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\LAPS" ["BackupDirectory"] "the same by group policy";
        LAPS_HERE: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\LAPS\Config" ["BackupDirectory"] "the same as set here";
        LAPS_LEGACY_POLICY: Key r"HKLM\SOFTWARE\Policies\Microsoft Services\AdmPwd" ["AdmPwdEnabled"] "whether the older LAPS is asked to";
        LAPS_LEGACY: Key r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\GPExtensions\{D76B9641-3288-4f75-942D-087DE603E3EA}" ["DllName"] "whether the older LAPS is installed";
        RDP: Key r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server" ["fDenyTSConnections"] "whether Remote Desktop is on";
        RDP_POLICY: Key r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\Terminal Services" ["fDenyTSConnections, UserAuthentication"] "Remote Desktop by policy";
        RDP_LISTENER: Key r"HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp" ["UserAuthentication, PortNumber"] "whether one has to sign in first, and the port";
        SMB_SERVER: Key r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters" ["SMB1"] "whether SMB 1 is switched off";
        SMB1_DRIVER: Key r"HKLM\SYSTEM\CurrentControlSet\Services\srv" ["Start"] "whether SMB 1 is there";
        LLMNR_POLICY: Key r"HKLM\SOFTWARE\Policies\Microsoft\Windows NT\DNSClient" ["EnableMulticast"] "whether LLMNR is switched off";
        SHARES: Key r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Shares" [""] "shared folders";
        VEEAM_AGENT: Key r"HKLM\SOFTWARE\Veeam\Veeam Agent for Microsoft Windows" [""] "whether this program for backups is there";
        VEEAM_ENDPOINT: Key r"HKLM\SOFTWARE\Veeam\Veeam EndPoint Backup" [""] "whether this program for backups is there";
        VEEAM_SERVER: Key r"HKLM\SOFTWARE\Veeam\Veeam Backup and Replication" [""] "whether this program for backups is there";
        WINDOWS_BACKUP: Key r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\WindowsBackup\ScheduleParams" [""] "whether Windows' own backup is set up";
        SERVICES: Class r"ROOT\CIMV2:Win32_Service" ["Name, DisplayName, StartMode, State"] "services that run or start by themselves";
        LISTENING_CALL: Call "GetExtendedTcpTable, GetExtendedUdpTable" [""] "ports that listen";
        PROGRAMS_CALL: Call "CreateToolhelp32Snapshot" [""] "names of programs that listen";
        COMPUTER: Class r"ROOT\CIMV2:Win32_ComputerSystem" ["Name, Domain, PartOfDomain, Manufacturer, Model, TotalPhysicalMemory"] "the machine, its memory and its domain";
        PROCESSORS: Class r"ROOT\CIMV2:Win32_Processor" ["Name, NumberOfCores"] "the processor";
        BIOS: Class r"ROOT\CIMV2:Win32_BIOS" ["SerialNumber"] "the machine's serial number";
        PRODUCT: Class r"ROOT\CIMV2:Win32_ComputerSystemProduct" ["UUID"] "the board's id";
        NETWORK_CARDS: Class r"ROOT\CIMV2:Win32_NetworkAdapter WHERE MACAddress IS NOT NULL" ["MACAddress, PhysicalAdapter"] "hardware addresses of network cards";
        TPM: Class r"ROOT\CIMV2\Security\MicrosoftTpm:Win32_Tpm" ["SpecVersion"] "the security chip";
        BOARD: Key r"HKLM\HARDWARE\DESCRIPTION\System\BIOS" ["SystemManufacturer, SystemProductName"] "who made the machine, where WMI does not say";
        PROCESSOR: Key r"HKLM\HARDWARE\DESCRIPTION\System\CentralProcessor\0" ["ProcessorNameString"] "the processor, where WMI does not say";
        FIRMWARE: Key r"HKLM\SYSTEM\CurrentControlSet\Control" ["PEFirmwareType"] "whether it starts by UEFI";
        SECURE_BOOT: Key r"HKLM\SYSTEM\CurrentControlSet\Control\SecureBoot\State" ["UEFISecureBootEnabled"] "whether Secure Boot is on";
        EVENT_LOGS: File r"%SystemRoot%\System32\winevt\Logs\*.evtx" [""] "what happened, held against the rules the agent carries; only what a rule hits is sent";
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
            let shown: Vec<&str> =
                part.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| kind ")).collect();
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
        for place in windows::ALL {
            let begins = match place.kind() {
                Kind::Key => place.path().starts_with(r"HKLM\") || place.path().starts_with(r"HKU\"),
                Kind::Class => place.path().starts_with(r"ROOT\") && place.names().count() > 0,
                Kind::File => place.path().starts_with(r"%SystemRoot%\"),
                kind => kind == Kind::Call,
            };
            assert!(begins && !place.row().contains("\n"), "{place:?}");
        }
    }
}
