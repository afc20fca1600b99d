//! What protects a Windows machine: encryption of its disks, programs against malware, the firewall.

use holdfast_wire::device::{Antivirus, FirewallProfile, Known, Volume, Why};
use jiff::Timestamp;

use super::machine::{Machine, Row};
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// Disks inside the machine, and whether BitLocker protects them. Where nobody can be asked about it, that is not known.
pub(crate) fn volumes(machine: &Machine<'_>) -> Seen<Vec<Volume>> {
    let disks = machine.wmi.rows(&at::DISKS)?;
    let protected = machine.wmi.rows(&at::ENCRYPTABLE);
    let system = machine.registry.values(&at::CURRENT_VERSION, &[]).unwrap_or_default();
    let system =
        system.text("SystemRoot").map(|root| root.chars().take(2).collect::<String>().to_uppercase());
    let mut found: Vec<Volume> = disks
        .iter()
        // 3 is a disk inside. Source: the class Win32_LogicalDisk, DriveType.
        .filter(|row| row.number("DriveType") == Some(3))
        .filter_map(|row| {
            let name = row.text("DeviceID")?.to_uppercase();
            let is_encrypted = match &protected {
                Ok(rows) => is_protected(rows, &name),
                Err(unseen) => Err(unseen.clone()),
            };
            Some(Volume {
                is_system: system.as_ref() == Some(&name),
                is_encrypted: known(is_encrypted),
                n_bytes: row.number("Size").and_then(|n| u64::try_from(n).ok()),
                name,
            })
        })
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    match found.is_empty() {
        // Windows always starts from one.
        true => Err(unseen(Why::Unreadable, format!("{} lists no disk", at::DISKS.path()))),
        false => Ok(found),
    }
}

/// 0 is off, also while it is suspended and the key lies open; 1 is on; 2 cannot be told. Source: Win32_EncryptableVolume, ProtectionStatus.
fn is_protected(rows: &[Row], name: &str) -> Seen<bool> {
    let row = rows.iter().find(|row| row.text("DriveLetter").is_some_and(|l| l.eq_ignore_ascii_case(name)));
    let Some(row) = row else {
        return Err(unseen(Why::NotThere, format!("{} does not list {name}", at::ENCRYPTABLE.path())));
    };
    match row.number("ProtectionStatus") {
        Some(0) => Ok(false),
        Some(1) => Ok(true),
        other => Err(unseen(Why::Unreadable, format!("{name}: ProtectionStatus {other:?}"))),
    }
}

/// Programs against malware that Windows knows of; servers list only Defender.
pub(crate) fn antivirus(machine: &Machine<'_>) -> Seen<Vec<Antivirus>> {
    let listed = machine.wmi.rows(&at::ANTIVIRUS);
    let defender = machine.wmi.rows(&at::DEFENDER);
    let mut found: Vec<Antivirus> = Vec::new();
    for row in listed.as_deref().unwrap_or_default() {
        if let Some(name) = row.text("displayName") {
            found.push(Antivirus {
                name: name.to_owned(),
                is_on: row.number("productState").and_then(is_watching).map_or_else(
                    || Known::unknown(Why::Unreadable, "productState says something new"),
                    Known::Is,
                ),
                signatures_at: Known::unknown(Why::NotAsked, "Windows keeps no age of it"),
            });
        }
    }
    if let Some(row) = defender.as_deref().unwrap_or_default().first() {
        let is_on = row.flag("RealTimeProtectionEnabled");
        let made_at = row.text("AntivirusSignatureLastUpdated").and_then(wmi_moment);
        let own = Antivirus {
            name: "Microsoft Defender Antivirus".to_owned(),
            is_on: is_on.map_or_else(
                || Known::unknown(Why::Unreadable, "RealTimeProtectionEnabled is not there"),
                Known::Is,
            ),
            signatures_at: made_at.map_or_else(
                || Known::unknown(Why::Unreadable, "AntivirusSignatureLastUpdated is no time"),
                Known::Is,
            ),
        };
        match found.iter_mut().find(|a| a.name.contains("Defender")) {
            Some(same) => *same = Antivirus { name: same.name.clone(), ..own },
            None => found.push(own),
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    match (listed, defender) {
        (Err(unseen), Err(_)) => Err(unseen),
        _ => Ok(found),
    }
}

/// The second digit from the left of six: 0 off, 1 on, 2 snoozed, 3 ended. Source: what security centres of many releases showed.
fn is_watching(state: i64) -> Option<bool> {
    match (state >> 12) & 0xF {
        1 => Some(true),
        0 | 2 | 3 => Some(false),
        _ => None,
    }
}

/// The firewall by profile: what policy says, else what is set here. Without its service no profile is on.
pub(crate) fn firewall(machine: &Machine<'_>) -> Seen<Vec<FirewallProfile>> {
    let service = if_there(machine.registry.values(&at::FIREWALL_SERVICE, &[]))?;
    // 4 is disabled. Source: the value `Start` of a service.
    let is_disabled = service.is_some_and(|row| row.number("Start") == Some(4));
    let profiles: [(&str, &[&crate::collect::place::Place]); 3] = [
        ("domain", &[&at::FIREWALL_POLICY_DOMAIN, &at::FIREWALL_DOMAIN]),
        ("private", &[&at::FIREWALL_POLICY_PRIVATE, &at::FIREWALL_POLICY_STANDARD, &at::FIREWALL_PRIVATE]),
        ("public", &[&at::FIREWALL_POLICY_PUBLIC, &at::FIREWALL_PUBLIC]),
    ];
    let mut found = Vec::new();
    for (name, places) in profiles {
        for place in places {
            let row = if_there(machine.registry.values(place, &[]))?;
            if let Some(is_on) = row.and_then(|row| row.flag("EnableFirewall")) {
                found.push(FirewallProfile { name: name.to_owned(), is_on: is_on && !is_disabled });
                break;
            }
        }
    }
    match found.is_empty() {
        true => Err(unseen(Why::NotThere, at::FIREWALL_DOMAIN.path())),
        false => Ok(found),
    }
}

/// WMI writes `20251125093000.000000+000`: the last part is minutes east of UTC.
pub(crate) fn wmi_moment(text: &str) -> Option<Timestamp> {
    let (stamp, rest) = text.split_at_checked(14)?;
    let part = |from: usize, to: usize| stamp.get(from..to)?.parse::<i8>().ok();
    let year = stamp.get(..4)?.parse::<i16>().ok()?;
    let civil = jiff::civil::DateTime::new(
        year,
        part(4, 6)?,
        part(6, 8)?,
        part(8, 10)?,
        part(10, 12)?,
        part(12, 14)?,
        0,
    )
    .ok()?;
    let minutes: i64 = rest.find(['+', '-']).and_then(|at| rest.get(at..)?.parse().ok()).unwrap_or(0);
    let utc = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    utc.checked_sub(jiff::SignedDuration::from_mins(minutes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_wmi_are_in_utc() {
        for (text, wanted) in [
            ("20251125093000.000000+000", Some("2025-11-25T09:30:00Z")),
            ("20251125093000.000000-360", Some("2025-11-25T15:30:00Z")),
            ("20251325093000.000000+000", None),
            ("", None),
            ("2025112509300é", None),
        ] {
            assert_eq!(wmi_moment(text).map(|t| t.to_string()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn the_security_centre_says_on_off_or_something_new() {
        for (state, wanted) in [
            (397_568, Some(true)),
            (397_584, Some(true)),
            (393_472, Some(false)),
            (0x6_2100, Some(false)),
            (0x6_F100, None),
        ] {
            assert_eq!(is_watching(state), wanted, "{state:#x}");
        }
    }
}
