//! Installed packages: dpkg's list as it is; rpm's is a database, which is only said to be there.

use holdfast_wire::device::{Software, Why};

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, unseen};

/// What is installed.
pub(crate) fn software(files: &Files) -> Seen<Vec<Software>> {
    if let Some(text) = if_there(files.text(&at::DPKG_STATUS))? {
        return Ok(installed(&text));
    }
    let is_rpm = files.is_there(&at::RPM_SQLITE, &[])?
        || files.is_there(&at::RPM_SQLITE_NEW, &[])?
        || files.is_there(&at::RPM_BERKELEY, &[])?;
    Err(match is_rpm {
        true => {
            unseen(Why::Unreadable, "the rpm database is there; its list cannot be read without running rpm")
        }
        false => unseen(Why::NotThere, format!("{} and {}", at::DPKG_STATUS.path(), at::RPM_SQLITE.path())),
    })
}

/// Packages whose status says that they are installed. Source: deb-control(5), dpkg(1) "package states".
fn installed(status: &str) -> Vec<Software> {
    let mut found: Vec<Software> = status
        .split("\n\n")
        .filter_map(|paragraph| {
            let field = |name: &str| {
                let line = paragraph.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                line.map(str::trim).unwrap_or_default()
            };
            let is_installed = field("Status").split_whitespace().next_back() == Some("installed");
            let name = field("Package");
            (is_installed && !name.is_empty()).then(|| Software {
                name: name.to_owned(),
                version: field("Version").to_owned(),
                // The packager is a person with an address, who is nobody's business here.
                publisher: String::new(),
            })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_what_is_installed_is_listed() {
        let status = "Package: bash\nStatus: install ok installed\nVersion: 5.2.15-2+b2\nDescription: a shell\n Package: no\n\n\
            Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n\
            Package: half\nStatus: install ok half-installed\nVersion: 1\n\n\
            Package: adduser\nStatus: hold ok installed\nVersion: 3.134\n";
        let names: Vec<_> =
            installed(status).into_iter().map(|s| format!("{} {}", s.name, s.version)).collect();
        assert_eq!(names, ["adduser 3.134", "bash 5.2.15-2+b2"]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_trouble(text in "(Package|Status|Version|: |installed|\n|[a-z\u{fe}]){0,60}") {
            prop_assert!(installed(&text).iter().all(|s| !s.name.is_empty()));
        }
    }
}
