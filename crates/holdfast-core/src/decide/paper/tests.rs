//! Papers of a made-up hospital read as lines, and the laws that must hold for any record.

mod laws;

use insta::assert_snapshot;

use super::board::{BoardReport, report};
use super::*;
use crate::catalog::{
    Acts, AssetId, AssetKind, Care, Effect, Estimate, EvidenceKindId, Framework, FrameworkId, Harm, Holds,
    Loss, LossId, Mapping, Measure, MeasureId, Per, Provenance, Requirement, Safeguard, SafeguardId,
    SafeguardSet, Scenario, ScenarioId, Skill, Step, StepCost, StepId, Threat, WindowNeed,
};
use crate::decide::plan::draft;
use crate::decide::posture::assess;
use crate::decide::posture::tests::{at, record};

fn provenance() -> Provenance {
    Provenance { source: "made up".to_owned(), verified_on: None }
}

/// The posture's made-up catalog with backups and downtime, two insurer topics, two kinds of systems and two steps.
fn catalog() -> Catalog {
    let mut catalog = crate::decide::posture::tests::catalog();
    let extra = |code: &str, id: &str, measures: &[&str]| Safeguard {
        id: SafeguardId::new(id),
        code: code.to_owned(),
        name: id.to_owned(),
        set: SafeguardSet::Extra,
        measures: measures
            .iter()
            .map(|m| Measure {
                id: MeasureId::new(m),
                says: format!("{m} is so."),
                gate: None,
                ..catalog.safeguards[0].measures[0].clone()
            })
            .collect(),
        ..catalog.safeguards[0].clone()
    };
    let more = [
        extra("X1", "backups-tested", &["restored"]),
        extra("X7", "clinical-downtime", &["drilled", "paper"]),
    ];
    catalog.safeguards.extend(more);
    let topic = |id: &str| Requirement {
        id: id.to_owned(),
        title: Some(format!("Topic {id}")),
        demand: None,
        official: Vec::new(),
    };
    catalog.frameworks.push(Framework {
        id: FrameworkId::new("insurer"),
        name: "Forms".to_owned(),
        publisher: "made up".to_owned(),
        requirements: ["mfa", "backups", "weather"].map(topic).to_vec(),
        provenance: provenance(),
    });
    for (place, list, entry) in
        [(1, "insurer", "mfa"), (4, "insurer", "backups"), (1, "nist-csf", "PR.AA-03")]
    {
        let mapping = Mapping { framework: FrameworkId::new(list), requirements: vec![entry.to_owned()] };
        catalog.safeguards[place].maps_to.push(mapping);
    }
    let scenario = |id: &str, often: u32, days: u32| Scenario {
        id: ScenarioId::new(id),
        name: format!("Attack by {id}"),
        story: "It happens.".to_owned(),
        per_1000_years: Estimate { low: often / 2, likely: often, high: often * 2 },
        days_down: Estimate { low: days / 2, likely: days, high: days * 2 },
        losses: vec![Loss {
            id: LossId::new("income"),
            says: String::new(),
            per: Per::Once,
            usd: Estimate { low: 1_000, likely: 10_000 * (days + 1), high: 900_000 },
            basis: String::new(),
            provenance: provenance(),
        }],
        provenance: provenance(),
    };
    catalog.scenarios =
        vec![scenario("remote", 60, 14), scenario("peeking", 400, 0), scenario("mail", 10, 3)];
    let threat = |id: &str, harms: &[Harm], measures: &[&str]| Threat {
        scenario: ScenarioId::new(id),
        how: format!("By {id}."),
        harms: harms.to_vec(),
        weak_without: measures.iter().map(|m| MeasureId::new(m)).collect(),
    };
    let asset = |id: &str, holds, care, threats| AssetKind {
        id: AssetId::new(id),
        name: format!("The {id}"),
        means: String::new(),
        flows: String::new(),
        holds,
        care,
        add: String::new(),
        threats,
        provenance: provenance(),
    };
    catalog.assets = vec![
        asset(
            "record",
            Holds::All,
            Care::Stops,
            vec![
                threat("remote", &[Harm::Confidentiality, Harm::Availability], &["mfa-admins", "edge"]),
                threat("peeking", &[Harm::Confidentiality], &["scanned"]),
            ],
        ),
        asset("printer", Holds::Some, Care::Slows, vec![threat("mail", &[Harm::Availability], &["patched"])]),
    ];
    let step = |id: &str, closes: &str, scenario: &str, cut: u32| Step {
        id: StepId::new(id),
        name: format!("Do {id}"),
        closes: vec![MeasureId::new(closes)],
        after: Vec::new(),
        skill: Skill::Own,
        hours_first: Estimate::exactly(6),
        hours_yearly: Estimate::default(),
        window: WindowNeed::None,
        steps: vec!["Do it.".to_owned()],
        rollback: "Undo it.".to_owned(),
        proof: vec![EvidenceKindId::new("scan")],
        cost: StepCost {
            per: Per::Once,
            first_usd: Estimate::exactly(500),
            yearly_usd: Estimate::exactly(100),
            basis: String::new(),
            provenance: provenance(),
        },
        paid_by: Vec::new(),
        effects: vec![Effect {
            scenario: ScenarioId::new(scenario),
            acts: Acts::Frequency,
            cut_percent: Estimate { low: cut / 2, likely: cut, high: (cut + 10).min(90) },
            provenance: provenance(),
        }],
        provenance: provenance(),
    };
    catalog.steps = vec![
        step("second-step", "mfa-admins", "remote", 50),
        step("patch", "patched", "mail", 30),
        step("watch", "scanned", "peeking", 30),
    ];
    catalog
}

fn means() -> Means {
    Means {
        starts_on: Date::constant(2026, 8, 3),
        licensed_beds: Some(25),
        staffed_users: None,
        windows_devices: Some(100),
        budget_usd: Some(5_000),
        hours_a_week: 6,
        usd_an_hour: 50,
        downtimes_a_month: 1,
        entitled: Vec::new(),
        first: Vec::new(),
    }
}

use crate::Date;

/// Makes papers of a record as of August 15, held against an earlier day when one is given.
fn with<T>(lines: &str, earlier: Option<&str>, make: impl FnOnce(&Given<'_>) -> T) -> T {
    let (catalog, record, means) = (catalog(), record(lines), means());
    let hospital = Subject { name: Some("Fixture Memorial Hospital".to_owned()), ..Subject::default() };
    let posture = assess(&catalog, &record, at("2026-08-15"));
    let earlier = earlier.map(|day| assess(&catalog, &record, at(day)));
    let plan = draft(&catalog, &posture, &means);
    let promised = earlier.as_ref().map(|e| {
        let starts_on = proof::day(e.as_of);
        draft(&catalog, e, &Means { starts_on, ..means.clone() })
    });
    make(&Given {
        catalog: &catalog,
        hospital: &hospital,
        record: &record,
        posture: &posture,
        earlier: earlier.as_ref(),
        means: Some(&means),
        plan: Some(&plan),
        promised: promised.as_ref(),
        at_stake: None,
    })
}

fn board(lines: &str, earlier: Option<&str>) -> String {
    use std::fmt::Write as _;
    let report: BoardReport = with(lines, earlier, report);
    let mut out = format!("{}: {}\n", report.label.key(), report.care.answer.label());
    for line in &report.care.lines {
        let _ = writeln!(out, "  {} {}: {}", line.measure, line.standing.label(), line.why);
    }
    if let Some(risks) = &report.risks {
        for r in &risks.largest {
            let _ = writeln!(out, "risk {}: {} a year, {}", r.scenario, r.a_year.likely, r.trend.label());
        }
    }
    let a = report.goals.now;
    let proven = report.goals.assurance.map_or("nothing".to_owned(), |c| c.to_string());
    let _ = writeln!(out, "essential {} of {}; proven {proven}", a.essential_met, a.essential_of);
    if let Some(c) = &report.changes {
        for (word, list) in [("better", &c.better), ("worse", &c.worse)] {
            for m in list {
                let before = m.before.map_or("new".to_owned(), |b| b.label());
                let _ = writeln!(out, "{word} {}: {before} to {}. {}", m.measure, m.after.label(), m.because);
            }
        }
    }
    if let Some(p) = &report.promises {
        let missed: Vec<&str> = p.missed.iter().map(|m| m.step.as_str()).collect();
        let _ = writeln!(out, "promises kept {} of {}, missed {}", p.n_kept, p.n_due, missed.join(" "));
    }
    if let Some(a) = &report.asked {
        let _ = writeln!(
            out,
            "asked {} and {} hours, loss {} to {}",
            a.usd, a.hours, a.loss_now.likely, a.loss_after.likely
        );
    }
    let _ = writeln!(
        out,
        "insurer: {} contradicted, {} unproven",
        report.insurer_contradicted, report.insurer_unproven
    );
    out
}

#[track_caller]
fn check(lines: &str, expected: expect::Expected<'_>) {
    expected.holds(lines);
}

/// What a test expects of how a care question is answered.
mod expect {
    use super::super::board::CanTreat;

    pub(super) struct Expected<'e>(pub(super) CanTreat, pub(super) &'e str);

    impl Expected<'_> {
        #[track_caller]
        pub(super) fn holds(&self, lines: &str) {
            let care = super::with(lines, None, super::report).care;
            assert_eq!(care.answer, self.0, "{lines}");
            assert_eq!(care.says, self.1, "{lines}");
        }
    }
}

#[test]
fn who_loses_care_is_carried_as_it_was_found_and_nothing_where_nobody_looked() {
    let model = crate::decide::care::tests::valley();
    let impact = model.impact(&[crate::decide::care::tests::ccn(0)], 21).expect("a listed hospital");
    let at_stake = AtStake::of(&impact, &[]);
    with("", None, |given| {
        assert_eq!(report(given).at_stake, None);
        let plan = technical::plan(given).expect("a plan");
        assert!(plan.stakes.says.ends_with("Who loses care is not reckoned here."), "{}", plan.stakes.says);
        let told = Given { at_stake: Some(&at_stake), ..*given };
        assert_eq!(report(&told).at_stake.as_ref(), Some(&at_stake));
        let plan = technical::plan(&told).expect("a plan");
        assert!(plan.stakes.says.contains("1,000 people lose their nearest one"), "{}", plan.stakes.says);
        assert_eq!(plan.stakes.scenarios[0].days_in_words(), "14 days (7 to 28)");
    });
}

#[test]
fn whether_patients_can_be_treated_is_no_better_than_its_weakest_part() {
    use super::board::CanTreat::{NotShown, Proven, Said, Unknown};
    use expect::Expected;
    const RESTORED: &str = "restored look yes 2026-08-01\n";
    check(
        "",
        Expected(
            Unknown,
            "Of 3 things it takes, 0 are proven, 0 are only said, 0 are not so or not for all, and 3 are not known.",
        ),
    );
    let all = format!("{RESTORED}drilled look yes 2026-08-01\npaper look yes 2026-08-01");
    check(
        &all,
        Expected(
            Proven,
            "Of 3 things it takes, 3 are proven, 0 are only said, 0 are not so or not for all, and 0 are not known.",
        ),
    );
    let said = format!("{RESTORED}drilled says yes 2026-08-01\npaper look yes 2026-08-01");
    check(
        &said,
        Expected(
            Said,
            "Of 3 things it takes, 2 are proven, 1 is only said, 0 are not so or not for all, and 0 are not known.",
        ),
    );
    let partly = format!("{RESTORED}drilled look 3/4 2026-08-01\npaper look yes 2026-08-01");
    check(
        &partly,
        Expected(
            NotShown,
            "Of 3 things it takes, 2 are proven, 0 are only said, 1 is not so or not for all, and 0 are not known.",
        ),
    );
    // Proof of June is too old in August, and nobody vouches.
    let old = format!("{RESTORED}drilled look yes 2026-07-01\npaper look yes 2026-08-01");
    check(
        &old,
        Expected(
            Unknown,
            "Of 3 things it takes, 2 are proven, 0 are only said, 0 are not so or not for all, and 1 is not known.",
        ),
    );
}

#[test]
fn the_board_reads_what_changed_and_what_was_not_kept() {
    let lines = "mfa-mail scan yes 2026-08-01
        mfa-admins scan 2/3 2026-04-20 but=root!
        mfa-admins scan 2/3 2026-08-01 but=root!
        scanned says yes 2026-07-10
        patched scan yes 2026-05-01
        edge scan yes 2026-08-10
        restored look no 2026-08-01
        restored says yes 2026-07-20";
    assert_snapshot!(board(lines, Some("2026-05-10")));
}

#[test]
fn a_board_with_nothing_to_go_by_is_told_so() {
    assert_snapshot!(board("", None));
}

#[test]
fn each_answer_for_the_insurer_is_marked_before_anyone_signs() {
    let lines = "mfa-mail says yes 2026-08-01
        mfa-admins scan 2/3 2026-08-01 but=root!
        mfa-admins says yes 2026-07-01
        restored look yes 2026-08-01";
    let sheet = with(lines, None, insurer::sheet);
    let mut out = String::new();
    for topic in &sheet.topics {
        out += &format!("{} {:?}\n", topic.title, topic.worst);
        for a in &topic.answers {
            let claimed = a.claimed.as_deref().unwrap_or("-");
            out += &format!("  {} [{}] {} ({claimed}) {}\n", a.measure, a.mark.label(), a.answer, a.why);
        }
    }
    out += &format!(
        "contradicted {}, unknown {}, only said {}, proven {}",
        sheet.n_contradicted, sheet.n_unknown, sheet.n_unproven, sheet.n_proven
    );
    assert_snapshot!(out);
}

#[test]
fn each_risk_gives_its_reasons() {
    let lines = "mfa-admins scan 2/3 2026-08-01 but=root!
        edge scan yes 2026-08-10
        patched scan yes 2026-08-10
        scanned except 2026-08-01..2026-12-31";
    let analysis = with(lines, None, hipaa::analysis);
    let mut out = String::new();
    for r in &analysis.register {
        out += &format!(
            "{} x {}: {} ({} x {})\n  {}\n  {}\n",
            r.asset,
            r.scenario,
            r.risk.label(),
            r.likelihood.label(),
            r.impact.label(),
            r.likelihood_because,
            r.impact_because
        );
        for w in &r.weaknesses {
            out += &format!("  weak {}: {}\n", w.measure, w.standing.label());
        }
        for p in &r.planned {
            out += &format!("  planned {} by {}\n", p.step, p.due_on);
        }
    }
    for d in &analysis.decisions {
        out += &format!("decided {} {:?} {} rows {:?}\n", d.on, d.owner, d.says, d.rows);
    }
    assert_snapshot!(out);
    assert_eq!(analysis.elements.len(), 9);
    assert!(analysis.elements.iter().all(|e| !e.add.is_empty()), "each element says what is to be added");
}

#[test]
fn a_month_shows_what_was_known_then_and_nothing_is_made_good() {
    let lines = "mfa-mail scan yes 2026-05-10
        mfa-admins scan yes 2026-05-10
        mfa-mail scan yes 2026-06-08
        mfa-admins scan yes 2026-06-08
        mfa-mail says yes 2026-07-01
        mfa-admins says yes 2026-07-01";
    let record = with(lines, None, practices::record);
    let mfa = record.rows.iter().find(|r| r.code == "E3").expect("the row");
    let letters: Vec<&str> = mfa.months.iter().map(|c| c.letter()).collect();
    assert_eq!(letters.join(" "), "? ? ? ? ? ? ? ? P P S S");
    assert_eq!((mfa.n_in_place_without_gap, mfa.n_proven), (4, 2));
    assert_eq!(mfa.recognized, [("nist-csf".to_owned(), vec!["PR.AA-03".to_owned()])]);
    let days: Vec<String> =
        record.events.iter().map(|e| format!("{} {} {} {}", e.on, e.measure, e.kind, e.n)).collect();
    assert_eq!(
        days,
        [
            "2026-05-10 mfa-admins A scan (test) 1",
            "2026-05-10 mfa-mail A scan (test) 1",
            "2026-06-08 mfa-admins A scan (test) 1",
            "2026-06-08 mfa-mail A scan (test) 1",
            "2026-07-01 mfa-admins Answer 1",
            "2026-07-01 mfa-mail Answer 1",
        ]
    );
    // What came in late does not reach back.
    let late = with("mfa-mail scan yes 2026-08-14\nmfa-admins scan yes 2026-08-14", None, practices::record);
    let mfa = late.rows.iter().find(|r| r.code == "E3").expect("the row");
    assert_eq!(mfa.months.iter().filter(|c| c.is_in_place()).count(), 1);
}

#[test]
fn the_plan_names_what_it_acts_on() {
    let plan = with("mfa-admins scan 1/3 2026-08-01 but=bob,root!", None, technical::plan).expect("a plan");
    let step = plan.steps().find(|s| s.step.as_str() == "second-step").expect("the step");
    let named = technical::TechnicalPlan::acts_on_in_words(step).expect("names");
    assert_eq!(named, "2: root (more rights than others), bob");
    assert_eq!((step.goals.join(" "), step.is_verified), ("E3".to_owned(), false));
    assert_eq!(plan.steps().count(), 3);
}

#[test]
fn a_hospital_without_a_name_is_said_to_have_none() {
    assert_eq!(Subject::default().title(), "A hospital whose name was not given");
    let blank = Subject { name: Some("  ".to_owned()), ..Subject::default() };
    assert_eq!((blank.title(), blank.place()), ("A hospital whose name was not given", String::new()));
    let named: Subject =
        serde_json::from_str(r#"{"name":"A","ccn":"271304","city":"B","state":"MT"}"#).expect("read");
    assert_eq!(named.place(), "B, MT \u{b7} CCN 271304");
}
