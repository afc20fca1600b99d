//! Installed programs, from every list that Windows keeps: for all users in both views, and of each user who is signed in.

use holdfast_wire::device::{Software, Why};

use super::machine::{Machine, Row};
use crate::collect::place::Place;
use crate::collect::places::windows as at;
use crate::collect::seen::{Seen, unseen};

/// Every list; those of users whose hive is not loaded are not seen.
pub(crate) fn software(machine: &Machine<'_>) -> Seen<Vec<Software>> {
    let mut found = Vec::new();
    let mut list = |place: &Place, user: &[&str]| -> Seen<()> {
        for key in machine.registry.keys(place, user)? {
            let names: Vec<&str> = user.iter().copied().chain([key.as_str()]).collect();
            // One key that cannot be read costs itself.
            if let Ok(row) = machine.registry.values(place, &names) {
                found.extend(program(&row));
            }
        }
        Ok(())
    };
    list(&at::UNINSTALL, &[])?;
    // A system without 32-bit programs has no second list.
    let _ = list(&at::UNINSTALL_32, &[]);
    for user in machine.registry.keys(&at::USERS, &[]).unwrap_or_default() {
        let _ = list(&at::UNINSTALL_OF_USER, &[&user]);
        let _ = list(&at::UNINSTALL_OF_USER_32, &[&user]);
    }
    found.sort();
    found.dedup();
    match found.is_empty() {
        true => Err(unseen(Why::Unreadable, format!("{} names no program", at::UNINSTALL.path()))),
        false => Ok(found),
    }
}

/// What the list of programs in the control panel shows: no parts of others, no updates.
fn program(row: &Row) -> Option<Software> {
    let name = row.text("DisplayName")?;
    let is_part = row.flag("SystemComponent") == Some(true) || row.text("ParentKeyName").is_some();
    (!is_part).then(|| Software {
        name: name.to_owned(),
        version: row.text("DisplayVersion").unwrap_or_default().to_owned(),
        publisher: row.text("Publisher").unwrap_or_default().to_owned(),
    })
}
