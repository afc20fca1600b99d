//! Every hospital down in turn, as CSV.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use holdfast_core::decide::care::{CareModel, Count, Criticality, Doubt, NoSite};
use holdfast_core::decide::directory::Listed;
use holdfast_core::model::Ccn;

use super::text::strain_in_words;
use crate::command::data::Reference;

const COLUMNS: &str = "rank,ccn,name,city,state,same_place,only_within_30_low,only_within_30,only_within_30_high,\
    people_low,people,people_high,beyond_15_low,beyond_15,beyond_15_high,beyond_60_low,beyond_60,beyond_60_high,\
    added_minutes_median_low,added_minutes_median,added_minutes_median_high,added_minutes_p90,aged_65_share,\
    no_vehicle_share,no_internet_share,first_receiver,first_receiver_strain,not_known";

/// One row a listed hospital. One that is no open emergency department has no figures and says why.
pub(super) fn national_csv(
    reference: &Reference,
    model: &CareModel,
    no_site: &BTreeMap<Ccn, NoSite>,
    days: u16,
) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    writeln!(out, "{}", COLUMNS)?;
    for one in model.criticality(days) {
        for member in one.impact.down.iter().flatten() {
            if let Some(listed) = reference.directory.hospitals.get(member.ccn) {
                writeln!(out, "{}", csv_row(listed, &one))?;
            }
        }
    }
    for (ccn, why) in no_site {
        if let Some(listed) = reference.directory.hospitals.get(*ccn) {
            let why = Doubt::NoSite { ccn: *ccn, why: *why }.sentence();
            let empty = ",".repeat(COLUMNS.split(',').count() - 5);
            writeln!(out, ",{}{empty}{}", head(listed), quoted(&why))?;
        }
    }
    out.flush()
}

fn head(listed: &Listed) -> String {
    let h = &listed.hospital;
    format!("{},{},{},{}", h.ccn, quoted(&h.name), quoted(&h.city), h.state)
}

fn csv_row(listed: &Listed, one: &Criticality) -> String {
    let impact = &one.impact;
    let beside: Vec<String> = impact
        .down
        .iter()
        .flatten()
        .filter(|m| m.ccn != listed.hospital.ccn)
        .map(|m| m.ccn.to_string())
        .collect();
    // People who are not known leave their cells empty; a zero would be a claim.
    let count = |c: &Count| match impact.people {
        Some(_) => format!("{},{},{}", c.low, c.mid, c.high),
        None => ",,".to_owned(),
    };
    let share = |s: Option<f64>| s.map_or(String::new(), |s| format!("{s:.3}"));
    let added = impact.added_minutes.map_or(",,,".to_owned(), |a| {
        format!("{:.1},{:.1},{:.1},{:.1}", a.median.low, a.median.mid, a.median.high, a.p90.mid)
    });
    let first = impact.receivers.first();
    let doubts: Vec<String> = impact.doubts.iter().map(Doubt::sentence).collect();
    [
        one.rank.map_or(String::new(), |rank| rank.to_string()),
        head(listed),
        beside.join(" "),
        count(&one.only_within_30),
        count(&impact.people.unwrap_or_default()),
        count(&impact.pushed[0].people),
        count(&impact.pushed[2].people),
        added,
        share(impact.who.aged_65_share),
        share(impact.who.no_vehicle_share),
        share(impact.who.no_internet_share),
        first.map_or(String::new(), |r| r.site.first().ccn.to_string()),
        first.map_or(String::new(), |r| strain_in_words(r.strain()).to_owned()),
        quoted(&doubts.join(" ")),
    ]
    .join(",")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
