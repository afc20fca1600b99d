//! A made-up catalog of four safeguards, records written as lines of words, and what must come of them.

mod laws;

use insta::assert_snapshot;

use super::*;
use crate::catalog::{
    EvidenceKind, EvidenceKindId, GatheredBy, Knows, Measure, MeasureId, Method, Provenance, Safeguard,
    SafeguardId,
};
use crate::decide::made_up;
use crate::model::{EvidenceId, ExceptionKind, Exit, Finding, Outlier, Reply};

/// Two essential goals, one enhanced, one extra. `mfa-admins` and `edge` are gates; evidence counts for 30 days.
pub(in crate::decide) fn catalog() -> Catalog {
    let provenance = || Provenance { source: "made up".to_owned(), verified_on: None };
    let measure = |text: &str| {
        let (id, gate) =
            text.strip_suffix('!').map_or((text, None), |id| (id, Some("All is lost.".to_owned())));
        Measure {
            id: MeasureId::new(id),
            says: format!("{id} is so."),
            counts: Some("things".to_owned()),
            proven_by: ["scan", "report", "look"].map(EvidenceKindId::new).to_vec(),
            fresh_for_days: 30,
            weight: 2,
            gate,
        }
    };
    let safeguard = |code: &str, id: &str, set, measures: &str| Safeguard {
        id: SafeguardId::new(id),
        code: code.to_owned(),
        name: id.to_owned(),
        title: None,
        set,
        means: String::new(),
        why: String::new(),
        measures: measures.split(' ').map(measure).collect(),
        maps_to: Vec::new(),
        mapped_by: provenance(),
        provenance: provenance(),
    };
    let kind = |id: &str, method| EvidenceKind {
        id: EvidenceKindId::new(id),
        name: format!("A {id}"),
        method,
        gathered_by: GatheredBy::Scan,
        says: String::new(),
        provenance: provenance(),
    };
    Catalog {
        safeguards: vec![
            safeguard("E1", "vuln", SafeguardSet::Essential, "scanned patched"),
            safeguard("E3", "mfa", SafeguardSet::Essential, "mfa-mail mfa-admins!"),
            safeguard("N7", "segment", SafeguardSet::Enhanced, "guests"),
            safeguard("X3", "exposed-edge", SafeguardSet::Extra, "edge!"),
        ],
        evidence: vec![
            kind("scan", Method::Test),
            kind("report", Method::Test),
            kind("look", Method::Examine),
        ],
        ..made_up::catalog(Vec::new(), crate::catalog::Serves::Hospitals)
    }
}

pub(in crate::decide) fn at(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().expect("a day like 2026-08-01")
}

fn finding(text: &str) -> Finding {
    match text.split_once('/') {
        Some((n, of)) => {
            Finding::of(Coverage::new(n.parse().expect("n"), of.parse().expect("of")).expect("a share"))
        }
        None if text == "yes" => Finding::Met,
        None => Finding::NotMet,
    }
}

/// Lines like `mfa-mail scan yes 2026-08-01 on=tenant seen=60/92 but=bob!,amy limit=risky-only`, `mfa-mail says 3/4 2026-08-01`,
/// `mfa-mail ask=it 2026-08-01`, `mfa-mail except 2026-08-01..2026-12-31`, `#1 wrong 2026-08-02`, `#1 scope ..`, `#1 fixing=2026-09-20 ..`.
pub(in crate::decide) fn record(lines: &str) -> Record {
    let mut record = Record::default();
    for line in lines.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (first, verb) = (words[0], words[1]);
        let by = "Dana".to_owned();
        if let Some(id) = first.strip_prefix('#') {
            let exit = match verb.split_once('=') {
                Some((_, by)) => Exit::Fixing { by: by.parse().expect("a day") },
                None if verb == "wrong" => Exit::EvidenceWrong,
                None => Exit::ScopeDiffers,
            };
            let evidence = EvidenceId(id.parse().expect("an id"));
            let at = at(words[2]);
            record.resolutions.push(Resolution { evidence, exit, reason: "because".to_owned(), by, at });
            continue;
        }
        let measure = MeasureId::new(first);
        if verb == "says" {
            let reply = Reply::Finds { finding: finding(words[2]) };
            record.answers.push(Answer { measure, reply, by, at: at(words[3]) });
        } else if verb.starts_with("ask=") {
            let reply = Reply::AskSomeoneElse { knows: Knows::It };
            record.answers.push(Answer { measure, reply, by, at: at(words[2]) });
        } else if verb == "except" {
            let (from, until) = words[2].split_once("..").expect("from..until");
            record.exceptions.push(Exception {
                measure,
                kind: ExceptionKind::AcceptedRisk,
                reason: "too dear".to_owned(),
                instead: "watched".to_owned(),
                approver: "The chief".to_owned(),
                at: at(from),
                until: until.parse().expect("a day"),
            });
        } else {
            let option = |key: &str| words.iter().find_map(|w| w.strip_prefix(key));
            let outlier = |name: &str| match name.strip_suffix('!') {
                Some(name) => Outlier { name: name.to_owned(), is_privileged: true },
                None => Outlier { name: name.to_owned(), is_privileged: false },
            };
            let seen = option("seen=").map(|text| match finding(text) {
                Finding::Partly(c) => c,
                _ => Coverage::new(1, 1).expect("all"),
            });
            record.evidence.push(Evidence {
                id: EvidenceId(i64::try_from(record.evidence.len()).expect("few") + 1),
                measure,
                kind: EvidenceKindId::new(verb),
                method: if verb == "look" { Method::Examine } else { Method::Test },
                collector: format!("A {verb}"),
                subject: option("on=").unwrap_or("the network").to_owned(),
                observed_at: at(words[3]),
                received_at: at(words[3]),
                digest: None,
                finding: finding(words[2]),
                seen,
                outliers: option("but=").map(|o| o.split(',').map(outlier).collect()).unwrap_or_default(),
                limits: option("limit=").map(|l| vec![l.to_owned()]).unwrap_or_default(),
                note: String::new(),
            });
        }
    }
    record
}

/// Measures that are known, goals, gates and the two numbers, as lines.
fn show(posture: &Posture) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for m in posture
        .measures
        .iter()
        .filter(|m| m.state != State::Unknown || m.exception.is_some() || m.ask.is_some())
    {
        let excepted = if m.exception.is_some() { " (left out)" } else { "" };
        let changes = m.changes_on.map(|d| format!(" until {d}")).unwrap_or_default();
        let _ = writeln!(out, "{}: {}{excepted}{changes}. {}", m.measure, m.state.key(), m.why);
    }
    let goals: Vec<String> =
        posture.goals.iter().map(|g| format!("{} {:?} {}%", g.code, g.status, g.share.percent())).collect();
    let a = posture.attainment;
    let _ = writeln!(out, "{}", goals.join(", "));
    let _ = writeln!(
        out,
        "{}: {} of {} goals, {} of {} extras; proven {}",
        posture.label.key(),
        a.met(),
        a.of_goals(),
        a.extra_met,
        a.extra_of,
        posture.assurance.map_or("none".to_owned(), |c| c.to_string())
    );
    if posture.without_exceptions != a {
        let bare = posture.without_exceptions;
        let _ = writeln!(out, "without exceptions: {} of {} goals", bare.met(), bare.of_goals());
    }
    out
}

fn check(as_of: &str, lines: &str) -> String {
    show(&assess(&catalog(), &record(lines), at(as_of)))
}

#[test]
fn nothing_known_is_no_pass_and_no_failure() {
    assert_snapshot!(check("2026-08-10", ""), @"
    E1 Unknown 0%, E3 Unknown 0%, N7 Unknown 0%, X3 Unknown 0%
    unproven: 0 of 3 goals, 0 of 1 extras; proven none
    ");
}

#[test]
fn words_attest_and_evidence_verifies() {
    assert_snapshot!(check("2026-08-10", "
        scanned scan yes 2026-08-01
        patched says yes 2026-07-01
        guests ask=it 2026-08-01
    "), @"
    scanned: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    patched: attested until 2027-07-01. Dana says it is so, July 1, 2026. No fresh evidence proves it.
    guests: unknown. Nobody has said yet. Ask: Computers and network.
    E1 Met 100%, E3 Unknown 0%, N7 Unknown 0%, X3 Unknown 0%
    unproven: 1 of 3 goals, 0 of 1 extras; proven 1 of 2
    ");
}

#[test]
fn one_exposed_service_never_reads_green() {
    let all = "
        scanned scan yes 2026-08-01
        patched scan yes 2026-08-01
        mfa-mail scan yes 2026-08-01
        mfa-admins scan yes 2026-08-01
        guests scan yes 2026-08-01
    ";
    assert_snapshot!(check("2026-08-10", &format!("{all}\nedge scan no 2026-08-09 but=10.0.0.1:3389")), @"
    scanned: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    patched: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    mfa-mail: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    mfa-admins: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    guests: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    edge: not_met until 2026-09-08. A scan on the network says it is not so, August 9, 2026.
    E1 Met 100%, E3 Met 100%, N7 Met 100%, X3 NotMet 0%
    exposed: 3 of 3 goals, 0 of 1 extras; proven 5 of 5
    ");
    let word = assess(&catalog(), &record(&format!("{all}\nedge says yes 2026-08-09")), at("2026-08-10"));
    assert_eq!(word.label, Label::Unproven, "a word shuts no gate");
    let proof = assess(&catalog(), &record(&format!("{all}\nedge scan yes 2026-08-09")), at("2026-08-10"));
    assert_eq!(proof.label, Label::Guarded);
    let excepted = format!("{all}\nedge scan no 2026-08-09\nedge except 2026-08-01..2026-12-31");
    assert_eq!(
        assess(&catalog(), &record(&excepted), at("2026-08-10")).label,
        Label::Exposed,
        "nor lifts one"
    );
}

#[test]
fn a_share_names_who_is_left_out_and_shows_no_more_than_was_seen() {
    assert_snapshot!(check("2026-08-10", "
        mfa-mail scan 85/96 2026-08-01 but=amy,bob!,cat!
        patched scan yes 2026-08-01 seen=60/92
        scanned scan 30/60 2026-08-01 seen=60/92
    "), @"
    scanned: partly until 2026-08-31. A scan on the network says 30 of 92 things, August 1, 2026.
    patched: partly until 2026-08-31. A scan on the network says 60 of 92 things, August 1, 2026.
    mfa-mail: partly until 2026-08-31. A scan on the network says 85 of 96 things, August 1, 2026. 2 of those left out have more rights than others.
    E1 Partly 48%, E3 Partly 44%, N7 Unknown 0%, X3 Unknown 0%
    unproven: 0 of 3 goals, 0 of 1 extras; proven none
    ");
}

#[test]
fn a_word_stands_for_what_was_not_seen_and_for_nothing_that_was() {
    let state = |lines: &str| {
        let posture = assess(&catalog(), &record(lines), at("2026-08-10"));
        posture.measures.iter().find(|m| m.measure.as_str() == "patched").expect("the measure").state.key()
    };
    assert_eq!(state("patched scan yes 2026-08-01 seen=60/92\npatched says yes 2026-08-01"), "attested");
    assert_eq!(
        state("patched scan 59/60 2026-08-01 seen=60/92\npatched says yes 2026-08-01"),
        "contradicted"
    );
    assert_eq!(state("patched scan yes 2026-08-01\npatched says yes 2026-08-01"), "verified");
}

#[test]
fn forty_six_of_185_never_reads_ninety() {
    let posture = assess(&catalog(), &record("guests scan 46/185 2026-08-01"), at("2026-08-10"));
    let goal = posture.goals.iter().find(|g| g.code == "N7").expect("the goal");
    assert_eq!((goal.share.percent(), goal.status), (24, GoalStatus::Partly));
    assert_eq!(posture.attainment.met(), 0);
}

#[test]
fn an_empty_list_moves_nothing() {
    let mut catalog = catalog();
    let full = assess(
        &catalog,
        &record("scanned scan yes 2026-08-01\npatched scan yes 2026-08-01"),
        at("2026-08-10"),
    );
    catalog.safeguards.retain(|s| s.set == SafeguardSet::Essential);
    let less = assess(
        &catalog,
        &record("scanned scan yes 2026-08-01\npatched scan yes 2026-08-01"),
        at("2026-08-10"),
    );
    assert_eq!((full.attainment.essential_met, full.attainment.essential_of), (1, 2));
    assert_eq!((less.attainment.essential_met, less.attainment.essential_of), (1, 2));
}

#[test]
fn buying_a_licence_moves_nothing() {
    let bought = record("mfa-mail licence yes 2026-08-01");
    let (with, without) = (
        assess(&catalog(), &bought, at("2026-08-10")),
        assess(&catalog(), &Record::default(), at("2026-08-10")),
    );
    assert_eq!((with.measures, with.attainment), (without.measures, without.attainment));
}

#[test]
fn a_narrowed_policy_does_not_pass() {
    assert_snapshot!(check("2026-08-10", "mfa-mail report yes 2026-08-01 limit=risky-sign-ins-only"), @"
    mfa-mail: not_met until 2026-08-31. A report on the network is narrowed: risky-sign-ins-only, August 1, 2026.
    E1 Unknown 0%, E3 NotMet 0%, N7 Unknown 0%, X3 Unknown 0%
    unproven: 0 of 3 goals, 0 of 1 extras; proven none
    ");
}

#[test]
fn silence_ages_into_stale_and_never_into_a_pass() {
    let lines = "guests scan yes 2026-08-01";
    let state = |day: &str, lines: &str| {
        let posture = assess(&catalog(), &record(lines), at(day));
        posture.measures.iter().find(|m| m.measure.as_str() == "guests").expect("the measure").state
    };
    assert_eq!(state("2026-08-31", lines), State::Verified);
    assert_eq!(state("2026-09-01", lines), State::Stale);
    assert_eq!(state("2026-09-30", lines), State::Stale);
    assert_eq!(state("2026-10-01", lines), State::Unknown);
    let vouched = "guests scan yes 2026-08-01\nguests says yes 2026-08-01";
    assert_eq!(state("2026-09-01", vouched), State::Attested);
    assert_eq!(state("2027-08-01", vouched), State::Attested);
    assert_eq!(state("2027-08-02", vouched), State::Stale);
    // Of two subjects the bad one falls silent: what is left must not pass for both, ever.
    let two = "guests scan no 2026-08-01 on=east\nguests scan yes 2026-08-25 on=west\nguests scan yes 2026-12-01 on=west";
    assert_eq!(state("2026-08-26", two), State::NotMet { is_proven: true });
    let half = State::Partly { coverage: Coverage::new(1, 2).expect("half"), is_proven: true };
    assert_eq!(state("2026-09-10", two), half);
    assert_eq!(state("2026-12-02", two), half);
    assert_eq!(
        state("2026-12-02", &format!("{two}\n#1 wrong 2026-11-01")),
        State::Verified,
        "until someone says why"
    );
}

#[test]
fn evidence_that_contradicts_stands_beside_the_answer() {
    let lines = "mfa-admins says yes 2026-07-01\nmfa-admins scan 10/12 2026-08-01 but=bob!";
    assert_snapshot!(check("2026-08-10", lines), @"
    mfa-admins: contradicted until 2026-08-31. A scan on the network says 10 of 12 things, August 1, 2026; but Dana says it is so, July 1, 2026. Both cannot be right. One of those left out has more rights than others.
    E1 Unknown 0%, E3 Partly 41%, N7 Unknown 0%, X3 Unknown 0%
    exposed: 0 of 3 goals, 0 of 1 extras; proven none
    ");
    let again = "mfa-admins says yes 2026-08-25\nmfa-admins scan 11/12 2026-08-30 but=bob!";
    let late = format!("{lines}\n{again}");
    let state = |day: &str, lines: &str| {
        let posture = assess(&catalog(), &record(lines), at(day));
        let m = posture.measures.iter().find(|m| m.measure.as_str() == "mfa-admins").expect("the measure");
        (m.state.key(), m.counts)
    };
    assert_eq!(state("2026-08-20", lines).0, "contradicted");
    assert_ne!(state("2026-08-20", lines).1, Finding::NotMet, "for 30 days the lower counts");
    assert_ne!(state("2026-08-31", &late).1, Finding::NotMet);
    assert_eq!(state("2026-09-01", &late), ("contradicted", Finding::NotMet), "saying it again buys no time");
    let fixing = format!("{late}\n#1 fixing=2026-09-20 2026-08-15\n#2 fixing=2026-09-20 2026-08-30");
    assert_ne!(state("2026-09-20", &fixing).1, Finding::NotMet);
    assert_eq!(state("2026-09-22", &fixing).1, Finding::NotMet);
    let never = format!("{late}\n#2 fixing=2099-01-01 2026-08-30\nmfa-admins scan 11/12 2026-11-01");
    assert_eq!(state("2026-11-02", &never).1, Finding::NotMet, "fixing takes 90 days at most");
    assert_eq!(state("2026-08-20", &format!("{lines}\n#1 wrong 2026-08-11")).0, "attested");
    assert_eq!(
        state("2026-08-20", &format!("{lines}\n#1 wrong 2026-08-11\nmfa-admins scan no 2026-08-12")).0,
        "contradicted"
    );
    assert_eq!(state("2026-08-20", &format!("{lines}\n#1 scope 2026-08-11")).0, "partly");
    assert_eq!(state("2026-08-20", &format!("{lines}\nmfa-admins says 10/12 2026-08-11")).0, "partly");
    assert_eq!(
        state("2026-08-20", "mfa-admins scan yes 2026-08-01\nmfa-admins look no 2026-08-02").0,
        "contradicted"
    );
    assert_eq!(
        state("2026-08-20", "mfa-admins scan yes 2026-08-01\nmfa-admins says no 2026-08-02").0,
        "contradicted"
    );
    assert_eq!(
        state("2026-08-20", "mfa-admins scan yes 2026-08-01\nmfa-admins says 3/4 2026-08-02").0,
        "partly"
    );
}

#[test]
fn exceptions_leave_out_and_both_results_are_shown() {
    assert_snapshot!(check("2026-08-10", "
        scanned scan yes 2026-08-01
        patched scan 3/4 2026-08-01
        patched except 2026-07-01..2026-08-20
    "), @"
    scanned: verified until 2026-08-31. A scan on the network says it is so, August 1, 2026.
    patched: partly (left out) until 2026-08-31. A scan on the network says 3 of 4 things, August 1, 2026.
    E1 Met 100%, E3 Unknown 0%, N7 Unknown 0%, X3 Unknown 0%
    unproven: 1 of 3 goals, 0 of 1 extras; proven 1 of 1
    without exceptions: 0 of 3 goals
    ");
    let ended = assess(&catalog(), &record("patched except 2026-07-01..2026-08-20"), at("2026-08-21"));
    assert!(ended.measures.iter().all(|m| m.exception.is_none()));
    let all = "scanned except 2026-07-01..2026-08-20\npatched except 2026-07-01..2026-08-20";
    let left_out = assess(&catalog(), &record(all), at("2026-08-10"));
    assert_eq!((left_out.attainment.of_goals(), left_out.attainment.left_out), (2, 1));
    assert_eq!(left_out.without_exceptions.of_goals(), 3);
}

#[test]
fn an_end_of_one_kind_of_exception_ends_no_other() {
    let mut record = record("patched except 2026-07-01..2026-12-31");
    let risk = record.exceptions[0].clone();
    let not_here = |from: &str, until: &str| Exception {
        kind: ExceptionKind::NotApplicable,
        instead: String::new(),
        at: at(from),
        until: until.parse().expect("a day"),
        ..risk.clone()
    };
    record.exceptions.push(not_here("2026-07-05", "2026-07-10"));
    record.exceptions.push(not_here("2026-07-06", "2026-07-05"));
    let holds = |day: &str| {
        let posture = assess(&catalog(), &record, at(day));
        posture.measures.iter().find_map(|m| m.exception.as_ref().map(|e| e.kind))
    };
    assert_eq!(holds("2026-07-05"), Some(ExceptionKind::NotApplicable));
    assert_eq!(holds("2026-07-08"), Some(ExceptionKind::AcceptedRisk));
    assert_eq!(holds("2027-01-01"), None);
}

#[test]
fn the_past_is_as_it_was_known_then() {
    let mut record = record("scanned scan yes 2026-08-01\npatched says yes 2026-08-05");
    record.evidence[0].received_at = at("2026-08-20");
    let on = |day: &str| assess(&catalog(), &record, at(day)).attainment.essential_met;
    assert_eq!((on("2026-08-10"), on("2026-08-20")), (0, 1));
    let (before, after) =
        (assess(&catalog(), &record, at("2026-08-10")), assess(&catalog(), &record, at("2026-08-20")));
    let told: Vec<String> =
        changes(&before, &after).iter().map(|c| format!("{}: {}", c.measure, c.because)).collect();
    assert_eq!(told, ["scanned: New evidence came in."]);
    let later = assess(&catalog(), &record, at("2026-09-10"));
    let told: Vec<String> =
        changes(&after, &later).iter().map(|c| format!("{}: {}", c.measure, c.because)).collect();
    assert_eq!(told, ["scanned: Evidence became too old to count."]);
}
