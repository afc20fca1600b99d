//! Whether a machine can run Windows 11, and the one thing that stands in its way most.

use holdfast_wire::device::{DeviceFacts, Known};
use serde::{Deserialize, Serialize};

use crate::catalog::Processor;

/// Least memory, in bytes. What a machine counts is a little less than what was sold. Source: Microsoft, requirements of Windows 11.
const LEAST_MEMORY: u64 = 3_900 << 20;
/// Least disk, in bytes: 64 GB as makers count.
const LEAST_DISK: u64 = 59_000_000_000;

/// Whether a machine can run Windows 11.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Readiness {
    /// It can.
    Ready,
    /// It cannot as it is.
    Blocked {
        /// What stands in its way most.
        by: Blocker,
        /// What else does.
        also: Vec<Blocker>,
    },
    /// Nothing is known to stand in its way, and not everything is known.
    Unknown {
        /// What is not known.
        what: Vec<Blocker>,
    },
}

/// What may stand in the way, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// Its processor.
    Processor,
    /// It has one core.
    Cores,
    /// It has no security chip of version 2.0. Machines since about 2016 have one that may be switched off.
    SecurityChip,
    /// Its disk.
    Disk,
    /// Its memory.
    Memory,
    /// It starts by the old BIOS.
    Bios,
}

impl Blocker {
    /// Whether the machine can be mended without buying another.
    pub fn can_be_mended(self) -> bool {
        !matches!(self, Self::Processor | Self::Cores)
    }

    /// In words: what it is, and what to do.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Processor => "its processor is too old",
            Self::Cores => "its processor has one core",
            Self::SecurityChip => {
                "no security chip 2.0 shows; look whether it is switched off in the firmware"
            }
            Self::Disk => "its disk is smaller than 64 GB; a larger one costs less than a machine",
            Self::Memory => "it has less than 4 GB of memory; more costs less than a machine",
            Self::Bios => "it starts by the old BIOS; the disk can be converted and the firmware set to UEFI",
        }
    }
}

/// Whether a machine can run Windows 11. Secure Boot need not be on; that the firmware is UEFI is taken for being able to.
pub fn readiness(processors: &[Processor], facts: &DeviceFacts) -> Readiness {
    let hardware = &facts.hardware;
    let taken = |name: &String| processors.iter().find(|p| p.fits(name)).map(|p| p.is_taken);
    let chip = |version: &String| version.trim().starts_with('2');
    let checks = [
        (Blocker::Processor, hardware.cpu.is().and_then(taken)),
        (Blocker::Cores, known(&hardware.n_cores, |n| *n >= 2)),
        (Blocker::SecurityChip, known(&hardware.tpm, chip)),
        (Blocker::Disk, known(&hardware.system_disk_bytes, |n| *n >= LEAST_DISK)),
        (Blocker::Memory, known(&hardware.memory_bytes, |n| *n >= LEAST_MEMORY)),
        (Blocker::Bios, known(&hardware.is_uefi, |is| *is)),
    ];
    let of = |wanted: Option<bool>| checks.iter().filter(move |(_, fits)| *fits == wanted).map(|(b, _)| *b);
    let mut blocked = of(Some(false));
    if let Some(by) = blocked.next() {
        return Readiness::Blocked { by, also: blocked.collect() };
    }
    let what: Vec<Blocker> = of(None).collect();
    if what.is_empty() { Readiness::Ready } else { Readiness::Unknown { what } }
}

fn known<T>(fact: &Known<T>, fits: impl FnOnce(&T) -> bool) -> Option<bool> {
    fact.is().map(fits)
}

#[cfg(test)]
mod tests {
    use holdfast_wire::device::Hardware;

    use super::*;
    use crate::decide::made_up::made_up;

    fn processors() -> Vec<Processor> {
        let row = |named: &str, is_taken| Processor {
            named: vec![named.to_owned()],
            is_taken,
            says: String::new(),
            provenance: made_up(),
        };
        vec![row("*i5-8*", true), row("*i5-6*", false)]
    }

    fn good() -> Hardware {
        Hardware {
            cpu: Known::Is("Intel(R) Core(TM) i5-8500".to_owned()),
            n_cores: Known::Is(6),
            memory_bytes: Known::Is(8 << 30),
            system_disk_bytes: Known::Is(256_000_000_000),
            is_uefi: Known::Is(true),
            tpm: Known::Is("2.0".to_owned()),
            ..Hardware::default()
        }
    }

    #[test]
    fn the_blocker_that_costs_most_is_named_and_what_is_not_known_is_no_yes() {
        let check = |hardware: Hardware, expected: Readiness| {
            let facts = DeviceFacts { hardware, ..DeviceFacts::default() };
            assert_eq!(readiness(&processors(), &facts), expected);
        };
        check(good(), Readiness::Ready);
        let old = Known::Is("Intel(R) Core(TM) i5-6500".to_owned());
        check(
            Hardware { cpu: old, is_uefi: Known::Is(false), ..good() },
            Readiness::Blocked { by: Blocker::Processor, also: vec![Blocker::Bios] },
        );
        check(
            Hardware { tpm: Known::Is("1.2".to_owned()), ..good() },
            Readiness::Blocked { by: Blocker::SecurityChip, also: vec![] },
        );
        let strange = Known::Is("Zhaoxin KX-6000".to_owned());
        check(Hardware { cpu: strange, ..good() }, Readiness::Unknown { what: vec![Blocker::Processor] });
        check(
            Hardware { tpm: Known::default(), ..good() },
            Readiness::Unknown { what: vec![Blocker::SecurityChip] },
        );
        check(
            Hardware { tpm: Known::default(), n_cores: Known::Is(1), ..good() },
            Readiness::Blocked { by: Blocker::Cores, also: vec![] },
        );
    }
}
