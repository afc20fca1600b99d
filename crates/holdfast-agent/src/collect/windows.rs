//! A Windows system to facts, by its registry, WMI and calls that only ask. What is made of the answers is the same on every system,
//! so it is tried everywhere; the asking itself is in `os`.

mod access;
mod hardware;
mod machine;
mod os;
mod protection;
#[cfg(test)]
mod reg_file;
mod software;
mod updates;

use holdfast_wire::device::{DeviceFacts, Identity, Known, Os, Why};

pub use machine::{Calls, Datum, Machine, Registry, Row, Wmi};

use super::seen::known;

/// Everything that is to be seen of a machine.
pub fn collect(machine: &Machine<'_>) -> DeviceFacts {
    let volumes = known(protection::volumes(machine));
    let system_disk = volumes.is().and_then(|v| v.iter().find(|v| v.is_system)?.n_bytes);
    let system_disk = match (system_disk, &volumes) {
        (Some(n), _) => Known::Is(n),
        (None, Known::Unknown(unseen)) => Known::Unknown(unseen.clone()),
        (None, Known::Is(_)) => Known::unknown(Why::NotThere, "no disk is the one Windows starts from"),
    };
    DeviceFacts {
        identity: hardware::identity(machine),
        os: known(os::os(machine)),
        booted_at: known(machine.calls.booted_at()),
        role: known(os::role(machine)),
        updates: known(updates::updates(machine)),
        pending_reboot: known(updates::pending_reboot(machine)),
        update_client: known(updates::update_client(machine)),
        esu: known(updates::esu(machine)),
        volumes,
        antivirus: known(protection::antivirus(machine)),
        firewall: known(protection::firewall(machine)),
        admins: known(machine.calls.admins()),
        laps: known(access::laps(machine)),
        remote_desktop: known(access::remote_desktop(machine)),
        smb1: known(access::smb1(machine)),
        llmnr: known(access::llmnr(machine)),
        shares: known(access::shares(machine)),
        services: known(hardware::services(machine)),
        listening: known(machine.calls.listening()),
        software: known(software::software(machine)),
        backups: known(access::backups(machine)),
        hardware: hardware::hardware(machine, system_disk),
        sshd: Known::unknown(Why::NotAsked, "looked for on Linux only; see services"),
    }
}

/// The names of the machine and its system alone, for enrolment.
pub fn who(machine: &Machine<'_>) -> (Identity, Known<Os>) {
    (hardware::identity(machine), known(os::os(machine)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use holdfast_wire::device::{Laps, parts};
    use reg_file::{Objects, RegFile, Silence};

    use super::*;

    const WINDOWS_10: &str = include_str!("../../fixtures/hosts/windows-10-22h2-pro.reg");
    const SERVER_2012: &str = include_str!("../../fixtures/hosts/server-2012-r2.reg");
    const IOT_2021: &str = include_str!("../../fixtures/hosts/iot-ltsc-2021.reg");

    fn seen(registry: &str, objects: Objects) -> DeviceFacts {
        let registry = RegFile::parse(registry);
        collect(&Machine { registry: &registry, wmi: &objects, calls: &Silence })
    }

    fn objects(classes: &[(&'static str, &[(&str, &str)])]) -> Objects {
        let mut found: BTreeMap<&'static str, Vec<Row>> = BTreeMap::new();
        for (class, values) in classes {
            let row = values.iter().map(|(n, v)| ((*n).to_owned(), Datum::Text((*v).to_owned()))).collect();
            found.entry(class).or_default().push(Row(row));
        }
        Objects(found)
    }

    #[test]
    fn golden_hosts_are_told_by_edition_and_whole_build() {
        let told = |registry| {
            let os = seen(registry, Objects::default()).os.is().cloned().expect("an os");
            format!("{} | {} | {} | {}", os.name, os.edition, os.release, os.version)
        };
        assert_eq!(told(WINDOWS_10), "Windows 10 Pro | Professional | 22H2 | 10.0.19045.6456");
        assert_eq!(told(SERVER_2012), "Windows Server 2012 R2 Standard | ServerStandard |  | 6.3.9600.22824");
        assert_eq!(
            told(IOT_2021),
            "Windows 10 IoT Enterprise LTSC 2021 | IoTEnterpriseS | 21H2 | 10.0.19044.6456"
        );
    }

    #[test]
    fn a_workstation_is_told_from_its_registry() {
        let facts = seen(WINDOWS_10, Objects::default());
        let rdp = facts.remote_desktop.is().expect("known");
        assert_eq!((rdp.is_on, rdp.asks_first.is(), rdp.port), (true, Some(&false), Some(3389)));
        assert_eq!(facts.role, Known::Is(holdfast_wire::device::Role::Workstation));
        assert_eq!(
            (facts.smb1.is(), facts.llmnr.is(), facts.laps.is()),
            (Some(&false), Some(&true), Some(&Laps::Windows))
        );
        assert_eq!(facts.pending_reboot, Known::Is(true));
        let names: Vec<_> = facts.software.is().expect("known").iter().map(|s| s.name.clone()).collect();
        assert_eq!(names, ["7-Zip 19.00 (x64)", "Lab Viewer", "OpenEMR Client", "Zoom"]);
        assert_eq!(
            facts.update_client.is().map(|c| c.asks.as_str()),
            Some("http://wsus.fixture.example:8530")
        );
        let shares: Vec<_> =
            facts.shares.is().expect("known").iter().map(|s| format!("{} {}", s.name, s.path)).collect();
        assert_eq!(shares, [r"Scans C:\Scans"]);
        let firewall: Vec<_> =
            facts.firewall.is().expect("known").iter().map(|p| (p.name.clone(), p.is_on)).collect();
        assert_eq!(
            firewall,
            [("domain".to_owned(), true), ("private".to_owned(), true), ("public".to_owned(), false)]
        );
        assert_eq!(facts.hardware.is_uefi, Known::Is(true));
    }

    #[test]
    fn an_old_server_speaks_smb_1_and_its_policy_goes_first() {
        let facts = seen(SERVER_2012, Objects::default());
        assert_eq!(facts.smb1, Known::Is(true));
        let rdp = facts.remote_desktop.is().expect("known");
        assert_eq!((rdp.is_on, rdp.asks_first.is()), (true, Some(&true)));
        assert_eq!(facts.laps, Known::Is(Laps::Legacy));
        assert_eq!(facts.backups.is().map(|b| b[0].product.as_str()), Some("Veeam Agent"));
        let looked = facts.update_client.is().and_then(|c| c.looked_at.is().cloned()).expect("a time");
        assert_eq!(looked.to_string(), "2026-10-14T03:12:44Z");
        assert_eq!(facts.pending_reboot, Known::Is(false));
    }

    #[test]
    fn what_cannot_be_asked_is_unknown_with_its_reason_and_never_off() {
        for registry in ["", WINDOWS_10] {
            let facts = seen(registry, Objects::default());
            for (name, value) in parts(&facts) {
                let Some(unknown) = value.get("unknown") else { continue };
                let why = unknown["why"].as_str().expect("a reason");
                let fine = name == "sshd" || why != "not_asked";
                assert!(
                    fine && unknown["detail"].as_str().is_some_and(|d| !d.is_empty()),
                    "{name}: {unknown}"
                );
            }
        }
        let facts = seen("", Objects::default());
        let known: Vec<_> =
            parts(&facts).into_iter().filter(|(_, v)| v.get("is").is_some()).map(|(n, _)| n).collect();
        assert_eq!(known, ["update_client"], "an empty registry has no policy, and tells nothing else");
        assert!(
            facts
                .update_client
                .is()
                .is_some_and(|c| c.is_automatic.is().is_none() && c.waiting.is().is_none())
        );
    }

    #[test]
    fn protection_is_told_by_wmi_where_it_answers() {
        let facts = seen(
            WINDOWS_10,
            objects(&[
                ("Win32_LogicalDisk", &[("DeviceID", "C:"), ("DriveType", "3"), ("Size", "255999340544")]),
                ("Win32_LogicalDisk", &[("DeviceID", "D:"), ("DriveType", "3"), ("Size", "1000")]),
                ("Win32_LogicalDisk", &[("DeviceID", "E:"), ("DriveType", "5")]),
                ("Win32_EncryptableVolume", &[("DriveLetter", "C:"), ("ProtectionStatus", "1")]),
                ("AntiVirusProduct", &[("displayName", "Windows Defender"), ("productState", "397568")]),
                ("AntiVirusProduct", &[("displayName", "Other Shield"), ("productState", "393472")]),
                (
                    "MSFT_MpComputerStatus",
                    &[
                        ("RealTimeProtectionEnabled", "1"),
                        ("AntivirusSignatureLastUpdated", "20261126093000.000000+000"),
                    ],
                ),
                (
                    "SoftwareLicensingProduct",
                    &[("ID", "1043ADD5-23b1-4afb-9a0f-64343c8f3f8d"), ("LicenseStatus", "1")],
                ),
                ("Win32_QuickFixEngineering", &[("HotFixID", "KB5066791"), ("InstalledOn", "10/14/2025")]),
                ("Win32_QuickFixEngineering", &[("HotFixID", "File 1"), ("InstalledOn", "")]),
                ("Win32_Tpm", &[("SpecVersion", "2.0, 0, 1.38")]),
            ]),
        );
        let volumes = facts.volumes.is().expect("known");
        assert_eq!(volumes.len(), 2);
        assert_eq!((volumes[0].is_system, volumes[0].is_encrypted.is()), (true, Some(&true)));
        assert!(volumes[1].is_encrypted.is().is_none(), "a disk BitLocker does not list is not known");
        let antivirus: Vec<_> = facts
            .antivirus
            .is()
            .expect("known")
            .iter()
            .map(|a| (a.name.as_str(), a.is_on.is().copied()))
            .collect();
        assert_eq!(antivirus, [("Other Shield", Some(false)), ("Windows Defender", Some(true))]);
        assert_eq!(facts.esu.is().map(|e| e[0].is_licensed), Some(true));
        assert_eq!(facts.updates.is().map(Vec::len), Some(1));
        assert_eq!(facts.hardware.tpm, Known::Is("2.0".to_owned()));
        assert_eq!(facts.hardware.system_disk_bytes, Known::Is(255_999_340_544));
    }
}
