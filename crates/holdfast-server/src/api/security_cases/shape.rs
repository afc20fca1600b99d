//! How security cases stand in JSON.

use holdfast_core::catalog::{Catalog, Contact};
use holdfast_core::decide::incident::{CaseStory, Line, Machine, NextStep, Told, carries_in_words};
use holdfast_core::model::{CareMachine, CloseReason, FirstStep, Incident, IncidentEvent, IncidentMove};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::error::ApiError;
use crate::api::shape::{Day, Moment};
use crate::app::incident::{CaseFile, HuntTaken};

/// What became of a hunt's result.
#[derive(Debug, Serialize, ToSchema)]
pub struct HuntTakenShape {
    /// Findings that were new.
    pub n_new: u32,
    /// Findings that were kept before, which changes nothing.
    pub n_known: u32,
    /// Findings left out, because one call takes 2,000 at most; the gravest were kept.
    pub n_left_out: u32,
    /// Lines that could not be used.
    pub n_bad: u32,
    /// The first of them, with their place.
    pub bad: Vec<String>,
    /// Logs it covered.
    pub n_logs: u32,
    /// Places the hunt could not read.
    pub n_unread: usize,
    /// Whether the result ends before the hunt did.
    pub is_cut_short: bool,
    /// When the very same result came before.
    pub came_before: Option<Moment>,
    /// Numbers of the cases it opened.
    pub opened: Vec<u32>,
    /// Numbers of the cases it added to.
    pub joined: Vec<u32>,
}

impl HuntTakenShape {
    pub(super) fn of(taken: HuntTaken) -> Self {
        let u = taken.upload;
        Self {
            n_new: u.n_new,
            n_known: u.n_known,
            n_left_out: u.n_left_out,
            n_bad: u.n_bad,
            bad: taken.bad,
            n_logs: u.n_logs,
            n_unread: taken.n_unread,
            is_cut_short: taken.is_cut_short,
            came_before: taken.came_before.map(Moment),
            opened: u.opened,
            joined: u.joined,
        }
    }
}

/// A case on the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecurityCaseSummary {
    /// Its number at the hospital.
    pub number: u32,
    /// What it is a sign of, and where.
    pub title: String,
    /// `medium`, `high` or `critical`.
    pub severity: &'static str,
    /// Whether a machine that care depends on is among its computers.
    pub touches_care: bool,
    /// Whether it is open.
    pub is_open: bool,
    /// When it was opened.
    pub opened_at: Moment,
    /// Its first event.
    pub first_at: Moment,
    /// Its last event.
    pub last_at: Moment,
    /// How many computers.
    pub n_machines: usize,
    /// When a person first looked at it.
    pub looked_at: Option<Moment>,
}

impl SecurityCaseSummary {
    pub(super) fn of(case: &Incident, story: &CaseStory) -> Self {
        Self {
            number: case.number,
            title: story.title.clone(),
            severity: story.severity.key(),
            touches_care: story.touches_care(),
            is_open: case.is_open(),
            opened_at: Moment(case.opened_at),
            first_at: Moment(story.first_at),
            last_at: Moment(story.last_at),
            n_machines: story.machines.len(),
            looked_at: case.first_looked().map(|e| Moment(e.at)),
        }
    }
}

/// A computer of a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseMachineShape {
    /// Its name.
    pub name: String,
    /// What care it carries; empty when none was named.
    pub carries: String,
    /// Its gravest finding.
    pub severity: &'static str,
}

/// What one rule hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLineShape {
    /// The rule's id.
    pub rule_id: Option<String>,
    /// Its title.
    pub rule: String,
    /// Who wrote it.
    pub author: Option<String>,
    /// The gravest of its findings.
    pub severity: &'static str,
    /// Techniques of MITRE ATT&CK.
    pub techniques: Vec<String>,
    /// The computers it hit on.
    pub hosts: Vec<String>,
    /// How many events.
    pub n_events: u64,
    /// The first.
    pub first_at: Moment,
    /// The last.
    pub last_at: Moment,
}

/// One of the first three steps.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseStepShape {
    /// `call`, `unplug` or `keep`.
    pub step: &'static str,
    /// What to do.
    pub says: String,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// By whom.
    pub done_by: Option<String>,
}

/// Somebody who may have to be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseTellShape {
    /// The key to send when they were told.
    pub whom: String,
    /// Who.
    pub name: String,
    /// Why, and by when.
    pub why: String,
    /// Where that is written.
    pub source: String,
    /// When somebody last looked it up there; `null` when nobody has.
    pub verified_on: Option<Day>,
    /// When somebody noted that they were told.
    pub told_at: Option<Moment>,
    /// Who noted it.
    pub noted_by: Option<String>,
}

/// Something that happened to a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseEventShape {
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: String,
    /// `opened`, `joined`, `tied`, `taken`, `done`, `not_done`, `told`, `note` or `closed`.
    pub what: &'static str,
    /// The step, the person, the other case or the reason it is about; empty for none.
    pub about: String,
    /// What was written; empty for nothing.
    pub words: String,
}

/// One case.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecurityCaseShape {
    /// As on the list.
    pub summary: SecurityCaseSummary,
    /// What happened, in sentences.
    pub happened: Vec<String>,
    /// What the gravest finding means.
    pub means: String,
    /// What is not known, in sentences.
    pub unknown: Vec<String>,
    /// Its computers, those of care first.
    pub machines: Vec<CaseMachineShape>,
    /// Accounts its events name.
    pub accounts: Vec<String>,
    /// What each rule hit, by time.
    pub found: Vec<CaseLineShape>,
    /// The first three steps.
    pub steps: Vec<CaseStepShape>,
    /// Who may have to be told.
    pub tell: Vec<CaseTellShape>,
    /// Everything that happened to it, oldest first.
    pub timeline: Vec<CaseEventShape>,
}

impl SecurityCaseShape {
    pub(super) fn of(file: &CaseFile) -> Self {
        let CaseFile { case, story, .. } = file;
        Self {
            summary: SecurityCaseSummary::of(case, story),
            happened: story.happened.clone(),
            means: story.means.clone(),
            unknown: story.unknown.clone(),
            machines: story.machines.iter().map(machine).collect(),
            accounts: story.accounts.clone(),
            found: story.lines.iter().map(line).collect(),
            steps: story.steps.iter().map(step).collect(),
            tell: file.tell.iter().map(tell).collect(),
            timeline: case.events.iter().map(event).collect(),
        }
    }
}

fn machine(m: &Machine) -> CaseMachineShape {
    CaseMachineShape { name: m.name.clone(), carries: m.carries.clone(), severity: m.severity.key() }
}

fn line(l: &Line) -> CaseLineShape {
    CaseLineShape {
        rule_id: l.rule.id.clone(),
        rule: l.rule.title.clone(),
        author: l.rule.author.clone(),
        severity: l.severity.key(),
        techniques: l.rule.techniques.clone(),
        hosts: l.hosts.clone(),
        n_events: l.n_events,
        first_at: Moment(l.first_at),
        last_at: Moment(l.last_at),
    }
}

fn step(s: &NextStep) -> CaseStepShape {
    CaseStepShape {
        step: s.step.key(),
        says: s.says.clone(),
        done_at: s.done.as_ref().map(|e| Moment(e.at)),
        done_by: s.done.as_ref().map(|e| e.by.clone()),
    }
}

fn tell(t: &Told) -> CaseTellShape {
    let Contact { id, name, why, provenance } = &t.whom;
    CaseTellShape {
        whom: id.to_string(),
        name: name.clone(),
        why: why.clone(),
        source: provenance.source.clone(),
        verified_on: provenance.verified_on.map(Day),
        told_at: t.told.as_ref().map(|e| Moment(e.at)),
        noted_by: t.told.as_ref().map(|e| e.by.clone()),
    }
}

fn event(e: &IncidentEvent) -> CaseEventShape {
    let case = |n: &u32| format!("case {n}");
    let (about, words) = match &e.moved {
        IncidentMove::Opened { after, .. } => (after.as_ref().map(case).unwrap_or_default(), ""),
        IncidentMove::Joined { n_findings } => (format!("{n_findings} findings"), ""),
        IncidentMove::Tied { to } => (case(to), ""),
        IncidentMove::Taken => (String::new(), ""),
        IncidentMove::Done { step } | IncidentMove::NotDone { step } => (step.key().to_owned(), ""),
        IncidentMove::Told { whom } => (whom.clone(), ""),
        IncidentMove::Note { text } => (String::new(), text.as_str()),
        IncidentMove::Closed { reason, words } => {
            let other = match reason {
                CloseReason::DuplicateOf { number } => format!(" of case {number}"),
                _ => String::new(),
            };
            (format!("{}{other}", reason.key()), words.as_str())
        }
    };
    CaseEventShape { at: Moment(e.at), by: e.by.clone(), what: e.moved.key(), about, words: words.to_owned() }
}

/// Something to do about a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseMoveShape {
    /// `taken`, `done`, `not_done`, `told`, `note` or `closed`.
    act: String,
    /// With `done` and `not_done`: `call`, `unplug` or `keep`.
    #[serde(default)]
    step: String,
    /// With `told`: whom, by the key in `tell`.
    #[serde(default)]
    whom: String,
    /// With `closed`: `handled`, `harmless`, `test` or `duplicate`.
    #[serde(default)]
    reason: String,
    /// With `duplicate`: the number of the other case.
    #[serde(default)]
    other: Option<u32>,
    /// The text of a note, or why it is closed, up to 2,000 characters.
    #[serde(default)]
    words: String,
}

impl CaseMoveShape {
    pub(super) fn read(self) -> Result<IncidentMove, ApiError> {
        let step = || {
            FirstStep::from_key(&self.step)
                .ok_or_else(|| ApiError::wrong("step", "Send call, unplug or keep."))
        };
        Ok(match self.act.as_str() {
            "taken" => IncidentMove::Taken,
            "done" => IncidentMove::Done { step: step()? },
            "not_done" => IncidentMove::NotDone { step: step()? },
            "told" => IncidentMove::Told { whom: self.whom },
            "note" => IncidentMove::Note { text: self.words },
            "closed" => {
                let reason = match self.reason.as_str() {
                    "handled" => CloseReason::Handled,
                    "harmless" => CloseReason::Harmless,
                    "test" => CloseReason::Test,
                    "duplicate" => {
                        let none = || ApiError::wrong("other", "Send the number of the other case.");
                        CloseReason::DuplicateOf { number: self.other.ok_or_else(none)? }
                    }
                    _ => {
                        return Err(ApiError::wrong("reason", "Send handled, harmless, test or duplicate."));
                    }
                };
                IncidentMove::Closed { reason, words: self.words }
            }
            _ => {
                let all = "Send taken, done, not_done, told, note or closed.";
                return Err(ApiError::wrong("act", all));
            }
        })
    }
}

/// A machine that care depends on.
#[derive(Debug, Serialize, ToSchema)]
pub struct CareMachineShape {
    /// Its short name in small letters.
    pub name: String,
    /// The id of the kind of system it carries, when it is one of the catalog.
    pub system: Option<String>,
    /// What it carries, in words.
    pub carries: String,
}

impl CareMachineShape {
    pub(super) fn of(catalog: &Catalog, m: &CareMachine) -> Self {
        Self {
            name: m.name.clone(),
            system: m.system.as_ref().map(ToString::to_string),
            carries: carries_in_words(catalog, m),
        }
    }
}
