//! The care model on the nation's public files: nearest by trying all, everybody once, and the derived table's own distances.
//!
//! Skips loudly where the data sets are not beside the checkout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdfast_core::decide::care::road::{KM_PER_MILE, Roads};
use holdfast_core::decide::care::{Area, Beds, CareFacts, CareModel, DownSet, Member, Site};
use holdfast_core::decide::directory::Directory;
use holdfast_core::model::{Ccn, CountyFips, DirectoryTables, PeopleTables, Point, SourceKind, StateCode};
use holdfast_import::{NamedFile, PeopleFiles, load_packed, load_people, make_people_tables, read_directory};
use jiff::civil::date;

fn data_dir() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("SKIPPED: no public data sets at `{}`; the nation was not looked at", dir.display());
    None
}

fn file(dir: &Path, name: &str) -> NamedFile {
    NamedFile { name: name.to_owned(), bytes: std::fs::read(dir.join(name)).expect("a readable file") }
}

fn nation(dir: &Path) -> (Directory, CareFacts) {
    let names = [
        "cms-hospitals/Hospital_General_Information_2026-02.csv",
        "cms-hospitals/hospital_locations_derived.csv",
        "geo-population/zctas.csv",
    ];
    let files: Vec<NamedFile> = names.iter().map(|name| file(dir, name)).collect();
    let released =
        BTreeMap::from([(SourceKind::Locations, date(2026, 2, 1)), (SourceKind::Zctas, date(2025, 1, 1))]);
    let mut tables = DirectoryTables::default();
    for read in read_directory(&files, &released).expect("the published files read") {
        let packed = read.packed();
        load_packed(&mut tables, read.release, &packed).expect("our own bytes");
    }
    let people = PeopleFiles {
        zctas: (file(dir, "geo-population/zctas.csv"), date(2025, 1, 1)),
        vulnerability: (file(dir, "geo-population/county_vulnerability_svi_2022.csv"), date(2024, 1, 1)),
    };
    let mut held = PeopleTables::default();
    for (release, bytes) in make_people_tables(&people).expect("the published files read") {
        load_people(&mut held, release, &bytes).expect("our own bytes");
    }
    let directory = Directory::join(&tables);
    let facts = CareFacts::of(&directory, &held);
    (directory, facts)
}

/// Straight kilometres to the nearest site by trying every one.
fn by_trying_all(sites: &[Site], area: &Area) -> f64 {
    sites.iter().map(|s| area.point.km_to(&s.point)).fold(f64::INFINITY, f64::min)
}

#[test]
fn everybody_counts_once_and_nearest_is_nearest() {
    let Some(dir) = data_dir() else { return };
    let (directory, facts) = nation(&dir);
    let on_file: u64 = directory.zctas().iter().map(|z| u64::from(z.population)).sum();
    assert_eq!(on_file, 335_555_510);
    let model = facts.model();
    assert_eq!(model.catchment().iter().sum::<u64>(), on_file);
    let n = model.areas().len();
    for i in (0..500).map(|i| i * n / 500) {
        let found = model.nearest(i).expect("a site is open").km;
        let least = by_trying_all(model.sites(), &model.areas()[i]);
        assert!((found - least).abs() < 1e-6, "{:?}: {found} and {least}", model.areas()[i]);
    }
    // The data set's own sanity run: 0.37 % of people live more than 30 miles of line from one.
    let far = (0..n).filter(|i| model.nearest(*i).is_some_and(|w| w.km > 30.0 * KM_PER_MILE));
    let far: u64 = far.map(|i| u64::from(model.areas()[i].people)).sum();
    assert!((1_200_000..1_320_000).contains(&far), "{far}");
}

#[test]
fn the_derived_table_says_the_same_of_the_next_emergency_department() {
    let Some(dir) = data_dir() else { return };
    let (directory, facts) = nation(&dir);
    let (mut n, mut differ) = (0, Vec::new());
    for (i, site) in facts.sites.iter().enumerate().filter(|(_, s)| s.members.len() == 1) {
        let listed = directory.get(site.first().ccn).expect("a listed hospital");
        let Some(said) = listed.location.as_ref().and_then(|l| l.nearest_other_ed) else { continue };
        let others = facts.sites.iter().enumerate().filter(|(j, _)| *j != i);
        let km = others.map(|(_, o)| site.point.km_to(&o.point)).fold(f64::INFINITY, f64::min);
        n += 1;
        // Half a kilometre: a site stands at the point of its surest hospital.
        if (km - said.km).abs() > 0.5 {
            differ.push((site.first().ccn, km, said.km));
        }
    }
    assert!(n > 4_000, "{n}");
    assert!(differ.is_empty(), "{} of {n} differ: {:?}", differ.len(), &differ[..differ.len().min(10)]);
}

/// People by the set of all sites within 30 minutes of them, by trying every site; areas whose nearest is not of the state are left out.
fn groups_by_trying_all(model: &CareModel, mine: &[usize]) -> BTreeMap<Vec<usize>, u64> {
    let mut groups = BTreeMap::new();
    for (i, area) in model.areas().iter().enumerate() {
        if !model.nearest(i).is_some_and(|way| mine.contains(&(way.site as usize))) {
            continue;
        }
        let minutes = |site: &Site| Roads::LIKELY.minutes(area.point.km_to(&site.point), area.is_town);
        let near = model.sites().iter().enumerate().filter(|(_, site)| minutes(site) <= 30.0);
        let group: Vec<usize> = near.map(|(i, _)| i).collect();
        if !group.is_empty() && group.iter().all(|site| mine.contains(site)) {
            *groups.entry(group).or_default() += u64::from(area.people);
        }
    }
    groups
}

/// The most people that `k` more of `mine`, beside `chosen`, push beyond 30 minutes.
fn best(groups: &BTreeMap<Vec<usize>, u64>, mine: &[usize], chosen: &mut Vec<usize>, k: usize) -> u64 {
    if k == 0 {
        let pushed = groups.iter().filter(|(group, _)| group.iter().all(|site| chosen.contains(site)));
        return pushed.map(|(_, people)| people).sum();
    }
    let mut most = 0;
    for (i, site) in mine.iter().enumerate() {
        chosen.push(*site);
        most = most.max(best(groups, &mine[i + 1..], chosen, k - 1));
        chosen.pop();
    }
    most
}

#[test]
fn greedy_is_held_against_all_sets_of_real_states() {
    let Some(dir) = data_dir() else { return };
    let (_, facts) = nation(&dir);
    let model = facts.model();
    for (code, most) in [("WY", 3), ("VT", 3), ("NH", 3), ("HI", 3), ("NV", 2), ("ND", 2), ("MT", 2)] {
        let state = StateCode::parse(code).expect("a state");
        let sites = model.sites().iter().enumerate();
        let mine: Vec<usize> = sites.filter(|(_, s)| s.first().state == state).map(|(i, _)| i).collect();
        let groups = groups_by_trying_all(&model, &mine);
        for k in 1..=most {
            let worst = model.worst(state, k).expect("sites and people");
            let best = best(&groups, &mine, &mut Vec::new(), k);
            println!(
                "{code}, {k} of {}: {} by greedy, {best} at best, {} at most",
                mine.len(),
                worst.people,
                worst.at_most
            );
            assert!(worst.people <= best && best <= worst.at_most, "{worst:?} {best}");
            assert!(k > 1 || worst.people == best, "{worst:?} {best}");
            let impact = model.impact(&worst.hospitals, 21).expect("listed");
            assert_eq!(impact.beyond_30().mid, worst.people);
        }
    }
}

#[test]
fn a_county_of_the_nation_is_a_set() {
    let Some(dir) = data_dir() else { return };
    let (directory, facts) = nation(&dir);
    let set =
        DownSet::of_county(&directory, CountyFips::parse("56013").expect("five digits")).expect("hospitals");
    let impact = facts.model().impact(&set.hospitals, 21).expect("listed");
    assert!(impact.people.is_some_and(|people| people.mid > 10_000), "{:?}", impact.people);
}

/// The closures of 2005 to 2017 put back beside what is open today, each down in turn. Printed for `docs/care.md`.
#[test]
fn closures_of_2005_to_2017_are_put_beside_what_was_reported() {
    let Some(dir) = data_dir() else { return };
    let (_, mut facts) = nation(&dir);
    let path = dir.join("rural-hospital-closures/rural_closures_2005_2017.csv");
    let mut closed = Vec::new();
    for (i, row) in csv::Reader::from_path(path).expect("a readable file").records().enumerate() {
        let row = row.expect("a row");
        let number = |column: usize| row.get(column).and_then(|t| t.trim().parse::<f64>().ok());
        let point = number(11).zip(number(10)).and_then(|(lat, lon)| Point::new(lat, lon).ok());
        let state = row.get(2).and_then(StateCode::parse_name);
        let (Some(point), Some(state)) = (point, state) else {
            println!("left out: {row:?}");
            continue;
        };
        let ccn = Ccn::parse(&format!("99{:04}", i + 1)).expect("six digits");
        let name = row.get(0).unwrap_or_default().to_owned();
        let member = Member {
            ccn,
            name,
            city: row.get(1).unwrap_or_default().to_owned(),
            state,
            phone: String::new(),
        };
        let today = facts.sites.iter().map(|s| s.point.km_to(&point)).fold(f64::INFINITY, f64::min);
        closed.push((ccn, today, row.get(9).unwrap_or_default().to_owned()));
        facts.sites.push(Site { members: vec![member], point, is_rough: false, beds: Beds::Unknown });
    }
    let model = facts.model();
    let mut medians = Vec::new();
    for (ccn, today_km, after) in &closed {
        let impact = model.impact(&[*ccn], 21).expect("put back");
        let at = &impact.down[0][0];
        let people = impact.people.expect("people are on file");
        let more = impact.added_km.map(|a| a.median.mid / KM_PER_MILE);
        println!(
            "{}|{}, {}|{:.0}|{}|{}|{}|{after}",
            at.name,
            at.city,
            at.state,
            today_km / KM_PER_MILE,
            people.mid,
            more.map_or("none".to_owned(), |m| format!("{m:.0}")),
            impact.beyond_30().mid,
        );
        if let Some(more) = more.filter(|_| *today_km > 1.0) {
            medians.push(more);
        }
    }
    medians.sort_by(f64::total_cmp);
    println!("{} put back; median of added road miles {:.1}", closed.len(), medians[medians.len() / 2]);
    assert!(closed.len() > 120, "{}", closed.len());
}
