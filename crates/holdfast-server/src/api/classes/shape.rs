//! How colleges, classes and lists stand in JSON.

use axum::Json;
use holdfast_core::decide::registration::Fields;
use holdfast_core::decide::training::college::{FileFault, Reader, reason};
use holdfast_core::model::{Cohort, College, ListedCollege};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::api::error::ApiError;
use crate::api::shape::Day;
use crate::app::classes::{ListOutcome, ListStep, ReadList, TakenList};

/// A college, as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CollegeBody {
    /// Its name.
    name: String,
    /// Its number in the federal survey of colleges, six digits.
    unit_id: Option<String>,
    /// Street address.
    address: Option<String>,
    /// City or town.
    city: String,
    /// Two letters.
    state: String,
    /// Five digits.
    zip: String,
    /// Where it stands, when that is known better than by its ZIP code.
    lat: Option<f64>,
    /// As `lat`.
    lon: Option<f64>,
    /// Whom to talk to.
    contact_name: String,
    /// Their mail address.
    contact_email: String,
    /// Their telephone.
    contact_phone: Option<String>,
    /// Ids of role packs it teaches.
    #[serde(default)]
    packs: Vec<String>,
    /// Ids of single lessons and labs it teaches.
    #[serde(default)]
    lessons: Vec<String>,
    /// Seats a class usually has.
    seats: u32,
}

impl CollegeBody {
    pub(super) fn fields(self) -> Fields {
        let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
        let pairs = [
            ("name", self.name),
            ("unit_id", self.unit_id.unwrap_or_default()),
            ("address", self.address.unwrap_or_default()),
            ("city", self.city),
            ("state", self.state),
            ("zip", self.zip),
            ("lat", number(self.lat)),
            ("lon", number(self.lon)),
            ("contact_name", self.contact_name),
            ("contact_email", self.contact_email),
            ("contact_phone", self.contact_phone.unwrap_or_default()),
            ("packs", self.packs.join(" ")),
            ("lessons", self.lessons.join(" ")),
            ("seats", self.seats.to_string()),
        ];
        pairs.into_iter().collect()
    }
}

/// A college.
#[derive(Debug, Serialize, ToSchema)]
pub struct CollegeShape {
    /// Its id.
    pub college: String,
    /// Send it back in `If-Match`.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// Its number in the federal survey of colleges.
    pub unit_id: Option<String>,
    /// Street address.
    pub address: String,
    /// City or town.
    pub city: String,
    /// Two letters.
    pub state: String,
    /// Five digits.
    pub zip: String,
    /// As the office typed it; null where the ZIP code tells.
    pub lat: Option<f64>,
    /// As `lat`.
    pub lon: Option<f64>,
    /// Whom to talk to.
    pub contact_name: String,
    /// Their mail address.
    pub contact_email: String,
    /// Their telephone; may be empty.
    pub contact_phone: String,
    /// Ids of role packs it teaches.
    pub packs: Vec<String>,
    /// Ids of single lessons and labs it teaches.
    pub lessons: Vec<String>,
    /// Seats a class usually has.
    pub seats: u32,
}

impl From<&ListedCollege> for CollegeShape {
    fn from(listed: &ListedCollege) -> Self {
        let College { name, unit_id, address, city, state, zip, point, .. } = &listed.college;
        let rest = &listed.college;
        Self {
            college: listed.id.to_string(),
            version: listed.version,
            name: name.clone(),
            unit_id: unit_id.as_ref().map(ToString::to_string),
            address: address.clone(),
            city: city.clone(),
            state: state.to_string(),
            zip: zip.to_string(),
            lat: point.map(|p| p.lat),
            lon: point.map(|p| p.lon),
            contact_name: rest.contact_name.clone(),
            contact_email: rest.contact_email.to_string(),
            contact_phone: rest.contact_phone.clone(),
            packs: rest.packs.iter().map(ToString::to_string).collect(),
            lessons: rest.lessons.iter().map(ToString::to_string).collect(),
            seats: rest.usual_seats,
        }
    }
}

/// A class, as it is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CohortBody {
    /// The id of its college.
    pub(super) college: String,
    /// What it is called.
    title: String,
    /// The id of the role pack it teaches.
    pack: Option<String>,
    /// Ids of lessons and labs it teaches beside.
    #[serde(default)]
    lessons: Vec<String>,
    /// The first day.
    starts_on: Day,
    /// The last day.
    ends_on: Day,
    /// Seats.
    seats: u32,
    /// Who teaches it.
    instructor: String,
    /// Where the link to the class goes.
    instructor_email: String,
    /// What the college's own system calls it.
    external_id: Option<String>,
}

impl CohortBody {
    pub(super) fn fields(self) -> Fields {
        let pairs = [
            ("title", self.title),
            ("pack", self.pack.unwrap_or_default()),
            ("lessons", self.lessons.join(" ")),
            ("starts_on", self.starts_on.0.to_string()),
            ("ends_on", self.ends_on.0.to_string()),
            ("seats", self.seats.to_string()),
            ("instructor", self.instructor),
            ("instructor_email", self.instructor_email),
            ("external_id", self.external_id.unwrap_or_default()),
        ];
        pairs.into_iter().collect()
    }
}

/// A class.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortShape {
    /// Its id.
    pub cohort: String,
    /// Send it back in `If-Match`.
    pub version: u32,
    /// The id of its college.
    pub college: String,
    /// What it is called.
    pub title: String,
    /// The id of the role pack it teaches.
    pub pack: Option<String>,
    /// Ids of lessons and labs it teaches beside.
    pub lessons: Vec<String>,
    /// The first day.
    pub starts_on: Day,
    /// The last day.
    pub ends_on: Day,
    /// Seats.
    pub seats: u32,
    /// `planned`, `open`, `running`, `closed` or `called_off`.
    pub state: &'static str,
    /// Why it was called off, for those who have to do with it; or why some have no grade, for whoever teaches it and for a hospital
    /// when all of them are its own people. Empty otherwise.
    pub why: String,
    /// What the college's own system calls it; may be empty.
    pub external_id: String,
}

impl CohortShape {
    /// A class as this reader may see it.
    pub(super) fn of(cohort: &Cohort, reader: Reader<'_>) -> Self {
        let plan = &cohort.plan;
        Self {
            cohort: cohort.id.to_string(),
            version: cohort.version,
            college: cohort.college.to_string(),
            title: plan.title.clone(),
            pack: plan.pack.as_ref().map(ToString::to_string),
            lessons: plan.lessons.iter().map(ToString::to_string).collect(),
            starts_on: plan.starts_on.into(),
            ends_on: plan.ends_on.into(),
            seats: plan.n_seats,
            state: cohort.state.key(),
            why: reason(&cohort.state, reader).to_owned(),
            external_id: plan.external_id.clone(),
        }
    }
}

/// Whether a list is kept or only looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LookOrKeep {
    /// `true` keeps what fits; otherwise nothing is kept.
    #[serde(default)]
    keep: bool,
    /// With `keep`: the `shown` of an earlier look. Where the list would do something else by now, nothing is kept and the answer is 409.
    shown: Option<String>,
}

impl LookOrKeep {
    pub(super) fn step(&self) -> ListStep<'_> {
        if self.keep { ListStep::Keep { shown: self.shown.as_deref() } } else { ListStep::Look }
    }
}

/// A line that does not fit.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineFault {
    /// Which line; the head is line 1.
    pub line: u64,
    /// Which column.
    pub column: &'static str,
    /// What is wrong and what to do.
    pub says: String,
}

impl From<&FileFault> for LineFault {
    fn from(fault: &FileFault) -> Self {
        Self { line: fault.line, column: fault.column, says: fault.says.clone() }
    }
}

/// What a list says, or what of it was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListTaken {
    /// Whether what fits was kept.
    pub kept: bool,
    /// Lines that fit and say something new.
    pub n_new: usize,
    /// Lines that say what is known.
    pub n_same: usize,
    /// Lines that do not fit.
    pub faults: Vec<LineFault>,
    /// What the list does, as a digest: sent back with `keep=true`, just that is kept.
    pub shown: String,
}

/// The answer to a list that was read.
pub(super) fn answered<L: ReadList>(taken: &TakenList<L>) -> Result<Json<ListTaken>, ApiError> {
    let said = ListTaken {
        kept: taken.outcome == ListOutcome::Kept,
        n_new: taken.list.n_new(),
        n_same: taken.list.n_same(),
        faults: taken.list.faults().iter().map(LineFault::from).collect(),
        shown: taken.shown.clone(),
    };
    match taken.outcome {
        ListOutcome::NotAsShown => Err(ApiError::Conflict { current: json!(said) }),
        ListOutcome::Looked | ListOutcome::Kept => Ok(Json(said)),
    }
}
