//! Ways into a Windows machine: Remote Desktop, old protocols, shares, and how its administrator's password is kept.

use holdfast_wire::device::{BackupSign, Known, Laps, RemoteDesktop, Share, Why};

use super::machine::{Datum, Machine};
use crate::collect::place::Place;
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// Remote Desktop: policy goes before what is set here.
pub(crate) fn remote_desktop(machine: &Machine<'_>) -> Seen<RemoteDesktop> {
    let policy = if_there(machine.registry.values(&at::RDP_POLICY, &[]))?.unwrap_or_default();
    let own = machine.registry.values(&at::RDP, &[])?;
    let denied = policy.flag("fDenyTSConnections").or_else(|| own.flag("fDenyTSConnections"));
    let Some(denied) = denied else {
        return Err(unseen(Why::Unreadable, format!("{} has no fDenyTSConnections", at::RDP.path())));
    };
    let listener = machine.registry.values(&at::RDP_LISTENER, &[]);
    let asks_first = match (policy.flag("UserAuthentication"), &listener) {
        (Some(asks), _) => Ok(asks),
        (None, Ok(row)) => row.flag("UserAuthentication").ok_or_else(|| {
            unseen(Why::Unreadable, format!("{} has no UserAuthentication", at::RDP_LISTENER.path()))
        }),
        (None, Err(unseen)) => Err(unseen.clone()),
    };
    let port = listener.ok().and_then(|row| u16::try_from(row.number("PortNumber")?).ok());
    Ok(RemoteDesktop { is_on: !denied, asks_first: known(asks_first), port })
}

/// Whether it speaks SMB 1 as a server: unless set either way, it does where the old driver is there and may start.
pub(crate) fn smb1(machine: &Machine<'_>) -> Seen<bool> {
    let server = machine.registry.values(&at::SMB_SERVER, &[])?;
    if server.flag("SMB1") == Some(false) {
        return Ok(false);
    }
    match if_there(machine.registry.values(&at::SMB1_DRIVER, &[]))? {
        None => Ok(false),
        Some(driver) => Ok(driver.number("Start") != Some(4)),
    }
}

/// Windows answers LLMNR unless policy says no.
pub(crate) fn llmnr(machine: &Machine<'_>) -> Seen<bool> {
    // Nothing said is a yes only on a Windows that can be asked at all.
    machine.registry.values(&at::CURRENT_VERSION, &[])?;
    let policy = if_there(machine.registry.values(&at::LLMNR_POLICY, &[]))?.unwrap_or_default();
    Ok(policy.flag("EnableMulticast") != Some(false))
}

/// The service that keeps the local administrator's password. Source: "Configure policy settings for Windows LAPS", order of policies.
pub(crate) fn laps(machine: &Machine<'_>) -> Seen<Laps> {
    machine.registry.values(&at::CURRENT_VERSION, &[])?;
    for place in [&at::LAPS_BY_CLOUD, &at::LAPS_BY_POLICY, &at::LAPS_HERE] {
        let row = if_there(machine.registry.values(place, &[]))?.unwrap_or_default();
        // 1 keeps it in Entra, 2 in Active Directory.
        match row.number("BackupDirectory") {
            Some(1 | 2) => return Ok(Laps::Windows),
            Some(_) => return Ok(Laps::Off),
            None => {}
        }
    }
    let is_asked = if_there(machine.registry.values(&at::LAPS_LEGACY_POLICY, &[]))?
        .is_some_and(|row| row.flag("AdmPwdEnabled") == Some(true));
    let is_installed = if_there(machine.registry.values(&at::LAPS_LEGACY, &[]))?.is_some();
    Ok(if is_asked && is_installed { Laps::Legacy } else { Laps::Off })
}

/// Folders that somebody shared; those Windows shares for administrators by itself are not among them.
pub(crate) fn shares(machine: &Machine<'_>) -> Seen<Vec<Share>> {
    let row = machine.registry.values(&at::SHARES, &[])?;
    let mut found: Vec<Share> = row
        .0
        .iter()
        .filter_map(|(name, datum)| match datum {
            Datum::Texts(lines) => {
                let path = lines.iter().find_map(|line| line.strip_prefix("Path=")).unwrap_or_default();
                Some(Share { name: name.clone(), path: path.to_owned() })
            }
            _ => None,
        })
        .collect();
    found.sort();
    Ok(found)
}

/// Programs for backups that left a trace. None of those looked for is an empty list, and no proof that there is none.
pub(crate) fn backups(machine: &Machine<'_>) -> Seen<Vec<BackupSign>> {
    machine.registry.values(&at::CURRENT_VERSION, &[])?;
    let products: [(&str, &Place); 4] = [
        ("Veeam Agent", &at::VEEAM_AGENT),
        ("Veeam Agent", &at::VEEAM_ENDPOINT),
        ("Veeam Backup & Replication", &at::VEEAM_SERVER),
        ("Windows Backup", &at::WINDOWS_BACKUP),
    ];
    let mut found: Vec<BackupSign> = Vec::new();
    for (product, place) in products {
        if if_there(machine.registry.values(place, &[]))?.is_some()
            && !found.iter().any(|f| f.product == product)
        {
            found.push(BackupSign {
                product: product.to_owned(),
                done_at: Known::unknown(Why::NotAsked, "only its own log tells; logs are not read"),
            });
        }
    }
    Ok(found)
}
