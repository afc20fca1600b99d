//! `holdfast eligibility`, for one hospital on two days and for the nation. The counts change only when catalog or data do.

use std::collections::BTreeMap;

use crate::{folder, run};

#[test]
fn the_day_decides_what_is_open() {
    let dir = folder();
    let data = dir.path().join("none");
    run(&data, &["eligibility", "271304", "--as-of", "2026-10-13"])
        .ended(0)
        .says("windows-10-extended-updates");
    let after = run(&data, &["eligibility", "271304", "--as-of", "2026-10-14"]).ended(0);
    let closed = after.out.split("Not open on this day").nth(1).unwrap_or_default();
    assert!(closed.contains("windows-10-extended-updates"), "{}", after.out);
    let json = run(&data, &["eligibility", "271304", "--as-of", "2026-10-14", "--json"]).ended(0);
    let value: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(value["as_of"], "2026-10-14");
    assert!(value["offers"].as_array().is_some_and(|o| o.len() > 40));
    run(&data, &["eligibility", "000000"]).ended(4);
    run(&data, &["eligibility", "--all"]).ended(2);
    run(&data, &["eligibility", "--all", "--csv", "--json"]).ended(2);
    run(&data, &["eligibility", "271304", "--csv"]).ended(2);
}

/// Verdicts for every hospital by every offer before anyone has answered a question.
#[test]
fn the_nation_by_offer() {
    let dir = folder();
    let data = dir.path().join("none");
    for day in ["2026-08-01", "2026-10-14"] {
        let csv = run(&data, &["eligibility", "--all", "--csv", "--as-of", day]).ended(0);
        let mut rows = csv.out.lines();
        assert_eq!(rows.next(), Some("ccn,name,state,offer,verdict,clause,fact,verified_on"));
        let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut hospitals = std::collections::BTreeSet::new();
        for row in rows {
            let (ccn, rest) = row.split_once(",\"").expect("a quoted name");
            let rest = rest.rsplit_once("\",").expect("a quoted name").1;
            let cells: Vec<&str> = rest.split(',').collect();
            hospitals.insert(ccn.to_owned());
            *counts.entry((cells[1].to_owned(), cells[2].to_owned())).or_insert(0) += 1;
        }
        assert_eq!(hospitals.len(), 5_421);
        let mut table = String::new();
        let offers: std::collections::BTreeSet<&String> = counts.keys().map(|(o, _)| o).collect();
        for offer in offers {
            let n = |verdict: &str| counts.get(&(offer.clone(), verdict.to_owned())).copied().unwrap_or(0);
            table += &format!(
                "{offer:<32} eligible {:>4}  refer {:>4}  ineligible {:>4}  closed {:>4}\n",
                n("eligible"),
                n("refer"),
                n("ineligible"),
                n("closed")
            );
        }
        insta::assert_snapshot!(format!("nation_{day}"), table);
    }
}

#[test]
fn the_february_2026_file_has_its_known_counts() {
    let directory = holdfast_server::app::embedded_directory().expect("the embedded directory reads");
    let n =
        |kind| directory.hospitals.hospitals().iter().filter(|l| l.hospital.hospital_type == kind).count();
    assert_eq!(directory.hospitals.hospitals().len(), 5_421);
    assert_eq!(n(holdfast_core::model::HospitalType::CriticalAccess), 1_375);
    assert_eq!(n(holdfast_core::model::HospitalType::RuralEmergency), 38);
}
