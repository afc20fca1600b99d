//! Whether a new edition of a file may take the place of the one held, or a person should look first. It replaces nothing.
//!
//! A file cut short at the end of a line reads without a fault; what shows is that too much is missing.

use std::collections::BTreeSet;

use holdfast_core::model::{HospitalRow, Release};

use crate::diff::RowChanges;
use crate::source::{SourceRead, SourceRows};

/// Of each hundred rows held, how many a new edition may lack. Source: CMS lists of 2020 to 2026 lost under one in a hundred
/// a year.
const MOST_GONE_OF_100: usize = 5;

/// Why a person should look before an edition takes the place of the one held.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It was released before the one held.
    #[error(
        "{new} was released on {}, before the one held, {held} of {}; to go back to it, add --older",
        new_on,
        held_on
    )]
    Older {
        /// The new edition's title.
        new: String,
        /// Its release date.
        new_on: holdfast_core::Date,
        /// The title held.
        held: String,
        /// Its release date.
        held_on: holdfast_core::Date,
    },
    /// Too many rows are missing.
    #[error(
        "{new} has {n_new} rows where {n_held} are held, and lacks {n_gone} of those: {}% where at most {MOST_GONE_OF_100}% is usual. A file cut short looks like this: fetch it again. If the publisher did drop them, add --allow-shrink",
        n_gone * 100 / n_held.max(&1)
    )]
    Shrinks {
        /// The new edition's title.
        new: String,
        /// Its rows.
        n_new: usize,
        /// Rows held.
        n_held: usize,
        /// Rows held that it lacks.
        n_gone: usize,
    },
    /// Every hospital of some state or type is missing.
    #[error(
        "{new} lists no hospital of: {}; the one held does. A file cut short looks like this: fetch it again. If it is right, add --allow-shrink",
        what.join(", ")
    )]
    Vanished {
        /// The new edition's title.
        new: String,
        /// States and types, in words.
        what: Vec<String>,
    },
}

/// What makes a new edition doubtful beside the one held, with how its rows differ.
pub fn doubts(held: &Release, before: &SourceRows, new: &SourceRead, changes: RowChanges) -> Vec<Doubt> {
    let mut found = Vec::new();
    let title = || new.release.title.clone();
    if new.release.released_on < held.released_on {
        found.push(Doubt::Older {
            new: title(),
            new_on: new.release.released_on,
            held: held.title.clone(),
            held_on: held.released_on,
        });
    }
    let n_held = before.n_rows();
    if changes.n_gone * 100 > n_held * MOST_GONE_OF_100 {
        let (n_new, n_gone) = (new.rows.n_rows(), changes.n_gone);
        found.push(Doubt::Shrinks { new: title(), n_new, n_held, n_gone });
    } else if let (SourceRows::Hospitals(old), SourceRows::Hospitals(rows)) = (before, &new.rows) {
        let what = vanished(old, rows);
        if !what.is_empty() {
            found.push(Doubt::Vanished { new: title(), what });
        }
    }
    found
}

/// States and types that have hospitals in the old list and none in the new.
fn vanished(old: &[HospitalRow], new: &[HospitalRow]) -> Vec<String> {
    fn told(rows: &[HospitalRow]) -> BTreeSet<String> {
        let state = |h: &HospitalRow| h.state.to_string();
        let kind = |h: &HospitalRow| h.hospital_type.label().to_lowercase();
        rows.iter().flat_map(|h| [state(h), kind(h)]).collect()
    }
    let now = told(new);
    told(old).into_iter().filter(|word| !now.contains(word)).collect()
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::{Ccn, HospitalType, Ownership, SourceKind, StateCode, Zip};
    use jiff::civil::date;

    use super::*;

    fn hospitals(numbers: std::ops::Range<u32>) -> Vec<HospitalRow> {
        numbers
            .map(|n| HospitalRow {
                ccn: Ccn::parse(&format!("99{n:04}")).expect("a number"),
                name: format!("FIXTURE {n}"),
                address: "1 MAIN ST".to_owned(),
                city: "FIXTURE".to_owned(),
                state: StateCode::parse(if n == 99 { "MT" } else { "ZZ" }).expect("a state"),
                zip: Zip::parse("99901").expect("a ZIP"),
                county_name: "FIXTURE".to_owned(),
                phone: String::new(),
                hospital_type: if n == 99 { HospitalType::RuralEmergency } else { HospitalType::ShortTerm },
                ownership: Ownership::NonprofitPrivate,
                emergency_services: true,
            })
            .collect()
    }

    fn release(month: i8, n_rows: usize) -> Release {
        Release {
            kind: SourceKind::CmsHospitals,
            title: format!("Hospitals of month {month}"),
            released_on: date(2026, month, 1),
            digest: month.to_string(),
            n_rows: n_rows as u32,
            n_rejected: 0,
        }
    }

    #[track_caller]
    fn check(held: std::ops::Range<u32>, month: i8, new: std::ops::Range<u32>, expect: &[&str]) {
        let (held, new) = (hospitals(held), hospitals(new));
        let read = SourceRead {
            release: release(month, new.len()),
            rows: SourceRows::Hospitals(new),
            rejected: Vec::new(),
            notes: Vec::new(),
        };
        let (release, before) = (release(5, held.len()), SourceRows::Hospitals(held));
        let changes = read.rows.changes_from(&before);
        let got: Vec<String> =
            doubts(&release, &before, &read, changes).iter().map(ToString::to_string).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn a_usual_edition_raises_none() {
        check(0..99, 6, 4..120, &[]);
        check(0..100, 5, 0..100, &[]);
    }

    #[test]
    fn one_that_lacks_much_is_doubted_with_the_numbers_and_the_word_to_add() {
        check(
            0..99,
            6,
            0..50,
            &[
                "Hospitals of month 6 has 50 rows where 99 are held, and lacks 49 of those: 49% where at most 5% is usual. A file cut short looks like this: fetch it again. If the publisher did drop them, add --allow-shrink",
            ],
        );
        check(
            0..100,
            6,
            0..99,
            &[
                "Hospitals of month 6 lists no hospital of: MT, rural emergency hospital; the one held does. A file cut short looks like this: fetch it again. If it is right, add --allow-shrink",
            ],
        );
    }

    #[test]
    fn an_older_one_is_doubted() {
        check(
            0..99,
            4,
            0..99,
            &[
                "Hospitals of month 4 was released on 2026-04-01, before the one held, Hospitals of month 5 of 2026-05-01; to go back to it, add --older",
            ],
        );
    }

    #[test]
    fn locations_without_the_layer_keep_the_web_domains_held() {
        use holdfast_core::model::{LocationRow, MailDomain};
        let row = |domain: Option<&str>| LocationRow {
            ccn: Ccn::parse("991301").expect("a number"),
            point: None,
            confidence: None,
            county_fips: None,
            beds: None,
            web_domain: domain.map(|d| MailDomain::parse(d).expect("a domain")),
            nearest_other_ed: None,
        };
        let mut read = SourceRead {
            release: Release { kind: SourceKind::Locations, ..release(6, 1) },
            rows: SourceRows::Locations(vec![row(None)]),
            rejected: Vec::new(),
            notes: Vec::new(),
        };
        let held = SourceRows::Locations(vec![row(Some("fixturememorial.org"))]);
        assert_eq!(read.keep_web_domains(&held), 1);
        assert_eq!(read.rows, held);
        assert_eq!(read.release.title, "Hospitals of month 6, with web sites as held before");
        assert_eq!(read.keep_web_domains(&held), 0, "a file that tells them stands");
    }
}
