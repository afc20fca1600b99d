//! What changed between two editions of the hospital list, as a person would tell it. Compares; stores nothing.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::model::table::TableRow;
use holdfast_core::model::{Ccn, HospitalRow, HospitalType, Ownership};

/// One change to one hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectoryChange {
    /// Listed for the first time.
    New {
        /// The hospital.
        hospital: HospitalRow,
    },
    /// No longer listed.
    Gone {
        /// As last listed.
        hospital: HospitalRow,
    },
    /// The same place under a new number and type: acute to rural emergency, say.
    Converted {
        /// As listed before.
        from: HospitalRow,
        /// The new listing.
        to: HospitalRow,
        /// The old number is listed too, as CMS does for a while.
        both_listed: bool,
    },
    /// Another address.
    Moved {
        /// As listed before.
        from: HospitalRow,
        /// As listed now.
        to: HospitalRow,
    },
    /// Another name.
    Renamed {
        /// Which.
        ccn: Ccn,
        /// Before.
        from: String,
        /// Now.
        to: String,
    },
    /// Another type under the same number.
    TypeChanged {
        /// Which.
        ccn: Ccn,
        /// Its name now.
        name: String,
        /// Before.
        from: HospitalType,
        /// Now.
        to: HospitalType,
    },
    /// Another owner.
    OwnerChanged {
        /// Which.
        ccn: Ccn,
        /// Its name now.
        name: String,
        /// Before.
        from: Ownership,
        /// Now.
        to: Ownership,
    },
}

impl DirectoryChange {
    /// The number the change is filed under: the new one for a conversion.
    pub fn ccn(&self) -> Ccn {
        match self {
            Self::New { hospital } | Self::Gone { hospital } => hospital.ccn,
            Self::Converted { to, .. } | Self::Moved { to, .. } => to.ccn,
            Self::Renamed { ccn, .. } | Self::TypeChanged { ccn, .. } | Self::OwnerChanged { ccn, .. } => {
                *ccn
            }
        }
    }

    /// The word for its kind, for counts: `new`, `gone`, `converted`, `moved`, `renamed`, `type_changed`, `owner_changed`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::New { .. } => "new",
            Self::Gone { .. } => "gone",
            Self::Converted { .. } => "converted",
            Self::Moved { .. } => "moved",
            Self::Renamed { .. } => "renamed",
            Self::TypeChanged { .. } => "type_changed",
            Self::OwnerChanged { .. } => "owner_changed",
        }
    }
}

impl std::fmt::Display for DirectoryChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New { hospital: h } => write!(f, "{} {}, {}, {} is new", h.ccn, h.name, h.city, h.state),
            Self::Gone { hospital: h } => {
                write!(f, "{} {}, {}, {} is no longer listed", h.ccn, h.name, h.city, h.state)
            }
            Self::Converted { from, to, both_listed } => write!(
                f,
                "{} {}, {}, {} has a new number, {}: it was {} and is now {}{}",
                from.ccn,
                from.name,
                from.city,
                from.state,
                to.ccn,
                with_article(from.hospital_type),
                with_article(to.hospital_type),
                if *both_listed { "; both numbers are listed" } else { "" }
            ),
            Self::Moved { from, to } => {
                write!(f, "{} {} moved from {} to {}", to.ccn, to.name, place(from), place(to))
            }
            Self::Renamed { ccn, from, to } => write!(f, "{ccn} {from} is now called {to}"),
            Self::TypeChanged { ccn, name, from, to } => {
                write!(f, "{ccn} {name} was {} and is now {}", with_article(*from), with_article(*to))
            }
            Self::OwnerChanged { ccn, name, from, to } => {
                write!(
                    f,
                    "{ccn} {name} changed owner: {} before, {} now",
                    lower(from.label()),
                    lower(to.label())
                )
            }
        }
    }
}

/// How many rows of a table differ between two editions, told by their first column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// Rows in the new edition only.
    pub n_new: usize,
    /// Rows in the old edition only.
    pub n_gone: usize,
    /// Rows in both that are not alike.
    pub n_changed: usize,
}

impl RowChanges {
    /// Nothing differs.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl std::fmt::Display for RowChanges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} rows new, {} gone, {} changed", self.n_new, self.n_gone, self.n_changed)
    }
}

/// Counts what differs between two editions of any table.
pub fn count_changes<T: TableRow>(before: &[T], after: &[T]) -> RowChanges {
    let keyed = |rows: &[T]| -> BTreeMap<String, Vec<String>> {
        rows.iter().map(T::cells).map(|mut cells| (cells.remove(0), cells)).collect()
    };
    let (old, new) = (keyed(before), keyed(after));
    let n_gone = old.keys().filter(|key| !new.contains_key(*key)).count();
    let n_new = new.keys().filter(|key| !old.contains_key(*key)).count();
    let n_changed = new.iter().filter(|(key, row)| old.get(*key).is_some_and(|was| was != *row)).count();
    RowChanges { n_new, n_gone, n_changed }
}

/// What changed from `before` to `after`, in order of certification number. Equal lists give nothing.
///
/// A number that is new counts as a conversion when a hospital of another type, at the same address and ZIP or of the
/// same name in the same ZIP or city, was listed before; one that is gone is preferred to one still listed.
pub fn compare(before: &[HospitalRow], after: &[HospitalRow]) -> Vec<DirectoryChange> {
    let old: BTreeMap<Ccn, &HospitalRow> = before.iter().map(|h| (h.ccn, h)).collect();
    let new: BTreeMap<Ccn, &HospitalRow> = after.iter().map(|h| (h.ccn, h)).collect();
    let mut by_state: BTreeMap<_, Vec<&HospitalRow>> = BTreeMap::new();
    for h in old.values() {
        by_state.entry(h.state).or_default().push(h);
    }
    let mut changes = Vec::new();
    let mut became: BTreeSet<Ccn> = BTreeSet::new();
    for to in new.values().filter(|h| !old.contains_key(&h.ccn)) {
        let from = by_state
            .get(&to.state)
            .into_iter()
            .flatten()
            .filter(|from| !became.contains(&from.ccn) && is_same_place(from, to))
            .min_by_key(|from| (new.contains_key(&from.ccn), from.ccn));
        changes.push(match from {
            Some(from) => {
                became.insert(from.ccn);
                DirectoryChange::Converted {
                    from: (*from).clone(),
                    to: (*to).clone(),
                    both_listed: new.contains_key(&from.ccn),
                }
            }
            None => DirectoryChange::New { hospital: (*to).clone() },
        });
    }
    for from in old.values() {
        match new.get(&from.ccn) {
            Some(to) => compare_one(from, to, &mut changes),
            None if !became.contains(&from.ccn) => {
                changes.push(DirectoryChange::Gone { hospital: (*from).clone() })
            }
            None => {}
        }
    }
    changes.sort_by_key(DirectoryChange::ccn); // stable: changes of one hospital keep their order
    changes
}

fn compare_one(from: &HospitalRow, to: &HospitalRow, changes: &mut Vec<DirectoryChange>) {
    let ccn = to.ccn;
    if letters(&from.name) != letters(&to.name) {
        changes.push(DirectoryChange::Renamed { ccn, from: from.name.clone(), to: to.name.clone() });
    }
    let moved = from.zip != to.zip
        || from.state != to.state
        || letters(&from.city) != letters(&to.city)
        || letters(&from.address) != letters(&to.address);
    if moved {
        changes.push(DirectoryChange::Moved { from: from.clone(), to: to.clone() });
    }
    let name = || to.name.clone();
    if from.hospital_type != to.hospital_type {
        let (from, to) = (from.hospital_type, to.hospital_type);
        changes.push(DirectoryChange::TypeChanged { ccn, name: name(), from, to });
    }
    if from.ownership != to.ownership {
        let (from, to) = (from.ownership, to.ownership);
        changes.push(DirectoryChange::OwnerChanged { ccn, name: name(), from, to });
    }
}

fn is_same_place(from: &HospitalRow, to: &HospitalRow) -> bool {
    let address =
        !from.address.is_empty() && from.zip == to.zip && letters(&from.address) == letters(&to.address);
    let name = letters(&from.name) == letters(&to.name)
        && (from.zip == to.zip || letters(&from.city) == letters(&to.city));
    from.state == to.state && from.hospital_type != to.hospital_type && (address || name)
}

/// Letters and digits only, in capitals, so that "ST. MARY'S" and "St Marys" are the same.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn place(h: &HospitalRow) -> String {
    format!("{}, {}, {} {}", h.address, h.city, h.state, h.zip)
}

fn with_article(kind: HospitalType) -> String {
    let label = lower(kind.label());
    let article = if label.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {label}")
}

fn lower(label: &str) -> String {
    let mut chars = label.chars();
    match chars.next() {
        Some(first) if chars.as_str().starts_with(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{StateCode, Zip};

    use super::*;

    /// `ccn|name|address|city|zip|type|owner`
    fn rows(text: &str) -> Vec<HospitalRow> {
        text.lines()
            .map(|line| {
                let c: Vec<&str> = line.trim().split('|').collect();
                HospitalRow {
                    ccn: Ccn::parse(c[0]).expect("a number"),
                    name: c[1].to_owned(),
                    address: c[2].to_owned(),
                    city: c[3].to_owned(),
                    state: StateCode::parse("ZZ").expect("made up"),
                    zip: Zip::parse(c[4]).expect("a ZIP"),
                    county_name: "FIXTURE".to_owned(),
                    phone: String::new(),
                    hospital_type: HospitalType::parse(c[5]).expect("a type"),
                    ownership: Ownership::parse(c[6]).expect("an owner"),
                    emergency_services: true,
                }
            })
            .collect()
    }

    #[track_caller]
    fn check(before: &str, after: &str, expect: &[&str]) {
        let got: Vec<String> = compare(&rows(before), &rows(after)).iter().map(ToString::to_string).collect();
        assert_eq!(got, expect);
    }

    const FIXTURE: &str =
        "990110|FIXTURE COUNTY HOSPITAL|1 MAIN ST|FRANKLIN|99901|short_term|government_local";

    #[test]
    fn rows_of_any_table_are_counted_by_their_key() {
        use holdfast_core::model::{RucaRow, Zip};
        let row = |zip: &str, primary| RucaRow {
            zip: Zip::parse(zip).expect("a ZIP"),
            primary,
            secondary_tenths: 0,
        };
        let before = [row("99901", 1), row("99902", 2), row("99903", 3)];
        let after = [row("99902", 2), row("99903", 10), row("99904", 4), row("99905", 5)];
        assert_eq!(count_changes(&before, &after).to_string(), "2 rows new, 1 gone, 1 changed");
        assert!(count_changes(&after, &after).is_empty());
    }

    #[test]
    fn the_same_list_has_no_changes() {
        check(FIXTURE, FIXTURE, &[]);
        check(FIXTURE, &FIXTURE.replace("1 MAIN ST", "1 Main St."), &[]);
    }

    #[test]
    fn new_and_gone() {
        let other = "991302|FAR HOSPITAL|2 OAK ST|EDGE|99902|cah|tribal";
        check(FIXTURE, &format!("{FIXTURE}\n{other}"), &["991302 FAR HOSPITAL, EDGE, ZZ is new"]);
        check(
            &format!("{FIXTURE}\n{other}"),
            FIXTURE,
            &["991302 FAR HOSPITAL, EDGE, ZZ is no longer listed"],
        );
    }

    #[test]
    fn a_new_number_at_the_same_place_is_a_conversion() {
        let converted = "990779|Fixture County Hospital|1 MAIN STREET|FRANKLIN|99901|reh|government_local";
        let says = "990110 FIXTURE COUNTY HOSPITAL, FRANKLIN, ZZ has a new number, 990779: it was an acute care hospital and is now a rural emergency hospital";
        check(FIXTURE, converted, &[says]);
        check(FIXTURE, &format!("{FIXTURE}\n{converted}"), &[&format!("{says}; both numbers are listed")]);
        let same_type = converted.replace("|reh|", "|short_term|");
        check(
            FIXTURE,
            &same_type,
            &[
                "990110 FIXTURE COUNTY HOSPITAL, FRANKLIN, ZZ is no longer listed",
                "990779 Fixture County Hospital, FRANKLIN, ZZ is new",
            ],
        );
        let elsewhere = converted.replace("FRANKLIN|99901", "EDGE|99902");
        check(
            FIXTURE,
            &elsewhere,
            &[
                "990110 FIXTURE COUNTY HOSPITAL, FRANKLIN, ZZ is no longer listed",
                "990779 Fixture County Hospital, EDGE, ZZ is new",
            ],
        );
    }

    #[test]
    fn changes_under_one_number_each_have_a_sentence() {
        check(
            FIXTURE,
            "990110|FIXTURE HEALTH|9 HILL RD|FRANKLIN|99901|psychiatric|nonprofit_other",
            &[
                "990110 FIXTURE COUNTY HOSPITAL is now called FIXTURE HEALTH",
                "990110 FIXTURE HEALTH moved from 1 MAIN ST, FRANKLIN, ZZ 99901 to 9 HILL RD, FRANKLIN, ZZ 99901",
                "990110 FIXTURE HEALTH was an acute care hospital and is now a psychiatric hospital",
                "990110 FIXTURE HEALTH changed owner: county or city before, nonprofit, other now",
            ],
        );
    }
}
