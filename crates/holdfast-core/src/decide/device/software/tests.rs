//! What machines are told of their programs, and the laws of it.

use holdfast_wire::device::{DeviceFacts, Known, Os, OsFamily, Software, Why};
use proptest::prelude::*;

use super::*;
use crate::Date;
use crate::catalog::{Provenance, SoftwareId, SoftwareUse};
use crate::model::{FeedChange, FeedChangeKind, RangeEnd, VersionRange};

fn program(id: &str, named: &[&str], not: &[&str], known_to: &[KnownAs]) -> KnownSoftware {
    let owned = |all: &[&str]| all.iter().map(|t| (*t).to_owned()).collect();
    KnownSoftware {
        id: SoftwareId::new(id),
        name: id.to_owned(),
        vendor: "Made up".to_owned(),
        used_for: SoftwareUse::Browser,
        does: "Made up for tests".to_owned(),
        named: owned(named),
        publisher: Vec::new(),
        not_named: owned(not),
        is_console: false,
        comes_with_windows: id == "part-of-windows",
        known_to: known_to.to_vec(),
        provenance: Provenance { source: "Made up for tests".to_owned(), verified_on: None },
    }
}

fn row(product: &str, cve: &str, from: &str, to: RangeEnd) -> SoftwareRow {
    let from = (!from.is_empty()).then(|| from.to_owned());
    SoftwareRow { ranges: vec![VersionRange { from, to }], ..unranged(product, cve) }
}

fn unranged(product: &str, cve: &str) -> SoftwareRow {
    let cve = CveId::parse(cve).unwrap_or_else(|e| panic!("{e}"));
    SoftwareRow { product: product.to_owned(), cve, ranges: Vec::new(), has_unread: false }
}

fn before(version: &str) -> RangeEnd {
    RangeEnd::Before(version.to_owned())
}

fn kev(cve: &str, is_ransomware: bool) -> KevRow {
    KevRow {
        cve: CveId::parse(cve).unwrap_or_else(|e| panic!("{e}")),
        vendor: "Maker".to_owned(),
        product: "Looker".to_owned(),
        added_on: Date::constant(2024, 1, 1),
        due_on: Date::constant(2024, 1, 22),
        is_ransomware,
        removed_on: None,
    }
}

fn tables() -> SoftwareTables {
    let cpe = |text: &str| KnownAs::Cpe(text.to_owned());
    let on_kev = KnownAs::Kev { vendor: "Maker".to_owned(), product: "Looker".to_owned() };
    let programs = [
        program("looker", &["Looker", "Looker ?*"], &["*Helper*"], &[cpe("maker:looker"), on_kev]),
        program("looker-pro", &["Looker Pro*"], &[], &[]),
        program("packer", &["Packer*"], &[], &[cpe("maker:packer")]),
        program("part-of-windows", &["Part *"], &[], &[cpe("maker:packer")]),
    ];
    let rows = [
        row("maker:looker", "CVE-2024-0001", "", before("118.2")),
        row("maker:looker", "CVE-2024-0002", "", before("124.0")),
        row("maker:looker", "CVE-2024-0003", "110", before("120.1")),
        unranged("maker:looker", "CVE-2024-0004"),
        row("maker:packer", "CVE-2023-0009", "", RangeEnd::With("2.5".to_owned())),
    ];
    let kev = [kev("CVE-2024-0001", false), kev("CVE-2024-0003", true), kev("CVE-2022-0007", false)];
    SoftwareTables::new(&programs, &rows, &kev, &FeedNames::default())
}

fn facts(list: &[(&str, &str)]) -> DeviceFacts {
    let entry = |(name, version): &(&str, &str)| Software {
        name: (*name).to_owned(),
        version: (*version).to_owned(),
        publisher: String::new(),
    };
    DeviceFacts {
        os: Known::Is(Os { family: OsFamily::Windows, ..Os::default() }),
        software: Known::Is(list.iter().map(entry).collect()),
        ..DeviceFacts::default()
    }
}

#[track_caller]
fn check(list: &[(&str, &str)], expect: &[&str]) {
    let answer = programs(&tables(), &facts(list));
    let lines: Vec<String> = answer.lines.iter().map(ProgramLine::in_words).collect();
    assert_eq!(lines, expect);
}

#[test]
fn a_program_is_one_line_with_what_is_possible() {
    check(
        &[("Looker", "117.0")],
        &[
            "looker 117.0: 3 possible weaknesses, 2 of them used by attackers, 1 by ransomware; update to 124.0",
        ],
    );
    check(&[("Looker", "121.0")], &["looker 121.0: 1 possible weakness; update to 124.0"]);
    check(&[("Packer 2", "2.5")], &["packer 2.5: 1 possible weakness; update to one later than 2.5"]);
    check(&[("Packer 2", "2.6")], &["packer 2.6: none possible by the lists at hand"]);
}

#[test]
fn a_longer_version_than_an_inclusive_end_is_not_clear() {
    check(&[("Packer 2", "2.5.1")], &["packer 2.5.1: cannot tell of 1"]);
    check(&[("Packer 2", "2.5.0")], &["packer 2.5.0: 1 possible weakness; update to one later than 2.5"]);
    let held = |range: (&str, RangeEnd), version: &str| {
        let rows = [row("maker:packer", "CVE-2024-0001", range.0, range.1)];
        let programs_of = [program("packer", &["Packer"], &[], &[KnownAs::Cpe("maker:packer".to_owned())])];
        let answer = programs(
            &SoftwareTables::new(&programs_of, &rows, &[], &FeedNames::default()),
            &facts(&[("Packer", version)]),
        );
        (answer.lines[0].n_possible, answer.lines[0].n_unsure())
    };
    let with = |version: &str| RangeEnd::With(version.to_owned());
    assert_eq!(held(("", with("4.8")), "4.8.03761"), (0, 1));
    assert_eq!(held(("11", with("11")), "11.0.9600"), (0, 1));
    assert_eq!(held(("4.9", with("4.8")), "4.8.1"), (0, 0));
    assert_eq!(held(("", before("4.8")), "4.8.03761"), (0, 0));
    assert_eq!(held(("", with("4.8")), "4.9"), (0, 0));
}

#[test]
fn a_record_that_also_names_what_does_not_read_leaves_no_version_clear() {
    let mut rows = [row("maker:packer", "CVE-2024-0001", "", before("3.0"))];
    rows[0].has_unread = true;
    let programs_of = [program("packer", &["Packer"], &[], &[KnownAs::Cpe("maker:packer".to_owned())])];
    let tables = SoftwareTables::new(&programs_of, &rows, &[], &FeedNames::default());
    let line = |version: &str| programs(&tables, &facts(&[("Packer", version)])).lines.remove(0);
    assert_eq!((line("2.0").n_possible, line("2.0").update_to), (1, None));
    assert_eq!(line("4.0").cannot_tell, [(ProgramDoubt::NoRange, 1)]);
}

#[test]
fn what_to_update_to_is_free_of_every_weakness_or_not_named() {
    let says = |ranges: &[(&str, RangeEnd)], version: &str| {
        let row = |(n, (from, to)): (usize, &(&str, RangeEnd))| {
            row("maker:packer", &format!("CVE-2024-{:04}", n + 1), from, to.clone())
        };
        let rows: Vec<SoftwareRow> = ranges.iter().enumerate().map(row).collect();
        let programs_of = [program("packer", &["Packer"], &[], &[KnownAs::Cpe("maker:packer".to_owned())])];
        let answer = programs(
            &SoftwareTables::new(&programs_of, &rows, &[], &FeedNames::default()),
            &facts(&[("Packer", version)]),
        );
        answer.lines[0].update_to.clone()
    };
    let with = |version: &str| RangeEnd::With(version.to_owned());
    let at_least = |version: &str| Some(UpdateTo::AtLeast(version.to_owned()));
    // 9.0 ends the first and lies within the second, whose end lies within the third.
    assert_eq!(
        says(&[("", before("9.0")), ("8.5", before("9.4")), ("9.2", before("9.9"))], "8"),
        at_least("9.9")
    );
    assert_eq!(says(&[("", before("9.0")), ("9.1", before("9.4"))], "8"), at_least("9.0"));
    let later = Some(UpdateTo::LaterThan("9.4".to_owned()));
    assert_eq!(says(&[("", with("9.0")), ("8.5", with("9.4"))], "8"), later);
    assert_eq!(says(&[("", before("9.0")), ("", before("2020.1"))], "8"), at_least("9.0"));
    assert_eq!(says(&[("", before("9.0")), ("", before("9.0b1"))], "8"), None);
}

#[test]
fn what_is_mended_by_windows_is_not_to_be_updated_by_itself() {
    check(
        &[("Part 4", "2.4")],
        &["part-of-windows 2.4: 1 possible weakness; it comes with Windows' updates"],
    );
}

#[test]
fn an_entry_that_cisa_renamed_stays_with_the_program_the_catalog_knows() {
    let known_as = |product: &str| KnownAs::Kev { vendor: "Maker".to_owned(), product: product.to_owned() };
    let programs_of = [
        program("looker", &["Looker"], &[], &[known_as("Looker")]),
        program("packer", &["Packer"], &[], &[known_as("Packer")]),
    ];
    let renamed = |cve: &str, was: &str| FeedChange {
        kind: FeedChangeKind::Renamed,
        cve: CveId::parse(cve).ok(),
        was: was.to_owned(),
        now: String::new(),
    };
    let named = |cve: &str, product: &str| KevRow { product: product.to_owned(), ..kev(cve, false) };
    let rows = [
        // Under another name now, which the catalog does not know.
        named("CVE-2024-0001", "Looker Suite"),
        // It was the other program's all along, and the catalog knows that one.
        named("CVE-2024-0002", "Packer"),
        named("CVE-2024-0003", "Looker Suite"),
        KevRow { removed_on: Some(Date::constant(2026, 1, 1)), ..named("CVE-2024-0004", "Looker Suite") },
    ];
    let changes = [
        renamed("CVE-2024-0001", "Maker/Looker"),
        renamed("CVE-2024-0002", "Maker/Looker"),
        renamed("CVE-2024-0004", "Maker/Looker"),
    ];
    let n = |names: &FeedNames| {
        let tables = SoftwareTables::new(&programs_of, &[], &rows, names);
        let answer = programs(&tables, &facts(&[("Looker", "1"), ("Packer", "1")]));
        let mut n: Vec<_> = answer.lines.iter().map(|l| (l.name.clone(), l.n_kev_unsure)).collect();
        n.sort();
        n
    };
    let of = |looker, packer| [("looker".to_owned(), looker), ("packer".to_owned(), packer)];
    assert_eq!(n(&FeedNames::of(&changes, &rows)), of(1, 1));
    assert_eq!(n(&FeedNames::default()), of(0, 1));
}

#[test]
fn what_cannot_be_told_is_counted_and_never_possible() {
    let answer = programs(&tables(), &facts(&[("Looker", "124.0")]));
    let line = &answer.lines[0];
    assert_eq!((line.n_possible, line.n_kev_unsure), (0, 1));
    assert_eq!(line.cannot_tell, [(ProgramDoubt::NoRange, 2)]);
    check(&[("Looker", "")], &["looker: cannot tell of 5"]);
    check(&[("Looker", "2024.1")], &["looker 2024.1: cannot tell of 5"]);
    check(&[("Looker Pro", "1")], &["looker-pro 1: no list at hand knows it"]);
}

#[test]
fn names_that_only_look_alike_are_not_recognised() {
    let answer = programs(&tables(), &facts(&[("Looker Helper", "1"), ("My Looker", "1"), ("Packer", "3")]));
    assert_eq!((answer.lines.len(), answer.n_unrecognised), (1, 2));
}

#[test]
fn ransomware_and_attackers_come_first() {
    check(
        &[("Packer", "1"), ("Looker", "122"), ("Looker", "119")],
        &[
            "looker 119: 2 possible weaknesses, 1 of them used by attackers, 1 by ransomware; update to 124.0",
            "looker 122: 1 possible weakness; update to 124.0",
            "packer 1: 1 possible weakness; update to one later than 2.5",
        ],
    );
}

#[test]
fn a_linux_and_a_machine_without_a_list_are_not_judged() {
    let mut linux = facts(&[("Looker", "1")]);
    linux.os = Known::Is(Os { family: OsFamily::Linux, ..Os::default() });
    assert_eq!(programs(&tables(), &linux).unknown, Some(ProgramsUnknown::Packages));
    let silent = DeviceFacts::default();
    assert_eq!(programs(&tables(), &silent).unknown, Some(ProgramsUnknown::NotListed(Why::NotAsked)));
    let all = fleet_programs(&tables(), [&linux, &silent].into_iter());
    assert_eq!((all.n_untold(), all.programs.len()), (2, 0));
}

#[test]
fn a_fleet_counts_machines_and_takes_the_oldest_version() {
    let (a, b) =
        (facts(&[("Looker", "117"), ("Looker", "121")]), facts(&[("Looker", "121"), ("Packer", "9")]));
    let all = fleet_programs(&tables(), [&a, &b].into_iter());
    let [looker] = all.programs.as_slice() else { panic!("{all:?}") };
    assert_eq!((looker.n_machines, looker.n_possible, looker.n_ransomware), (2, 3, 1));
    assert_eq!(looker.update_to, Some(UpdateTo::AtLeast("124.0".to_owned())));
    assert_eq!(all.machines[1].map(|s| (s.n_recognised, s.n_programs, s.n_possible)), Some((2, 1, 1)));
    assert_eq!((all.n_with(|s| s.n_possible > 0), all.n_with(|s| s.n_kev > 0)), (2, 1));
}

#[test]
fn a_brief_keeps_known_programs_only() {
    let facts = facts(&[("Looker", "117"), ("Something else", "1"), ("Looker", "117")]);
    let Known::Is(all) = &facts.software else { panic!() };
    let kept = tables().map().recognised(all);
    assert_eq!(kept.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["Looker"]);
}

fn entries() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        Just("Looker".to_owned()),
        Just("Packer 9".to_owned()),
        Just("Looker Pro".to_owned()),
        ".{0,30}"
    ];
    let version = prop_oneof!["[0-9]{1,3}(\\.[0-9]{1,3}){0,3}", ".{0,40}"];
    proptest::collection::vec((name, version), 0..8)
}

fn of(list: &[(String, String)]) -> Programs {
    let list: Vec<(&str, &str)> = list.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    programs(&tables(), &facts(&list))
}

proptest! {
    #[test]
    fn one_more_program_takes_no_line_away(list in entries(), more in entries()) {
        let before = of(&list);
        let after = of(&[list, more].concat());
        prop_assert!(before.lines.iter().all(|line| after.lines.contains(line)));
    }

    #[test]
    fn the_order_of_a_list_does_not_matter(list in entries()) {
        let mut turned = list.clone();
        turned.reverse();
        prop_assert_eq!(of(&list), of(&turned));
    }

    #[test]
    fn a_later_version_has_no_weakness_more(a in 0u32..200, b in 0u32..200, minor in 0u32..5) {
        // Of ranges without a first version: where a record begins at one, an older program may be free of it.
        let rows = [row("maker:packer", "CVE-2024-0001", "", before("40.2")), row("maker:packer", "CVE-2024-0002", "", RangeEnd::With("90".to_owned()))];
        let programs_of = [program("packer", &["Packer"], &[], &[KnownAs::Cpe("maker:packer".to_owned())])];
        let tables = SoftwareTables::new(&programs_of, &rows, &[], &FeedNames::default());
        let n = |v: u32| programs(&tables, &facts(&[("Packer", &format!("{v}.{minor}"))])).lines[0].n_possible;
        prop_assert!(n(a.max(b)) <= n(a.min(b)));
    }

    #[test]
    fn nothing_listed_is_possible_at_what_to_update_to(
        ranges in proptest::collection::vec((0u32..8, 0u32..6, 1u32..6, any::<bool>(), any::<bool>()), 1..7),
        today in (0u32..12, 0u32..6),
    ) {
        let rows: Vec<SoftwareRow> = ranges.iter().enumerate().map(|(n, (from, more, minor, is_open, is_with))| {
            let end = format!("{}.{minor}", from + more);
            let to = if *is_with { RangeEnd::With(end) } else { RangeEnd::Before(end) };
            let from = if *is_open { String::new() } else { from.to_string() };
            row("maker:packer", &format!("CVE-2024-{:04}", n + 1), &from, to)
        }).collect();
        let programs_of = [program("packer", &["Packer"], &[], &[KnownAs::Cpe("maker:packer".to_owned())])];
        let tables = SoftwareTables::new(&programs_of, &rows, &[], &FeedNames::default());
        let line = |version: &str| programs(&tables, &facts(&[("Packer", version)])).lines.remove(0);
        let now = line(&format!("{}.{}", today.0, today.1));
        prop_assert_eq!(now.update_to.is_some(), now.n_possible > 0);
        let then = match now.update_to {
            Some(UpdateTo::AtLeast(version)) => version,
            // No range begins between a number and the next one after its point.
            Some(UpdateTo::LaterThan(version)) => {
                let (major, minor) = version.split_once('.').unwrap_or_else(|| panic!("{version}"));
                format!("{major}.{}", minor.parse::<u32>().unwrap_or_default() + 1)
            }
            Some(UpdateTo::WithWindows) | None => return Ok(()),
        };
        prop_assert_eq!(line(&then).n_possible, 0);
    }

    #[test]
    fn lines_are_bounded_whatever_a_list_says(list in proptest::collection::vec((".{0,500}", ".{0,500}"), 0..6)) {
        let answer = of(&list);
        prop_assert!(answer.lines.len() + answer.n_unrecognised <= list.len());
        let fits = |line: &ProgramLine| line.version.chars().count() <= 64 && line.cves.len() <= 12 && !line.version.contains(char::is_control);
        prop_assert!(answer.lines.iter().all(fits));
    }
}
