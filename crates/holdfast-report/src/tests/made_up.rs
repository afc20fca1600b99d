//! Made-up papers, each with one text wherever a text may stand. Nothing in them is real.

use holdfast_core::Date;
use holdfast_core::catalog::{AssetId, Estimate, Harm, MeasureId, SafeguardId, ScenarioId, StepId};
use holdfast_core::decide::care::{AtStake, Count, MINUTES, Pushed};
use holdfast_core::decide::paper::board::{
    Accepted, Asked, AskedStep, BoardReport, CanTreat, Care, Changes, GoalRow, Goals, Missed, Moved,
    Promises, Risk, Risks, Trend,
};
use holdfast_core::decide::paper::dark::{
    DarkPaper, Disc, Figure, Picture, PlaceRow, Reader, ServiceRow, Spot, TurnTo,
};
use holdfast_core::decide::paper::hipaa::{
    AssetRow, Decision, Element, Level, Planned, RegisterRow, RiskAnalysis,
};
use holdfast_core::decide::paper::insurer::{InsurerSheet, Mark, SheetAnswer, Topic};
use holdfast_core::decide::paper::practices::{Cell, PracticeEvent, PracticeRow, PracticesRecord};
use holdfast_core::decide::paper::technical::{Later, PlanStep, Stop, TechnicalPlan};
use holdfast_core::decide::paper::{Foot, Line, Standing, Subject, hipaa};
use holdfast_core::decide::plan::{Dollars, DownScenario, Stakes};
use holdfast_core::decide::posture::{Attainment, GoalStatus, Label};
use holdfast_core::model::{Coverage, Outlier};

const DAY: Date = Date::constant(2026, 8, 10);

fn foot(text: &str) -> Foot {
    Foot {
        hospital: Subject { name: Some(text.to_owned()), city: Some(text.to_owned()), ..Subject::default() },
        as_of: DAY,
        catalog: "made-up".to_owned(),
        record: "0".repeat(64),
    }
}

fn dollars(n: u64) -> Dollars {
    Dollars { low: n / 3, likely: n, high: n * 9 }
}

fn line(text: &str, standing: Standing) -> Line {
    Line { measure: MeasureId::new("mfa-admins"), says: text.to_owned(), standing, why: text.to_owned() }
}

fn lines(text: &str, n: usize) -> Vec<Line> {
    let coverage = Coverage::new(2, 3).expect("a share");
    let all = [
        Standing::Proven,
        Standing::Said,
        Standing::Partly { coverage, is_proven: true },
        Standing::Contradicted,
        Standing::TooOld,
        Standing::Unknown,
    ];
    all.into_iter().cycle().take(n.min(6)).map(|s| line(text, s)).collect()
}

fn repeat<T: Clone>(one: T, n: usize) -> Vec<T> {
    vec![one; n]
}

fn at_stake(text: &str) -> AtStake {
    let people = Some(Count { low: 3_900, mid: 4_210, high: u64::MAX / 2 });
    AtStake {
        days: 21,
        people: people.filter(|_| !text.is_empty()),
        beyond_30: people,
        is_at_least: true,
        says: text.to_owned(),
        not_known: repeat(text.to_owned(), 3),
        sources: repeat(text.to_owned(), 3),
    }
}

/// "If we go dark" with one text wherever a text may stand and `n` rows of everything.
pub(super) fn dark(text: &str, n: usize, reader: Reader) -> DarkPaper {
    let texts = || repeat(text.to_owned(), n);
    let place = PlaceRow { name: text.to_owned(), people: text.to_owned(), beyond_30: text.to_owned() };
    let receiver = TurnTo {
        name: text.to_owned(),
        place: text.to_owned(),
        phone: text.to_owned(),
        miles: 1_234,
        people: text.to_owned(),
        visits_a_day: text.to_owned(),
        beds_needed: text.to_owned(),
        beds: text.to_owned(),
        strain: text.to_owned(),
    };
    let service = ServiceRow { name: text.to_owned(), becomes: text.to_owned(), when: text.to_owned() };
    let spot = |n: usize| Spot { x: 30.0 + (n % 7) as f64 * 5.0, y: 20.0 + (n % 5) as f64 * 4.0 };
    let disc = |n: usize| Disc { at: spot(n + 3), share: 1.0 / (n + 1) as f64, level: (n % 6) as u8 };
    let people = Count { low: 0, mid: 1_200, high: u64::MAX / 3 };
    DarkPaper {
        reader,
        hospital: foot(text).hospital,
        as_of: DAY,
        catalog: "made-up".to_owned(),
        says: text.to_owned(),
        figures: repeat(Figure { what: text.to_owned(), says: text.to_owned() }, n.min(9)),
        pushed: MINUTES.map(|minutes| Pushed { minutes, people }).to_vec(),
        picture: (n > 0).then(|| Picture {
            width: 90.0,
            height: 60.0,
            discs: (0..n).map(disc).collect(),
            down: (0..n.min(4)).map(spot).collect(),
            receivers: (0..n.min(8)).map(|n| spot(n + 1)).collect(),
            n_left_out: n,
        }),
        counties: repeat(place.clone(), n),
        states: repeat(place, n),
        receivers: repeat(receiver, n),
        sent_on: texts(),
        inside_says: text.to_owned(),
        services: repeat(service, n),
        ask: repeat(text.to_owned(), n.min(6)),
        not_known: texts(),
        sources: texts(),
    }
}

pub(super) fn board(text: &str, n: usize) -> BoardReport {
    let attainment =
        Attainment { essential_met: 4, essential_of: 10, enhanced_of: 10, ..Attainment::default() };
    let goal = GoalRow {
        code: "E1".to_owned(),
        name: text.to_owned(),
        status: GoalStatus::Partly,
        n_measures: 3,
        n_proven: 1,
        n_said: 1,
        n_unknown: 0,
    };
    let moved = Moved {
        measure: MeasureId::new("mfa-admins"),
        says: text.to_owned(),
        before: Some(Standing::Unknown),
        after: Standing::Proven,
        because: text.to_owned(),
    };
    let risk = Risk {
        scenario: ScenarioId::new("ransomware-mail"),
        name: text.to_owned(),
        story: text.to_owned(),
        a_year: dollars(12_000),
        when_it_comes: dollars(430_000),
        days_down: Estimate { low: 4, likely: 16, high: 35 },
        a_year_earlier: Some(14_000),
        trend: Trend::Down,
        is_verified: false,
    };
    BoardReport {
        foot: foot(text),
        label: Label::Exposed,
        label_says: text.to_owned(),
        earlier: Some(Date::constant(2026, 2, 10)),
        care: Care { answer: CanTreat::NotShown, says: text.to_owned(), lines: lines(text, 6) },
        at_stake: Some(at_stake(text)),
        risks: Some(Risks {
            largest: repeat(risk, n.min(3)),
            all: dollars(38_000),
            all_earlier: Some(43_000),
            n_scenarios: 8,
            assumed: repeat(text.to_owned(), n.min(3)),
        }),
        goals: Goals {
            now: attainment,
            without_exceptions: Attainment::default(),
            earlier: Some(attainment),
            assurance: Coverage::new(5, 9).ok(),
            assurance_earlier: None,
            essential: repeat(goal, 10),
        },
        stop_now: repeat(text.to_owned(), n),
        changes: Some(Changes { better: repeat(moved.clone(), n), worse: repeat(moved, n), n_other: 2 }),
        promises: Some(Promises {
            made_on: DAY,
            n_kept: 1,
            n_due: n + 1,
            missed: repeat(
                Missed { step: StepId::new("a"), name: text.to_owned(), due_on: DAY, open: lines(text, 1) },
                n,
            ),
        }),
        asked: Some(Asked {
            usd: 7_532,
            list_usd: 8_780,
            yearly_usd: 6_155,
            hours: 306,
            budget_usd: Some(40_000),
            n_steps: n,
            largest: repeat(
                AskedStep {
                    step: StepId::new("a"),
                    name: text.to_owned(),
                    due_on: DAY,
                    usd: 3_000,
                    yearly_usd: 2_000,
                    hours: 20,
                    avoids_usd: 1_000,
                },
                n.min(5),
            ),
            n_deferred: 15,
            loss_now: dollars(38_000),
            loss_after: dollars(19_000),
            goals_now: attainment,
            goals_quarter: attainment,
            goals_year: attainment,
            is_verified: false,
        }),
        accepted: repeat(Accepted { says: text.to_owned(), approver: text.to_owned(), until: DAY }, n),
        insurer_contradicted: 8,
        insurer_unproven: 7,
    }
}

pub(super) fn technical(text: &str, n: usize) -> TechnicalPlan {
    let texts = || repeat(text.to_owned(), 2);
    let step = PlanStep {
        step: StepId::new("second-step"),
        name: text.to_owned(),
        starts_on: DAY,
        due_on: DAY,
        hours: Estimate { low: 2, likely: 4, high: 8 },
        list_usd: dollars(300),
        usd: dollars(200),
        yearly_usd: dollars(100),
        paid_by: Some((text.to_owned(), 40)),
        who: text.to_owned(),
        window: text.to_owned(),
        after: texts(),
        goals: texts(),
        promises: texts(),
        acts_on: repeat(Outlier { name: text.to_owned(), is_privileged: true }, 14),
        how: texts(),
        rollback: text.to_owned(),
        proof: texts(),
        avoids: dollars(900),
        why: text.to_owned(),
        unless: text.to_owned(),
        source: text.to_owned(),
        is_verified: false,
    };
    TechnicalPlan {
        foot: foot(text),
        hours_a_week: Some(6),
        assumed: texts(),
        stakes: Stakes {
            care: Some(at_stake(text)),
            scenarios: repeat(
                DownScenario {
                    scenario: ScenarioId::new("ransomware-mail"),
                    name: text.to_owned(),
                    days_down: Estimate { low: 4, likely: 16, high: 35 },
                },
                n.min(8),
            ),
            n_scenarios: 8,
            says: text.to_owned(),
        },
        stop_now: repeat(Stop { means: text.to_owned(), why: text.to_owned(), steps: texts() }, n),
        quarter: repeat(step.clone(), n),
        year: repeat(step, n),
        later: repeat(Later { step: StepId::new("b"), name: text.to_owned(), why: text.to_owned() }, n),
        cost_usd: 7_532,
        hours: 306,
    }
}

pub(super) fn hipaa(text: &str, n: usize) -> RiskAnalysis {
    let row = RegisterRow {
        asset: AssetId::new("ehr"),
        asset_name: text.to_owned(),
        scenario: ScenarioId::new("ransomware-mail"),
        threat_name: text.to_owned(),
        how: text.to_owned(),
        harms: vec![Harm::Confidentiality, Harm::Availability],
        weaknesses: lines(text, 4),
        in_place: lines(text, 1),
        likelihood: Level::High,
        likelihood_because: text.to_owned(),
        impact: Level::High,
        impact_because: text.to_owned(),
        risk: hipaa::Risk::Critical,
        planned: vec![Planned { step: StepId::new("a"), name: text.to_owned(), due_on: DAY }],
    };
    let asset = AssetRow {
        asset: AssetId::new("ehr"),
        name: text.to_owned(),
        means: text.to_owned(),
        flows: text.to_owned(),
        add: text.to_owned(),
    };
    let decision = Decision {
        step: None,
        says: text.to_owned(),
        on: DAY,
        owner: Some(text.to_owned()),
        proof: text.to_owned(),
        rows: (1..=n.min(40)).collect(),
    };
    let element = |n| Element { n, asks: text.to_owned(), here: text.to_owned(), add: text.to_owned() };
    RiskAnalysis {
        foot: foot(text),
        elements: (1..=9).map(element).collect(),
        assets: repeat(asset, n),
        register: repeat(row, n),
        decisions: repeat(decision, n),
        n_by_risk: [n, 0, 0, 0],
        n_unknown: 4,
        n_unverified: 21,
    }
}

pub(super) fn insurer(text: &str, n: usize) -> InsurerSheet {
    let answer = |mark| SheetAnswer {
        measure: MeasureId::new("mfa-admins"),
        code: "E3".to_owned(),
        asks: text.to_owned(),
        answer: text.to_owned(),
        claimed: Some(text.to_owned()),
        mark,
        why: text.to_owned(),
        seen_on: Some(DAY),
        good_until: Some(DAY),
        has_exception: true,
    };
    let answers = [Mark::Contradicted, Mark::Unknown, Mark::NotProven, Mark::Proven].map(answer).to_vec();
    let topic =
        Topic { id: "mfa".to_owned(), title: text.to_owned(), worst: Some(Mark::Contradicted), answers };
    let empty = Topic { id: "x".to_owned(), title: text.to_owned(), worst: None, answers: Vec::new() };
    let mut topics = repeat(topic, n);
    topics.push(empty);
    InsurerSheet {
        foot: foot(text),
        topics,
        n_contradicted: 1,
        n_unknown: 1,
        n_unproven: 1,
        n_proven: 1,
        is_verified: false,
    }
}

pub(super) fn practices(text: &str, n: usize) -> PracticesRecord {
    let months = [Cell::Unknown, Cell::Not, Cell::Partly, Cell::Said, Cell::Proven, Cell::LeftOut].repeat(2);
    let row = PracticeRow {
        safeguard: SafeguardId::new("mfa"),
        code: "E3".to_owned(),
        name: text.to_owned(),
        recognized: vec![
            ("nist-csf".to_owned(), vec![text.to_owned()]),
            ("hicp".to_owned(), vec!["3".to_owned()]),
        ],
        months,
        n_in_place_without_gap: 2,
        n_proven: 2,
    };
    let event = PracticeEvent {
        on: DAY,
        code: "E3".to_owned(),
        measure: MeasureId::new("mfa-admins"),
        kind: text.to_owned(),
        by: text.to_owned(),
        found: text.to_owned(),
        n: 2,
        digest: Some("ab".repeat(32)),
    };
    PracticesRecord {
        foot: foot(text),
        from: Date::constant(2025, 8, 10),
        month_ends: (1..=12).map(|m| Date::constant(2026, m, 10)).collect(),
        rows: repeat(row, n.min(27)),
        events: repeat(event, n),
    }
}
