//! The machine under a Linux system: maker, processor, memory, firmware, security chip.

use holdfast_wire::device::{Hardware, Known, Role, Why};

use super::disks;
use super::files::Files;
use crate::collect::filler::is_filler;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, known, unseen};

/// Makers and models that are virtual machines, in small letters.
const VIRTUAL: &[&str] = &[
    "qemu",
    "kvm",
    "vmware",
    "virtualbox",
    "innotek",
    "xen",
    "bochs",
    "virtual machine",
    "amazon ec2",
    "google compute",
    "parallels",
    "openstack",
    "nutanix",
    "proxmox",
];

/// What it is made of.
pub(crate) fn hardware(files: &Files) -> Hardware {
    let dmi = |place| files.line(place).ok().filter(|text| !is_filler(text)).unwrap_or_default();
    let (maker, model) = (dmi(&at::DMI_MAKER), dmi(&at::DMI_MODEL));
    let cpuinfo = files.text(&at::CPUINFO);
    let of_cpu = |f: fn(&str) -> Option<String>| match &cpuinfo {
        Ok(text) => {
            f(text).ok_or_else(|| unseen(Why::Unreadable, format!("{} does not say", at::CPUINFO.path())))
        }
        Err(unseen) => Err(unseen.clone()),
    };
    let is_uefi = is_uefi(files);
    Hardware {
        is_virtual: is_virtual(&cpuinfo, &maker, &model),
        cpu: known(of_cpu(cpu_name)),
        n_cores: known(
            of_cpu(|text| Some(n_cores(text)?.to_string()))
                .and_then(|n| n.parse().map_err(|_| unseen(Why::Unreadable, at::CPUINFO.path()))),
        ),
        memory_bytes: known(files.text(&at::MEMINFO).and_then(|text| {
            memory(&text).ok_or_else(|| {
                unseen(Why::Unreadable, format!("{} has no line `MemTotal`", at::MEMINFO.path()))
            })
        })),
        system_disk_bytes: known(disks::system_disk_bytes(files)),
        secure_boot: known(secure_boot(files, &is_uefi)),
        is_uefi: known(is_uefi),
        tpm: known(tpm(files)),
        maker,
        model,
    }
}

/// What it is for, by the kind of its case; a virtual machine has none that says.
pub(crate) fn role(files: &Files) -> Seen<Role> {
    let case = files.line(&at::DMI_CASE)?;
    match case.parse::<u32>() {
        // Source: SMBIOS 3.7, 7.4.1, chassis types.
        Ok(3..=16 | 24 | 30..=32 | 35..=36) => Ok(Role::Workstation),
        Ok(17 | 23 | 25 | 28 | 29) => Ok(Role::Server),
        _ => Err(unseen(Why::NotAsked, format!("{}: {case} names no kind of case", at::DMI_CASE.path()))),
    }
}

fn cpu_name(text: &str) -> Option<String> {
    ["model name", "Model", "Processor", "cpu model"].iter().find_map(|name| {
        let value = value_of(text, name)?;
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// Cores as the cores of all sockets; where the kernel does not tell them apart, what it counts.
fn n_cores(text: &str) -> Option<usize> {
    let mut cores: Vec<(&str, &str)> = text
        .split("\n\n")
        .filter_map(|block| Some((value_of(block, "physical id")?, value_of(block, "core id")?)))
        .collect();
    cores.sort_unstable();
    cores.dedup();
    let n = match cores.len() {
        0 => text
            .lines()
            .filter(|line| line.split(':').next().is_some_and(|k| k.trim() == "processor"))
            .count(),
        n => n,
    };
    (n > 0).then_some(n)
}

fn value_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then_some(value.trim())
    })
}

fn memory(text: &str) -> Option<u64> {
    let kib: u64 = value_of(text, "MemTotal")?.strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

fn is_uefi(files: &Files) -> Seen<bool> {
    let names = files.names(&at::FIRMWARE)?;
    match names.is_empty() {
        // A container is shown an empty folder.
        true => Err(unseen(Why::Unreadable, format!("{} is empty, as in a container", at::FIRMWARE.path()))),
        false => Ok(names.iter().any(|name| name == "efi")),
    }
}

/// The variable is four bytes of attributes and one that is 1 when Secure Boot is on. Source: UEFI 2.10, 3.3.
fn secure_boot(files: &Files, is_uefi: &Seen<bool>) -> Seen<bool> {
    match is_uefi {
        Ok(true) => match files.bytes(&at::SECURE_BOOT)?[..] {
            [_, _, _, _, state] => Ok(state == 1),
            _ => Err(unseen(Why::Unreadable, format!("{} has not five bytes", at::SECURE_BOOT.path()))),
        },
        Ok(false) => Ok(false),
        Err(unseen) => Err(unseen.clone()),
    }
}

fn tpm(files: &Files) -> Seen<String> {
    let chips = files.names(&at::TPM_CHIPS)?;
    let Some(chip) = chips.first() else { return Ok("none".to_owned()) };
    match files.line_of(&at::TPM_VERSION, &[chip])?.as_str() {
        "2" => Ok("2.0".to_owned()),
        "1" => Ok("1.2".to_owned()),
        other => Err(unseen(Why::Unreadable, format!("{}: {other}", at::TPM_VERSION.path()))),
    }
}

fn is_virtual(cpuinfo: &Seen<String>, maker: &str, model: &str) -> Known<bool> {
    let names = format!("{maker} {model}").to_lowercase();
    if VIRTUAL.iter().any(|name| names.contains(name)) {
        return Known::Is(true);
    }
    match cpuinfo {
        // Only x86 processors tell; the flag is set by the hypervisor for its guests.
        Ok(text) => match value_of(text, "flags") {
            Some(flags) => Known::Is(flags.split_whitespace().any(|flag| flag == "hypervisor")),
            None => Known::unknown(Why::NotAsked, "this processor does not tell"),
        },
        Err(unseen) => Known::Unknown(unseen.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "processor\t: 0\nmodel name\t: Intel(R) Xeon(R)\nphysical id\t: 0\ncore id\t: 0\nflags\t: fpu hypervisor\n\n\
        processor\t: 1\nmodel name\t: Intel(R) Xeon(R)\nphysical id\t: 0\ncore id\t: 0\nflags\t: fpu\n";

    #[test]
    fn threads_of_one_core_are_one_core() {
        assert_eq!(n_cores(TWO), Some(1));
        assert_eq!(n_cores("processor\t: 0\nprocessor\t: 1\n"), Some(2));
        assert_eq!(n_cores(""), None);
        assert_eq!(cpu_name(TWO).as_deref(), Some("Intel(R) Xeon(R)"));
    }

    #[test]
    fn a_guest_is_known_by_its_maker_or_its_processor() {
        assert_eq!(is_virtual(&Ok(TWO.to_owned()), "Dell Inc.", "OptiPlex"), Known::Is(true));
        assert_eq!(is_virtual(&Ok("flags : fpu".to_owned()), "Dell Inc.", "OptiPlex"), Known::Is(false));
        assert_eq!(is_virtual(&Ok("flags : fpu".to_owned()), "QEMU", "Standard PC"), Known::Is(true));
        assert!(is_virtual(&Ok("Model: arm".to_owned()), "", "").is_not_asked());
    }

    #[test]
    fn memory_is_told_in_kibibytes() {
        assert_eq!(memory("MemTotal:       16283000 kB\nMemFree: 1 kB\n"), Some(16_283_000 * 1024));
        assert_eq!(memory("MemTotal: 99999999999999999999 kB"), None);
    }
}
