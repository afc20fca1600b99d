//! What a Linux machine offers on its network: shared folders, and the firewall in front of them.

use holdfast_wire::device::{FirewallProfile, Share, Why};

use super::files::Files;
use super::units;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, unseen};

/// Folders shared by Samba; none when there is no Samba.
pub(crate) fn shares(files: &Files) -> Seen<Vec<Share>> {
    Ok(if_there(files.text(&at::SMB_CONF))?.map(|text| smb_shares(&text)).unwrap_or_default())
}

/// Whether Samba speaks SMB 1, when its settings say so either way.
pub(crate) fn smb1(files: &Files) -> Seen<bool> {
    let Some(text) = if_there(files.text(&at::SMB_CONF))? else { return Ok(false) };
    let global = smb_sections(&text).into_iter().find(|(name, _)| name == "global");
    let least = global.and_then(|(_, settings)| {
        let names = ["serverminprotocol", "minprotocol"];
        settings.into_iter().rev().find(|(key, _)| names.contains(&key.as_str())).map(|(_, value)| value)
    });
    match least.map(|l| l.to_uppercase()) {
        Some(least) => Ok(["NT1", "CORE", "COREPLUS", "LANMAN1", "LANMAN2"].contains(&least.as_str())),
        None => Err(unseen(
            Why::NotAsked,
            format!(
                "{} sets no `server min protocol`; what holds then differs by release",
                at::SMB_CONF.path()
            ),
        )),
    }
}

/// Firewall programs that are set up, and whether they start by themselves. The kernel's own rules need a right and a call.
pub(crate) fn firewall(files: &Files) -> Seen<Vec<FirewallProfile>> {
    let mut found = Vec::new();
    if let Some(text) = if_there(files.text(&at::UFW_CONF))? {
        let value = text.lines().find_map(|line| line.trim().strip_prefix("ENABLED="));
        let is_on = value.is_some_and(|v| v.trim_matches(['"', '\'']).eq_ignore_ascii_case("yes"));
        found.push(FirewallProfile { name: "ufw".to_owned(), is_on });
    }
    for (name, place) in [("firewalld", &at::FIREWALLD), ("nftables", &at::NFTABLES)] {
        if files.is_there(place, &[])? {
            found.push(FirewallProfile { name: name.to_owned(), is_on: units::is_on(files, &[name])? });
        }
    }
    match found.is_empty() {
        true => Err(unseen(
            Why::NotThere,
            "no ufw, firewalld or nftables is set up; rules put in by hand are not seen",
        )),
        false => Ok(found),
    }
}

fn smb_shares(text: &str) -> Vec<Share> {
    let mut shares: Vec<Share> = smb_sections(text)
        .into_iter()
        .filter(|(name, _)| !matches!(name.to_lowercase().as_str(), "global" | "printers" | "print$"))
        .map(|(name, settings)| {
            let path =
                settings.into_iter().rev().find(|(key, _)| matches!(key.as_str(), "path" | "directory"));
            Share { name, path: path.map(|(_, value)| value).unwrap_or_default() }
        })
        .collect();
    shares.sort();
    shares
}

/// Sections and their settings; names of settings lose their spaces and capitals. Source: smb.conf(5).
fn smb_sections(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut sections: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in text.replace("\\\n", "").lines() {
        let line = line.trim();
        if line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            sections.push((name.0.trim().to_owned(), Vec::new()));
        } else if let (Some((key, value)), Some((_, settings))) = (line.split_once('='), sections.last_mut())
        {
            let key: String = key.chars().filter(|c| !c.is_whitespace()).collect();
            settings.push((key.to_lowercase(), value.trim().to_owned()));
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_samba_have_a_name_and_a_folder() {
        let text = "[global]\n workgroup = HOSP\n Server Min Protocol = NT1\n[Scans]\n comment = x\n Path = /srv/scans\n\
            ; [off]\n[homes]\n browseable = no\n[print$]\npath=/p\n";
        let shares: Vec<_> = smb_shares(text).into_iter().map(|s| format!("{}={}", s.name, s.path)).collect();
        assert_eq!(shares, ["Scans=/srv/scans", "homes="]);
    }
}
