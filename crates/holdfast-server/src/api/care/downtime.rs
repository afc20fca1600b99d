//! What stops inside a hospital, service by service.

use axum::Json;
use axum::extract::State as FromApp;
use holdfast_core::catalog::{Estimate, ServiceEffect, ServiceKind};
use holdfast_core::decide::downtime::{
    CashClock, Cause, Downtime, DowntimeDoubt, ServiceClock, ServiceState, WhyDown,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::App;
use crate::api::error::ApiError;
use crate::api::sent::Asked;
use crate::auth::Scoped;

/// A guess with its edges, in whole hours or days.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstimateShape {
    /// As little as it may be.
    pub least: u32,
    /// The likely figure.
    pub likely: u32,
    /// As much as it may be.
    pub most: u32,
}

impl From<Estimate> for EstimateShape {
    fn from(e: Estimate) -> Self {
        Self { least: e.low, likely: e.likely, most: e.high }
    }
}

impl From<EstimateShape> for Estimate {
    fn from(e: EstimateShape) -> Self {
        Self { low: e.least, likely: e.likely, high: e.most }
    }
}

/// Something that is down.
#[derive(Debug, Serialize, ToSchema)]
pub struct DownShape {
    /// Its id.
    pub dependency: String,
    /// What people call it.
    pub name: String,
    /// `named`, `vendor` or `without`.
    pub because: &'static str,
    /// The vendor it is from, or the id of what it leans on; null where it was named.
    pub of: Option<String>,
}

/// Something down that a service leans on.
#[derive(Debug, Serialize, ToSchema)]
pub struct CauseShape {
    /// The id of what is down.
    pub on: String,
    /// What people call it.
    pub name: String,
    /// `slows` or `stops`.
    pub effect: &'static str,
    /// Hours until care, or income, is hurt.
    pub hours: EstimateShape,
    /// How.
    pub why: String,
    /// Whether the hours are the hospital's own.
    pub is_own: bool,
    /// Whether nobody has held the hours against a published source.
    pub is_estimate: bool,
    /// Where the hours come from.
    pub source: String,
}

impl From<&Cause> for CauseShape {
    fn from(c: &Cause) -> Self {
        Self {
            on: c.on.to_string(),
            name: c.name.clone(),
            effect: match c.effect {
                ServiceEffect::Slows => "slows",
                ServiceEffect::Stops => "stops",
            },
            hours: c.hours.into(),
            why: c.why.clone(),
            is_own: c.is_own,
            is_estimate: c.is_estimate,
            source: c.source.clone(),
        }
    }
}

/// A service and its clock.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceClockShape {
    /// Its id.
    pub service: String,
    /// What people call it.
    pub name: String,
    /// `clinical` or `billing`.
    pub kind: &'static str,
    /// `goes_on`, `slows` or `stops`.
    pub state: &'static str,
    /// Hours until care, or income, is hurt; null while it goes on.
    pub hours: Option<EstimateShape>,
    /// What is down, soonest first.
    pub causes: Vec<CauseShape>,
    /// What staff do meanwhile.
    pub by_hand: String,
}

impl From<&ServiceClock> for ServiceClockShape {
    fn from(c: &ServiceClock) -> Self {
        Self {
            service: c.id.to_string(),
            name: c.name.clone(),
            kind: kind(c.kind),
            state: match c.state {
                ServiceState::GoesOn => "goes_on",
                ServiceState::Slows => "slows",
                ServiceState::Stops => "stops",
            },
            hours: c.hours.map(EstimateShape::from),
            causes: c.causes.iter().map(CauseShape::from).collect(),
            by_hand: c.by_hand.clone(),
        }
    }
}

pub(super) fn kind(kind: ServiceKind) -> &'static str {
    match kind {
        ServiceKind::Clinical => "clinical",
        ServiceKind::Billing => "billing",
    }
}

/// When money runs out.
#[derive(Debug, Serialize, ToSchema)]
pub struct CashShape {
    /// Hours until there is none.
    pub hours: EstimateShape,
    /// Whether the hospital said how long its own lasts.
    pub is_own: bool,
    /// Where the figures come from.
    pub sources: Vec<String>,
}

impl From<&CashClock> for CashShape {
    fn from(c: &CashClock) -> Self {
        Self { hours: c.hours.into(), is_own: c.is_own, sources: c.sources.clone() }
    }
}

/// What is down inside a hospital, and what that does.
#[derive(Debug, Serialize, ToSchema)]
pub struct DowntimeShape {
    /// What is down.
    pub down: Vec<DownShape>,
    /// Services, those that are hurt soonest first. Those that the hospital does not offer are left out.
    pub services: Vec<ServiceClockShape>,
    /// When money runs out; null where no service that brings it in stops.
    pub cash: Option<CashShape>,
    /// What is not known, in sentences.
    pub not_known: Vec<String>,
}

impl From<&Downtime> for DowntimeShape {
    fn from(d: &Downtime) -> Self {
        let down = d.down.iter().map(|one| {
            let (because, of) = match &one.because {
                WhyDown::Named => ("named", None),
                WhyDown::Vendor(name) => ("vendor", Some(name.clone())),
                WhyDown::Without(id) => ("without", Some(id.to_string())),
            };
            DownShape { dependency: one.id.to_string(), name: one.name.clone(), because, of }
        });
        Self {
            down: down.collect(),
            services: d.services.iter().map(ServiceClockShape::from).collect(),
            cash: d.cash.as_ref().map(CashShape::from),
            not_known: d.doubts.iter().map(DowntimeDoubt::sentence).collect(),
        }
    }
}

/// What stops at a hospital.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnDowntimeShape {
    /// In one plain sentence or a few.
    pub sentence: String,
    /// What is taken to be down, as it may be asked for.
    pub without: String,
    /// The version of the hospital's word on its services; 0 where it said nothing, and the catalog alone speaks.
    pub version: u32,
    /// What it does.
    pub downtime: DowntimeShape,
}

/// What to say where what is taken to be down is not known.
pub(super) const NO_SUCH_OUTAGE: &str =
    "Say `everything`, the id of something services lean on, or `vendor:` and a vendor the hospital named.";

/// What is taken to be down.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct WithoutWhat {
    /// `everything` (all that the hospital itself runs) unless said; the id of something services lean on; or `vendor:` and the name of a
    /// vendor that the hospital named.
    without: Option<String>,
}

/// What stops when systems are down
///
/// The downtime clock: for each service of the hospital, what becomes of it and after how many hours care or income is hurt, from the
/// catalog and the hospital's own word; and when money runs out. Every figure is a range. How it is worked out: docs/care.md.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/downtime", tag = "care", operation_id = "own_downtime",
    params(("ccn" = String, Path, description = "CMS certification number"), WithoutWhat),
    responses((status = 200, description = "What stops", body = OwnDowntimeShape)))]
pub(crate) async fn own_downtime(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
    Asked(what): Asked<WithoutWhat>,
) -> Result<Json<OwnDowntimeShape>, ApiError> {
    let found = app.own_downtime(scope, &what.without.unwrap_or_default()).await?;
    if !found.is_known {
        return Err(ApiError::wrong("without", NO_SUCH_OUTAGE));
    }
    Ok(Json(OwnDowntimeShape {
        sentence: found.sentence,
        without: found.outage.key(),
        version: found.kept.map_or(0, |kept| kept.version),
        downtime: (&found.downtime).into(),
    }))
}
