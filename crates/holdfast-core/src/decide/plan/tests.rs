//! Made-up steps and two made-up scenarios, plans read as lines, and the laws that must hold for any plan.

mod stakes;

use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::catalog::{
    Acts, Effect, Estimate, EvidenceKindId, Loss, LossId, Measure, PaidBy, Provenance, Safeguard,
    SafeguardId, SafeguardSet, Scenario, ScenarioId, Skill, Step, StepCost, WindowNeed,
};
use crate::decide::made_up;
use crate::decide::posture::{Record, assess};
use crate::model::{Answer, Coverage, Evidence, EvidenceId, Finding, Outlier, Reply};

fn provenance() -> Provenance {
    Provenance { source: "made up".to_owned(), verified_on: None }
}

/// `id closes=a,b after=x,y usd=100 hours=4 cut=remote:50 window=downtime paid=grant:70`; cuts on loss begin with `-`.
fn step(words: &str) -> Step {
    let option = |key: &str| words.split(' ').find_map(|w| w.strip_prefix(key));
    let list = |key: &str| option(key).map(|l| l.split(',').collect::<Vec<_>>()).unwrap_or_default();
    let number = |key: &str| option(key).map_or(0, |n| n.parse().expect("a number"));
    let around = |n: u32| Estimate { low: n / 2, likely: n, high: n * 2 };
    let effect = |text: &str| {
        let (scenario, cut) = text.split_once(':').expect("scenario:percent");
        let (acts, cut) = cut.strip_prefix('-').map_or((Acts::Frequency, cut), |cut| (Acts::Loss, cut));
        let likely = cut.parse().expect("percent");
        let cut_percent = Estimate { low: likely / 2, likely, high: (likely * 3 / 2).min(90) };
        Effect { scenario: ScenarioId::new(scenario), acts, cut_percent, provenance: provenance() }
    };
    let id = words.split(' ').next().expect("an id");
    Step {
        id: StepId::new(id),
        name: format!("Do {id}"),
        closes: list("closes=").into_iter().map(MeasureId::new).collect(),
        after: list("after=").into_iter().map(StepId::new).collect(),
        skill: Skill::Own,
        hours_first: around(number("hours=")),
        hours_yearly: Estimate::default(),
        window: if option("window=").is_some() { WindowNeed::Downtime } else { WindowNeed::None },
        steps: vec!["Do it.".to_owned()],
        rollback: "Undo it.".to_owned(),
        proof: vec![EvidenceKindId::new("scan")],
        cost: StepCost {
            per: Per::Once,
            first_usd: around(number("usd=")),
            yearly_usd: Estimate::default(),
            basis: String::new(),
            provenance: provenance(),
        },
        paid_by: list("paid=")
            .into_iter()
            .map(|p| {
                let (offer, percent) = p.split_once(':').expect("offer:percent");
                PaidBy { offer: OfferId::new(offer), percent: percent.parse().expect("percent") }
            })
            .collect(),
        effects: list("cut=").into_iter().map(effect).collect(),
        provenance: provenance(),
    }
}

fn catalog(steps: &[&str]) -> Catalog {
    let scenario = |id: &str, often: u32, usd: u32| Scenario {
        id: ScenarioId::new(id),
        name: format!("Attack by {id}"),
        story: String::new(),
        per_1000_years: Estimate { low: often / 2, likely: often, high: often * 2 },
        days_down: Estimate { low: 2, likely: 10, high: 20 },
        losses: vec![Loss {
            id: LossId::new("income"),
            says: String::new(),
            per: Per::BedDay,
            usd: Estimate { low: usd / 2, likely: usd, high: usd * 2 },
            basis: String::new(),
            provenance: provenance(),
        }],
        provenance: provenance(),
    };
    let measure = |id: &str| Measure {
        id: MeasureId::new(id.trim_end_matches('!')),
        says: String::new(),
        counts: None,
        proven_by: vec![EvidenceKindId::new("scan")],
        fresh_for_days: 30,
        weight: 1,
        gate: id.ends_with('!').then(|| "All is lost.".to_owned()),
    };
    let safeguard = |id: &str, set| Safeguard {
        id: SafeguardId::new(id),
        code: id.to_owned(),
        name: id.to_owned(),
        title: None,
        set,
        means: String::new(),
        why: String::new(),
        measures: vec![measure(id)],
        maps_to: Vec::new(),
        mapped_by: provenance(),
        provenance: provenance(),
    };
    Catalog {
        safeguards: ["a", "b", "c", "d", "e!"].map(|id| safeguard(id, SafeguardSet::Essential)).to_vec(),
        steps: steps.iter().map(|s| step(s)).collect(),
        scenarios: vec![scenario("remote", 100, 1_000), scenario("mail", 50, 1_000)],
        ..made_up::catalog(Vec::new(), crate::catalog::Serves::Hospitals)
    }
}

fn means() -> Means {
    Means {
        starts_on: "2026-08-03".parse().expect("a Monday"),
        licensed_beds: Some(25),
        staffed_users: Some(100),
        windows_devices: None,
        budget_usd: None,
        hours_a_week: 6,
        usd_an_hour: 50,
        downtimes_a_month: 1,
        entitled: Vec::new(),
        first: Vec::new(),
    }
}

/// Findings like `a=yes b=3/4 c=no!`; `!` names someone with more rights among those left out.
fn posture(catalog: &Catalog, found: &str) -> Posture {
    let at: Timestamp = "2026-08-01T12:00:00Z".parse().expect("a moment");
    let evidence = found.split_whitespace().enumerate().map(|(i, word)| {
        let (measure, found) = word.split_once('=').expect("measure=found");
        let (found, privileged) = found.strip_suffix('!').map_or((found, false), |f| (f, true));
        let finding = match found.split_once('/') {
            Some((n, of)) => {
                Finding::of(Coverage::new(n.parse().expect("n"), of.parse().expect("of")).expect("a share"))
            }
            None if found == "yes" => Finding::Met,
            None => Finding::NotMet,
        };
        let outlier = Outlier { name: "bob".to_owned(), is_privileged: true };
        Evidence {
            id: EvidenceId(i64::try_from(i).expect("few")),
            measure: MeasureId::new(measure),
            kind: EvidenceKindId::new("scan"),
            method: crate::catalog::Method::Test,
            collector: "A scan".to_owned(),
            subject: "the network".to_owned(),
            observed_at: at,
            received_at: at,
            digest: None,
            finding,
            seen: None,
            outliers: if privileged { vec![outlier] } else { Vec::new() },
            limits: Vec::new(),
            note: String::new(),
        }
    });
    let record = Record { evidence: evidence.collect(), ..Record::default() };
    assess(catalog, &record, at)
}

fn show(plan: &Plan) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for stop in &plan.stop_now {
        let steps: Vec<&str> = stop.steps.iter().map(StepId::as_str).collect();
        let _ = writeln!(out, "now: {} by {}", stop.measure, steps.join(", "));
    }
    for (i, r) in plan.ranked.iter().enumerate() {
        let _ = writeln!(out, "{}. {} ({} for 100). {} {}", i + 1, r.step, r.per_100_usd, r.why, r.unless);
    }
    let weeks = |list: &[Scheduled]| -> String {
        if list.is_empty() {
            return "nothing".to_owned();
        }
        let lines: Vec<String> = list
            .iter()
            .map(|s| format!("{} {}-{} due {}", s.step, s.first_week + 1, s.last_week + 1, s.due_on))
            .collect();
        lines.join("; ")
    };
    let _ = writeln!(out, "quarter: {}", weeks(&plan.quarter));
    let _ = writeln!(out, "year: {}", weeks(&plan.year));
    for later in &plan.left_for_later {
        let _ = writeln!(out, "later: {}. {}", later.step, later.why);
    }
    let likely =
        |l: &[ScenarioLoss]| l.iter().map(|s| s.a_year.likely.to_string()).collect::<Vec<_>>().join(" + ");
    let _ = writeln!(out, "loss a year {} -> {}", likely(&plan.loss_now), likely(&plan.loss_after));
    let _ = writeln!(
        out,
        "goals {} -> {} -> {}; ${} and {} hours",
        plan.attained_now.met(),
        plan.promised_quarter.met(),
        plan.promised_year.met(),
        plan.cost_usd,
        plan.hours
    );
    out
}

fn check(steps: &[&str], found: &str, means: &Means) -> String {
    let catalog = catalog(steps);
    let plan = draft(&catalog, &posture(&catalog, found), means);
    assert_eq!(lint(&catalog, means, &plan), Vec::<String>::new());
    show(&plan)
}

const STEPS: &[&str] = &[
    "lock closes=a hours=4 cut=remote:50,mail:10",
    "list closes=b hours=10",
    "split closes=c after=list usd=8000 hours=60 cut=remote:-40,mail:-40 window=downtime",
    "filter closes=d usd=2000 hours=6 cut=mail:60 paid=grant:70",
];

mod accepted;

#[test]
fn the_most_for_the_least_comes_first_and_what_it_needs_before_it() {
    assert_snapshot!(check(STEPS, "", &means()), @"
    1. lock (6875 for 100). Avoids about $14,000 of loss a year ($1,000 to $55,000), most of it from attack by remote, for no money and 2 to 8 hours of your own IT. “Do filter” would go first if this took more than 93 hours.
    2. filter (293 for 100). Avoids about $6,800 of loss a year ($480 to $29,000), most of it from attack by mail, for $1,000 to $4,000 and 3 to 12 hours of your own IT. “Do split” would go first if this took more than 181 hours.
    3. list (0 for 100). Avoids little by itself, and others need it first, for no money and 5 to 20 hours of your own IT. “Do split” needs it first.
    4. split (61 for 100). Avoids about $6,800 of loss a year ($220 to $43,000), most of it from attack by remote, for $4,000 to $16,000 and 30 to 120 hours of your own IT. Nothing is ranked below it.
    quarter: lock 1-1 due 2026-08-09; filter 1-2 due 2026-08-16; list 2-4 due 2026-08-30
    year: split 5-14 due 2026-11-08
    loss a year 25000 + 12500 -> 7500 + 2700
    goals 0 -> 3 -> 4; $10000 and 80 hours
    ");
}

#[test]
fn an_offer_changes_the_price_and_the_order() {
    let entitled = Means { entitled: vec![OfferId::new("grant")], ..means() };
    assert_snapshot!(check(&STEPS[2..], "b=yes", &entitled), @"
    1. filter (833 for 100). Avoids about $7,500 of loss a year ($560 to $30,000), most of it from attack by mail, for $300 to $1,200 after grant takes off 70 % and 3 to 12 hours of your own IT. “Do split” would go first if this took more than 125 hours.
    2. split (109 for 100). Avoids about $12,000 of loss a year ($790 to $54,000), most of it from attack by remote, for $4,000 to $16,000 and 30 to 120 hours of your own IT. Nothing is ranked below it.
    quarter: filter 1-1 due 2026-08-09; split 2-11 due 2026-10-18
    year: nothing
    loss a year 25000 + 12500 -> 15000 + 3000
    goals 1 -> 3 -> 3; $8600 and 66 hours
    ");
}

#[test]
fn a_gate_stands_outside_the_ranking_and_is_done_first() {
    let steps =
        [STEPS[0], "slow closes=e usd=9000 hours=30 cut=remote:5", "shut closes=e hours=12 cut=remote:1"];
    assert_snapshot!(check(&steps, "e=no", &means()), @"
    now: e by shut
    1. lock (6875 for 100). Avoids about $14,000 of loss a year ($1,000 to $55,000), most of it from attack by remote, for no money and 2 to 8 hours of your own IT. “Do shut” would go first if this took more than 221 hours.
    2. shut (124 for 100). Avoids about $740 of loss a year ($25 to $3,000), most of it from attack by remote, for no money and 6 to 24 hours of your own IT. Nothing is ranked below it.
    quarter: shut 1-2 due 2026-08-16; lock 3-3 due 2026-08-23
    year: nothing
    loss a year 25000 + 12500 -> 11756 + 11250
    goals 0 -> 2 -> 2; $0 and 16 hours
    ");
}

#[test]
fn money_hours_and_downtimes_run_out_with_a_reason() {
    let poor = Means { budget_usd: Some(3_000), hours_a_week: 1, ..means() };
    assert_snapshot!(check(STEPS, "", &poor), @"
    1. lock (6875 for 100). Avoids about $14,000 of loss a year ($1,000 to $55,000), most of it from attack by remote, for no money and 2 to 8 hours of your own IT. “Do filter” would go first if this took more than 93 hours.
    2. filter (293 for 100). Avoids about $6,800 of loss a year ($480 to $29,000), most of it from attack by mail, for $1,000 to $4,000 and 3 to 12 hours of your own IT. “Do split” would go first if this took more than 181 hours.
    3. list (0 for 100). Avoids little by itself, and others need it first, for no money and 5 to 20 hours of your own IT. “Do split” needs it first.
    4. split (61 for 100). Avoids about $6,800 of loss a year ($220 to $43,000), most of it from attack by remote, for $4,000 to $16,000 and 30 to 120 hours of your own IT. Nothing is ranked below it.
    quarter: lock 1-4 due 2026-08-30; filter 5-10 due 2026-10-11
    year: list 11-20 due 2026-12-20
    later: split. The budget is short by $7,000 for it.
    loss a year 25000 + 12500 -> 12500 + 4500
    goals 0 -> 2 -> 3; $2000 and 20 hours
    ");
}

#[test]
fn the_fourth_lock_on_one_door_is_worth_less_and_coverage_shrinks_what_is_left_to_gain() {
    let locks = [
        "one closes=a hours=4 cut=remote:50",
        "two closes=b hours=4 cut=remote:50",
        "three closes=c hours=4 cut=remote:50",
    ];
    let catalog = catalog(&locks);
    let plan = |found: &str| draft(&catalog, &posture(&catalog, found), &means());
    let avoids = |p: &Plan| p.ranked.iter().map(|r| r.avoids.likely).collect::<Vec<_>>();
    assert_eq!(avoids(&plan("")), [12_500, 6_250, 3_125]);
    assert_eq!(avoids(&plan("b=yes c=yes")), [3_125]);
    let half = avoids(&plan("a=1/2 b=yes c=yes"))[0];
    let admin = avoids(&plan("a=1/2! b=yes c=yes"))[0];
    assert_eq!(
        (half, admin),
        (2_343, 2_734),
        "half of the accounts is a quarter of the use, and less without the administrators"
    );
}

#[test]
fn an_assessor_may_put_a_step_first() {
    let first = vec![PutFirst {
        step: StepId::new("filter"),
        reason: "A bill is due.".to_owned(),
        by: "Ada".to_owned(),
    }];
    let plain = draft(&catalog(STEPS), &posture(&catalog(STEPS), ""), &means());
    let moved = draft(&catalog(STEPS), &posture(&catalog(STEPS), ""), &Means { first, ..means() });
    assert_eq!(plain.quarter[0].step.as_str(), "lock");
    assert_eq!(moved.quarter[0].step.as_str(), "filter");
    assert_eq!(plain.ranked, moved.ranked, "the ranking stays, to be compared with");
}

#[test]
fn a_contradiction_is_to_be_cleared_up_now() {
    let catalog = catalog(STEPS);
    let at: Timestamp = "2026-08-01T12:00:00Z".parse().expect("a moment");
    let mut record = Record::default();
    record.answers.push(Answer {
        measure: MeasureId::new("a"),
        reply: Reply::Finds { finding: Finding::Met },
        by: "Dana".to_owned(),
        at,
    });
    let evidence = posture(&catalog, "a=no");
    assert!(evidence.measures[0].counts == Finding::NotMet);
    record.evidence.push(Evidence {
        id: EvidenceId(1),
        measure: MeasureId::new("a"),
        kind: EvidenceKindId::new("scan"),
        method: crate::catalog::Method::Test,
        collector: "A scan".to_owned(),
        subject: "the network".to_owned(),
        observed_at: at,
        received_at: at,
        digest: None,
        finding: Finding::NotMet,
        seen: None,
        outliers: Vec::new(),
        limits: Vec::new(),
        note: String::new(),
    });
    let plan = draft(&catalog, &assess(&catalog, &record, at), &means());
    assert_eq!((plan.stop_now.len(), plan.stop_now[0].measure.as_str()), (1, "a"));
    assert!(plan.stop_now[0].steps.is_empty());
}

prop_compose! {
    fn some_steps()(
        rows in proptest::collection::vec(
            (0_usize..5, proptest::option::of(0_usize..12), 0_u32..9_000, 0_u32..80, 1_u32..60, any::<bool>(), any::<bool>()),
            1..12,
        )
    ) -> Vec<String> {
        rows.iter().enumerate().map(|(i, (closes, after, usd, hours, cut, on_loss, down))| {
            let after = after.filter(|a| *a < i).map(|a| format!(" after=s{a}")).unwrap_or_default();
            let measure = ["a", "b", "c", "d", "e"][*closes];
            let sign = if *on_loss { "-" } else { "" };
            let window = if *down { " window=downtime" } else { "" };
            format!("s{i} closes={measure}{after} usd={usd} hours={hours} cut=remote:{sign}{cut}{window}")
        }).collect()
    }
}

proptest! {
    #[test]
    fn no_plan_breaks_its_bounds_and_the_same_inputs_give_the_same_bytes(
        steps in some_steps(),
        budget in proptest::option::of(0_u64..20_000),
        hours_a_week in 0_u32..12,
        downtimes_a_month in 0_u32..3,
        found in proptest::sample::select(&["", "a=yes", "a=1/3 b=no", "e=no c=2/3!", "a=yes b=yes c=yes d=yes e=yes"][..]),
    ) {
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let catalog = catalog(&steps);
        let means = Means { budget_usd: budget, hours_a_week, downtimes_a_month, ..means() };
        let posture = posture(&catalog, found);
        let plan = draft(&catalog, &posture, &means);
        prop_assert_eq!(lint(&catalog, &means, &plan), Vec::<String>::new());
        let bytes = |p: &Plan| serde_json::to_string(p).expect("JSON");
        prop_assert_eq!(bytes(&plan), bytes(&draft(&catalog, &posture, &means)));
        prop_assert!(plan.promised_year.met() >= plan.promised_quarter.met());
        prop_assert!(plan.promised_quarter.met() >= plan.attained_now.met());
        let sum = |l: &[ScenarioLoss]| l.iter().map(|s| s.a_year.likely).sum::<u64>();
        prop_assert!(sum(&plan.loss_after) <= sum(&plan.loss_now));
        for (now, next) in plan.ranked.iter().zip(plan.ranked.iter().skip(1)) {
            let is_need = next.needs.contains(&now.step);
            prop_assert!(is_need || now.step != next.step);
        }
    }
}
