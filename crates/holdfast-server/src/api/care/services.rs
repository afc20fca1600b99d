//! A hospital's own word on its services, as a whole: read with its version, and put in the place of the one before.

use axum::Json;
use axum::extract::State as FromApp;
use axum::http::header::ETAG;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::{DependencyId, ServiceId, Services};
use holdfast_core::decide::downtime::{OwnFault, OwnPlace, OwnServices};
use holdfast_store::KeptServices;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::downtime::{EstimateShape, kind};
use crate::App;
use crate::api::error::{ApiError, FieldFault};
use crate::api::sent::{Sent, Upon, etag};
use crate::api::shape::Moment;
use crate::app::ServicesSaid;
use crate::auth::{Actor, Scoped};

/// A service and something it leans on, by their ids.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceNeedShape {
    /// The service.
    service: String,
    /// What it leans on.
    on: String,
}

/// Something services lean on, and what it does without here.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StandsAloneShape {
    /// The one.
    dependency: String,
    /// What it would lean on elsewhere.
    without: String,
}

/// The hospital's own hours of a service without something.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnHoursShape {
    /// The service.
    service: String,
    /// What it leans on.
    on: String,
    /// Hours until care, or income, is hurt.
    hours: EstimateShape,
}

/// Whom something is from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppliedShape {
    /// What.
    dependency: String,
    /// One vendor, or two where both are needed.
    names: Vec<String>,
}

/// What a hospital says of its services. A list that is left out is empty: it is the whole word, not a change of it.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({
    "not_offered": ["surgery"],
    "vendors": [{ "dependency": "ehr-host", "names": ["Fixture Records"] }],
    "hours": [{ "service": "wards", "on": "ehr-host", "hours": { "least": 2, "likely": 6, "most": 12 } }],
    "days_of_cash": { "least": 20, "likely": 28, "most": 40 }
}))]
pub struct OwnServicesShape {
    /// Ids of services it does not offer.
    #[schema(required = false)]
    not_offered: Vec<String>,
    /// What a service does not lean on here.
    #[schema(required = false)]
    without: Vec<ServiceNeedShape>,
    /// What something leaned on does without here.
    #[schema(required = false)]
    stands_without: Vec<StandsAloneShape>,
    /// Its own hours where the catalog gives others.
    #[schema(required = false)]
    hours: Vec<OwnHoursShape>,
    /// Whom it has things from.
    #[schema(required = false)]
    vendors: Vec<SuppliedShape>,
    /// Days it can pay its bills with nothing coming in; null for the catalog's.
    days_of_cash: Option<EstimateShape>,
}

impl OwnServicesShape {
    fn of(own: &OwnServices) -> Self {
        let need = |(service, on): &(ServiceId, DependencyId)| ServiceNeedShape {
            service: service.to_string(),
            on: on.to_string(),
        };
        let alone = |(one, other): &(DependencyId, DependencyId)| StandsAloneShape {
            dependency: one.to_string(),
            without: other.to_string(),
        };
        let hours = own.hours.iter().map(|((service, on), hours)| OwnHoursShape {
            service: service.to_string(),
            on: on.to_string(),
            hours: (*hours).into(),
        });
        let vendors = own
            .vendors
            .iter()
            .map(|(id, names)| SuppliedShape { dependency: id.to_string(), names: names.clone() });
        Self {
            not_offered: own.not_offered.iter().map(ToString::to_string).collect(),
            without: own.without.iter().map(need).collect(),
            stands_without: own.stands_without.iter().map(alone).collect(),
            hours: hours.collect(),
            vendors: vendors.collect(),
            days_of_cash: own.days_of_cash.map(EstimateShape::from),
        }
    }

    fn read(self) -> OwnServices {
        let (service, dependency) = (|id: &str| ServiceId::new(id), |id: &str| DependencyId::new(id));
        let mut own = OwnServices {
            not_offered: self.not_offered.iter().map(|id| service(id)).collect(),
            without: self.without.iter().map(|n| (service(&n.service), dependency(&n.on))).collect(),
            stands_without: self
                .stands_without
                .iter()
                .map(|a| (dependency(&a.dependency), dependency(&a.without)))
                .collect(),
            hours: self
                .hours
                .iter()
                .map(|h| ((service(&h.service), dependency(&h.on)), h.hours.into()))
                .collect(),
            days_of_cash: self.days_of_cash.map(Into::into),
            ..OwnServices::default()
        };
        for supplied in self.vendors {
            own.vendors.entry(dependency(&supplied.dependency)).or_default().extend(supplied.names);
        }
        own
    }
}

/// A service of the catalog, for those who fill in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceLine {
    /// Its id.
    pub service: String,
    /// What people call it.
    pub name: String,
    /// `clinical` or `billing`.
    pub kind: &'static str,
    /// What it leans on, with the hours the catalog takes.
    pub needs: Vec<NeedLine>,
}

/// Something a service leans on.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedLine {
    /// The id of it.
    pub on: String,
    /// Hours until care, or income, is hurt, as the catalog takes them.
    pub hours: EstimateShape,
}

/// Something that services lean on.
#[derive(Debug, Serialize, ToSchema)]
pub struct DependencyLine {
    /// Its id.
    pub dependency: String,
    /// What people call it.
    pub name: String,
    /// Without any of these it is down, too.
    pub leans_on: Vec<String>,
    /// Whether somebody else runs it, so that an attack on the hospital leaves it running.
    pub outside: bool,
}

/// What the hospital says of its services, and what may be said.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnServicesSheet {
    /// Send it back in `If-Match`; 0 where nothing was said yet.
    pub version: u32,
    /// Who said it; null where nobody did.
    pub by: Option<String>,
    /// When.
    pub at: Option<Moment>,
    /// What it says.
    pub own: OwnServicesShape,
    /// Every service of the catalog.
    pub services: Vec<ServiceLine>,
    /// Everything that services lean on.
    pub dependencies: Vec<DependencyLine>,
}

impl OwnServicesSheet {
    fn of(services: &Services, kept: Option<&KeptServices>) -> Self {
        let lines = services.services.iter().map(|service| ServiceLine {
            service: service.id.to_string(),
            name: service.name.clone(),
            kind: kind(service.kind),
            needs: service
                .needs
                .iter()
                .map(|need| NeedLine { on: need.on.to_string(), hours: need.hours.into() })
                .collect(),
        });
        let dependencies = services.dependencies.iter().map(|d| DependencyLine {
            dependency: d.id.to_string(),
            name: d.name.clone(),
            leans_on: d.depends_on.iter().map(ToString::to_string).collect(),
            outside: d.outside,
        });
        Self {
            version: kept.map_or(0, |kept| kept.version),
            by: kept.map(|kept| kept.by.clone()),
            at: kept.map(|kept| Moment(kept.at)),
            own: OwnServicesShape::of(&kept.map(|kept| kept.own.clone()).unwrap_or_default()),
            services: lines.collect(),
            dependencies: dependencies.collect(),
        }
    }

    fn answer(services: &Services, kept: Option<&KeptServices>) -> Response {
        let sheet = Self::of(services, kept);
        ([(ETAG, etag(sheet.version))], Json(sheet)).into_response()
    }
}

fn fault(fault: OwnFault) -> FieldFault {
    let field = match &fault.at {
        OwnPlace::Service(id) => format!("not_offered.{id}"),
        OwnPlace::Without(service, on) => format!("without.{service}.{on}"),
        OwnPlace::Alone(one, other) => format!("stands_without.{one}.{other}"),
        OwnPlace::Hours(service, on) => format!("hours.{service}.{on}"),
        OwnPlace::Vendor(id, n) => format!("vendors.{id}.{n}"),
        OwnPlace::Cash => "days_of_cash".to_owned(),
    };
    FieldFault { field, message: fault.message }
}

/// What a hospital says of its services
///
/// Which it offers, what they lean on, its own hours, whom it has things from, its days of cash; with the catalog's services to say it of.
#[utoipa::path(get, path = "/api/v1/hospitals/{ccn}/care/services", tag = "care", operation_id = "own_services",
    params(("ccn" = String, Path, description = "CMS certification number")),
    responses((status = 200, description = "Its word", body = OwnServicesSheet,
        headers(("ETag" = String, description = "The version of its word")))))]
pub(crate) async fn own_services(
    FromApp(app): FromApp<App>,
    Scoped(scope): Scoped,
) -> Result<Response, ApiError> {
    let kept = app.own_services(scope).await?;
    Ok(OwnServicesSheet::answer(&app.catalog.services, kept.as_ref()))
}

/// Say something of its services
///
/// Takes the version read in `If-Match`, 0 where nothing was said. The body is the whole word and takes the place of the one before, which
/// stays in the history. Where someone else said something since, nothing is kept and the answer is 409 with their word.
#[utoipa::path(put, path = "/api/v1/hospitals/{ccn}/care/services", tag = "care", operation_id = "say_own_services",
    params(("ccn" = String, Path, description = "CMS certification number"),
        ("If-Match" = String, Header, description = "The version read")),
    request_body = OwnServicesShape,
    responses((status = 200, description = "Its word as it is now", body = OwnServicesSheet,
        headers(("ETag" = String, description = "The new version")))))]
pub(crate) async fn say_own_services(
    FromApp(app): FromApp<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Upon(version): Upon,
    Sent(sent): Sent<OwnServicesShape>,
) -> Result<Response, ApiError> {
    let services = &app.catalog.services;
    match app.say_own_services(scope, &actor.speaker(scope.ccn()), sent.read(), version).await? {
        ServicesSaid::Kept(kept) => Ok(OwnServicesSheet::answer(services, Some(&kept))),
        ServicesSaid::Wrong(faults) => Err(ApiError::Wrong(faults.into_iter().map(fault).collect())),
        ServicesSaid::Meanwhile(theirs) => {
            Err(ApiError::Conflict { current: json!(OwnServicesSheet::of(services, theirs.as_ref())) })
        }
    }
}
