//! Calls about where a hospital stands: the label and its gates, goals met and proven, each measure, what changed, the trend.

use axum::Json;
use axum::extract::{Path, State as FromApp};
use holdfast_core::Date;
use holdfast_core::catalog::SafeguardId;
use holdfast_core::decide::posture::{
    Attainment, Change, Gate, GateState, Goal, GoalStatus, MeasurePosture, Point, Posture, State,
};
use holdfast_core::model::{Action, Coverage, Finding, Outlier};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::api::shape::{Day, Moment};
use crate::app::Since;
use crate::auth::Scoped;
use crate::routes::{Access, Routes};

/// The calls of a posture.
pub fn routes(routes: Routes) -> Routes {
    let view = Access::ApiHospital(Action::ViewHospital);
    routes.get("/api/v1/hospitals/{ccn}/posture", view, posture).get(
        "/api/v1/hospitals/{ccn}/posture/{safeguard}",
        view,
        safeguard,
    )
}

/// `n` of `of`.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct CountOf {
    /// How many.
    pub n: u32,
    /// Of how many.
    pub of: u32,
}

impl From<Coverage> for CountOf {
    fn from(c: Coverage) -> Self {
        Self { n: c.n(), of: c.of() }
    }
}

/// Goals met. Counts only, never a mean.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct GoalsMet {
    /// Essential and enhanced goals met, of those that count.
    pub met: CountOf,
    /// The essential ones.
    pub essential: CountOf,
    /// The enhanced ones.
    pub enhanced: CountOf,
    /// The extras, counted apart.
    pub extra: CountOf,
    /// Essential and enhanced goals of which nothing is known.
    pub unknown: u8,
    /// Essential and enhanced goals that exceptions leave out.
    pub left_out: u8,
}

impl From<Attainment> for GoalsMet {
    fn from(a: Attainment) -> Self {
        let of = |n: u8, of: u8| CountOf { n: n.into(), of: of.into() };
        Self {
            met: of(a.met(), a.of_goals()),
            essential: of(a.essential_met, a.essential_of),
            enhanced: of(a.enhanced_met, a.enhanced_of),
            extra: of(a.extra_met, a.extra_of),
            unknown: a.unknown,
            left_out: a.left_out,
        }
    }
}

/// A posture in brief.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostureBrief {
    /// `exposed`, `unproven` or `guarded`.
    pub label: &'static str,
    /// Goals met.
    pub attainment: GoalsMet,
    /// Of the measures of goals met, how many are proven; absent with no goal met.
    pub assurance: Option<CountOf>,
    /// Gates that are open.
    pub n_open_gates: usize,
    /// Contradictions nobody has cleared up.
    pub n_contradictions: usize,
}

impl PostureBrief {
    /// The brief of a posture.
    pub fn of(p: &Posture, n_contradictions: usize) -> Self {
        Self {
            label: p.label.key(),
            attainment: p.attainment.into(),
            assurance: p.assurance.map(CountOf::from),
            n_open_gates: p.gates.iter().filter(|g| g.state == GateState::Open).count(),
            n_contradictions,
        }
    }
}

/// Something for which a measure is not so, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedOutlier {
    /// A device, an account, a domain, a vendor.
    pub name: String,
    /// Whether it has more rights than others.
    pub is_privileged: bool,
}

impl From<&Outlier> for NamedOutlier {
    fn from(o: &Outlier) -> Self {
        Self { name: o.name.clone(), is_privileged: o.is_privileged }
    }
}

/// One gate.
#[derive(Debug, Serialize, ToSchema)]
pub struct GateStands {
    /// The measure.
    pub measure: String,
    /// `open`, `unproven` or `shut`.
    pub state: &'static str,
    /// What it means when open.
    pub means: String,
    /// Why it stands so.
    pub why: String,
    /// What it is open for, privileged ones first.
    pub outliers: Vec<NamedOutlier>,
}

impl From<&Gate> for GateStands {
    fn from(g: &Gate) -> Self {
        Self {
            measure: g.measure.to_string(),
            state: match g.state {
                GateState::Open => "open",
                GateState::Unproven => "unproven",
                GateState::Shut => "shut",
            },
            means: g.means.clone(),
            why: g.why.clone(),
            outliers: g.outliers.iter().map(NamedOutlier::from).collect(),
        }
    }
}

/// One safeguard.
#[derive(Debug, Serialize, ToSchema)]
pub struct GoalStands {
    /// Which.
    pub safeguard: String,
    /// Its place on its list.
    pub code: String,
    /// `essential`, `enhanced` or `extra`.
    pub set: &'static str,
    /// `met`, `partly`, `not_met`, `unknown` or `left_out`.
    pub status: &'static str,
    /// How far it is by weight, in ten-thousandths, rounded down.
    pub share: u32,
    /// Measures met, of those that count.
    pub measures: Option<CountOf>,
}

impl From<&Goal> for GoalStands {
    fn from(g: &Goal) -> Self {
        Self {
            safeguard: g.safeguard.to_string(),
            code: g.code.clone(),
            set: g.set.key(),
            status: match g.status {
                GoalStatus::Met => "met",
                GoalStatus::Partly => "partly",
                GoalStatus::NotMet => "not_met",
                GoalStatus::Unknown => "unknown",
                GoalStatus::LeftOut => "left_out",
            },
            share: g.share.0,
            measures: g.measures.map(CountOf::from),
        }
    }
}

/// One measure.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureStands {
    /// Which.
    pub measure: String,
    /// Of which safeguard.
    pub safeguard: String,
    /// `verified`, `attested`, `partly`, `not_met`, `contradicted`, `stale` or `unknown`.
    pub state: &'static str,
    /// `all`, `some` or `none`: what counts of it.
    pub counts: &'static str,
    /// For how many it is so, where it is so for some.
    pub coverage: Option<CountOf>,
    /// Why, in a sentence.
    pub why: String,
    /// What it is not so for, privileged ones first.
    pub outliers: Vec<NamedOutlier>,
    /// Until when an exception leaves it out of the count.
    pub left_out_until: Option<Day>,
    /// The day it changes by itself if nothing comes in.
    pub changes_on: Option<Day>,
}

impl From<&MeasurePosture> for MeasureStands {
    fn from(m: &MeasurePosture) -> Self {
        let fresh = m.voices.iter().filter(|v| !v.is_stale);
        Self {
            measure: m.measure.to_string(),
            safeguard: m.safeguard.to_string(),
            state: m.state.key(),
            counts: match m.counts {
                Finding::Met => "all",
                Finding::Partly(_) => "some",
                Finding::NotMet => "none",
            },
            coverage: match m.state {
                State::Partly { coverage, .. } => Some(coverage.into()),
                _ => None,
            },
            why: m.why.clone(),
            outliers: fresh.flat_map(|v| &v.outliers).map(NamedOutlier::from).collect(),
            left_out_until: m.exception.as_ref().map(|e| e.until.into()),
            changes_on: m.changes_on.map(Day),
        }
    }
}

/// One measure that changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct StateChange {
    /// Which.
    pub measure: String,
    /// Its state before; absent when the catalog did not have it.
    pub before: Option<&'static str>,
    /// Its state after; absent when the catalog no longer has it.
    pub after: Option<&'static str>,
    /// Why.
    pub because: String,
}

impl From<&Change> for StateChange {
    fn from(c: &Change) -> Self {
        Self {
            measure: c.measure.to_string(),
            before: c.before.map(State::key),
            after: c.after.map(State::key),
            because: c.because.clone(),
        }
    }
}

/// What changed since a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedSince {
    /// The day.
    pub day: Day,
    /// Whether anything was known by then.
    pub was_known: bool,
    /// Every measure whose state differs.
    pub changes: Vec<StateChange>,
}

impl From<&Since> for ChangedSince {
    fn from(s: &Since) -> Self {
        let changes = s.changes.iter().map(StateChange::from).collect();
        Self { day: s.day.into(), was_known: s.was_known, changes }
    }
}

/// One moment of the trend.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrendPoint {
    /// The day.
    pub on: Day,
    /// Whether anything was known by then. Without it the numbers are no numbers.
    pub is_known: bool,
    /// The label.
    pub label: &'static str,
    /// Goals met.
    pub attainment: GoalsMet,
    /// How much of them is proven.
    pub assurance: Option<CountOf>,
    /// Contradictions that were waiting.
    pub n_contradictions: usize,
}

impl From<&Point> for TrendPoint {
    fn from(p: &Point) -> Self {
        Self {
            on: p.on.into(),
            is_known: p.is_known,
            label: p.label.key(),
            attainment: p.attainment.into(),
            assurance: p.assurance.map(CountOf::from),
            n_contradictions: p.n_contradictions,
        }
    }
}

/// Where a hospital stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostureShape {
    /// The moment.
    pub as_of: Moment,
    /// The catalog it was decided with.
    pub catalog: String,
    /// The digest of the record it was decided from.
    pub record: String,
    /// Whether anything is known at all.
    pub is_known: bool,
    /// Label, goals and open gates.
    pub brief: PostureBrief,
    /// Goals met with every exception left out.
    pub without_exceptions: GoalsMet,
    /// Every gate, open ones first.
    pub gates: Vec<GateStands>,
    /// Every safeguard.
    pub goals: Vec<GoalStands>,
    /// Every measure.
    pub measures: Vec<MeasureStands>,
    /// What changed since a month before.
    pub month: ChangedSince,
    /// What changed since three months before.
    pub quarter: ChangedSince,
    /// The ends of the twelve months before, oldest first, and the day itself.
    pub trend: Vec<TrendPoint>,
}

/// As of which day.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct AsOf {
    /// The day; today unless said. What came in later is not known yet.
    #[param(value_type = Option<Day>)]
    as_of: Option<Date>,
}

/// Where a hospital stands
///
/// Attainment and assurance are two numbers and never blended. A day to come is refused.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/posture", tag = "posture", operation_id = "hospital_posture",
    params(("ccn" = String, Path, description = "CMS certification number"), AsOf),
    responses((status = 200, description = "The posture", body = PostureShape)))]
pub(crate) async fn posture(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
    Asked(when): Asked<AsOf>,
) -> Result<Json<PostureShape>, ApiError> {
    let stands = app.where_it_stands(scope, when.as_of).await?;
    let p = &stands.posture;
    Ok(Json(PostureShape {
        as_of: Moment(p.as_of),
        catalog: p.catalog.clone(),
        record: p.record.clone(),
        is_known: stands.is_known,
        brief: PostureBrief::of(p, stands.n_contradictions()),
        without_exceptions: p.without_exceptions.into(),
        gates: p.gates.iter().map(GateStands::from).collect(),
        goals: p.goals.iter().map(GoalStands::from).collect(),
        measures: p.measures.iter().map(MeasureStands::from).collect(),
        month: (&stands.month).into(),
        quarter: (&stands.quarter).into(),
        trend: stands.trend.iter().map(TrendPoint::from).collect(),
    }))
}

/// What a list asks for the same as a safeguard, by our own reading.
#[derive(Debug, Serialize, ToSchema)]
pub struct OurMapping {
    /// The list.
    pub framework: String,
    /// Entries of that list.
    pub requirements: Vec<String>,
}

/// One safeguard with its measures.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafeguardStands {
    /// Where it stands.
    pub goal: GoalStands,
    /// What people call it.
    pub name: String,
    /// The title HHS gave it; absent for the extras.
    pub title: Option<String>,
    /// What it means.
    pub means: String,
    /// Why it matters.
    pub why: String,
    /// Its measures.
    pub measures: Vec<MeasureStands>,
    /// Where other lists ask for the same, by our own reading and not their publishers'.
    pub our_mappings: Vec<OurMapping>,
}

/// One safeguard
///
/// What it means, why, and each of its measures with its state and reason.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/posture/{safeguard}", tag = "posture",
    operation_id = "hospital_safeguard",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("safeguard" = String, Path, description = "The id of the safeguard"), AsOf),
    responses((status = 200, description = "The safeguard", body = SafeguardStands)))]
pub(crate) async fn safeguard(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
    Path((_, id)): Path<(String, String)>,
    Asked(when): Asked<AsOf>,
) -> Result<Json<SafeguardStands>, ApiError> {
    let none = || ApiError::not_found("There is no such safeguard.");
    let row = app.catalog.safeguard(&SafeguardId::new(&id)).ok_or_else(none)?;
    let stands = app.where_it_stands(scope, when.as_of).await?;
    let goal = stands.posture.goals.iter().find(|g| g.safeguard == row.id).ok_or_else(none)?;
    let maps = row
        .maps_to
        .iter()
        .map(|m| OurMapping { framework: m.framework.to_string(), requirements: m.requirements.clone() });
    Ok(Json(SafeguardStands {
        goal: goal.into(),
        name: row.name.clone(),
        title: row.title.clone(),
        means: row.means.clone(),
        why: row.why.clone(),
        measures: stands.posture.measures_of(goal).map(MeasureStands::from).collect(),
        our_mappings: maps.collect(),
    }))
}
