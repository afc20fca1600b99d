//! `/hospital/{ccn}/plan/tasks/{step}`: one task: who does it and until when, what proves it done, why it is dropped; and
//! once it is closed, what was seen since.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, StepId};
use holdfast_core::decide::promise::stands;
use holdfast_core::model::{EvidenceId, Finding, HospitalScope, PlanTask, PlanTaskState, day_in_words};

use super::means::problems;
use super::words;
use crate::App;
use crate::app::PlanFile;
use crate::app::plan::{Act, TaskDone};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::posture::words::{self as posture, ChangeLine, Named, Word};
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, render};

/// A measure the step promised, as it stands now.
pub(super) struct Promised {
    pub(super) says: String,
    pub(super) href: String,
    pub(super) new_evidence: String,
    pub(super) state: Word,
    pub(super) why: String,
    pub(super) is_proven: bool,
    /// What it is not so for yet, by name.
    pub(super) named: Named,
}

/// Evidence to choose as proof.
pub(super) struct Choice {
    pub(super) id: String,
    /// The id of its box: the field's own name for the first.
    pub(super) field: String,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) is_chosen: bool,
}

/// What the person typed, when it could not be kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) owner: String,
    pub(super) due_on: String,
    pub(super) note: String,
    pub(super) reason: String,
    pub(super) proof: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan/task.html")]
pub(super) struct TaskPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Problems,
    pub(super) done: &'static str,
    /// What somebody else left while this page was open.
    pub(super) conflict: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) state: &'static str,
    pub(super) version: i64,
    pub(super) owner: String,
    pub(super) due: String,
    pub(super) closed: String,
    pub(super) words: String,
    pub(super) promised: Vec<Promised>,
    pub(super) n_unproven: usize,
    pub(super) proof: Vec<Choice>,
    pub(super) proof_kinds: String,
    pub(super) changed: Vec<ChangeLine>,
    pub(super) n_changed_elsewhere: usize,
    pub(super) accepted_on: String,
    pub(super) typed: Typed,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, &actor, scope, &StepId::new(&id)).await?;
    page.done = match came.done.as_str() {
        "plan" => "Kept.",
        "done" => "Closed. What was seen since stands below.",
        "drop" => "Dropped, with your reason.",
        "reopen" => "It is to be done again.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, WebError> {
    let step = StepId::new(&id);
    let one = |name: &str| pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let proof: Vec<String> = pairs.iter().filter(|(k, _)| k == "proof").map(|(_, v)| v.clone()).collect();
    let typed =
        Typed { owner: one("owner"), due_on: one("due_on"), note: one("note"), reason: one("reason"), proof };
    let version: i64 = one("version").parse().map_err(|_| WebError::BadInput {
        what: "The form came without the version it was made for. Open the task again.".to_owned(),
    })?;
    let act_word = one("act");
    let act = act(&act_word, &typed)?;
    let changed = app.change_plan_task(scope, actor.account, &actor.name, &step, version, act).await?;
    let (status, conflict, errors) = match changed {
        TaskDone::Kept(_) => {
            let at = format!("/hospital/{}/plan/tasks/{step}?done={act_word}", scope.ccn());
            return Ok(Redirect::to(&at).into_response());
        }
        TaskDone::Conflict(theirs) => (StatusCode::CONFLICT, left(&theirs), Problems::default()),
        TaskDone::Wrong(wrong) => (StatusCode::UNPROCESSABLE_ENTITY, String::new(), problems(wrong)),
    };
    let mut page = load(&app, &visitor, &actor, scope, &step).await?;
    page.errors = errors;
    page.conflict = conflict;
    page.keep(act_word.as_str(), typed);
    Ok((status, render(&page)).into_response())
}

fn act(word: &str, typed: &Typed) -> Result<Act, WebError> {
    Ok(match word {
        "plan" => Act::Plan { owner: typed.owner.clone(), due_on: typed.due_on.trim().parse().ok() },
        "done" => Act::Done {
            // What is no number is no evidence of the hospital, and is refused as that.
            proof: typed.proof.iter().map(|id| id.parse().unwrap_or(EvidenceId(-1))).collect(),
            note: typed.note.clone(),
        },
        "drop" => Act::Drop { reason: typed.reason.clone() },
        "reopen" => Act::Reopen,
        _ => {
            let what = "The form does not say what to do. Open the task again.".to_owned();
            return Err(WebError::BadInput { what });
        }
    })
}

/// What somebody else left.
fn left(theirs: &PlanTask) -> String {
    let owner = if theirs.owner.is_empty() { "nobody named" } else { theirs.owner.as_str() };
    match &theirs.state {
        PlanTaskState::Open => format!("It is open now, with {owner}, by {}.", day_in_words(theirs.due_on)),
        PlanTaskState::Done { by, .. } => format!("{by} said that it is done."),
        PlanTaskState::Dropped { by, reason, .. } => format!("{by} dropped it: {reason}"),
    }
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    step: &StepId,
) -> Result<TaskPage, WebError> {
    let file = app.plan_file(scope).await?;
    let missing = || WebError::not_found("The plan has no such task.");
    let task = file.current.as_ref().and_then(|p| p.task(step)).ok_or_else(missing)?;
    let here = Here::new(&file.listed, actor, Room::Plan);
    Ok(TaskPage::new(Layout::new(app, visitor), here, &app.catalog, &file, task, app.today()))
}

impl TaskPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        file: &PlanFile,
        task: &PlanTask,
        today: Date,
    ) -> Self {
        let step = catalog.step(&task.step);
        let closes = step.map(|s| s.closes.as_slice()).unwrap_or_default();
        let promised: Vec<Promised> = closes
            .iter()
            .map(|id| {
                let now = stands(&file.posture, id);
                Promised {
                    says: posture::measure_says(catalog, id),
                    href: posture::measure_page(here.ccn, id),
                    new_evidence: format!("/hospital/{}/evidence/new?measure={id}", here.ccn),
                    state: now.now.map_or_else(
                        || posture::state(holdfast_core::decide::posture::State::Unknown),
                        posture::state,
                    ),
                    is_proven: now.is_proven(),
                    why: now.why,
                    named: words::named(file, id),
                }
            })
            .collect();
        let (changed, elsewhere): (Vec<_>, Vec<_>) =
            file.changed.iter().partition(|c| closes.contains(&c.measure));
        let kinds = step.map(|s| s.proof.as_slice()).unwrap_or_default();
        let kinds: Vec<&str> =
            kinds.iter().filter_map(|k| catalog.evidence_kind(k)).map(|k| k.name.as_str()).collect();
        let chosen = match &task.state {
            PlanTaskState::Done { proof, .. } => proof.as_slice(),
            PlanTaskState::Open | PlanTaskState::Dropped { .. } => &[],
        };
        let (closed, words) = closed(task);
        Self {
            errors: Problems::default(),
            done: "",
            conflict: String::new(),
            id: task.step.to_string(),
            name: words::step_name(catalog, &task.step),
            state: words::state_key(task, today),
            version: task.version,
            owner: task.owner.clone(),
            due: day_in_words(task.due_on),
            closed,
            words,
            n_unproven: promised.iter().filter(|p| !p.is_proven).count(),
            promised,
            proof: choices(catalog, file, closes, chosen),
            proof_kinds: kinds.join(", "),
            changed: changed.iter().map(|c| ChangeLine::new(catalog, here.ccn, c)).collect(),
            n_changed_elsewhere: elsewhere.len(),
            accepted_on: file
                .current
                .as_ref()
                .map(|p| crate::web::moment::day(p.accepted.at.as_millisecond()))
                .unwrap_or_default(),
            typed: Typed { owner: task.owner.clone(), due_on: task.due_on.to_string(), ..Typed::default() },
            layout,
            here,
        }
    }

    /// Puts back what the person typed into the form they sent.
    fn keep(&mut self, act: &str, typed: Typed) {
        let cut = |text: String| text.chars().take(10_000).collect::<String>();
        if act == "plan" {
            (self.typed.owner, self.typed.due_on) = (cut(typed.owner), cut(typed.due_on));
        }
        (self.typed.note, self.typed.reason) = (cut(typed.note), cut(typed.reason));
        for choice in &mut self.proof {
            choice.is_chosen = typed.proof.contains(&choice.id);
        }
    }
}

fn closed(task: &PlanTask) -> (String, String) {
    let day = |at: &jiff::Timestamp| crate::web::moment::day(at.as_millisecond());
    match &task.state {
        PlanTaskState::Open => (String::new(), String::new()),
        PlanTaskState::Done { at, by, note, .. } => {
            (format!("{by} said on {} that it is done.", day(at)), note.clone())
        }
        PlanTaskState::Dropped { at, by, reason } => {
            (format!("{by} dropped it on {}.", day(at)), reason.clone())
        }
    }
}

/// Evidence about what the step closes, newest first.
fn choices(
    catalog: &Catalog,
    file: &PlanFile,
    closes: &[holdfast_core::catalog::MeasureId],
    chosen: &[EvidenceId],
) -> Vec<Choice> {
    let mut all: Vec<_> = file.record.evidence.iter().filter(|e| closes.contains(&e.measure)).collect();
    all.sort_by_key(|e| std::cmp::Reverse((e.received_at, e.id)));
    all.into_iter()
        .enumerate()
        .map(|(n, e)| {
            let kind = catalog.evidence_kind(&e.kind).map_or_else(|| e.kind.to_string(), |k| k.name.clone());
            let found = match e.finding {
                Finding::Met => "found it so".to_owned(),
                Finding::Partly(c) => format!("found {c}"),
                Finding::NotMet => "found it not so".to_owned(),
            };
            let came = crate::web::moment::day(e.received_at.as_millisecond());
            Choice {
                id: e.id.to_string(),
                field: if n == 0 { "proof".to_owned() } else { format!("proof-{}", n + 1) },
                label: format!("{kind} on {}: {found}", e.subject),
                hint: format!("{} Came in on {came}.", posture::measure_says(catalog, &e.measure)),
                is_chosen: chosen.contains(&e.id),
            }
        })
        .collect()
}
