//! The hospitals someone holds a role at, and the home of one: three things to do, money, questions, what happened.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::this_week::{Do, Thing};
use holdfast_core::model::{Action, CaseId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::App;
use crate::api::directory::{HospitalLine, HospitalShape};
use crate::api::error::ApiError;
use crate::api::posture::PostureBrief;
use crate::api::sent::Sent;
use crate::api::shape::{DONE, Day, Done, TotalWorth};
use crate::app::{AskedBack, HospitalHome};
use crate::auth::{Actor, Scoped};

/// The longest answer to a reviewer, in characters.
const MOST_ANSWER: usize = 4_000;

/// A hospital someone holds a role at.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyHospitalShape {
    /// Its certification number.
    pub ccn: String,
    /// Its entry, unless the directory lost it.
    pub hospital: Option<HospitalLine>,
    /// The keys of the roles held there.
    pub roles: Vec<&'static str>,
}

/// Your hospitals
///
/// Where the owner of the token holds a role, in order of number.
#[utoipa::path(get, path = "/api/v1/hospitals", tag = "hospital", operation_id = "my_hospitals",
    responses((status = 200, description = "The hospitals", body = Vec<MyHospitalShape>)))]
pub(crate) async fn mine(State(app): State<App>, actor: Actor) -> Json<Vec<MyHospitalShape>> {
    let shape = |mine: crate::app::MyHospital| MyHospitalShape {
        ccn: mine.ccn.to_string(),
        hospital: mine.listed.as_ref().map(HospitalLine::from),
        roles: actor.grants.iter().filter(|g| g.ccn == Some(mine.ccn)).map(|g| g.role.key()).collect(),
    };
    Json(app.my_hospitals(&actor.hospitals()).into_iter().map(shape).collect())
}

/// One thing to do this week.
#[derive(Debug, Serialize, ToSchema)]
pub struct ThingShape {
    /// `answer`, `task`, `state_fact`, `accept`, `prepare`, `ask_reviewer`, `see_gate`, `work_on_case` or `plan_step`.
    pub what: &'static str,
    /// Which: the id of a case, task, fact, offer, dated end, measure or step.
    pub id: String,
    /// The offer a fact would settle.
    pub offer: Option<String>,
    /// A verb first.
    pub title: String,
    /// Minutes it takes.
    pub minutes: u16,
    /// Why it is among the three.
    pub why: String,
}

impl From<Thing> for ThingShape {
    fn from(thing: Thing) -> Self {
        let (what, id, offer) = match thing.what {
            Do::Answer { case } => ("answer", case.to_string(), None),
            Do::Task { task } => ("task", task.key().to_owned(), None),
            Do::StateFact { fact, offer } => ("state_fact", fact.key().to_owned(), Some(offer.to_string())),
            Do::Accept { offer } => ("accept", offer.to_string(), None),
            Do::Prepare { cliff } => ("prepare", cliff.key(), None),
            Do::AskReviewer { offer } => ("ask_reviewer", offer.to_string(), None),
            Do::SeeGate { measure } => ("see_gate", measure.to_string(), None),
            Do::WorkOnCase { number } => ("work_on_case", number.to_string(), None),
            Do::PlanStep { step } => ("plan_step", step.to_string(), None),
        };
        Self { what, id, offer, title: thing.title, minutes: thing.minutes, why: thing.why }
    }
}

/// A reviewer's question that waits for the hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionShape {
    /// The case.
    pub case: String,
    /// What it is about.
    pub about: String,
    /// The question.
    pub asks: String,
    /// When it was asked.
    pub on: Day,
}

impl From<AskedBack> for QuestionShape {
    fn from(q: AskedBack) -> Self {
        Self { case: q.case.to_string(), about: q.about, asks: q.asks, on: q.on.into() }
    }
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct HappenedShape {
    /// The day.
    pub on: Day,
    /// What, in a sentence.
    pub says: String,
}

/// What the home of a hospital shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct HomeShape {
    /// The hospital.
    pub hospital: HospitalShape,
    /// Where its registration stands: a key, or absent when it has none.
    pub registration: Option<&'static str>,
    /// At most three things to do.
    pub this_week: Vec<ThingShape>,
    /// The yearly worth of what it may have and of what it has.
    pub total: TotalWorth,
    /// How many offers it may have now, those it has included.
    pub n_may_have: usize,
    /// Offers accepted, confirmed or running.
    pub n_under_way: usize,
    /// Reviewers' questions that wait for it.
    pub questions: Vec<QuestionShape>,
    /// What happened lately, newest first.
    pub happened: Vec<HappenedShape>,
    /// Where it stands in brief; absent while nothing is known of its safeguards.
    pub posture: Option<PostureBrief>,
}

/// A hospital's home
///
/// This week's three things, the money, reviewers' questions, and what happened lately.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}", tag = "hospital", operation_id = "hospital_home",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The home", body = HomeShape)))]
pub(crate) async fn home(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Json<HomeShape>, ApiError> {
    let HospitalHome { picture, week, total, n_may_have, n_under_way, questions, happened, posture } =
        app.hospital_home(scope, actor.may_at(scope.ccn(), Action::ViewCases)).await?;
    let happened = happened.into_iter().map(|h| HappenedShape { on: h.on.into(), says: h.says });
    Ok(Json(HomeShape {
        hospital: HospitalShape::of(&app, &picture.listed),
        registration: picture.registration.as_ref().map(|r| r.state.key()),
        this_week: week.into_iter().map(ThingShape::from).collect(),
        total: (&total).into(),
        n_may_have,
        n_under_way,
        questions: questions.into_iter().map(QuestionShape::from).collect(),
        happened: happened.collect(),
        posture: posture.map(|p| PostureBrief::of(&p.posture, p.n_contradictions())),
    }))
}

/// An answer to a reviewer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerText {
    /// The answer, up to 4,000 characters.
    text: String,
}

/// Answer a reviewer
///
/// Answers the question asked back in one of the hospital's cases.
#[utoipa::path(post, path = "/api/v1/hospitals/{ccn}/cases/{case}/answer", tag = "hospital",
    operation_id = "answer_reviewer",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("case" = String, Path, description = "The case")),
    request_body = AnswerText, responses((status = 200, description = "The reviewer has it", body = Done)))]
pub(crate) async fn answer_case(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Sent(answer): Sent<AnswerText>,
) -> Result<Json<Done>, ApiError> {
    let none = || ApiError::not_found("There is no such question for this hospital.");
    let case: CaseId = case.parse().map_err(|_| none())?;
    let text = answer.text.trim();
    if text.is_empty() || text.chars().count() > MOST_ANSWER {
        return Err(ApiError::wrong("text", "Write an answer of up to 4,000 characters."));
    }
    app.answer_reviewer(scope, actor.account, case, text).await?;
    Ok(Json(DONE))
}
