//! Services of systemd by what lies on disk: links say what starts by itself, control groups say what runs.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_wire::device::{Service, Why};

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, unseen};

/// Services that start by themselves or run now.
pub(crate) fn services(files: &Files) -> Seen<Vec<Service>> {
    let Some(folders) = if_there(files.names(&at::UNITS_OF_ADMIN))? else {
        return Err(unseen(
            Why::NotThere,
            format!("{}; another program than systemd starts services", at::UNITS_OF_ADMIN.path()),
        ));
    };
    let mut automatic = BTreeSet::new();
    for folder in folders.iter().filter(|name| name.ends_with(".wants") || name.ends_with(".requires")) {
        let units = files.names_of(&at::UNITS_WANTED, &[folder]).unwrap_or_default();
        automatic.extend(units.into_iter().filter(|name| name.ends_with(".service")));
    }
    let groups = files.names(&at::CONTROL_GROUPS).unwrap_or_default();
    let running: BTreeSet<String> = groups.into_iter().filter(|name| name.ends_with(".service")).collect();
    let all: BTreeSet<&String> = automatic.union(&running).collect();
    let mut titles = BTreeMap::new();
    let mut found = Vec::new();
    for unit in all {
        let file = unit_file(unit);
        let title = titles.entry(file.clone()).or_insert_with(|| title(files, &file));
        found.push(Service {
            name: unit.trim_end_matches(".service").to_owned(),
            title: title.clone(),
            is_automatic: automatic.contains(unit),
            is_running: running.contains(unit),
        });
    }
    Ok(found)
}

/// Whether one of these units starts by itself or runs; a socket that starts it counts.
pub(super) fn is_on(files: &Files, names: &[&str]) -> Seen<bool> {
    let services = services(files)?;
    if services.iter().any(|s| names.contains(&s.name.as_str())) {
        return Ok(true);
    }
    let sockets = files.names_of(&at::UNITS_WANTED, &["sockets.target.wants"]).unwrap_or_default();
    Ok(sockets.iter().any(|s| names.contains(&s.trim_end_matches(".socket"))))
}

/// `getty@tty1.service` is made from `getty@.service`.
fn unit_file(unit: &str) -> String {
    match unit.split_once('@') {
        Some((template, rest)) if rest != ".service" => format!("{template}@.service"),
        _ => unit.to_owned(),
    }
}

fn title(files: &Files, unit: &str) -> String {
    let text = [&at::UNIT_OF_ADMIN, &at::UNIT_OF_VENDOR, &at::UNIT_OF_VENDOR_OLD]
        .iter()
        .find_map(|place| files.text_of(place, &[unit]).ok())
        .unwrap_or_default();
    let title = text.lines().find_map(|line| line.strip_prefix("Description=")).unwrap_or_default();
    title.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_has_the_file_of_its_template() {
        assert_eq!(unit_file("getty@tty1.service"), "getty@.service");
        assert_eq!(unit_file("getty@.service"), "getty@.service");
        assert_eq!(unit_file("ssh.service"), "ssh.service");
    }
}
