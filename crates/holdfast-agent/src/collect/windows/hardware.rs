//! The machine under Windows, and which one it is.

use holdfast_wire::device::{Hardware, Identity, Known, Service, Why};

use super::machine::{Machine, Row};
use crate::collect::filler::{board_uuid, is_filler};
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, known, unseen};

/// Makers and models of virtual machines, in small letters.
const VIRTUAL: &[&str] = &[
    "virtual machine",
    "vmware",
    "virtualbox",
    "innotek",
    "qemu",
    "kvm",
    "xen",
    "parallels",
    "amazon ec2",
    "google compute",
    "nutanix",
    "proxmox",
    "bochs",
];

/// The first object of a class.
fn first(rows: Seen<Vec<Row>>, class: &str) -> Seen<Row> {
    rows?.into_iter().next().ok_or_else(|| unseen(Why::NotThere, format!("{class} lists nothing")))
}

/// What it is made of.
pub(crate) fn hardware(machine: &Machine<'_>, system_disk_bytes: Known<u64>) -> Hardware {
    let computer = first(machine.wmi.rows(&at::COMPUTER), at::COMPUTER.path());
    let board = machine.registry.values(&at::BOARD, &[]).unwrap_or_default();
    let text = |name: &str, in_registry: &str| {
        let said = computer.as_ref().ok().and_then(|row| row.text(name)).or_else(|| board.text(in_registry));
        said.filter(|text| !is_filler(text)).unwrap_or_default().to_owned()
    };
    let (maker, model) = (text("Manufacturer", "SystemManufacturer"), text("Model", "SystemProductName"));
    let processors = machine.wmi.rows(&at::PROCESSORS);
    let cpu = first(processors.clone(), at::PROCESSORS.path())
        .ok()
        .and_then(|row| row.text("Name").map(str::to_owned));
    let cpu_here = || {
        machine.registry.values(&at::PROCESSOR, &[]).and_then(|row| {
            row.text("ProcessorNameString")
                .map(str::to_owned)
                .ok_or_else(|| unseen(Why::Unreadable, at::PROCESSOR.path()))
        })
    };
    let is_uefi = is_uefi(machine);
    Hardware {
        is_virtual: match (&maker[..], &model[..]) {
            ("", "") => Known::unknown(Why::NotAsked, "the machine names no maker"),
            _ => {
                let names = format!("{maker} {model}").to_lowercase();
                Known::Is(VIRTUAL.iter().any(|name| names.contains(name)))
            }
        },
        cpu: known(
            cpu.map_or_else(cpu_here, Ok).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")),
        ),
        n_cores: known(processors.and_then(|rows| {
            let n: i64 = rows.iter().filter_map(|row| row.number("NumberOfCores")).sum();
            u32::try_from(n)
                .ok()
                .filter(|n| *n > 0)
                .ok_or_else(|| unseen(Why::Unreadable, at::PROCESSORS.path()))
        })),
        memory_bytes: known(computer.as_ref().map_err(Clone::clone).and_then(|row| {
            let n = row.number("TotalPhysicalMemory").and_then(|n| u64::try_from(n).ok());
            n.ok_or_else(|| unseen(Why::Unreadable, format!("{}: TotalPhysicalMemory", at::COMPUTER.path())))
        })),
        system_disk_bytes,
        secure_boot: known(match &is_uefi {
            Ok(false) => Ok(false),
            _ => machine.registry.values(&at::SECURE_BOOT, &[]).and_then(|row| {
                row.flag("UEFISecureBootEnabled")
                    .ok_or_else(|| unseen(Why::Unreadable, at::SECURE_BOOT.path()))
            }),
        }),
        is_uefi: known(is_uefi),
        tpm: known(tpm(machine)),
        maker,
        model,
    }
}

/// 1 is BIOS, 2 is UEFI. Source: the function GetFirmwareType, whose answer Windows keeps in this value since Windows 8.
fn is_uefi(machine: &Machine<'_>) -> Seen<bool> {
    let row = machine.registry.values(&at::FIRMWARE, &[])?;
    match row.number("PEFirmwareType") {
        Some(1) => Ok(false),
        Some(2) => Ok(true),
        _ => Err(unseen(Why::NotThere, format!("{}: PEFirmwareType", at::FIRMWARE.path()))),
    }
}

/// `2.0, 0, 1.38` is version 2.0. An empty list is a machine without a chip; a class that is not there tells nothing.
fn tpm(machine: &Machine<'_>) -> Seen<String> {
    let rows = machine.wmi.rows(&at::TPM)?;
    let Some(row) = rows.first() else { return Ok("none".to_owned()) };
    match row.text("SpecVersion").and_then(|text| text.split(',').next()).map(str::trim) {
        Some(version) if !version.is_empty() => Ok(version.to_owned()),
        _ => Err(unseen(Why::Unreadable, format!("{}: SpecVersion", at::TPM.path()))),
    }
}

/// Which machine it is.
pub(crate) fn identity(machine: &Machine<'_>) -> Identity {
    let names = machine.registry.values(&at::HOST_NAME, &[]).unwrap_or_default();
    let computer = first(machine.wmi.rows(&at::COMPUTER), at::COMPUTER.path());
    let serial = first(machine.wmi.rows(&at::BIOS), at::BIOS.path()).ok();
    let product = first(machine.wmi.rows(&at::PRODUCT), at::PRODUCT.path()).ok();
    let cards = machine.wmi.rows(&at::NETWORK_CARDS).unwrap_or_default();
    let mut macs: Vec<String> = cards
        .iter()
        .filter(|row| row.flag("PhysicalAdapter") != Some(false))
        .filter_map(|row| row.text("MACAddress").map(str::to_lowercase))
        .filter(|mac| mac.len() == 17 && mac != "00:00:00:00:00:00")
        .collect();
    macs.sort();
    macs.dedup();
    let computer_row = computer.as_ref().ok();
    Identity {
        name: names
            .text("NV Hostname")
            .or_else(|| names.text("Hostname"))
            .or_else(|| computer_row.and_then(|row| row.text("Name")))
            .unwrap_or_default()
            .to_owned(),
        domain: computer_row
            .and_then(|row| row.text("Domain"))
            .or_else(|| names.text("NV Domain"))
            .map(str::to_owned),
        is_joined: known(computer.as_ref().map_err(Clone::clone).and_then(|row| {
            row.flag("PartOfDomain")
                .ok_or_else(|| unseen(Why::Unreadable, format!("{}: PartOfDomain", at::COMPUTER.path())))
        })),
        serial: serial.and_then(|row| row.text("SerialNumber").filter(|s| !is_filler(s)).map(str::to_owned)),
        hardware_uuid: product.and_then(|row| board_uuid(row.text("UUID")?)),
        machine_id: machine
            .registry
            .values(&at::MACHINE_ID, &[])
            .ok()
            .and_then(|row| row.text("MachineGuid").map(str::to_lowercase)),
        macs,
    }
}

/// Services that run or start by themselves.
pub(crate) fn services(machine: &Machine<'_>) -> Seen<Vec<Service>> {
    let rows = machine.wmi.rows(&at::SERVICES)?;
    let mut found: Vec<Service> = rows
        .iter()
        .filter_map(|row| {
            let name = row.text("Name")?.to_owned();
            let title = row.text("DisplayName").filter(|title| *title != name).unwrap_or_default().to_owned();
            let is_automatic = row.text("StartMode") == Some("Auto");
            let is_running = row.text("State") == Some("Running");
            (is_automatic || is_running).then_some(Service {
                name: without_session(&name),
                title,
                is_automatic,
                is_running,
            })
        })
        .collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// Services of one signed-in person end in the number of the session, which is another one each time: `CDPUserSvc_3a1f2`.
fn without_session(name: &str) -> String {
    match name.rsplit_once('_') {
        Some((service, session))
            if (4..=8).contains(&session.len())
                && session.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) =>
        {
            format!("{service}_*")
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_of_sessions_have_one_name() {
        assert_eq!(without_session("CDPUserSvc_3a1f2"), "CDPUserSvc_*");
        assert_eq!(without_session("clr_optimization_v4.0"), "clr_optimization_v4.0");
        assert_eq!(without_session("MSSQL_LAB"), "MSSQL_LAB");
    }
}
