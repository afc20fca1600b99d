//! A hospital's drill: its downtime pack as data and as a PDF.

use axum::Json;
use axum::extract::State as FromApp;
use axum::response::Response;
use holdfast_core::catalog::{BlankForm, FormPart, Inject, WaiverPart, WhoIsDark};
use holdfast_core::decide::downtime::ServiceState;
use holdfast_core::decide::drill::{CallLine, ClockLine, DrillPack, DrillReceiver, Stretch, WaiverList};
use holdfast_core::model::{Ccn, HospitalScope};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::offer::ProvenanceShape;
use crate::api::sent::Asked;
use crate::api::shape::Day;
use crate::app::{AppError, days_of};
use crate::auth::{Actor, Scoped};
use crate::web::papers::answer;

/// Which drill.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhichDrill {
    /// The id of a scenario, like `network-encrypted`. Left out, the answer names those there are.
    scenario: Option<String>,
    /// Days, 1 to 90; 21 when left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u16>,
    /// For a scenario with a neighbour: its CMS certification number; the nearest one when left out.
    neighbour: Option<String>,
}

/// A place to call for patients.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrillReceiverShape {
    /// Its number, or that of the first hospital at its place.
    pub ccn: String,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// Its state.
    pub state: &'static str,
    /// Telephone on file; null where there is none.
    pub phone: Option<String>,
    /// Likely miles by road from this hospital; null where nobody knows where it stands.
    pub miles: Option<u64>,
    /// Beds, in words.
    pub beds: String,
    /// People for whom it becomes the nearest, in words; null for a place that is only near.
    pub people: Option<String>,
    /// Whether its beds hold what comes, in words. The order goes by it.
    pub beds_hold: &'static str,
    /// Whether its emergency department bears what comes, in words. The order does not go by it.
    pub department: &'static str,
    /// Why it stands where it does.
    pub why: String,
}

impl From<&DrillReceiver> for DrillReceiverShape {
    fn from(r: &DrillReceiver) -> Self {
        Self {
            ccn: r.ccn.to_string(),
            name: r.name.clone(),
            city: r.city.clone(),
            state: r.state.as_str(),
            phone: r.phone.clone(),
            miles: r.miles,
            beds: r.beds.clone(),
            people: r.people.clone(),
            beds_hold: r.beds_hold,
            department: r.department,
            why: r.why.clone(),
        }
    }
}

/// What to do in a stretch of time.
#[derive(Debug, Serialize, ToSchema)]
pub struct StretchShape {
    /// Which.
    pub title: &'static str,
    /// What to do, in sentences.
    pub actions: Vec<String>,
}

impl From<&Stretch> for StretchShape {
    fn from(s: &Stretch) -> Self {
        Self { title: s.title, actions: s.actions.clone() }
    }
}

/// Something the leader of the exercise tells.
#[derive(Debug, Serialize, ToSchema)]
pub struct InjectShape {
    /// Minutes after the exercise began.
    pub minute: u16,
    /// The time in the story.
    pub story_time: String,
    /// What is told.
    pub says: String,
    /// What a prepared team does.
    pub expect: String,
}

impl From<&Inject> for InjectShape {
    fn from(i: &Inject) -> Self {
        Self {
            minute: i.minute,
            story_time: i.story_time.clone(),
            says: i.says.clone(),
            expect: i.expect.clone(),
        }
    }
}

/// What becomes of a service.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrillClockShape {
    /// What people call it.
    pub name: String,
    /// `goes_on`, `slows` or `stops`.
    pub state: &'static str,
    /// When care, or income, is hurt, in words; empty while it goes on.
    pub hurt: String,
    /// Why.
    pub why: String,
    /// What staff do meanwhile.
    pub by_hand: String,
    /// Whether hours of it are the hospital's own word.
    pub is_own: bool,
}

impl From<&ClockLine> for DrillClockShape {
    fn from(c: &ClockLine) -> Self {
        Self {
            name: c.name.clone(),
            state: match c.state {
                ServiceState::GoesOn => "goes_on",
                ServiceState::Slows => "slows",
                ServiceState::Stops => "stops",
            },
            hurt: c.hurt.clone(),
            why: c.why.clone(),
            by_hand: c.by_hand.clone(),
            is_own: c.is_own,
        }
    }
}

/// One call of the call tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallShape {
    /// Its id.
    pub id: String,
    /// Whom: a role.
    pub who: String,
    /// Whether it is somebody outside the hospital.
    pub is_outside: bool,
    /// Who makes the call.
    pub caller: String,
    /// By when, in words.
    pub by: &'static str,
    /// Why.
    pub why: String,
    /// What to say first.
    pub say: String,
    /// Where the row comes from.
    pub source: String,
    /// Whether somebody held it against that source.
    pub is_verified: bool,
}

impl From<&CallLine> for CallShape {
    fn from(c: &CallLine) -> Self {
        Self {
            id: c.id.clone(),
            who: c.who.clone(),
            is_outside: c.is_outside,
            caller: c.caller.clone(),
            by: c.by.label(),
            why: c.why.clone(),
            say: c.say.clone(),
            source: c.source.clone(),
            is_verified: c.is_verified,
        }
    }
}

/// A part of a form: lines, or a table with empty rows.
#[derive(Debug, Serialize, ToSchema)]
pub struct FormPartShape {
    /// Its heading.
    pub title: String,
    /// Names of the lines; empty for a table.
    pub fields: Vec<String>,
    /// Heads of the columns; empty for lines.
    pub columns: Vec<String>,
}

impl From<&FormPart> for FormPartShape {
    fn from(p: &FormPart) -> Self {
        Self { title: p.title.clone(), fields: p.fields.clone(), columns: p.columns.clone() }
    }
}

/// A form to print.
#[derive(Debug, Serialize, ToSchema)]
pub struct BlankFormShape {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Who fills it in, when, and where it goes.
    pub how: String,
    /// Its parts.
    pub parts: Vec<FormPartShape>,
    /// Where it comes from.
    pub provenance: ProvenanceShape,
}

impl From<&BlankForm> for BlankFormShape {
    fn from(f: &BlankForm) -> Self {
        Self {
            id: f.id.to_string(),
            name: f.name.clone(),
            how: f.how.clone(),
            parts: f.parts.iter().map(FormPartShape::from).collect(),
            provenance: (&f.provenance).into(),
        }
    }
}

/// One line of the list on waivers.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaiverPointShape {
    /// Its id.
    pub id: String,
    /// The line.
    pub says: String,
    /// Where that is written.
    pub provenance: ProvenanceShape,
}

/// A part of the list on waivers.
#[derive(Debug, Serialize, ToSchema)]
pub struct WaiverListShape {
    /// `first`, `may`, `ask` or `without`.
    pub part: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// Its lines.
    pub points: Vec<WaiverPointShape>,
}

impl From<&WaiverList> for WaiverListShape {
    fn from(l: &WaiverList) -> Self {
        let points = l.points.iter().map(|p| WaiverPointShape {
            id: p.id.to_string(),
            says: p.says.clone(),
            provenance: (&p.provenance).into(),
        });
        Self {
            part: match l.part {
                WaiverPart::First => "first",
                WaiverPart::May => "may",
                WaiverPart::Ask => "ask",
                WaiverPart::Without => "without",
            },
            title: l.title,
            points: points.collect(),
        }
    }
}

/// A hospital's downtime pack. It holds no names and numbers of people.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrillShape {
    /// The id of the scenario.
    pub scenario: String,
    /// What people call it.
    pub name: String,
    /// What happens.
    pub story: String,
    /// The day it was made.
    pub as_of: Day,
    /// `us` or `neighbour`.
    pub dark: &'static str,
    /// The numbers of the hospitals that are dark; never none.
    pub dark_hospitals: Vec<String>,
    /// For how many days.
    pub days: u16,
    /// What is lost.
    pub lost: Vec<String>,
    /// Who loses care.
    pub sentence: String,
    /// Where another is dark: what comes here.
    pub comes_here: Option<String>,
    /// Whom to call for patients, in the order to call.
    pub receivers: Vec<DrillReceiverShape>,
    /// The rule of that order.
    pub order: &'static str,
    /// What to do, by the time there is.
    pub timeline: Vec<StretchShape>,
    /// What the leader of the exercise tells.
    pub injects: Vec<InjectShape>,
    /// What to look at afterwards.
    pub look_at: Vec<String>,
    /// What stops inside; empty where all goes on.
    pub clocks: Vec<DrillClockShape>,
    /// When money runs out; null where nothing that brings it in stops.
    pub money: Option<String>,
    /// Whether the hospital said anything of its services.
    pub has_word: bool,
    /// The call tree.
    pub calls: Vec<CallShape>,
    /// The forms.
    pub forms: Vec<BlankFormShape>,
    /// The list on waivers under section 1135 of the Social Security Act.
    pub waiver: Vec<WaiverListShape>,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
    /// Where the scenario comes from.
    pub provenance: ProvenanceShape,
    /// The files that distances, beds and telephone numbers are from, in words.
    pub sources: Vec<String>,
}

impl From<&DrillPack> for DrillShape {
    fn from(p: &DrillPack) -> Self {
        Self {
            scenario: p.scenario.clone(),
            name: p.name.clone(),
            story: p.story.clone(),
            as_of: Day(p.as_of),
            dark: match p.dark {
                WhoIsDark::Us => "us",
                WhoIsDark::Neighbour => "neighbour",
            },
            dark_hospitals: p.dark_hospitals.iter().map(ToString::to_string).collect(),
            days: p.days,
            lost: p.lost.clone(),
            sentence: p.sentence.clone(),
            comes_here: p.comes_here.clone(),
            receivers: p.receivers.iter().map(DrillReceiverShape::from).collect(),
            order: p.order,
            timeline: p.timeline.iter().map(StretchShape::from).collect(),
            injects: p.injects.iter().map(InjectShape::from).collect(),
            look_at: p.look_at.clone(),
            clocks: p.clocks.iter().map(DrillClockShape::from).collect(),
            money: p.money.clone(),
            has_word: p.has_word,
            calls: p.calls.iter().map(CallShape::from).collect(),
            forms: p.forms.iter().map(BlankFormShape::from).collect(),
            waiver: p.waiver.iter().map(WaiverListShape::from).collect(),
            not_known: p.not_known.clone(),
            provenance: (&p.provenance).into(),
            sources: p.sources.clone(),
        }
    }
}

/// A downtime pack for a drill
///
/// A scenario of the catalog made into this hospital's pack: whom to call for patients in which order and why, what stops inside, the call
/// tree, what to do and what to tell, forms, and what may be waived. How the order is made: docs/care.md.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/drill", tag = "care", operation_id = "drill",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichDrill),
    responses((status = 200, description = "The pack", body = DrillShape)))]
pub(crate) async fn drill(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichDrill>,
) -> Result<Json<DrillShape>, ApiError> {
    Ok(Json(DrillShape::from(&pack(&app, scope, &which).await?)))
}

/// A downtime pack to print
///
/// The same as PDF. Whose token asked for it is written down.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/drill.pdf", tag = "care", operation_id = "drill_paper",
    params(("ccn" = String, Path, description = "CMS certification number"), WhichDrill),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/pdf")))]
pub(crate) async fn drill_paper(
    FromApp(app): FromApp<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Asked(which): Asked<WhichDrill>,
) -> Result<Response, ApiError> {
    let pack = pack(&app, scope, &which).await?;
    Ok(answer(app.drill_paper(scope, actor.account, pack).await?))
}

async fn pack(app: &App, scope: HospitalScope, which: &WhichDrill) -> Result<DrillPack, ApiError> {
    let scenario = which.scenario.as_deref().unwrap_or_default();
    let drills = &app.catalog.drills;
    if drills.drill(scenario).is_none() {
        let known: Vec<String> = drills.drills.iter().map(|d| format!("`{}`", d.id)).collect();
        return Err(ApiError::wrong("scenario", format!("Name one of {}.", known.join(", "))));
    }
    let days = days_of(which.days).map_err(|text| ApiError::wrong("days", text))?;
    let no_number =
        |_| ApiError::wrong("neighbour", "Write the six characters of the neighbour's Medicare number.");
    let neighbour = which.neighbour.as_deref().map(Ccn::parse).transpose().map_err(no_number)?;
    app.drill(scope, scenario, neighbour, days).await.map_err(|e| match e {
        // All else that may be missing is not the neighbour's fault, and answers as on any other call.
        AppError::Refused { what } => ApiError::wrong("neighbour", what),
        other => other.into(),
    })
}
