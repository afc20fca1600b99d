//! What happens when a vendor, a health system, a county, a list of hospitals or the worst few of a state go down.

use axum::Json;
use axum::extract::State;
use holdfast_core::decide::downtime::{NamedVendor, vendors_named};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::care::{CareShape, DowntimeShape};
use crate::api::directory::HospitalLine;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::app::{Hit, Scenario, WhatIf, days_of};

/// What goes down: one of `vendor`, `system`, `county`, `hospitals`, or `state` with `k`.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WhatGoesDown {
    /// A vendor that hospitals named.
    vendor: Option<String>,
    /// A health system: words of its name, or a web domain.
    system: Option<String>,
    /// A county: its five digits, or its name and state.
    county: Option<String>,
    /// Numbers of hospitals, with commas between; up to 50.
    hospitals: Option<String>,
    /// A state, for the hospitals whose loss pushes the most people beyond 30 minutes.
    state: Option<String>,
    /// How many of that state, 1 to 20; 3 when left out.
    k: Option<String>,
    /// Days, 1 to 90; 21 when left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<u16>,
}

impl WhatGoesDown {
    fn read(self) -> Result<(WhatIf, u16), ApiError> {
        let days = days_of(self.days).map_err(|text| ApiError::wrong("days", text))?;
        if self.k.is_some() && self.state.is_none() {
            return Err(ApiError::unreadable("`k` goes with `state`."));
        }
        let k = self.k.unwrap_or_else(|| "3".to_owned());
        let worst = self.state.map(|state| WhatIf::Worst(state, k));
        let all = [
            self.vendor.map(WhatIf::Vendor),
            self.system.map(WhatIf::System),
            self.county.map(WhatIf::County),
            self.hospitals.map(WhatIf::List),
            worst,
        ];
        let mut asked = all.into_iter().flatten();
        match (asked.next(), asked.next()) {
            (Some(one), None) => Ok((one, days)),
            _ => Err(ApiError::unreadable(
                "Say one of `vendor`, `system`, `county`, `hospitals`, or `state` with `k`.",
            )),
        }
    }
}

/// A hospital that is hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitShape {
    /// The hospital.
    pub hospital: HospitalLine,
    /// Whether it said anything of its services; else the catalog alone speaks.
    pub has_word: bool,
    /// Of the worst few of a state: people it pushes beyond 30 minutes in addition to those chosen before it; else null.
    pub more_people: Option<u64>,
    /// Which of its services stop.
    pub downtime: DowntimeShape,
}

impl From<&Hit> for HitShape {
    fn from(hit: &Hit) -> Self {
        Self {
            hospital: (&hit.listed).into(),
            has_word: hit.has_word,
            more_people: hit.more_people,
            downtime: (&hit.downtime).into(),
        }
    }
}

/// What a set of hospitals down does.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScenarioShape {
    /// Who loses care, and who receives them.
    pub care: CareShape,
    /// How the hospitals were found and what that leaves open, in sentences.
    pub found_by: Vec<String>,
    /// The hospitals, in order of number; of the worst few of a state, in the order they were chosen.
    pub hit: Vec<HitShape>,
}

impl ScenarioShape {
    fn of(scenario: &Scenario) -> Self {
        let care = CareShape::of(&scenario.impact, &scenario.sources);
        Self {
            care: CareShape { sentence: scenario.sentence.clone(), ..care },
            found_by: scenario.set.found_by.clone(),
            hit: scenario.hit.iter().map(HitShape::from).collect(),
        }
    }
}

/// A vendor that hospitals named.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedVendorShape {
    /// The spelling that most use.
    pub name: String,
    /// Numbers of the hospitals that named it.
    pub hospitals: Vec<String>,
    /// Ids of what they have from it.
    pub dependencies: Vec<String>,
}

impl From<&NamedVendor> for NamedVendorShape {
    fn from(v: &NamedVendor) -> Self {
        Self {
            name: v.name.clone(),
            hospitals: v.hospitals.iter().map(ToString::to_string).collect(),
            dependencies: v.dependencies.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What if they go down
///
/// Who loses their nearest emergency department, who receives them, and which services of whom stop, when a vendor, a health system, a
/// county, a list of hospitals or the worst few of a state go down. For the office alone.
#[utoipa::path(get, path = "/api/v1/office/what-if", tag = "office", operation_id = "office_what_if",
    params(WhatGoesDown), responses((status = 200, description = "What it does", body = ScenarioShape)))]
pub(crate) async fn what_if(
    State(app): State<App>,
    Asked(asked): Asked<WhatGoesDown>,
) -> Result<Json<ScenarioShape>, ApiError> {
    let (what, days) = asked.read()?;
    let words = app.services_of_all().await?;
    match app.what_if(&words, &what, days).await? {
        Ok(scenario) => Ok(Json(ScenarioShape::of(&scenario))),
        Err(wrong) => Err(vec![wrong].into()),
    }
}

/// Vendors that hospitals named
///
/// With who named each, those that most named first. For the office alone.
#[utoipa::path(get, path = "/api/v1/office/vendors", tag = "office", operation_id = "office_vendors",
    responses((status = 200, description = "The vendors", body = Vec<NamedVendorShape>)))]
pub(crate) async fn vendors(State(app): State<App>) -> Result<Json<Vec<NamedVendorShape>>, ApiError> {
    let words = app.services_of_all().await?;
    Ok(Json(vendors_named(&words).iter().map(NamedVendorShape::from).collect()))
}
