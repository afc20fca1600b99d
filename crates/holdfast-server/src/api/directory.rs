//! Calls about the national directory: what it is made of, finding a hospital, and one hospital with its sources.

use axum::Json;
use axum::extract::{Path, State};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::rural::decided_by;
use holdfast_core::model::{HospitalType, Release, StateCode, sentence};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::error::ApiError;
use super::paging::{Page, Paging};
use super::sent::{Asked, ccn};
use super::shape::Day;
use crate::App;

/// A public file the directory is made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleaseShape {
    /// Its key.
    pub file: &'static str,
    /// Its name, with edition.
    pub title: String,
    /// The day it was released.
    pub released_on: Day,
    /// SHA-256 of the bytes read, in hex.
    pub digest: String,
    /// Rows kept.
    pub n_rows: u32,
    /// Rows refused.
    pub n_rejected: u32,
}

impl From<&Release> for ReleaseShape {
    fn from(release: &Release) -> Self {
        Self {
            file: release.kind.key(),
            title: release.title.clone(),
            released_on: release.released_on.into(),
            digest: release.digest.clone(),
            n_rows: release.n_rows,
            n_rejected: release.n_rejected,
        }
    }
}

/// The directory in a few numbers.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectorySummary {
    /// Hospitals listed.
    pub n_hospitals: usize,
    /// Critical access hospitals.
    pub n_cah: usize,
    /// Rural emergency hospitals.
    pub n_reh: usize,
    /// Hospitals in a rural place by the HRSA definition, or of the two types above.
    pub n_rural: usize,
    /// The files it is made of.
    pub releases: Vec<ReleaseShape>,
}

/// Where a place is, in degrees.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointShape {
    /// North positive.
    pub lat: f64,
    /// East positive.
    pub lon: f64,
}

/// Rural or not, by one definition. Always indicative.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuralShape {
    /// The key of the fact it states.
    pub fact: &'static str,
    /// Absent when the files at hand cannot tell.
    pub holds: Option<bool>,
    /// The clause that decided, or the input that is missing, with its release.
    pub because: String,
    /// Who decides in the end.
    pub decided_by: Option<&'static str>,
}

/// A hospital in a few words.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalLine {
    /// CMS certification number: six characters, text.
    pub ccn: String,
    /// As CMS prints it.
    pub name: String,
    /// City or town.
    pub city: String,
    /// State, two letters.
    pub state: &'static str,
    /// The key of its type.
    pub hospital_type: &'static str,
}

/// A hospital as the public files list it.
#[derive(Debug, Serialize, ToSchema)]
pub struct HospitalShape {
    /// In a few words.
    pub line: HospitalLine,
    /// Street address.
    pub address: String,
    /// ZIP code.
    pub zip: String,
    /// County name.
    pub county_name: String,
    /// Telephone as printed.
    pub phone: String,
    /// The key of its owner.
    pub ownership: &'static str,
    /// Whether it has emergency services.
    pub emergency_services: bool,
    /// Beds in the national layer of 2022; not a licence count.
    pub beds_on_file: Option<u32>,
    /// The domain of its web site there.
    pub web_domain: Option<String>,
    /// Where it stands.
    pub point: Option<PointShape>,
    /// Rural by each definition.
    pub rural: Vec<RuralShape>,
    /// The number it seems to have converted to while this one is still listed: a hint, never a fact.
    pub converted_to: Option<String>,
    /// The file it is listed in.
    pub release: ReleaseShape,
}

impl From<&Listed> for HospitalLine {
    fn from(listed: &Listed) -> Self {
        let row = &listed.hospital;
        Self {
            ccn: row.ccn.to_string(),
            name: row.name.clone(),
            city: row.city.clone(),
            state: row.state.as_str(),
            hospital_type: row.hospital_type.key(),
        }
    }
}

impl HospitalShape {
    /// A hospital with everything the files say.
    pub fn of(app: &App, listed: &Listed) -> Self {
        let row = &listed.hospital;
        let location = listed.location.as_ref();
        let rural = listed.rural.facts().into_iter().map(|(kind, answer)| RuralShape {
            fact: kind.key(),
            holds: answer.holds,
            because: answer.because.clone(),
            decided_by: decided_by(kind),
        });
        Self {
            line: listed.into(),
            address: row.address.clone(),
            zip: row.zip.to_string(),
            county_name: row.county_name.clone(),
            phone: row.phone.clone(),
            ownership: row.ownership.key(),
            emergency_services: row.emergency_services,
            beds_on_file: location.and_then(|l| l.beds),
            web_domain: location.and_then(|l| l.web_domain.as_ref()).map(|d| d.as_str().to_owned()),
            point: location.and_then(|l| l.point).map(|p| PointShape { lat: p.lat, lon: p.lon }),
            rural: rural.collect(),
            converted_to: app.directory().hospitals.converted_to(row.ccn).map(|c| c.to_string()),
            release: (&*listed.release).into(),
        }
    }
}

/// The directory in a few numbers
///
/// How many hospitals are listed, and which public files say so.
#[utoipa::path(get, path = "/api/v1/directory", tag = "directory", operation_id = "directory_summary",
    responses((status = 200, description = "The directory", body = DirectorySummary)))]
pub(crate) async fn summary(State(app): State<App>) -> Json<DirectorySummary> {
    let national = app.national();
    let releases = app.directory().hospitals.releases().iter().map(ReleaseShape::from).collect();
    Json(DirectorySummary {
        n_hospitals: national.n_hospitals,
        n_cah: national.n_cah,
        n_reh: national.n_reh,
        n_rural: national.n_rural,
        releases,
    })
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// Words of its name, its city, state, ZIP or number; slips of the pen are borne.
    q: Option<String>,
    /// Two letters.
    state: Option<String>,
    /// The key of a hospital type.
    hospital_type: Option<String>,
    /// Which page; the first is 1.
    page: Option<usize>,
    /// Entries of a page, 1 to 500; 50 unless said.
    per_page: Option<usize>,
}

/// Hits of a search looked at; what fits worse is of no use to anyone.
const MOST_HITS: usize = 200;

/// Find hospitals
///
/// With `q`, the best fits first, 200 at most. Without it, all that are listed, by number.
#[utoipa::path(get, path = "/api/v1/directory/hospitals", tag = "directory", operation_id = "search_hospitals",
    params(Search), responses((status = 200, description = "Hospitals", body = Page<HospitalLine>)))]
pub(crate) async fn search(
    State(app): State<App>,
    Asked(asked): Asked<Search>,
) -> Result<Json<Page<HospitalLine>>, ApiError> {
    let paging = Paging::read(asked.page, asked.per_page)?;
    let unreadable = |what: String| ApiError::unreadable(sentence(&what));
    let state = asked.state.as_deref().map(StateCode::parse).transpose();
    let state = state.map_err(|e| unreadable(e.to_string()))?;
    let kind = asked.hospital_type.as_deref().map(HospitalType::parse).transpose();
    let kind = kind.map_err(|e| unreadable(e.to_string()))?;
    let directory = app.directory();
    let wanted = |listed: &&Listed| {
        state.is_none_or(|s| listed.hospital.state == s)
            && kind.is_none_or(|k| listed.hospital.hospital_type == k)
    };
    let found: Vec<&Listed> = match asked.q.as_deref().filter(|q| !q.trim().is_empty()) {
        None => directory.hospitals.hospitals().iter().filter(wanted).collect(),
        Some(q) => {
            let hits = directory.search.search(q, MOST_HITS);
            hits.iter().filter_map(|hit| directory.hospitals.get(hit.ccn)).filter(wanted).collect()
        }
    };
    Ok(Json(paging.of(found, HospitalLine::from)))
}

/// One hospital
///
/// Everything the public files say about it, each with its release. Nothing a hospital told the program is here.
#[utoipa::path(get, path = "/api/v1/directory/hospitals/{ccn}", tag = "directory",
    operation_id = "directory_hospital", params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "The hospital", body = HospitalShape)))]
pub(crate) async fn hospital(
    State(app): State<App>,
    Path(text): Path<String>,
) -> Result<Json<HospitalShape>, ApiError> {
    let ccn = ccn(&text)?;
    let directory = app.directory();
    let listed = directory
        .hospitals
        .get(ccn)
        .ok_or_else(|| ApiError::not_found(format!("The directory lists no hospital {ccn}.")))?;
    Ok(Json(HospitalShape::of(&app, listed)))
}
