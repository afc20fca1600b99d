//! What the page of one measure shows: its state with the reason, each voice, what can prove it, exceptions, a contradiction
//! with its ways out, evidence with its files, and the forms this visitor may send.

use askama::Template;
use holdfast_core::catalog::{Catalog, Measure, Method, Safeguard};
use holdfast_core::decide::assessor::{firm_of, may_assess, since_signed};
use holdfast_core::decide::entry::{self, Dispute};
use holdfast_core::decide::posture::{Attainment, Voice};
use holdfast_core::model::{Action, ExceptionKind, Exit, HospitalScope, Outlier, day_in_words};
use jiff::Timestamp;

use super::form_view::Summary;
use super::words::{self, Tag};
use super::{Choice, FormView, layout, listed};
use crate::App;
use crate::app::Assessment;
use crate::auth::{Actor, Visitor};
use crate::web::evidence::EvidenceRow;
use crate::web::hospital::{Here, Room};
use crate::web::{Layout, WebError};

/// What the names of each form's fields begin with.
pub(super) const ANSWER: &str = "a-";
pub(super) const EXCEPTION: &str = "x-";
pub(super) const FIXING: &str = "f-";
pub(super) const WRONG: &str = "w-";
pub(super) const SCOPE: &str = "s-";
pub(super) const REVIEW: &str = "r-";

/// Outliers shown by name; the count stands beside them.
const MOST_NAMES: usize = 60;

/// One of the three voices.
pub(super) struct VoiceCard {
    title: &'static str,
    finding: String,
    /// What it proves, where that is less than what it found.
    proves: String,
    since: String,
    until: String,
    is_stale: bool,
    said_by: Vec<String>,
    outliers: Vec<Outlier>,
    n_more: usize,
    limits: Vec<String>,
    evidence: Vec<String>,
}

/// One way to prove it.
pub(super) struct Proof {
    name: String,
    says: String,
    how: &'static str,
    method: &'static str,
}

/// The exception that holds.
pub(super) struct ExceptionCard {
    title: &'static str,
    reason: String,
    instead: String,
    approver: String,
    since: String,
    until: String,
}

/// A contradiction with its ways out.
pub(super) struct DisputeCard {
    since: String,
    is_overdue: bool,
    longest: String,
    /// Evidence on either side.
    sides: Vec<Choice>,
    /// What was said of it so far.
    said: Vec<(String, String)>,
}

/// Counts with exceptions and without.
pub(super) struct WithWithout {
    with: String,
    without: String,
}

#[derive(Template)]
#[template(path = "measure/page.html")]
pub(super) struct MeasurePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    problems: Vec<super::form_view::SummaryLine>,
    id: String,
    code: String,
    safeguard: String,
    says: String,
    counts: String,
    gate: String,
    state: Tag,
    why: String,
    changes_on: String,
    ask: String,
    voices: Vec<VoiceCard>,
    proofs: Vec<Proof>,
    can_send: bool,
    fresh_for: u16,
    exception: Option<ExceptionCard>,
    past_exceptions: Vec<(String, String)>,
    counted: WithWithout,
    dispute: Option<DisputeCard>,
    set_aside: Vec<(String, String)>,
    evidence: Vec<EvidenceRow>,
    signed: String,
    changed_since: bool,
    may_answer: bool,
    may_assess: bool,
    no_assess: String,
    agree: String,
    review_proves: bool,
    answer: FormView,
    except: FormView,
    fixing: FormView,
    wrong: FormView,
    scope: FormView,
    review: FormView,
}

impl MeasurePage {
    /// The page for a visitor, with forms as they were filled in.
    pub(super) async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        measure: &str,
        forms: Vec<FormView>,
    ) -> Result<Self, WebError> {
        let (safeguard, measure) = app.measure(measure)?;
        let listed = listed(app, scope.ccn())?;
        let here = Here::new(&listed, actor, Room::Measure);
        let all = app.assessment(scope).await?;
        let layout = layout(app, visitor);
        Ok(Self::new(layout, here, actor, &app.catalog, (safeguard, measure), &all, forms))
    }

    pub(super) fn new(
        layout: Layout,
        here: Here,
        actor: &Actor,
        catalog: &Catalog,
        (safeguard, measure): (&Safeguard, &Measure),
        all: &Assessment,
        mut forms: Vec<FormView>,
    ) -> Self {
        let stands = all.stands(measure);
        let counts = measure.counts.as_deref();
        let now = all.posture.as_of;
        let problems = Summary::of(&forms).0;
        let mut form = |prefix: &'static str| {
            let at = forms.iter().position(|f| f.prefix == prefix);
            at.map_or_else(|| FormView::blank(prefix), |at| forms.swap_remove(at))
        };
        let (answer, except) = (form(ANSWER), form(EXCEPTION));
        let (fixing, wrong, scope) = (form(FIXING), form(WRONG), form(SCOPE));
        let mut review = form(REVIEW);
        if review.value("firm").is_empty() {
            review.fields.set("firm", firm_of(&all.record, &actor.name).unwrap_or_default());
        }
        let may_look = may_assess(&actor.roles_at(here.ccn));
        let is_assessor = actor.may_at(here.ccn, Action::Assess);
        let voice = |m: Method| stands.voices.iter().find(|v| v.method == m);
        let signed = since_signed(&all.sign_offs, &all.posture);
        let rows = all.record.evidence.iter().rev().filter(|e| e.measure == measure.id);
        let review_kind = entry::ASSESSOR_REVIEW;
        Self {
            done: "",
            problems,
            id: measure.id.to_string(),
            code: safeguard.code.clone(),
            safeguard: safeguard.name.clone(),
            says: measure.says.clone(),
            counts: measure.counts.clone().unwrap_or_default(),
            gate: measure.gate.clone().unwrap_or_default(),
            state: words::state(stands.state),
            why: stands.why.clone(),
            changes_on: stands.changes_on.map(day_in_words).unwrap_or_default(),
            ask: stands.ask.map(|k| k.label().to_owned()).unwrap_or_default(),
            voices: [Method::Test, Method::Examine, Method::Interview]
                .into_iter()
                .map(|m| VoiceCard::new(m, voice(m), counts))
                .collect(),
            proofs: proofs(catalog, measure),
            can_send: entry::kinds_sent_in(catalog, measure).next().is_some(),
            fresh_for: measure.fresh_for_days,
            exception: stands.exception.as_ref().map(ExceptionCard::new),
            past_exceptions: past_exceptions(all, measure, now),
            counted: WithWithout::new(all),
            dispute: entry::dispute(stands).map(|d| DisputeCard::new(&d, all, catalog)),
            set_aside: stands.set_aside.iter().map(|r| said(r.at, &r.by, &r.reason)).collect(),
            evidence: rows.map(|e| EvidenceRow::new(e, catalog, &all.record, &all.files, now)).collect(),
            changed_since: signed.as_ref().is_some_and(|s| s.has_changed(&measure.id)),
            signed: signed.map(|s| s.sentence()).unwrap_or_default(),
            may_answer: actor.may_at(here.ccn, Action::AnswerAssessment),
            may_assess: is_assessor && may_look.is_ok(),
            no_assess: may_look.err().filter(|_| is_assessor).unwrap_or_default().to_owned(),
            agree: entry::agreed(stands).map(|f| words::finding(f, counts)).unwrap_or_default(),
            review_proves: measure.proven_by.iter().any(|k| k.as_str() == review_kind),
            answer,
            except,
            fixing,
            wrong,
            scope,
            review,
            layout,
            here,
        }
    }
}

impl MeasurePage {
    /// Where its forms go to.
    fn base(&self) -> String {
        format!("/hospital/{}/measures/{}", self.here.ccn, self.id)
    }
}

impl VoiceCard {
    fn new(method: Method, voice: Option<&Voice>, counts: Option<&str>) -> Self {
        let title = words::voice(method);
        let Some(voice) = voice else {
            return Self {
                title,
                finding: String::new(),
                proves: String::new(),
                since: String::new(),
                until: String::new(),
                is_stale: false,
                said_by: Vec::new(),
                outliers: Vec::new(),
                n_more: 0,
                limits: Vec::new(),
                evidence: Vec::new(),
            };
        };
        let is_less = voice.finding != voice.observed;
        Self {
            title,
            finding: words::finding(voice.observed, counts),
            proves: if is_less { words::finding(voice.finding, counts) } else { String::new() },
            since: words::day(voice.observed_at),
            until: words::day(voice.fresh_until),
            is_stale: voice.is_stale,
            said_by: voice.said_by.clone(),
            outliers: voice.outliers.iter().take(MOST_NAMES).cloned().collect(),
            n_more: voice.outliers.len().saturating_sub(MOST_NAMES),
            limits: voice.limits.clone(),
            evidence: voice.evidence.iter().map(ToString::to_string).collect(),
        }
    }
}

fn proofs(catalog: &Catalog, measure: &Measure) -> Vec<Proof> {
    let kinds = measure.proven_by.iter().filter_map(|k| catalog.evidence_kind(k));
    kinds
        .map(|k| Proof {
            name: k.name.clone(),
            says: k.says.clone(),
            how: words::gathered_by(k.gathered_by),
            method: words::method(k.method),
        })
        .collect()
}

impl ExceptionCard {
    fn new(e: &holdfast_core::model::Exception) -> Self {
        Self {
            title: match e.kind {
                ExceptionKind::NotApplicable => "Left out: there is nothing here it could be about",
                ExceptionKind::AcceptedRisk => "Left out: someone answers for the risk",
            },
            reason: e.reason.clone(),
            instead: e.instead.clone(),
            approver: e.approver.clone(),
            since: words::day(e.at),
            until: day_in_words(e.until),
        }
    }
}

/// Exceptions that no longer hold, newest first.
fn past_exceptions(all: &Assessment, measure: &Measure, now: Timestamp) -> Vec<(String, String)> {
    let current = all.stands(measure).exception.as_ref();
    let mut past: Vec<_> = all
        .record
        .exceptions
        .iter()
        .filter(|e| e.measure == measure.id && e.at <= now && Some(*e) != current)
        .collect();
    past.sort_by_key(|e| std::cmp::Reverse(e.at));
    past.iter()
        .map(|e| said(e.at, &e.approver, &format!("{} Until {}.", e.reason, day_in_words(e.until))))
        .collect()
}

fn said(at: Timestamp, by: &str, what: &str) -> (String, String) {
    (words::day(at), format!("{by}: {what}"))
}

impl DisputeCard {
    fn new(dispute: &Dispute, all: &Assessment, catalog: &Catalog) -> Self {
        let evidence = |id| all.record.evidence.iter().find(|e| e.id == id);
        let label = |e: &holdfast_core::model::Evidence| {
            let kind = catalog.evidence_kind(&e.kind).map_or(e.kind.as_str(), |k| k.name.as_str());
            format!("{kind} on {}, {}", e.subject, words::day(e.observed_at))
        };
        let side = |id| Some((format!("{id}"), label(evidence(id)?), String::new()));
        let sides = dispute.sides.iter().filter_map(|id| side(*id));
        let about = all.record.resolutions.iter().filter(|r| dispute.sides.contains(&r.evidence));
        Self {
            since: words::day(dispute.since),
            is_overdue: dispute.is_overdue,
            longest: day_in_words(dispute.longest),
            sides: Choice::all(&format!("{WRONG}evidence"), sides),
            said: about
                .map(|r| {
                    let way = match &r.exit {
                        Exit::Fixing { by } => {
                            format!("it will be fixed by {}: {}", day_in_words(*by), r.reason)
                        }
                        Exit::EvidenceWrong => format!("the evidence is wrong: {}", r.reason),
                        Exit::ScopeDiffers => format!("the answer was about less: {}", r.reason),
                    };
                    said(r.at, &r.by, &way)
                })
                .collect(),
        }
    }
}

impl WithWithout {
    fn new(all: &Assessment) -> Self {
        let count = |a: Attainment| format!("{} of {}", a.met(), a.of_goals());
        Self { with: count(all.posture.attainment), without: count(all.posture.without_exceptions) }
    }
}
