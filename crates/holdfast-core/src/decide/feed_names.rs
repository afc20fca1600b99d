//! What an old name or id of CISA's list leads to now.
//!
//! A name is followed only when nothing on the list carries it any more and all its entries went to one other name: CISA renames
//! single entries, too, and then the old name still means what it meant.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{CveId, FeedChange, FeedChangeKind, KevRow};

/// Names and ids that lead on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedNames {
    names: BTreeMap<String, String>,
    ids: BTreeMap<CveId, CveId>,
    earlier: BTreeMap<CveId, BTreeSet<String>>,
}

impl FeedNames {
    /// Of what changed, oldest first, and of the rows as they are now.
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c FeedChange>, rows: &[KevRow]) -> Self {
        let live: BTreeSet<String> = rows.iter().filter(|r| r.removed_on.is_none()).map(name_of).collect();
        let mut heirs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut ids = BTreeMap::new();
        let mut renamed: Vec<(CveId, &str)> = Vec::new();
        for change in changes {
            match change.kind {
                FeedChangeKind::Renamed => {
                    heirs.entry(&change.was).or_default().insert(&change.now);
                    renamed.extend(change.cve.map(|cve| (cve, change.was.as_str())));
                }
                FeedChangeKind::Renumbered => {
                    if let (Ok(was), Some(now)) = (CveId::parse(&change.was), change.cve) {
                        ids.insert(was, now);
                    }
                }
                _ => {}
            }
        }
        let one = |(was, now): (&str, BTreeSet<&str>)| match (now.first(), now.len(), live.contains(was)) {
            (Some(now), 1, false) => Some((was.to_owned(), (*now).to_owned())),
            _ => None,
        };
        let names = heirs.into_iter().filter_map(one).collect();
        let mut all = Self { names, ids, earlier: BTreeMap::new() };
        for (cve, was) in renamed {
            for id in BTreeSet::from([cve, all.id(cve)]) {
                all.earlier.entry(id).or_default().insert(was.to_owned());
            }
        }
        all
    }

    /// The names, as `vendor/product`, that one entry had before, also under an earlier id.
    pub fn earlier(&self, id: CveId) -> impl Iterator<Item = &str> {
        self.earlier.get(&id).into_iter().flatten().map(String::as_str)
    }

    /// The name, as `vendor/product`, that stands for one now; itself when it leads nowhere.
    pub fn name<'n>(&'n self, name: &'n str) -> &'n str {
        let mut now = name;
        // Names that lead in a circle end where they began.
        for _ in 0..=self.names.len() {
            match self.names.get(now) {
                Some(next) if next != name => now = next,
                Some(_) => return name,
                None => break,
            }
        }
        now
    }

    /// The id that stands for one now; itself when it leads nowhere.
    pub fn id(&self, id: CveId) -> CveId {
        let mut now = id;
        for _ in 0..=self.ids.len() {
            match self.ids.get(&now) {
                Some(next) if *next != id => now = *next,
                Some(_) => return id,
                None => break,
            }
        }
        now
    }
}

/// `vendor/product`.
pub fn name_of(row: &KevRow) -> String {
    format!("{}/{}", row.vendor, row.product)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Date;

    fn cve(n: u32) -> CveId {
        CveId::new(2026, n).expect("an id")
    }

    fn row(n: u32, name: &str) -> KevRow {
        let (vendor, product) = name.split_once('/').expect("two parts");
        let day = Date::constant(2026, 1, 2);
        let (vendor, product) = (vendor.to_owned(), product.to_owned());
        KevRow {
            cve: cve(n),
            vendor,
            product,
            added_on: day,
            due_on: day,
            is_ransomware: false,
            removed_on: None,
        }
    }

    fn renamed(n: u32, was: &str, now: &str) -> FeedChange {
        let cve = Some(cve(n));
        FeedChange { kind: FeedChangeKind::Renamed, cve, was: was.to_owned(), now: now.to_owned() }
    }

    fn renumbered(was: u32, now: u32) -> FeedChange {
        FeedChange {
            kind: FeedChangeKind::Renumbered,
            cve: Some(cve(now)),
            was: cve(was).to_string(),
            now: cve(now).to_string(),
        }
    }

    #[test]
    fn a_name_is_followed_when_nothing_carries_it_and_it_went_to_one_place() {
        let changes = [
            renamed(1, "Old/One", "Maker/One"),
            renamed(1, "Maker/One", "Maker/First"),
            renamed(2, "Maker/Mixed", "Maker/Left"),
            renamed(3, "Maker/Mixed", "Maker/Right"),
            renamed(4, "Maker/Two", "Maker/Deux"),
        ];
        let names = FeedNames::of(&changes, &[row(1, "Maker/First"), row(5, "Maker/Two")]);
        let now = |name: &'static str| names.name(name).to_owned();
        assert_eq!(
            [now("Old/One"), now("Maker/Mixed"), now("Maker/Two"), now("Never/Heard")],
            ["Maker/First", "Maker/Mixed", "Maker/Two", "Never/Heard"]
        );
    }

    #[test]
    fn an_id_is_followed() {
        let names = FeedNames::of([&renumbered(1, 9)], &[]);
        assert_eq!((names.id(cve(1)), names.id(cve(9)), names.id(cve(3))), (cve(9), cve(9), cve(3)));
    }

    #[test]
    fn an_entry_keeps_every_name_it_had_under_every_id() {
        let changes =
            [renamed(1, "M/A", "M/B"), renumbered(1, 9), renamed(9, "M/B", "M/C"), renamed(2, "M/A", "M/D")];
        let names = FeedNames::of(&changes, &[row(9, "M/C"), row(2, "M/D")]);
        let of = |n| names.earlier(cve(n)).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(
            [of(9), of(2), of(3)],
            [vec!["M/A".to_owned(), "M/B".to_owned()], vec!["M/A".to_owned()], Vec::new()]
        );
    }

    proptest! {
        #[test]
        fn following_ends_and_twice_is_once(pairs in proptest::collection::vec((0u8..6, 0u8..6), 0..12)) {
            let changes: Vec<FeedChange> = pairs.iter().map(|(a, b)| renamed(1, &format!("M/{a}"), &format!("M/{b}"))).collect();
            let names = FeedNames::of(&changes, &[]);
            for n in 0..6 {
                let name = format!("M/{n}");
                let once = names.name(&name).to_owned();
                if once != name {
                    prop_assert_eq!(names.name(&once), once.as_str());
                }
            }
        }
    }
}
