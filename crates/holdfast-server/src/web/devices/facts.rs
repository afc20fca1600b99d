//! The facts of a machine as lines a person reads: those that are known, and those that are not with why.

use holdfast_core::model::{day_in_words, grouped};
use holdfast_wire::device::{DeviceFacts, Known, Laps, Role};

use super::one::why;
use super::words::at;

/// Things of one list that are named.
const MOST_NAMED: usize = 12;

/// One fact.
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) says: String,
}

/// Known facts, and those that are not known.
pub(super) fn facts(f: &DeviceFacts) -> (Vec<Fact>, Vec<Fact>) {
    let mut both = Both::default();
    let id = &f.identity;
    both.plain("Domain", id.domain.clone().unwrap_or_default());
    both.plain("Serial number", id.serial.clone().unwrap_or_default());
    both.plain("Hardware addresses", id.macs.iter().take(4).cloned().collect::<Vec<_>>().join(", "));
    both.plain("Maker and model", format!("{} {}", f.hardware.maker, f.hardware.model).trim().to_owned());
    both.add("System", &f.os, |os| {
        let mut parts = vec![
            os.name.clone(),
            os.release.clone(),
            os.version.clone(),
            os.edition.clone(),
            os.arch.clone(),
        ];
        parts.extend(os.installed_on.map(|on| format!("set up {}", day_in_words(on))));
        parts.retain(|p| !p.is_empty());
        parts.join(", ")
    });
    both.add("What it is for", &f.role, |role| match role {
        Role::Workstation => "A person's computer".to_owned(),
        Role::Server => "A server".to_owned(),
        Role::DomainController => "A domain controller".to_owned(),
    });
    both.add("Last started", &f.booted_at, |t| at(*t));
    both.add("Waits to be restarted", &f.pending_reboot, yes);
    both.add("Updates listed", &f.updates, |all| {
        let newest = all.iter().filter_map(|u| u.on.map(|on| (on, &u.id))).max();
        let newest =
            newest.map(|(on, id)| format!("; newest {id}, {}", day_in_words(on))).unwrap_or_default();
        format!("{}{newest}", all.len())
    });
    both.add("Asks for updates", &f.update_client, |c| {
        if c.asks.is_empty() { "somebody".to_owned() } else { c.asks.clone() }
    });
    if let Known::Is(client) = &f.update_client {
        both.add("Last looked for updates", &client.looked_at, |t| at(*t));
        both.add("Last installed something", &client.installed_at, |t| at(*t));
        both.add("Waiting updates", &client.waiting, |all| {
            let named: Vec<&str> = all.iter().take(3).map(|w| w.title.as_str()).collect();
            if named.is_empty() { "none".to_owned() } else { format!("{}: {}", all.len(), named.join("; ")) }
        });
    }
    both.add("Licences for extended updates", &f.esu, |all| {
        let good = all.iter().filter(|l| l.is_licensed).count();
        format!("{good} good of {}", all.len())
    });
    both.add("Disks", &f.volumes, |all| {
        let one = |v: &holdfast_wire::device::Volume| match v.is_encrypted.is() {
            Some(true) => format!("{} encrypted", v.name),
            Some(false) => format!("{} not encrypted", v.name),
            None => format!("{} not known", v.name),
        };
        all.iter().take(MOST_NAMED).map(one).collect::<Vec<_>>().join(", ")
    });
    both.add("Programs against malware", &f.antivirus, |all| {
        let one = |a: &holdfast_wire::device::Antivirus| {
            let on = match a.is_on.is() {
                Some(true) => "on",
                Some(false) => "off",
                None => "not known whether on",
            };
            let of = a
                .signatures_at
                .is()
                .map(|t| format!(", knows what was known on {}", at(*t)))
                .unwrap_or_default();
            format!("{}: {on}{of}", a.name)
        };
        if all.is_empty() {
            "none".to_owned()
        } else {
            all.iter().take(4).map(one).collect::<Vec<_>>().join("; ")
        }
    });
    both.add("Firewall", &f.firewall, |all| {
        let off: Vec<&str> = all.iter().filter(|p| !p.is_on).map(|p| p.name.as_str()).collect();
        if off.is_empty() {
            format!("on, {} profiles", all.len())
        } else {
            format!("off for: {}", off.join(", "))
        }
    });
    both.add("Administrators", &f.admins, |all| {
        let named: Vec<&str> = all
            .iter()
            .take(MOST_NAMED)
            .map(|a| if a.name.is_empty() { a.id.as_str() } else { a.name.as_str() })
            .collect();
        format!("{}: {}", all.len(), named.join(", "))
    });
    both.add("Local administrator's password by a service (LAPS)", &f.laps, |laps| match laps {
        Laps::Off => "no".to_owned(),
        Laps::Legacy => "yes, the older one".to_owned(),
        Laps::Windows => "yes".to_owned(),
    });
    both.add("Remote Desktop", &f.remote_desktop, |r| match (r.is_on, r.asks_first.is()) {
        (false, _) => "off".to_owned(),
        (true, Some(true)) => "on, asks to sign in first".to_owned(),
        (true, Some(false)) => "on, and does not ask to sign in first".to_owned(),
        (true, None) => "on".to_owned(),
    });
    both.add("Speaks SMB version 1", &f.smb1, yes);
    both.add("Answers name questions of anybody (LLMNR)", &f.llmnr, yes);
    both.add("Shared folders", &f.shares, |all| named(all.iter().map(|s| s.name.as_str()), all.len()));
    both.add("Services", &f.services, |all| {
        format!("{}, of which {} run", all.len(), all.iter().filter(|s| s.is_running).count())
    });
    both.add("Listens on", &f.listening, |all| {
        let ports: Vec<String> =
            all.iter().take(MOST_NAMED).map(|l| format!("{} {}", l.port, l.protocol)).collect();
        format!("{}: {}", all.len(), ports.join(", "))
    });
    both.add("Programs installed", &f.software, |all| grouped(all.len() as u64));
    both.add("Signs of backups", &f.backups, |all| {
        let one = |b: &holdfast_wire::device::BackupSign| match b.done_at.is() {
            Some(t) => format!("{}, last done {}", b.product, at(*t)),
            None => b.product.clone(),
        };
        if all.is_empty() {
            "none seen".to_owned()
        } else {
            all.iter().take(4).map(one).collect::<Vec<_>>().join("; ")
        }
    });
    let h = &f.hardware;
    both.add("Processor", &h.cpu, Clone::clone);
    both.add("Cores", &h.n_cores, ToString::to_string);
    both.add("Memory", &h.memory_bytes, |n| format!("{} MB", grouped(n >> 20)));
    both.add("System disk", &h.system_disk_bytes, |n| format!("{} GB", grouped(n / 1_000_000_000)));
    both.add("Starts by UEFI", &h.is_uefi, yes);
    both.add("Secure Boot", &h.secure_boot, |is| if *is { "on" } else { "off" }.to_owned());
    both.add("Security chip (TPM)", &h.tpm, Clone::clone);
    both.add("Virtual machine", &h.is_virtual, yes);
    both.add("Secure shell server", &f.sshd, |s| if s.is_on { "on" } else { "off" }.to_owned());
    (both.known, both.unknown)
}

#[derive(Default)]
struct Both {
    known: Vec<Fact>,
    unknown: Vec<Fact>,
}

impl Both {
    fn plain(&mut self, label: &'static str, says: String) {
        if !says.is_empty() {
            self.known.push(Fact { label, says: cut(&says) });
        }
    }

    fn add<T>(&mut self, label: &'static str, fact: &Known<T>, says: impl FnOnce(&T) -> String) {
        match fact {
            Known::Is(value) => self.known.push(Fact { label, says: cut(&says(value)) }),
            Known::Unknown(unseen) => {
                let detail =
                    if unseen.detail.is_empty() { String::new() } else { format!(": {}", unseen.detail) };
                self.unknown.push(Fact { label, says: cut(&format!("{}{detail}", why(unseen.why))) });
            }
        }
    }
}

fn yes(is: &bool) -> String {
    if *is { "yes" } else { "no" }.to_owned()
}

fn named<'t>(names: impl Iterator<Item = &'t str>, n: usize) -> String {
    let names: Vec<&str> = names.take(MOST_NAMED).collect();
    if n == 0 { "none".to_owned() } else { format!("{n}: {}", names.join(", ")) }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= 300 {
        text.to_owned()
    } else {
        text.chars().take(299).chain(['…']).collect()
    }
}
