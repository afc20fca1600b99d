//! The real public files on updates, read whole and held against each other. Skips loudly where they are not beside the checkout.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use holdfast_core::decide::device::BuildTable;
use holdfast_core::model::{
    BuildKind, BuildRow, CveId, FeedChange, FeedChangeKind, FeedKind, FeedRelease, FixRow, KevRow, Month,
    Sides,
};
use holdfast_import::updates::{
    FixFact, HeldTables, RenewRules, Renewal, UpdateFiles, follow_kev, make_builds, make_fixes,
    make_update_tables, read_cvrf, read_fixes_csv, read_kev, read_kev_events, read_release_list, renew,
    replay_kev, sort_files,
};
use holdfast_import::{NamedFile, unpack};
use jiff::civil::{Date, date};

const FIXES: [&str; 2] =
    ["msrc/msrc_cvrf_fixes_2016-04_2026-07.csv.xz", "msrc/windows_cve_kb_build_2025-05_2026-08.csv.xz"];
const LISTS: [&str; 9] = [
    "Windows_10_22H2_19045",
    "Windows_11_23H2_22631",
    "Windows_11_24H2_26100",
    "Windows_11_24H2_26200",
    "Windows_11_25H2_26200",
    "Windows_Server_2016_14393",
    "Windows_Server_2019_17763",
    "Windows_Server_2022_20348",
    "Windows_Server_2025_26100",
];

fn data_dir() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if dir.is_dir() && Command::new("xz").arg("--version").output().is_ok() {
        return Some(dir);
    }
    eprintln!(
        "SKIPPED: no public data sets at `{}`, or no `xz`; the files on updates were not read",
        dir.display()
    );
    None
}

fn file(dir: &Path, name: &str) -> NamedFile {
    let path = dir.join(name);
    let bytes = if name.ends_with(".xz") {
        Command::new("xz").arg("-dc").arg(&path).output().expect("xz runs").stdout
    } else {
        std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    assert!(!bytes.is_empty(), "{name}");
    NamedFile { name: name.trim_end_matches(".xz").to_owned(), bytes }
}

fn files(dir: &Path) -> UpdateFiles {
    let list = |name: &&str| file(dir, &format!("msrc/windows_release_lists/{name}.txt"));
    UpdateFiles {
        documents: Vec::new(),
        fixes: FIXES.iter().map(|name| file(dir, name)).collect(),
        lists: LISTS.iter().map(list).collect(),
        kev: vec![
            file(dir, "cisa-kev/known_exploited_vulnerabilities_2026-04-30.json.xz"),
            file(dir, "cisa-kev/known_exploited_vulnerabilities_2026-08.json"),
        ],
        kev_events: vec![file(dir, "cisa-kev/kev_change_events_2023-03_2026-08.csv")],
        epss: Some((file(dir, "cisa-kev/kev_epss_nvd_2026-08-22.csv"), date(2026, 8, 22))),
        ..UpdateFiles::default()
    }
}

#[test]
fn the_tables_are_small_and_each_build_has_its_month() {
    let Some(dir) = data_dir() else { return };
    let made = make_update_tables(&files(&dir)).unwrap_or_else(|e| panic!("{e}"));
    let facts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../holdfast-catalog/facts/updates");
    let mut n_bytes = 0;
    for (release, bytes) in &made.tables {
        println!(
            "{:?} {} rows, {} rejected, {} bytes, to {}",
            release.kind,
            release.n_rows,
            release.n_rejected,
            bytes.len(),
            release.released_on
        );
        n_bytes += bytes.len();
    }
    assert!(n_bytes < 400_000, "{n_bytes} bytes");
    // Which programs are kept is the catalog's word; the project's tasks hold their table against it.
    for (release, bytes) in made.tables.iter().filter(|(release, _)| release.kind != FeedKind::Software) {
        let path = facts.join(format!("{}.tbl", release.kind.key()));
        let held = std::fs::read(&path).unwrap_or_default();
        assert!(
            held == *bytes,
            "`{}` differs; run `cargo xtask catalog` and look at what changed",
            path.display()
        );
    }
    let named = std::fs::read_to_string(facts.join("FEEDS.toml")).unwrap_or_default();
    // Records of programs are held against the table where the catalog's programs are known: in xtask.
    for (release, _) in made.tables.iter().filter(|(r, _)| FeedKind::RENEWED.contains(&r.kind)) {
        let FeedRelease { kind, title, released_on, digest, n_rows, n_rejected } = release;
        let source = kind.source();
        let block = format!(
            "kind = {:?}\ntitle = {title:?}\nreleased_on = \"{released_on}\"\ndigest = {digest:?}\nn_rows = {n_rows}\nn_rejected = {n_rejected}\npublisher = {:?}\nlicence = {:?}\n",
            kind.key(),
            source.publisher,
            source.licence
        );
        assert!(named.contains(&block), "FEEDS.toml does not say of {kind:?}:\n{block}");
    }
    let builds: Vec<BuildRow> =
        unpack(&made.tables[FeedKind::WindowsBuilds as usize].1).unwrap_or_else(|e| panic!("{e}"));
    let table = BuildTable::new(&builds);
    let map = file(&dir, "msrc/windows_kb_build_map.csv");
    let text = String::from_utf8_lossy(&map.bytes).into_owned();
    let (mut n, mut n_same, mut differ) = (0, 0, BTreeMap::new());
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.splitn(6, ',').collect();
        let [build, ubr, kb, month, source, _] = cells[..] else { panic!("{line}") };
        let (build, ubr): (u32, u32) = (build.parse().expect("a build"), ubr.parse().expect("a number"));
        let ours = table.month_of(build, ubr).map(|m| m.to_string()).unwrap_or_default();
        n += 1;
        if ours == month {
            n_same += 1;
        } else {
            differ.insert((build, ubr, kb.to_owned()), format!("list {month} ({source}), ours {ours}"));
        }
    }
    // Where the derived list took the first document that names a build, ours is what lists of releases say, what most
    // documents say, or what the order of builds leaves; each of these was looked at.
    let one =
        |((build, ubr, kb), words): (&(u32, u32, String), &String)| format!("{build}.{ubr} KB{kb}: {words}");
    let differ: Vec<String> = differ.iter().map(one).collect();
    insta::assert_snapshot!(format!("{n_same} of {n} rows have the same month\n{}", differ.join("\n")));
    for name in LISTS {
        let list = read_release_list(&file(&dir, &format!("msrc/windows_release_lists/{name}.txt")).bytes);
        assert_eq!(list.rejected, [], "{name}");
        for row in list.rows {
            let ours = table.place(row.build, row.ubr, Sides::ALL).and_then(|p| p.row());
            // A first release is in two lists, for people's computers and a month later for servers.
            let is_month = ours.map(|r| r.month) == row.month() || row.kind == BuildKind::First;
            assert!(ours.map(|r| r.ubr) == Some(row.ubr) && is_month, "{name}: {row:?} {ours:?}");
        }
    }
}

#[test]
fn a_list_of_april_and_its_changes_make_the_list_of_august() {
    let Some(dir) = data_dir() else { return };
    let april =
        read_kev("april", &file(&dir, "cisa-kev/known_exploited_vulnerabilities_2026-04-30.json.xz").bytes);
    let august =
        read_kev("august", &file(&dir, "cisa-kev/known_exploited_vulnerabilities_2026-08.json").bytes);
    let (april, august) = (april.unwrap_or_else(|e| panic!("{e}")), august.unwrap_or_else(|e| panic!("{e}")));
    assert_eq!((april.rows.len(), august.rows.len()), (1586, 1662));
    assert!(april.rejected.is_empty() && august.rejected.is_empty());
    let ransomware = |rows: &[KevRow]| rows.iter().filter(|r| r.is_ransomware).count();
    assert_eq!(ransomware(&august.rows), 338);
    let live = |rows: &[KevRow]| -> Vec<KevRow> {
        rows.iter().filter(|r| r.removed_on.is_none()).cloned().collect()
    };
    let (followed, changes) = follow_kev(&april.rows, &august);
    assert_eq!(live(&followed), august.rows, "laid over April, August is what a fresh import of August is");
    println!("{} changes from April to August", changes.len());

    // What others saw change, day by day, leads to the same list: ids, days and marks.
    let events =
        read_kev_events("events", &file(&dir, "cisa-kev/kev_change_events_2023-03_2026-08.csv").bytes);
    let events = events.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((events.rows.len(), events.rejected.len()), (1206, 0));
    let replayed = live(&replay_kev(&april.rows, &events.rows, april.released_on));
    let brief = |rows: &[KevRow]| -> BTreeSet<String> {
        rows.iter().map(|r| format!("{} {} {}", r.cve, r.added_on, r.is_ransomware)).collect()
    };
    let (ours, theirs) = (brief(&replayed), brief(&august.rows));
    // One came with its ransomware mark on, which a change that only says "added" does not tell.
    let extra: Vec<&String> = ours.symmetric_difference(&theirs).collect();
    assert_eq!(extra, ["CVE-2026-35273 2026-06-12 false", "CVE-2026-35273 2026-06-12 true"]);
    let gone =
        replay_kev(&[], &events.rows, Date::ZERO).into_iter().filter(|r| r.removed_on.is_some()).count();
    println!("{gone} entries left the list since 2023");
}

/// Bytes of files in the archive of Microsoft's documents, one after the other.
fn unpacked(dir: &Path, name: &str) -> Vec<u8> {
    let archive = dir.join("msrc/msrc_cvrf_xml_2016-2026.tar.xz");
    let tar = Command::new("tar").arg("xJOf").arg(&archive).arg(format!("./{name}")).output();
    tar.expect("tar runs").stdout
}

#[test]
fn the_list_of_august_over_that_of_april_is_a_fresh_import_and_every_change_is_named() {
    let Some(dir) = data_dir() else { return };
    let april = file(&dir, "cisa-kev/known_exploited_vulnerabilities_2026-04-30.json.xz");
    let august = file(&dir, "cisa-kev/known_exploited_vulnerabilities_2026-08.json");
    let only = [FeedKind::Kev];
    let take = |held: &mut HeldTables, file: &NamedFile| {
        let (files, unsorted) = sort_files(vec![file.clone()]);
        assert_eq!(unsorted, []);
        match renew(held, &files, &only, RenewRules::on(date(2026, 11, 28))).as_slice() {
            [(FeedKind::Kev, Ok(Renewal::New(new)))] => new.as_ref().clone(),
            other => panic!("{other:?}"),
        }
    };
    let (mut replayed, mut fresh) = (HeldTables::default(), HeldTables::default());
    take(&mut replayed, &april);
    let new = take(&mut replayed, &august);
    take(&mut fresh, &august);
    let live = |held: &HeldTables| -> Vec<KevRow> {
        held.kev.iter().filter(|r| r.removed_on.is_none()).cloned().collect()
    };
    assert_eq!(live(&replayed), live(&fresh), "as a catalog it is the fresh import");
    assert_eq!(replayed.release(FeedKind::Kev).map(|r| r.released_on), Some(date(2026, 8, 7)));
    // What decides is the same, too: withdrawn entries count for nothing.
    let cves: BTreeSet<CveId> = replayed.kev.iter().map(|r| r.cve).collect();
    let exploited = |held: &HeldTables| holdfast_core::decide::device::Exploited::new(&held.kev, &[]);
    let (ours, theirs) = (exploited(&replayed), exploited(&fresh));
    assert!(cves.iter().all(|cve| ours.kev(*cve) == theirs.kev(*cve)));
    let n = |kind| new.changes.iter().filter(|change| change.kind == kind).count();
    let counts: Vec<String> =
        FeedChangeKind::ALL.into_iter().map(|kind| format!("{} {}", kind.key(), n(kind))).collect();
    let gone = new.changes.iter().filter(|change| change.kind == FeedChangeKind::Withdrawn);
    let renamed = new.changes.iter().filter(|change| change.kind == FeedChangeKind::Renamed);
    let says: Vec<String> = gone.chain(renamed.take(5)).map(FeedChange::in_words).collect();
    insta::assert_snapshot!(format!("{}\n{}", counts.join(", "), says.join("\n")));
    for gone in replayed.kev.iter().filter(|r| r.removed_on.is_some()) {
        assert_eq!(gone.removed_on, Some(date(2026, 8, 7)), "{}", gone.cve);
        assert!(new.changes.iter().any(|c| c.kind == FeedChangeKind::Withdrawn && c.cve == Some(gone.cve)));
    }
    // The change that others saw in between, day by day, names the same that left.
    let events = file(&dir, "cisa-kev/kev_change_events_2023-03_2026-08.csv");
    let events = read_kev_events("events", &events.bytes).unwrap_or_else(|e| panic!("{e}")).rows;
    let april_rows = read_kev("april", &april.bytes).unwrap_or_else(|e| panic!("{e}"));
    let seen = replay_kev(&april_rows.rows, &events, april_rows.released_on);
    let ids = |rows: &[KevRow]| -> BTreeSet<CveId> {
        rows.iter().filter(|r| r.removed_on.is_some()).map(|r| r.cve).collect()
    };
    assert_eq!(ids(&replayed.kev), ids(&seen));
    let again = renew(&mut replayed, &sort_files(vec![august]).0, &only, RenewRules::on(date(2026, 11, 28)));
    assert_eq!(again, [(FeedKind::Kev, Ok(Renewal::Same))]);
}

#[test]
#[ignore = "takes minutes, and its bounds are not measured yet; run it alone and look at what differs"]
fn documents_of_two_months_over_earlier_tables_come_near_the_tables_made_of_everything() {
    let Some(dir) = data_dir() else { return };
    let all: Vec<FixFact> = FIXES
        .iter()
        .flat_map(|name| read_fixes_csv(name, &file(&dir, name).bytes).unwrap_or_else(|e| panic!("{e}")).rows)
        .collect();
    // Of later months the documents at hand are early ones, without updates of Windows.
    let (before, to) = (Month::parse("2026-01").expect("a month"), Month::parse("2026-02").expect("a month"));
    let all: Vec<FixFact> = all.into_iter().filter(|fact| fact.month <= to).collect();
    let listed: Vec<_> = LISTS
        .iter()
        .flat_map(|name| {
            read_release_list(&file(&dir, &format!("msrc/windows_release_lists/{name}.txt")).bytes).rows
        })
        .filter(|row| row.month().is_some_and(|month| month <= before))
        .collect();
    let early: Vec<FixFact> = all.iter().filter(|fact| fact.month <= before).cloned().collect();
    let builds = make_builds(&early, &listed);
    let fixes = make_fixes(&early, &builds);
    let release = |kind| FeedRelease {
        kind,
        title: String::new(),
        released_on: before.patch_day(),
        digest: String::new(),
        n_rows: 0,
        n_rejected: 0,
    };
    let releases = vec![release(FeedKind::WindowsBuilds), release(FeedKind::WindowsFixes)];
    let mut held = HeldTables { builds, fixes, releases, ..HeldTables::default() };
    let document = |name: &str| NamedFile {
        name: format!("2026-{name}.xml"),
        bytes: unpacked(&dir, &format!("cvrfDocument-2026-{name}.xml")),
    };
    let documents: Vec<NamedFile> = ["Jan", "Feb"].map(document).into();
    let (files, unsorted) = sort_files(documents);
    assert_eq!((files.documents.len(), unsorted), (2, Vec::new()));
    let only = [FeedKind::WindowsBuilds, FeedKind::WindowsFixes];
    let done = renew(&mut held, &files, &only, RenewRules::on(date(2026, 11, 28)));
    assert!(
        done.iter().all(|(_, renewal)| matches!(renewal, Ok(Renewal::New(_)))),
        "a table was not renewed"
    );
    assert_eq!(held.release(FeedKind::WindowsFixes).map(|r| r.released_on), Some(to.patch_day()));

    let whole_builds = make_builds(&all, &listed);
    let whole_fixes = make_fixes(&all, &whole_builds);
    let months = |rows: &[BuildRow]| -> BTreeSet<String> {
        rows.iter().map(|r| format!("{}.{} {}", r.build, r.ubr, r.month)).collect()
    };
    let closes = |rows: &[FixRow]| -> BTreeSet<String> {
        let one = |r: &FixRow| {
            let head = format!("{} KB{} .{} {}", r.build, r.kb, r.ubr, r.month);
            r.cves.iter().map(move |cve| format!("{head} {cve}")).collect::<Vec<_>>()
        };
        rows.iter().flat_map(one).collect()
    };
    let (ours, theirs) = (months(&held.builds), months(&whole_builds));
    let (ours_fixes, theirs_fixes) = (closes(&held.fixes), closes(&whole_fixes));
    let differ: Vec<&String> = ours.symmetric_difference(&theirs).collect();
    let differ_fixes: Vec<&String> = ours_fixes.symmetric_difference(&theirs_fixes).collect();
    println!("builds: {} of {} differ: {differ:?}", differ.len(), theirs.len());
    println!(
        "fixes: {} of {} differ, the first: {:?}",
        differ_fixes.len(),
        theirs_fixes.len(),
        &differ_fixes[..differ_fixes.len().min(12)]
    );
    assert!(differ.len() * 200 < theirs.len(), "{differ:?}");
    assert!(differ_fixes.len() * 200 < theirs_fixes.len(), "{}", differ_fixes.len());
    // The same documents again are no news.
    let again = renew(&mut held, &files, &only, RenewRules::on(date(2026, 11, 28)));
    assert!(
        again.iter().all(|(_, renewal)| *renewal == Ok(Renewal::Same)),
        "the same documents change nothing"
    );
}

#[test]
fn a_monthly_document_gives_the_facts_others_made_of_it() {
    let Some(dir) = data_dir() else { return };
    let table = read_fixes_csv(FIXES[0], &file(&dir, FIXES[0]).bytes).unwrap_or_else(|e| panic!("{e}"));
    for (name, month) in [("cvrfDocument-2026-Feb.xml", "2026-02"), ("cvrfDocument-2017-Mar.xml", "2017-03")]
    {
        let document = read_cvrf(name, &unpacked(&dir, name)).unwrap_or_else(|e| panic!("{e}"));
        let key = |f: &FixFact| (f.cve, f.product_id.clone(), f.product.clone(), f.kb, f.fixed, f.kind as u8);
        let ours: BTreeSet<_> = document.rows.iter().filter(|f| f.kb.is_some()).map(key).collect();
        let theirs: BTreeSet<_> =
            table.rows.iter().filter(|f| f.month.to_string() == month && f.kb.is_some()).map(key).collect();
        assert_eq!(document.rejected, [], "{name}");
        let differ: Vec<_> = ours.symmetric_difference(&theirs).take(5).collect();
        assert!(differ.is_empty(), "{name}: {} and {}: {differ:?}", ours.len(), theirs.len());
        assert!(ours.len() > 400, "{name}: {}", ours.len());
    }
}

/// Writes the tables where this build keeps its files, for `cargo xtask catalog` does the same with the whole workspace.
#[test]
#[ignore = "writes files; for whoever works on the tables alone"]
fn write_the_tables() {
    let Some(dir) = data_dir() else { return };
    let made = make_update_tables(&files(&dir)).unwrap_or_else(|e| panic!("{e}"));
    let out = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for (release, bytes) in &made.tables {
        std::fs::write(out.join(format!("{}.tbl", release.kind.key())), bytes).expect("written");
        println!("{}", serde_json::to_string(release).expect("words"));
    }
    let fixes: Vec<FixRow> =
        unpack(&made.tables[FeedKind::WindowsFixes as usize].1).unwrap_or_else(|e| panic!("{e}"));
    for (file, row) in &made.rejected {
        println!("{file}: {row} `{}`", row.text);
    }
    let n: usize = fixes.iter().map(|row| row.cves.len()).sum();
    let without = fixes.iter().filter(|row| row.ubr == 0).count();
    println!(
        "{} rows, {n} weaknesses in them, {without} rows without a build, in `{}`",
        fixes.len(),
        out.display()
    );
}
