//! `/hospital/{ccn}/care/services`: what the hospital says of its services, as one form. Nothing typed is lost: neither to a mistake nor to
//! somebody who saved in between.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Dependency, Estimate, Need, Service, ServiceEffect, ServiceKind, Services};
use holdfast_core::decide::downtime::{MOST_VENDORS, after_in_words};
use holdfast_core::model::HospitalScope;
use holdfast_store::KeptServices;

use super::form::{self, EDGES, Typed, Wrong};
use crate::App;
use crate::app::ServicesSaid;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::moment::moment;
use crate::web::{Came, Layout, WebError, render};

/// Three fields that hold one figure.
struct Three {
    base: String,
    legend: String,
    /// What the legend is about, for those who do not see where it stands.
    about: String,
    hint: String,
    unit: &'static str,
    /// End of the name, label, what is typed, whether it is wrong.
    edges: Vec<(&'static str, &'static str, String, bool)>,
    error: String,
}

/// Something a service leans on.
struct NeedView {
    name: String,
    says: String,
    without: String,
    is_without: bool,
    hours: Three,
}

struct ServiceView {
    id: String,
    name: String,
    means: String,
    offers: String,
    answer: String,
    /// What is said of it, in a few words.
    says: String,
    needs: Vec<NeedView>,
    is_open: bool,
}

/// A field for a vendor.
struct VendorField {
    name: String,
    label: &'static str,
    typed: String,
    error: String,
}

struct ThingView {
    id: String,
    name: String,
    means: String,
    says: String,
    vendors: Vec<VendorField>,
    /// Name of the tick, what it does without, whether it does.
    alone: Vec<(String, String, bool)>,
    is_open: bool,
}

#[derive(Template)]
#[template(path = "care/services.html")]
struct ServicesPage {
    layout: Layout,
    here: Here,
    done: bool,
    errors: Vec<Wrong>,
    /// What somebody else left in between: what each is about, and what they say.
    theirs: Vec<(String, String)>,
    is_conflict: bool,
    /// Who said what is kept, and when.
    said: String,
    version: u32,
    clinical: Vec<ServiceView>,
    billing: Vec<ServiceView>,
    things: Vec<ThingView>,
    cash: Option<Three>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let kept = app.own_services(scope).await?;
    let own = kept.as_ref().map(|kept| kept.own.clone()).unwrap_or_default();
    let typed = form::fields_of(&app.catalog.services, &own);
    let mut page = ServicesPage::new(&app, &visitor, &actor, scope, kept.as_ref(), &typed, Vec::new())?;
    page.done = !came.done.is_empty();
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<Typed>,
) -> Result<Response, WebError> {
    let services = &app.catalog.services;
    // A version that is none is as one from before: the form is shown again, with what is kept beside it.
    let upon = sent.get("version").and_then(|text| text.parse().ok()).unwrap_or(u32::MAX);
    let typed = form::sent(services, &sent);
    let (own, mut wrong) = form::read(services, &typed);
    // What is no number is wrong already; the rest is core's to say, so that all of it is said at once.
    if wrong.is_empty() {
        match app.say_own_services(scope, &actor.speaker(scope.ccn()), own, upon).await? {
            ServicesSaid::Kept(_) => {
                let to = format!("/hospital/{}/care/services?done=kept", scope.ccn());
                return Ok(Redirect::to(&to).into_response());
            }
            ServicesSaid::Wrong(faults) => {
                wrong = faults.into_iter().map(|f| form::wrong(services, f)).collect()
            }
            ServicesSaid::Meanwhile(theirs) => {
                let left = theirs.as_ref().map(|kept| kept.own.clone()).unwrap_or_default();
                let theirs_typed = form::fields_of(services, &left);
                let mut page =
                    ServicesPage::new(&app, &visitor, &actor, scope, theirs.as_ref(), &typed, Vec::new())?;
                page.is_conflict = true;
                page.theirs = form::differing(services, &typed, &theirs_typed);
                return Ok((StatusCode::CONFLICT, render(&page)).into_response());
            }
        }
    } else {
        wrong.extend(own.faults(services).into_iter().map(|f| form::wrong(services, f)));
    }
    let kept = app.own_services(scope).await?;
    let mut page = ServicesPage::new(&app, &visitor, &actor, scope, kept.as_ref(), &typed, wrong)?;
    page.version = upon;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

impl ServicesPage {
    fn new(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        kept: Option<&KeptServices>,
        typed: &Typed,
        errors: Vec<Wrong>,
    ) -> Result<Self, WebError> {
        let services = &app.catalog.services;
        let view = Views { services, typed, errors: &errors };
        let of = |kind: ServiceKind| -> Vec<ServiceView> {
            services.services.iter().filter(|s| s.kind == kind).map(|s| view.service(s)).collect()
        };
        Ok(Self {
            layout: layout(app, visitor),
            here: Here::new(&listed(app, scope.ccn())?, actor, Room::Care),
            done: false,
            theirs: Vec::new(),
            is_conflict: false,
            said: kept
                .map(|kept| format!("{}, {}", kept.by, moment(kept.at.as_millisecond())))
                .unwrap_or_default(),
            version: kept.map_or(0, |kept| kept.version),
            clinical: of(ServiceKind::Clinical),
            billing: of(ServiceKind::Billing),
            things: services.dependencies.iter().map(|d| view.thing(d)).collect(),
            cash: services.cash.as_ref().map(|cash| {
                view.three(
                    form::CASH.to_owned(),
                    "Days we can pay our bills with nothing coming in".to_owned(),
                    String::new(),
                    format!("Hospitals differ: {} days.", range(cash.days_on_hand)),
                    "days",
                )
            }),
            errors,
        })
    }
}

/// What views are made of.
struct Views<'v> {
    services: &'v Services,
    typed: &'v Typed,
    errors: &'v [Wrong],
}

impl Views<'_> {
    fn text(&self, name: &str) -> String {
        self.typed.get(name).cloned().unwrap_or_default()
    }

    fn is_on(&self, name: &str) -> bool {
        self.typed.get(name).is_some_and(|text| text == "yes")
    }

    /// What is wrong with a field; empty where nothing is.
    fn error(&self, name: &str) -> String {
        self.errors.iter().find(|e| e.field == name).map(|e| e.says.clone()).unwrap_or_default()
    }

    fn three(&self, base: String, legend: String, about: String, hint: String, unit: &'static str) -> Three {
        let labels = ["At the least", "Most likely", "At the most"];
        let edges: Vec<(&str, &str, String, bool)> = EDGES
            .iter()
            .zip(labels)
            .map(|(edge, label)| {
                let name = format!("{base}_{edge}");
                (*edge, label, self.text(&name), !self.error(&name).is_empty())
            })
            .collect();
        let mut said: Vec<String> = EDGES.iter().map(|edge| self.error(&format!("{base}_{edge}"))).collect();
        said.retain(|text| !text.is_empty());
        said.dedup();
        Three { base, legend, about, hint, unit, edges, error: said.join(" ") }
    }

    fn need(&self, service: &Service, need: &Need) -> NeedView {
        let name = self.services.dependency(&need.on).map_or_else(|| need.on.to_string(), |d| d.name.clone());
        let becomes = match need.effect {
            ServiceEffect::Stops => "it stops",
            ServiceEffect::Slows => "it goes on by hand",
        };
        let without = form::without(&service.id, &need.on);
        NeedView {
            says: format!("Without it {becomes}. {}", need.why),
            is_without: self.is_on(&without),
            without,
            hours: self.three(
                form::hours(&service.id, &need.on),
                "Our own hours until it hurts".to_owned(),
                format!("{} without {name}", service.name),
                format!("Left empty, we take it that it hurts {}.", after_in_words(need.hours)),
                "hours",
            ),
            name,
        }
    }

    fn service(&self, service: &Service) -> ServiceView {
        let offers = form::offers(&service.id);
        let answer = self.text(&offers);
        let needs: Vec<NeedView> = service.needs.iter().map(|need| self.need(service, need)).collect();
        let n_own = needs.iter().filter(|n| n.hours.edges.iter().any(|e| !e.2.trim().is_empty())).count();
        let n_without = needs.iter().filter(|n| n.is_without).count();
        let says = match (answer.as_str(), n_own, n_without) {
            ("no", _, _) => "not offered".to_owned(),
            (_, 0, 0) => "as we take it".to_owned(),
            (_, own, 0) => format!("{own} with own hours"),
            (_, 0, without) => format!("{without} it does without"),
            (_, own, without) => format!("{own} with own hours, {without} it does without"),
        };
        ServiceView {
            id: service.id.to_string(),
            name: service.name.clone(),
            means: service.means.clone(),
            is_open: needs.iter().any(|n| !n.hours.error.is_empty()),
            offers,
            answer,
            says,
            needs,
        }
    }

    fn thing(&self, thing: &Dependency) -> ThingView {
        let labels = ["Vendor", "A second vendor, if you need both"];
        let vendors: Vec<VendorField> = (0..MOST_VENDORS)
            .zip(labels)
            .map(|(n, label)| {
                let name = form::vendor(&thing.id, n);
                VendorField { label, typed: self.text(&name), error: self.error(&name), name }
            })
            .collect();
        let alone: Vec<(String, String, bool)> = thing
            .depends_on
            .iter()
            .map(|other| {
                let name = form::alone(&thing.id, other);
                let of =
                    self.services.dependency(other).map_or_else(|| other.to_string(), |d| d.name.clone());
                let is_on = self.is_on(&name);
                (name, of, is_on)
            })
            .collect();
        let said: Vec<&str> =
            vendors.iter().map(|v| v.typed.trim()).filter(|text| !text.is_empty()).collect();
        ThingView {
            id: thing.id.to_string(),
            name: thing.name.clone(),
            means: thing.means.clone(),
            says: if said.is_empty() { "not said".to_owned() } else { said.join(", ") },
            is_open: vendors.iter().any(|v| !v.error.is_empty()),
            vendors,
            alone,
        }
    }
}

/// "2 to 370, most often 28".
fn range(figure: Estimate) -> String {
    format!("{} to {}, most often {}", figure.low, figure.high, figure.likely)
}
