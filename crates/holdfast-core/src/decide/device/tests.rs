//! Machines as sentences, and what is answered; and laws that hold for any build.

use holdfast_wire::device::{
    DeviceFacts, EsuLicence, InstalledUpdate, Known, Os, OsFamily, UpdateClient, WaitingUpdate, Why,
};
use proptest::prelude::*;

use super::*;
use crate::Date;
use crate::catalog::{EditionGroup, ExtendedPeriod, OfferId, ProductFamily, ProductId, Provenance};
use crate::model::{BuildKind, CveId, Month, Sides, Usd};

fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|_| panic!("{text}"))
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn cve(number: u32) -> CveId {
    CveId::new(2026, number).expect("an id")
}

/// A product: id, version, editions, last free day, and the last days of extended periods.
fn product(
    id: &str,
    family: ProductFamily,
    version: &str,
    editions: &[EditionGroup],
    free: &str,
    more: &[&str],
) -> Product {
    let provenance = Provenance { source: "made up".to_owned(), verified_on: None };
    let years = more.iter().zip(1u8..).map(|(ends_on, year)| ExtendedPeriod {
        year: (more.len() > 1).then_some(year),
        ends_on: day(ends_on),
        list_usd: (more.len() > 1).then_some(Usd(61 << (year - 1))),
        activation_id: Some(format!("year-{year}")),
        granted_by: (more.len() > 1 && year == 1).then(|| OfferId::new("gift")),
        provenance: None,
    });
    Product {
        id: ProductId::new(id),
        name: id.to_owned(),
        family,
        named: if family == ProductFamily::Linux { vec!["debian".to_owned()] } else { Vec::new() },
        editions: editions.to_vec(),
        versions: vec![version.to_owned()],
        released: day("2015-01-01"),
        support_ends: None,
        security_ends: (!free.is_empty()).then(|| day(free)),
        extended: years.collect(),
        note: None,
        provenance,
    }
}

fn products() -> Vec<Product> {
    use EditionGroup::{Enterprise, HomePro, IotLtsc, Ltsc};
    use ProductFamily::{Linux, Windows, WindowsServer};
    let years = ["2026-10-13", "2027-10-12", "2028-10-10"];
    vec![
        product("10-22h2", Windows, "10.0.19045", &[HomePro, Enterprise], "2025-10-14", &years),
        product("10-ltsc-2021", Windows, "10.0.19044", &[Ltsc], "2027-01-12", &[]),
        product("10-iot-2021", Windows, "10.0.19044", &[IotLtsc], "2032-01-13", &[]),
        product("10-21h2-pro", Windows, "10.0.19044", &[HomePro], "2023-06-13", &[]),
        product("10-21h2-ent", Windows, "10.0.19044", &[Enterprise], "2024-06-11", &[]),
        product("server-2012-r2", WindowsServer, "6.3.9600", &[], "2023-10-10", &["2026-10-13"]),
        product("8-1", Windows, "6.3.9600", &[], "2023-01-10", &[]),
        product("debian-12", Linux, "12", &[], "2028-06-30", &[]),
        product("debian-10", Linux, "10", &[], "2024-06-30", &[]),
    ]
}

fn builds() -> Vec<BuildRow> {
    let row =
        |build, ubr, kb, m: &str, kind| BuildRow { build, ubr, kb, month: month(m), kind, sides: Sides::ALL };
    let mut rows = vec![
        row(19045, 6282, 5_063_842, "2025-08", BuildKind::Preview),
        row(19045, 6332, 5_065_429, "2025-09", BuildKind::Monthly),
        row(19045, 6456, 5_066_791, "2025-10", BuildKind::Monthly),
        row(19045, 6466, 5_071_959, "2025-11", BuildKind::OutOfBand),
        row(19045, 6575, 5_068_781, "2025-11", BuildKind::Monthly),
        row(19045, 7548, 5_099_539, "2026-07", BuildKind::Monthly),
        row(19045, 7663, 5_120_249, "2026-08", BuildKind::Monthly),
        row(9600, 22620, 5_066_873, "2025-10", BuildKind::Monthly),
        row(9600, 23000, 5_120_000, "2026-08", BuildKind::Monthly),
        // A hotpatch below the preview of the month before.
        row(20348, 887, 5_016_627, "2022-08", BuildKind::Monthly),
        row(20348, 916, 5_017_392, "2022-09", BuildKind::Hotpatch),
        row(20348, 946, 5_016_693, "2022-08", BuildKind::Preview),
        row(20348, 1006, 5_017_316, "2022-09", BuildKind::Monthly),
    ];
    rows.extend(rows.clone().iter().filter(|r| r.build == 19045).map(|r| BuildRow { build: 19044, ..*r }));
    rows
}

fn fixes() -> Vec<FixRow> {
    let row = |build, m: &str, kb, ubr, kind, numbers: &[u32]| FixRow {
        build,
        month: month(m),
        kb,
        ubr,
        kind,
        sides: Sides::ALL,
        cves: numbers.iter().map(|n| cve(*n)).collect(),
    };
    vec![
        row(19045, "2025-09", 5_065_429, 6332, BuildKind::Monthly, &[1, 2, 3]),
        row(19045, "2025-10", 5_066_791, 6456, BuildKind::Monthly, &[3, 4]),
        row(19045, "2026-08", 5_120_249, 7663, BuildKind::Monthly, &[5, 6, 7]),
        row(19045, "2025-06", 5_060_000, 0, BuildKind::Monthly, &[8]),
        row(9600, "2025-10", 5_066_873, 22620, BuildKind::Monthly, &[1, 2]),
        row(9600, "2025-10", 5_066_999, 0, BuildKind::SecurityOnly, &[1, 2]),
        row(9600, "2024-01", 5_034_000, 0, BuildKind::Monthly, &[9]),
        row(9600, "2024-01", 5_034_001, 0, BuildKind::SecurityOnly, &[10]),
        row(7601, "2016-05", 3_153_199, 0, BuildKind::Monthly, &[13]),
        row(7601, "2016-06", 3_164_035, 0, BuildKind::Monthly, &[14]),
        row(6003, "2021-05", 5_003_210, 21117, BuildKind::Monthly, &[15]),
        row(20348, "2022-09", 5_017_392, 916, BuildKind::Hotpatch, &[11]),
        row(20348, "2022-09", 5_017_316, 1006, BuildKind::Monthly, &[11, 12]),
    ]
}

fn kev() -> Vec<KevRow> {
    let row = |number, is_ransomware, removed_on| KevRow {
        cve: cve(number),
        vendor: "Maker".to_owned(),
        product: "Windows".to_owned(),
        added_on: day("2026-08-12"),
        due_on: day("2026-09-02"),
        is_ransomware,
        removed_on,
    };
    vec![row(5, true, None), row(6, false, None), row(7, true, Some(day("2026-08-20")))]
}

fn with_knowledge<T>(ask: impl FnOnce(&Knowledge<'_>) -> T) -> T {
    let products = products();
    let epss = [EpssRow { cve: cve(5), per_100_000: 90_000 }];
    ask(&Knowledge::new(&products, &builds(), &fixes(), &kev(), &epss, Vec::new()))
}

/// A machine in words: version, edition, then `KB1` for updates, `licence:year-1`, `waiting:2`, `looked:day`, `installed:day`.
fn machine(words: &str) -> DeviceFacts {
    let mut facts = DeviceFacts::default();
    let mut os = Os { family: OsFamily::Windows, arch: "x64".to_owned(), ..Os::default() };
    let mut client = UpdateClient { asks: "apt".to_owned(), ..UpdateClient::default() };
    let at = |text: &str| Known::Is(format!("{text}T12:00:00Z").parse().unwrap_or_else(|_| panic!("{text}")));
    let (mut kbs, mut esu, mut has_client) = (Vec::new(), Vec::new(), false);
    for word in words.split_whitespace() {
        match word.split_once(':').unwrap_or((word, "")) {
            ("licence", id) => esu.push(EsuLicence { activation_id: id.to_owned(), is_licensed: true }),
            ("waiting", n) => {
                let one = WaitingUpdate { is_security: true, ..WaitingUpdate::default() };
                client.waiting = Known::Is(vec![one; n.parse().unwrap_or(0)]);
                has_client = true;
            }
            ("looked", on) => (client.looked_at, has_client) = (at(on), true),
            ("installed", on) => client.installed_at = at(on),
            ("debian", release) => {
                os = Os {
                    family: OsFamily::Linux,
                    distribution: "debian".to_owned(),
                    release: release.to_owned(),
                    ..os
                };
            }
            (kb, "") if kb.starts_with("KB") => kbs.push(InstalledUpdate { id: kb.to_owned(), on: None }),
            (version, "") if version.starts_with(|c: char| c.is_ascii_digit()) => {
                os.version = version.to_owned()
            }
            (edition, _) => os.edition = edition.to_owned(),
        }
    }
    facts.os = Known::Is(os);
    if !kbs.is_empty() {
        facts.updates = Known::Is(kbs);
    }
    if !esu.is_empty() {
        facts.esu = Known::Is(esu);
    }
    if has_client {
        facts.update_client = Known::Is(client);
    }
    facts
}

#[track_caller]
fn check_support(words: &str, as_of: &str, expect: &str) {
    let answer = support(&products(), &machine(words).os, day(as_of));
    let product = answer.product.map(|id| format!("{id} ")).unwrap_or_default();
    assert_eq!(format!("{product}{}", answer.state.in_words()), expect, "{words} as of {as_of}");
}

#[track_caller]
fn check_receiving(words: &str, as_of: &str, expect: &str) {
    let answer = with_knowledge(|knowledge| receiving(knowledge, &machine(words), day(as_of)));
    assert_eq!(answer.state.in_words(), expect, "{words} as of {as_of}");
}

#[track_caller]
fn check_missing(words: &str, expect: &str) {
    let as_of = day("2026-11-27");
    let answer = with_knowledge(|k| missing_updates(k, &machine(words), Exposure::Unknown, as_of));
    let lines = answer.lines.iter().map(|line| {
        let by = line.by.map_or_else(String::new, |by| format!(" by {by}"));
        format!("{}{by}", line.in_words())
    });
    let doubts = answer.cannot_tell.iter().map(|(doubt, n)| format!("cannot tell of {n}: {doubt:?}"));
    let end = answer.no_fix_after.map(|on| format!("no fix after {on}"));
    let waiting = answer.n_waiting.map(|n| format!("{n} waiting"));
    let all: Vec<String> = lines.chain(doubts).chain(waiting).chain(end).collect();
    assert_eq!(all.join(" | "), expect, "{words}");
}

#[test]
fn the_edition_decides_the_day() {
    check_support(
        "10.0.19045.6456 Professional",
        "2025-01-01",
        "10-22h2 gets security updates until October 14, 2025",
    );
    check_support(
        "10.0.19045.6456 Professional",
        "2025-10-14",
        "10-22h2 gets security updates until October 14, 2025, 0 more days",
    );
    check_support(
        "10.0.19045.6456 Professional",
        "2026-10-13",
        "10-22h2 needs extended year 1, until October 13, 2026: 61 dollars list, year 1 free where the program grants it; free updates ended on October 14, 2025",
    );
    check_support(
        "10.0.19045.6456 Professional",
        "2026-11-27",
        "10-22h2 needs extended year 2, until October 12, 2027: 61 + 122 dollars list, year 1 free where the program grants it; free updates ended on October 14, 2025",
    );
    check_support(
        "10.0.19045.6456 Professional",
        "2028-10-11",
        "10-22h2 gets no security updates since October 10, 2028",
    );
    let today = "2026-11-27";
    check_support(
        "10.0.19044.6456 EnterpriseS",
        today,
        "10-ltsc-2021 gets security updates until January 12, 2027, 46 more days",
    );
    check_support(
        "10.0.19044.6456 IoTEnterpriseS",
        today,
        "10-iot-2021 gets security updates until January 13, 2032",
    );
    check_support("10.0.19044.6456 Core", today, "10-21h2-pro gets no security updates since June 13, 2023");
    check_support(
        "10.0.19044.6456",
        today,
        "cannot be told: the edition decides, and it may be 10-ltsc-2021, 10-iot-2021, 10-21h2-pro, 10-21h2-ent",
    );
    check_support("10.0.19044.6456", "2033-01-01", "gets no security updates since January 13, 2032");
    check_support(
        "10.0.19045.6456 EnterpriseS",
        today,
        "cannot be told: the catalog does not know this version",
    );
    check_support(
        "6.3.9600 ServerStandard",
        today,
        "server-2012-r2 gets no security updates since October 13, 2026",
    );
    check_support(
        "6.3.9600 ServerStandard",
        "2026-10-13",
        "server-2012-r2 needs extended updates, until October 13, 2026; free updates ended on October 10, 2023",
    );
    check_support("debian:12.5", today, "debian-12 gets security updates until June 30, 2028");
    let unseen = support(&products(), &Known::unknown(Why::NoRight, ""), day(today));
    assert_eq!(unseen.state.in_words(), "cannot be told: the machine's system is not known");
}

#[test]
fn the_build_is_the_truth_and_the_licence_a_second_witness() {
    let today = "2026-11-27";
    let pro = |rest: &str| format!("10.0.19045{rest} Professional");
    check_receiving(&pro(".6456"), today, "frozen since November 2025");
    check_receiving(&pro(".6332"), today, "frozen since November 2025");
    check_receiving(&pro(".100"), today, "frozen since November 2025");
    // Out of the row, to mend one trouble on all machines: no sign that updates come.
    check_receiving(&pro(".6466"), today, "frozen since November 2025");
    check_receiving(&pro(".6456 licence:year-1"), today, "licensed but not receiving since November 2025");
    check_receiving(&pro(".6456 licence:other"), today, "frozen since November 2025");
    check_receiving(&pro(".6456"), "2025-11-20", "receiving, through October 2025");
    check_receiving(&pro(".6282"), "2025-09-20", "a month behind");
    check_receiving(&pro(".7663"), "2026-09-01", "receiving, through August 2026");
    check_receiving(&pro(".7663"), "2026-08-12", "receiving, through August 2026");
    check_receiving(&pro(".7548"), "2026-08-20", "receiving, through July 2026");
    check_receiving(&pro(".7548"), "2026-09-20", "a month behind; last July 2026");
    // The table ends in August; what is exactly there lacks what came in September and October.
    check_receiving(&pro(".7663"), today, "2 months behind; last August 2026");
    check_receiving(&pro(".7900"), today, "receiving, past August 2026");
    // A year has ended, and the machine stands at its end.
    check_receiving(&pro(".7663"), "2026-12-20", "frozen since November 2026");
    check_receiving(&pro(".6456"), "2028-11-27", "ended on October 10, 2028");
    check_receiving(&pro(" KB5120249"), "2026-09-01", "receiving, through August 2026");
    check_receiving(&pro(" KB5066791 KB1234567"), today, "frozen since November 2025");
    check_receiving(
        &pro(""),
        today,
        "unknown: it does not say its full build, and lists no update that proves one",
    );
    check_receiving("10.0.19044.7663 IoTEnterpriseS", "2026-09-01", "receiving, through August 2026");
    check_receiving("10.0.19044.6456 IoTEnterpriseS", "2026-09-20", "3 months behind; last October 2025");
    check_receiving("10.0.19044.6456", today, "unknown: its edition decides, and is not known");
    check_receiving("10.0.19044.6456 Core", today, "ended on June 13, 2023");
    check_receiving("6.3.9600 ServerStandard KB5066873", today, "ended on October 13, 2026");
    check_receiving("6.3.9600 ServerStandard KB5120000", "2026-09-01", "receiving, through August 2026");
    check_receiving("10.0.99999.1 Professional", today, "unknown: the catalog does not know this version");
}

#[test]
fn linux_is_told_by_what_looks_after_it() {
    let today = "2026-11-27";
    check_receiving("debian:10.3 looked:2026-11-26 waiting:0", today, "ended on June 30, 2024");
    check_receiving("debian:12.5 looked:2026-11-26 waiting:0", today, "receiving, through November 2026");
    check_receiving(
        "debian:12.5 looked:2026-11-26 waiting:3 installed:2026-11-20",
        today,
        "receiving, through November 2026",
    );
    check_receiving(
        "debian:12.5 looked:2026-11-26 waiting:3 installed:2026-05-20",
        today,
        "6 months behind; last May 2026",
    );
    check_receiving(
        "debian:12.5 looked:2026-08-01 waiting:0",
        today,
        "unknown: it last looked for updates on August 1, 2026",
    );
    check_receiving("debian:12.5 looked:2026-11-26", today, "unknown: it does not say which updates wait");
    check_receiving("debian:12.5", today, "unknown: it does not say when it last looked for updates");
}

#[test]
fn one_line_for_each_update_to_install_and_doubt_is_counted() {
    let pro = |rest: &str| format!("10.0.19045{rest} Professional");
    let extended = "KB5120249 closes 3, 2 used by attackers, 1 of them by ransomware; needs extended year 1 by 2026-08-15";
    check_missing(&pro(".7663"), "");
    check_missing(&pro(".6456"), extended);
    // A weakness mended in two months is mended by the second.
    check_missing(&pro(".6332"), &format!("{extended} | KB5066791 closes 2 by 2025-12-13"));
    check_missing(
        &pro(".6000"),
        &format!("{extended} | KB5066791 closes 4 by 2025-11-08 | cannot tell of 1: NoFixedBuild"),
    );
    check_missing(&pro(""), "cannot tell of 8: BuildUnseen");
    check_missing(&pro(" KB5120249"), "");
    check_missing("10.0.19044.6000 EnterpriseS", "cannot tell of 0: NotInTable");
    // Updates of before October 2016 hold none before them.
    check_missing("6.1.7601 Ultimate KB3164035", "KB3153199 closes 1 by 2016-07-09");
    // Only the last service pack gets what the table has.
    check_missing("6.0.6002 ServerStandard KB956250", "KB5003210 closes 1 by 2021-07-10");
    check_missing("6.0.6001 ServerStandard KB956250", "cannot tell of 0: NotInTable");
    let of_2022 =
        |ubr: u32, expect: &str| check_missing(&format!("10.0.20348.{ubr} ServerDatacenter"), expect);
    of_2022(916, "KB5017316 closes 1 by 2022-11-12");
    of_2022(946, "KB5017316 closes 2 by 2022-11-12");
    of_2022(1006, "");
    check_missing("debian:12.5 waiting:3", "cannot tell of 0: NotWindows | 3 waiting");
    let end = "no fix after 2026-10-13";
    let server = |rest: &str| format!("6.3.9600 ServerStandard {rest}");
    // What came after the free end is sold.
    let paid = "; needs extended updates by 2024-03-09";
    check_missing(&server("KB5120000"), &format!("KB5034001 closes 1{paid} | {end}"));
    check_missing(&server("KB5066999 KB5034000 KB5034001"), end);
    check_missing(&server("KB5034001"), &format!("KB5120000 closes 3{paid} | {end}"));
    check_missing(&server(""), &format!("cannot tell of 4: BuildUnseen | {end}"));
}

proptest! {
    #[test]
    fn a_newer_build_never_misses_more(a in 1u32..9000, b in 1u32..9000, build in prop::sample::select(vec![19045u32, 19044, 9600])) {
        let (older, newer) = (a.min(b), a.max(b));
        let kernel = if build == 9600 { "6.3" } else { "10.0" };
        let open = |ubr: u32| with_knowledge(|k| {
            let facts = machine(&format!("{kernel}.{build}.{} Professional", if build == 9600 { ubr * 3 } else { ubr }));
            let answer = missing_updates(k, &facts, Exposure::Exposed, day("2026-11-27"));
            let all = weaknesses(k, &facts);
            let n = |wanted: fn(&Result<bool, Doubt>) -> bool| all.iter().filter(|(_, closed)| wanted(closed)).count();
            prop_assert_eq!(answer.n_open() as usize, n(|closed| *closed == Ok(false)));
            let n_in_doubt: u32 = answer.cannot_tell.iter().map(|(_, n)| *n).sum();
            prop_assert_eq!(n_in_doubt as usize, n(Result::is_err));
            Ok(answer.n_open())
        });
        // What cannot be told of an older one may turn out open on a newer one only by being told at all.
        let doubt = |ubr: u32| with_knowledge(|k| {
            let facts = machine(&format!("{kernel}.{build}.{} Professional", if build == 9600 { ubr * 3 } else { ubr }));
            missing_updates(k, &facts, Exposure::Exposed, day("2026-11-27")).cannot_tell.iter().map(|(_, n)| *n).sum::<u32>()
        });
        prop_assert!(open(newer)? <= open(older)? + doubt(older));
    }

    #[test]
    fn what_is_not_known_is_never_closed_nor_received(build in prop::sample::select(vec![19045u32, 9600])) {
        let kernel = if build == 9600 { "6.3" } else { "10.0" };
        let facts = machine(&format!("{kernel}.{build} Professional"));
        let (missing, state) = with_knowledge(|k| {
            let missing = missing_updates(k, &facts, Exposure::Exposed, day("2026-11-27"));
            (missing, receiving(k, &facts, day("2026-11-27")).state)
        });
        prop_assert!(missing.lines.is_empty());
        prop_assert!(!missing.cannot_tell.is_empty());
        let is_open = matches!(state, Receiving::Unknown { .. } | Receiving::Ended { .. });
        prop_assert!(is_open, "{state:?}");
    }

    #[test]
    fn any_words_of_a_machine_are_answered(version in "[0-9.]{0,20}|\\PC{0,12}", edition in "\\PC{0,12}", kb in "\\PC{0,8}", days in 0i32..6000) {
        let os = Os { family: OsFamily::Windows, version, edition, ..Os::default() };
        let updates = Known::Is(vec![InstalledUpdate { id: kb, on: None }]);
        let facts = DeviceFacts { os: Known::Is(os), updates, ..DeviceFacts::default() };
        let as_of = day("2020-01-01").checked_add(jiff::Span::new().days(days)).expect("a day");
        with_knowledge(|k| {
            let _ = support(k.products, &facts.os, as_of);
            let _ = receiving(k, &facts, as_of);
            let _ = missing_updates(k, &facts, Exposure::Unknown, as_of);
        });
    }
}
