//! Steps, money and hours as the plan's pages write them. It decides nothing.

use holdfast_core::catalog::{Acts, Catalog, Estimate, MeasureId, Per, Step, StepId, WindowNeed};
use holdfast_core::decide::plan::{Dollars, Ranked, hours_in_words};
use holdfast_core::model::{PlanTask, PlanTaskState, Usd, day_in_words};

use crate::app::PlanFile;
use crate::web::posture::words::Named;
use holdfast_core::Date;

/// Machines, accounts and the like that are shown by name.
const MOST_NAMED: usize = 20;

/// What a measure is not so for yet, by name: what the step is to be carried out on.
pub(super) fn named(file: &PlanFile, measure: &MeasureId) -> Named {
    let found = file.posture.measures.iter().find(|m| m.measure == *measure);
    found.map(|m| Named::of(&m.named(), MOST_NAMED)).unwrap_or_default()
}

/// What people call a step; its id when the catalog no longer has it.
pub(super) fn step_name(catalog: &Catalog, id: &StepId) -> String {
    catalog.step(id).map_or_else(|| id.to_string(), |s| s.name.clone())
}

/// Dollars from low to high; nothing is said as that.
pub(super) fn money(usd: Dollars) -> String {
    if usd.high == 0 { "no money".to_owned() } else { usd.shown().to_string() }
}

/// Exact dollars, as two leading digits.
pub(super) fn about(usd: u64) -> String {
    Dollars { low: usd, likely: usd, high: usd }.likely_shown().to_string()
}

/// Dollars of an estimate for one of something.
pub(super) fn each(e: Estimate, per: Per) -> String {
    let [low, likely, high] = e.each().map(u64::from);
    if high == 0 {
        return "no money".to_owned();
    }
    let range = Dollars { low, likely, high }.shown();
    match per {
        Per::Once => range.to_string(),
        Per::BedDay => format!("{range} for each bed and day"),
        Per::LicensedBeds => format!("{range} for each licensed bed"),
        Per::StaffedUsers => format!("{range} for each person on staff"),
        Per::WindowsDevices => format!("{range} for each Windows computer"),
    }
}

/// When a step may be done.
pub(super) fn window(need: WindowNeed) -> &'static str {
    match need {
        WindowNeed::None => "At any time. Nothing stops meanwhile.",
        WindowNeed::QuietHours => "When few people work.",
        WindowNeed::Downtime => "While systems are down for a while, as agreed with the units.",
    }
}

/// What an effect acts on.
pub(super) fn acts(acts: Acts) -> &'static str {
    match acts {
        Acts::Frequency => "how often it comes",
        Acts::Loss => "what it costs",
    }
}

/// Whether nobody has checked some figure of a step at its source.
pub(super) fn has_unverified(step: &Step) -> bool {
    step.cost.provenance.verified_on.is_none()
        || step.provenance.verified_on.is_none()
        || step.effects.iter().any(|e| e.provenance.verified_on.is_none())
}

/// Where a figure comes from.
pub(super) fn source(provenance: &holdfast_core::catalog::Provenance) -> String {
    match provenance.verified_on {
        Some(on) => format!("{}. Checked on {}.", provenance.source, day_in_words(on)),
        None => format!("{}. Not verified: nobody has checked it at its source yet.", provenance.source),
    }
}

/// One ranked step, as a line.
pub(super) struct StepLine {
    pub(super) n: usize,
    pub(super) name: String,
    pub(super) href: String,
    pub(super) why: String,
    pub(super) avoids: String,
    pub(super) money: String,
    pub(super) paid_by: String,
    pub(super) hours: String,
    pub(super) unless: String,
    pub(super) needs: Vec<String>,
    pub(super) n_promises: usize,
    pub(super) first: String,
    pub(super) is_unverified: bool,
}

impl StepLine {
    pub(super) fn new(catalog: &Catalog, file: &PlanFile, n: usize, r: &Ranked) -> Self {
        let ccn = file.listed.hospital.ccn;
        Self {
            n: n + 1,
            name: step_name(catalog, &r.step),
            href: format!("/hospital/{ccn}/plan/steps/{}", r.step),
            why: r.why.clone(),
            avoids: r.avoids.shown().to_string(),
            money: money(r.price.usd),
            paid_by: paid_by(catalog, r),
            hours: hours_in_words(r.price.hours),
            unless: r.unless.clone(),
            needs: r.needs.iter().map(|id| step_name(catalog, id)).collect(),
            n_promises: r.promises.len(),
            first: put_first(file, &r.step),
            is_unverified: catalog.step(&r.step).is_some_and(has_unverified),
        }
    }
}

/// Which offer pays, and how much.
pub(super) fn paid_by(catalog: &Catalog, r: &Ranked) -> String {
    let Some((offer, percent)) = &r.price.paid_by else { return String::new() };
    let name = catalog.offer(offer.as_str()).map_or_else(|| offer.to_string(), |(_, o)| o.name.clone());
    format!("{name} pays {percent}% of {}", money(r.price.list_usd))
}

/// Who put a step first and why; empty when nobody did.
pub(super) fn put_first(file: &PlanFile, step: &StepId) -> String {
    let put = file.means.first.iter().find(|f| f.step == *step);
    put.map(|f| format!("Put first by {} because: {}", f.by, f.reason)).unwrap_or_default()
}

/// One task, as a line.
pub(super) struct TaskLine {
    pub(super) name: String,
    pub(super) href: String,
    /// A key of the task tags: done, todo, late, cannot.
    pub(super) state: &'static str,
    pub(super) hint: String,
}

impl TaskLine {
    pub(super) fn new(catalog: &Catalog, file: &PlanFile, task: &PlanTask, today: Date) -> Self {
        let ccn = file.listed.hospital.ccn;
        let owner = if task.owner.is_empty() { "Nobody named yet".to_owned() } else { task.owner.clone() };
        let hint = match &task.state {
            PlanTaskState::Open => format!("{owner}, by {}", day_in_words(task.due_on)),
            PlanTaskState::Done { at, by, proof, .. } => {
                let proof = match proof.len() {
                    0 => "in words, not proven by it",
                    1 => "with 1 piece of evidence",
                    _ => "with evidence",
                };
                format!("Said done by {by} on {}, {proof}", crate::web::moment::day(at.as_millisecond()))
            }
            PlanTaskState::Dropped { at, by, reason } => {
                let day = crate::web::moment::day(at.as_millisecond());
                format!("Dropped by {by} on {day}: {reason}")
            }
        };
        Self {
            name: step_name(catalog, &task.step),
            href: format!("/hospital/{ccn}/plan/tasks/{}", task.step),
            state: state_key(task, today),
            hint,
        }
    }
}

/// A key of the task tags.
pub(super) fn state_key(task: &PlanTask, today: Date) -> &'static str {
    match task.state {
        PlanTaskState::Open if task.is_late(today) => "late",
        PlanTaskState::Open => "todo",
        PlanTaskState::Done { .. } => "done",
        PlanTaskState::Dropped { .. } => "dropped",
    }
}

/// What the hospital can carry, as rows to read.
pub(super) fn means_rows(file: &PlanFile) -> Vec<(&'static str, String)> {
    let m = &file.means;
    let known = |n: Option<u32>| n.map_or_else(|| "Not known".to_owned(), |n| n.to_string());
    vec![
        (
            "Money for the first year",
            m.budget_usd.map_or_else(|| "Not set".to_owned(), |b| Usd(b).to_string()),
        ),
        ("Hours a week, all together", m.hours_a_week.to_string()),
        ("What an hour costs", Usd(u64::from(m.usd_an_hour)).to_string()),
        ("Downtimes a month", m.downtimes_a_month.to_string()),
        ("Licensed beds", known(m.licensed_beds)),
        ("People who sign in", known(m.staffed_users)),
        ("Windows computers and servers", known(m.windows_devices)),
    ]
}
