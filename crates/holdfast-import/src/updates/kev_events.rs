//! What others saw change on CISA's list, day by day: history of what left it, and of marks that came late.

use holdfast_core::Date;
use holdfast_core::model::{CveId, KevRow};

use super::csv_rows::read_rows;
use super::{FeedError, KevChange, Read};

/// Reads `seen_date,cve,event,old,new`.
pub fn read_kev_events(name: &str, bytes: &[u8]) -> Result<Read<(Date, CveId, KevChange)>, FeedError> {
    read_rows(name, bytes, &["seen_date", "cve", "event", "old", "new"], |cells| {
        let seen = cells.read(0, |t| t.parse::<Date>().ok(), "a day")?;
        let cve = CveId::parse(cells.text(1)).map_err(|e| (1, e.to_string()))?;
        let change = match cells.text(2) {
            "added" => KevChange::Added { added_on: cells.read(4, |t| t.parse().ok(), "a day")? },
            "removed" => KevChange::Removed,
            "product" => KevChange::Renamed { to: cells.text(4).to_owned() },
            "ransomware_flag" => KevChange::Ransomware { to: cells.text(4).eq_ignore_ascii_case("known") },
            "due_date" => KevChange::Due { to: cells.read(4, |t| t.parse().ok(), "a day")? },
            other => return Err((2, format!("`{other}` is no change we know"))),
        };
        Ok(Some((seen, cve, change)))
    })
}

/// What is kept, with the changes seen after a day made to it. An entry that came in between is known by its id and
/// day only, until a list tells the rest.
pub fn replay_kev(kept: &[KevRow], events: &[(Date, CveId, KevChange)], after: Date) -> Vec<KevRow> {
    let mut rows: std::collections::BTreeMap<CveId, KevRow> =
        kept.iter().map(|row| (row.cve, row.clone())).collect();
    let mut events: Vec<_> = events.iter().filter(|(seen, _, _)| *seen > after).collect();
    events.sort_by_key(|(seen, _, _)| *seen);
    for (seen, cve, change) in events {
        if let KevChange::Added { added_on } = change {
            let bare = KevRow {
                cve: *cve,
                vendor: String::new(),
                product: String::new(),
                added_on: *added_on,
                due_on: *added_on,
                is_ransomware: false,
                removed_on: None,
            };
            rows.entry(*cve).or_insert(bare).removed_on = None;
            continue;
        }
        let Some(row) = rows.get_mut(cve) else { continue };
        match change {
            KevChange::Removed => row.removed_on = Some(*seen),
            KevChange::Renamed { to } => {
                let (vendor, product) = to.split_once('/').unwrap_or(("", to));
                (row.vendor, row.product) = (vendor.to_owned(), product.to_owned());
            }
            KevChange::Ransomware { to } => row.is_ransomware = *to,
            KevChange::Due { to } => row.due_on = *to,
            KevChange::Added { .. } => {}
        }
    }
    rows.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_in_order_of_their_days() {
        let text = "seen_date,cve,event,old,new\n2026-06-02,CVE-2026-0001,ransomware_flag,Unknown,Known\n\
            2026-06-01,CVE-2026-0001,added,,2026-05-31\n2026-06-03,CVE-2026-0001,product,A/B,Maker/One/Two\n\
            2026-06-04,CVE-2026-0001,due_date,2026-06-03,2026-06-09\n2026-06-05,CVE-2026-0001,removed,2026-05-31,\n\
            2026-06-06,CVE-2026-0002,moved,,\n2026-04-01,CVE-2026-0003,added,,2026-04-01\n";
        let read = read_kev_events("f", text.as_bytes()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.rejected[0].to_string(), "row 7, event: `moved` is no change we know");
        let rows = replay_kev(&[], &read.rows, Date::constant(2026, 4, 30));
        let row = &rows[0];
        assert_eq!((rows.len(), row.vendor.as_str(), row.product.as_str()), (1, "Maker", "One/Two"));
        assert!(row.is_ransomware);
        assert_eq!(
            (row.due_on.to_string(), row.removed_on.map(|d| d.to_string())),
            ("2026-06-09".to_owned(), Some("2026-06-05".to_owned()))
        );
    }
}
