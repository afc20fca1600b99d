//! The real public files, read whole. Skips loudly where the data sets are not beside the checkout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdfast_core::decide::directory::Directory;
use holdfast_core::decide::search::SearchIndex;
use holdfast_core::model::{Ccn, DirectoryTables, HospitalType, SourceKind};
use holdfast_import::diff::compare;
use holdfast_import::{NamedFile, load_packed, read_directory};
use jiff::civil::date;

const FILES: &[&str] = &[
    "cms-hospitals/Hospital_General_Information_2026-02.csv",
    "cms-hospitals/hospital_locations_derived.csv",
    "hifld-hospitals/HIFLD_Hospitals_2022-05.csv",
    "rurality/RUCA-codes-2020-zipcode.csv",
    "rurality/ruca_2010_zip.csv.gz",
    "rurality/rucc_2023_counties.csv",
    "rurality/cbsa_delineation_2023-07.csv",
    "rurality/forhp_eligible_zips_2021-09.csv",
    "geo-population/zctas.csv",
    "geo-population/counties.csv",
    "geo-population/urban_areas.csv",
    "geo-population/zcta_urban_areas.csv.gz",
    "geo-population/zcta_counties.csv.gz",
];

fn data_dir() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("SKIPPED: no public data sets at `{}`; the national files were not read", dir.display());
    None
}

fn tables() -> Option<(DirectoryTables, Vec<String>)> {
    let dir = data_dir()?;
    let files: Vec<NamedFile> = FILES
        .iter()
        .map(|name| NamedFile {
            name: (*name).to_owned(),
            bytes: std::fs::read(dir.join(name)).expect("a readable file"),
        })
        .collect();
    let released = BTreeMap::from([
        (SourceKind::Locations, date(2026, 2, 1)),
        (SourceKind::Ruca2020Zip, date(2025, 1, 1)),
        (SourceKind::Ruca2010Zip, date(2020, 1, 1)),
        (SourceKind::RuccCounties, date(2024, 1, 1)),
        (SourceKind::Zctas, date(2025, 1, 1)),
        (SourceKind::Counties, date(2025, 1, 1)),
    ]);
    let mut tables = DirectoryTables::default();
    let mut said = Vec::new();
    for read in read_directory(&files, &released).expect("the published files read") {
        let r = &read.release;
        said.push(format!(
            "{}: {} rows, {} rejected, released {}",
            r.title, r.n_rows, r.n_rejected, r.released_on
        ));
        said.extend(read.rejected.iter().take(3).map(|e| format!("  rejected {e}")));
        said.extend(read.notes.iter().map(|n| format!("  {n}")));
        let packed = read.packed();
        let mut again = DirectoryTables::default();
        load_packed(&mut again, read.release.clone(), &packed).expect("what was packed unpacks");
        let mut straight = DirectoryTables::default();
        read.clone().put_into(&mut straight);
        assert!(again == straight, "{:?} does not survive packing", read.release.kind);
        said.push(format!(
            "  {} bytes packed",
            if packed.len() < 1_500_000 { "under 1,500,000" } else { "TOO MANY" }
        ));
        read.put_into(&mut tables);
    }
    Some((tables, said))
}

#[test]
fn the_published_files_read_whole() {
    let Some((tables, said)) = tables() else { return };
    insta::assert_snapshot!(said.join("\n"));
    assert!(compare(&tables.hospitals, &tables.hospitals).is_empty());
}

#[test]
fn a_copy_that_a_spreadsheet_saved_gives_the_same_hospitals() {
    let Some((tables, _)) = tables() else { return };
    let dir = data_dir().expect("it was there");
    let mut text =
        String::from_utf8(std::fs::read(dir.join(FILES[0])).expect("a readable file")).expect("UTF-8");
    text = text
        .lines()
        .map(|l| if l.starts_with('"') { l } else { l.trim_start_matches('0') })
        .collect::<Vec<_>>()
        .join("\r\n");
    let file = NamedFile { name: "resaved_2026-02.csv".to_owned(), bytes: text.into_bytes() };
    let got = holdfast_import::read_cms_hospitals(&file, None).expect("it reads");
    // Numbers that end in a letter stay text in a spreadsheet; here they lost a zero all the same and are refused.
    let lost: usize = got.rejected.len();
    assert_eq!(got.rows.len() + lost, tables.hospitals.len());
    let changes = compare(&tables.hospitals, &got.rows);
    assert!(
        changes.iter().all(|c| c.kind() == "gone" && c.ccn().as_str().ends_with('F')),
        "{:?}",
        changes.first()
    );
    assert!(got.notes.iter().any(|n| n.starts_with("restored leading zeros in")), "{:?}", got.notes);
}

#[test]
fn rural_answers_by_type_for_the_whole_nation() {
    let Some((tables, _)) = tables() else { return };
    let directory = Directory::join(&tables);
    let mut counts: BTreeMap<(&str, HospitalType), [u32; 3]> = BTreeMap::new();
    for listed in directory.hospitals() {
        for (definition, answer) in
            [("forhp", &listed.rural.forhp), ("fcc", &listed.rural.fcc), ("ship", &listed.rural.ship)]
        {
            let at = match answer.holds {
                Some(true) => 0,
                Some(false) => 1,
                None => 2,
            };
            counts.entry((definition, listed.hospital.hospital_type)).or_default()[at] += 1;
        }
    }
    let lines: Vec<String> = counts
        .iter()
        .map(|((definition, kind), [yes, no, unknown])| {
            format!("{definition:<6} {:<12} rural {yes:>5}  not {no:>5}  unknown {unknown:>4}", kind.key())
        })
        .collect();
    assert_eq!(directory.hospitals().len(), 5_421);
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_known_conversions_are_hinted() {
    let Some((tables, _)) = tables() else { return };
    let directory = Directory::join(&tables);
    for (old, new) in [
        ("010110", "010779"),
        ("010008", "011308"),
        ("010062", "011309"),
        ("200052", "201317"),
        ("330060", "331318"),
    ] {
        let (old, new) = (Ccn::parse(old).expect("a number"), Ccn::parse(new).expect("a number"));
        assert_eq!(directory.converted_to(old), Some(new), "{old}");
    }
    let hints: Vec<String> = directory
        .hospitals()
        .iter()
        .filter_map(|h| {
            Some(format!(
                "{} {} -> {}",
                h.hospital.ccn,
                h.hospital.name,
                directory.converted_to(h.hospital.ccn)?
            ))
        })
        .collect();
    insta::assert_snapshot!(hints.join("\n"));
}

#[test]
fn real_hospitals_are_found_by_what_people_type() {
    let Some((tables, _)) = tables() else { return };
    let directory = Directory::join(&tables);
    let index = SearchIndex::build(&directory);
    let queries = [
        "sheridan mt",
        "northen montana hospitl havre",
        "ruby valley",
        "st peters helena",
        "regl med ctr bettles",
        "bullock county hosp",
        "271319",
        "27Z319",
        "59749",
        "critical access hospital",
        "mayo clinic rochester minnesota",
        "johns hopkins",
        "va medical center miles city",
        "mt carmel columbus ohio",
        "wiregras medical",
        "xyzzy",
    ];
    let lines: Vec<String> = queries
        .iter()
        .map(|query| {
            let hits = index.search(query, 3);
            let named = hits.iter().filter_map(|hit| directory.get(hit.ccn)).map(|l| {
                let h = &l.hospital;
                format!("    {} {}, {} {} {}", h.ccn, h.name, h.city, h.state, h.zip)
            });
            format!("{query}\n{}", named.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
    // A pasted megabyte costs what its first words cost.
    assert!(index.search(&"sheridan mt ".repeat(100_000), 10).len() <= 10);
}
