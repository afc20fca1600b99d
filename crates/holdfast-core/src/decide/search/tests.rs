//! Searching a made-up directory, and the laws any directory keeps.

use proptest::prelude::*;

use super::*;
use crate::model::{
    DirectoryTables, HospitalRow, HospitalType, Ownership, Release, SourceKind, StateCode, Zip,
};

/// `ccn|name|city|state|zip`
fn index(lines: &[&str]) -> SearchIndex {
    let hospitals = lines.iter().map(|line| {
        let c: Vec<&str> = line.split('|').collect();
        HospitalRow {
            ccn: Ccn::parse(c[0]).expect("a number"),
            name: c[1].to_owned(),
            address: "1 MAIN ST".to_owned(),
            city: c[2].to_owned(),
            state: StateCode::parse(c[3]).expect("a state"),
            zip: Zip::parse(c[4]).expect("a ZIP"),
            county_name: "FIXTURE".to_owned(),
            phone: String::new(),
            hospital_type: HospitalType::CriticalAccess,
            ownership: Ownership::District,
            emergency_services: true,
        }
    });
    let release = Release {
        kind: SourceKind::CmsHospitals,
        title: "made up".to_owned(),
        released_on: jiff::civil::date(2026, 2, 1),
        digest: String::new(),
        n_rows: 1,
        n_rejected: 0,
    };
    let tables = DirectoryTables {
        hospitals: hospitals.collect(),
        releases: vec![release],
        ..DirectoryTables::default()
    };
    SearchIndex::build(&Directory::join(&tables))
}

fn franklin() -> SearchIndex {
    index(&[
        "991301|FIXTURE MEMORIAL HOSPITAL|FRANKLIN|ZZ|99901",
        "991302|ST. BRENDAN'S REGIONAL MEDICAL CENTER|EDGEWATER|ZZ|99902",
        "991303|FRANKLIN VALLEY HEALTH CARE|MOUNT FIXTURE|ZZ|99903",
        "990002|NORTHERN FIXTURE HOSPITAL|HARBOR|ZZ|99904",
        "271999|FIXTURE MEMORIAL HOSPITAL|FRANKLIN|MT|59999",
    ])
}

#[track_caller]
fn check(query: &str, expect: &[&str]) {
    let hits = franklin().search(query, 3);
    let got: Vec<&str> = hits.iter().map(|h| h.ccn.as_str()).collect();
    assert!(
        got.starts_with(expect) && (!expect.is_empty() || got.is_empty()),
        "{query}: {got:?}, not {expect:?}"
    );
}

#[test]
fn names_cities_states_and_numbers_find_their_hospital() {
    check("fixture memorial mt", &["271999"]);
    check("franklin montana", &["271999"]);
    check("franklin zz", &["991301"]);
    check("edgewater", &["991302"]);
    check("991303", &["991303"]);
    check("99-1303", &["991303"]);
    check("99Z303", &["991303"]);
    check("9913", &["991301", "991302", "991303"]);
    check("99904", &["990002"]);
}

#[test]
fn slips_and_abbreviations_are_borne() {
    check("northen fixtur hospitl habor", &["990002"]);
    check("saint brendans regl med ctr", &["991302"]);
    check("st brendan's", &["991302"]);
    check("mt fixture healthcare", &["991303"]);
    check("edgewtaer", &["991302"]);
}

#[test]
fn what_fits_nothing_finds_nothing() {
    check("", &[]);
    check("  -- ", &[]);
    check("xyzzy plugh", &[]);
    check("xyzzy hospital", &[]);
    assert!(SearchIndex::default().search("anything", 5).is_empty());
    assert!(franklin().search("franklin", 0).is_empty());
}

proptest! {
    #[test]
    fn any_query_is_answered_in_order_and_bounded(query in "\\PC{0,400}", limit in 0usize..500) {
        let hits = franklin().search(&query, limit);
        prop_assert!(hits.len() <= limit);
        prop_assert!(hits.windows(2).all(|p| p[0].score >= p[1].score));
    }

    #[test]
    fn a_listed_number_is_found_first(at in 0usize..5) {
        let index = franklin();
        let ccn = index.ccns[at];
        prop_assert_eq!(index.search(ccn.as_str(), 1)[0].ccn, ccn);
    }

    #[test]
    fn counting_letters_first_loses_no_word(token in "[a-z]{4,12}", words in proptest::collection::vec("[a-z]{3,12}", 1..20), slip in 0usize..12) {
        let mut slipped = token.clone().into_bytes();
        let at = slip % slipped.len();
        slipped[at] = b'a' + (slipped[at] - b'a' + 1) % 26;
        let mut all = words;
        all.push(String::from_utf8(slipped).expect("letters"));
        all.sort();
        all.dedup();
        let index = SearchIndex {
            words: all.iter().map(|w| Word { text: w.clone(), letters: letters_in(w), weight: 1.0, places: Vec::new() }).collect(),
            ..SearchIndex::default()
        };
        let most = most_slips(&token).expect("long enough");
        let scanned: Vec<(usize, usize)> = all
            .iter()
            .enumerate()
            .filter_map(|(i, w)| slips_within(&token, w, most).filter(|n| *n > 0).map(|n| (i, n)))
            .collect();
        prop_assert_eq!(index.slipped(&token), scanned);
    }

    #[test]
    fn slips_are_the_same_both_ways(a in "[a-d]{0,8}", b in "[a-d]{0,8}") {
        prop_assert_eq!(slips_within(&a, &b, 8), slips_within(&b, &a, 8));
        prop_assert_eq!(slips_within(&a, &a, 0), Some(0));
    }
}

#[test]
fn a_common_word_as_asked_goes_before_a_rare_one_that_begins_like_it() {
    let index = index(&[
        "991301|MEMORIALCARE LONG POINT|FRANKLIN|ZZ|99901",
        "991302|EDGEWATER MEMORIAL HOSPITAL|EDGEWATER|ZZ|99902",
        "991303|HARBOR MEMORIAL HOSPITAL|HARBOR|ZZ|99903",
        "991304|NORTHERN FIXTURE HOSPITAL|HARBOR|ZZ|99904",
    ]);
    let found: Vec<String> = index.search("memorial", 5).iter().map(|h| h.ccn.to_string()).collect();
    assert_eq!(found, ["991302", "991303", "991301"]);
    // Half a word still finds the whole one.
    assert_eq!(index.search("memorialc", 5)[0].ccn.as_str(), "991301");
}
