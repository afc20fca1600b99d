//! Who may administer the machine: user 0, and members of the groups that distributions give `sudo` to. `sudoers` is not read.

use holdfast_wire::device::{Admin, Why};

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, unseen};

/// Groups whose members may become root on Debian, Ubuntu, Red Hat, SUSE and their kin.
const GROUPS: &[&str] = &["sudo", "wheel", "admin", "root"];

/// The people, sorted.
pub(crate) fn admins(files: &Files) -> Seen<Vec<Admin>> {
    let users = files.text(&at::PASSWD)?;
    let groups = files.text(&at::GROUP)?;
    let found = in_charge(&users, &groups);
    match found.is_empty() {
        // Every system has a user 0.
        true => Err(unseen(Why::Unreadable, format!("{} has no user 0", at::PASSWD.path()))),
        false => Ok(found),
    }
}

/// Sources: passwd(5), group(5).
fn in_charge(users: &str, groups: &str) -> Vec<Admin> {
    let mut members: Vec<&str> = Vec::new();
    let mut group_ids: Vec<&str> = Vec::new();
    for line in groups.lines() {
        let columns: Vec<&str> = line.split(':').collect();
        if let [name, _, id, list] = columns[..]
            && GROUPS.contains(&name)
        {
            members.extend(list.split(',').map(str::trim).filter(|m| !m.is_empty()));
            group_ids.push(id);
        }
    }
    let mut found: Vec<Admin> = users
        .lines()
        .filter_map(|line| {
            let columns: Vec<&str> = line.split(':').collect();
            let (name, id, group) = (*columns.first()?, *columns.get(2)?, *columns.get(3)?);
            let shell = columns.get(6).copied().unwrap_or_default();
            // Users of programs belong to group 0 on some systems and cannot sign in.
            let signs_in =
                !shell.ends_with("/nologin") && !shell.ends_with("/false") && !shell.ends_with("/sync");
            let is_in = members.contains(&name) || (group_ids.contains(&group) && signs_in);
            (id == "0" || is_in).then(|| Admin { id: id.to_owned(), name: name.to_owned(), is_group: false })
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_0_and_members_of_the_groups_are_in_charge() {
        let users = "root:x:0:0:root:/root:/bin/bash\ntoor:x:0:0::/:/bin/sh\nanna:x:1000:1000::/a:/bin/bash\n\
            ben:x:1001:27::/b:/bin/bash\ncat:x:1002:1002::/c:/bin/sh\nsync:x:4:0::/bin:/bin/sync\nbroken\n";
        let groups = "root:x:0:\nsudo:x:27:anna, gone\nwheel:x:10:\ncat:x:1002:\nshort:x\n";
        let names: Vec<_> =
            in_charge(users, groups).into_iter().map(|a| format!("{} {}", a.id, a.name)).collect();
        assert_eq!(names, ["0 root", "0 toor", "1000 anna", "1001 ben"]);
    }
}
