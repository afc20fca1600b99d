//! The JSON API: every call reads, makes one call of a use case, and answers. No SQL and no rule of the program here.
//!
//! Pages and calls share their use cases, and a test holds every page to its calls. What signs somebody in, passkeys,
//! recovery codes and new API tokens stay with the pages, so that a token that got lost cannot make itself others.

#![expect(
    unused_qualifications,
    reason = "the macro that describes calls writes full paths where names stand"
)]

pub mod account;
pub mod answers;
pub mod application;
pub mod assessor;
pub mod badges;
pub mod care;
pub mod catalog;
pub mod check;
pub mod classes;
pub mod collected;
pub mod devices;
pub mod directory;
pub mod document;
pub mod error;
pub mod evidence;
pub mod help;
pub mod hospital;
pub mod learn;
pub mod lessons;
pub mod measure;
pub mod offer;
pub mod office;
pub mod paging;
pub mod papers;
pub mod people;
pub mod plan;
pub mod posture;
pub mod registration;
pub mod reported_mail;
pub mod security_cases;
pub mod sent;
pub mod shape;
mod taxii;
pub mod training;

use std::sync::Arc;

use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use holdfast_core::model::Action;

use crate::routes::{Access, RouteRow, Routes};

/// Where the document is.
pub const DOCUMENT: &str = "/api/v1/openapi.json";

/// Every call.
pub fn routes(routes: Routes) -> Routes {
    let public = Access::ApiPublic;
    let routes = routes
        .get("/api/v1/check/{ccn}", public, check::check)
        .post("/api/v1/check/{ccn}", public, check::check_with)
        .get("/api/v1/directory", public, directory::summary)
        .get("/api/v1/directory/hospitals", public, directory::search)
        .get("/api/v1/directory/hospitals/{ccn}", public, directory::hospital)
        .get("/api/v1/catalog", public, catalog::catalog)
        .get("/api/v1/catalog/offers", public, catalog::offers)
        .get("/api/v1/catalog/offers/{offer}", public, catalog::offer);
    let (few, draft) = (Access::ApiLimited, Access::ApiDraft);
    let routes = routes
        .post("/api/v1/registrations", few, registration::start)
        .post("/api/v1/registrations/many", few, registration::many)
        .post("/api/v1/registrations/links", few, registration::new_links)
        .post("/api/v1/registrations/resume", few, registration::resume)
        .post("/api/v1/registrations/confirm", few, registration::confirm)
        .post("/api/v1/joins", few, registration::join)
        .get("/api/v1/registration", draft, registration::state)
        .delete("/api/v1/registration", draft, registration::forget)
        .get("/api/v1/registration/offers", draft, registration::offers)
        .get("/api/v1/registration/steps/{step}", draft, registration::step)
        .put("/api/v1/registration/steps/{step}", draft, registration::answer)
        .post("/api/v1/registration/send", draft, registration::send)
        .post("/api/v1/registration/way-back", draft, registration::way_back);
    let office = Access::ApiProgram(Action::ViewOffice);
    let routes = routes
        .get("/api/v1/applications", office, application::list)
        .post("/api/v1/applications", few, application::start)
        .post("/api/v1/applications/links", few, application::new_links)
        .post("/api/v1/applications/resume", few, application::resume)
        .get("/api/v1/applications/programs/{program}", public, application::program)
        .get("/api/v1/application", draft, application::state)
        .get("/api/v1/application/pages/{page}", draft, application::page)
        .put("/api/v1/application/pages/{page}", draft, application::answer)
        .post("/api/v1/application/send", draft, application::send)
        .post("/api/v1/application/way-back", draft, application::way_back);
    let view = Access::ApiHospital(Action::ViewHospital);
    let edit = Access::ApiHospital(Action::EditHospital);
    let accept = Access::ApiHospital(Action::AcceptOffer);
    let signed_in = Access::ApiSignedIn;
    let routes = routes
        .get("/api/v1/hospitals", signed_in, hospital::mine)
        .get("/api/v1/hospitals/{ccn}", view, hospital::home)
        .post("/api/v1/hospitals/{ccn}/cases/{case}/answer", edit, hospital::answer_case)
        .get("/api/v1/hospitals/{ccn}/offers", view, hospital::offers)
        .get("/api/v1/hospitals/{ccn}/offers/{offer}", view, hospital::offer)
        .post("/api/v1/hospitals/{ccn}/offers/{offer}/accept", accept, hospital::accept)
        .post("/api/v1/hospitals/{ccn}/offers/{offer}/let-go", accept, hospital::let_go)
        .post("/api/v1/hospitals/{ccn}/offers/{offer}/ask-reviewer", edit, hospital::ask_reviewer)
        .get("/api/v1/hospitals/{ccn}/facts", view, hospital::facts)
        .put("/api/v1/hospitals/{ccn}/facts/{fact}", edit, hospital::state_fact)
        .get("/api/v1/hospitals/{ccn}/tasks", view, hospital::tasks)
        .put("/api/v1/hospitals/{ccn}/tasks/{task}", edit, hospital::finish)
        .delete("/api/v1/hospitals/{ccn}/tasks/{task}", edit, hospital::reopen)
        .get("/api/v1/hospitals/{ccn}/cliffs", view, hospital::cliffs)
        .post("/api/v1/hospitals/{ccn}/calendar-links", edit, hospital::make_link)
        .delete("/api/v1/hospitals/{ccn}/calendar-links", edit, hospital::revoke_links)
        .get("/api/v1/hospitals/{ccn}/settings", view, hospital::settings)
        .get("/api/v1/hospitals/{ccn}/settings/{setting}", edit, hospital::one_setting)
        .put("/api/v1/hospitals/{ccn}/settings/{setting}", edit, hospital::change_setting)
        .get("/api/v1/account", signed_in, account::account)
        .put("/api/v1/account/name", signed_in, account::rename)
        .delete("/api/v1/account/sessions", signed_in, account::end_sessions)
        .delete("/api/v1/account/sessions/{session}", signed_in, account::end_session)
        .delete("/api/v1/account/tokens/{token}", signed_in, account::revoke_token);
    let routes = learn::routes(routes);
    let routes = badges::routes(routes);
    let routes = lessons::routes(routes);
    let routes = training::routes(routes);
    let routes = answers::routes(routes);
    let routes = evidence::routes(routes);
    let routes = posture::routes(routes);
    let routes = plan::routes(routes);
    let routes = papers::routes(routes);
    let routes = care::routes(routes);
    let routes = security_cases::routes(routes);
    let routes = reported_mail::routes(routes);
    let routes = taxii::routes(routes);
    let routes = devices::routes(routes);
    let routes = people::routes(routes);
    let routes = help::routes(routes);
    let routes = office::routes(routes);
    let routes = classes::routes(routes);
    let own = RouteRow { method: "GET", path: DOCUMENT, access: public };
    let table: Vec<RouteRow> = routes.table().iter().cloned().chain([own]).collect();
    let document = document::document(&table);
    let text: Arc<str> = serde_json::to_string_pretty(&document).unwrap_or_default().into();
    routes.get(DOCUMENT, public, move || {
        let text = text.clone();
        async move { ([(CONTENT_TYPE, "application/json")], text.to_string()).into_response() }
    })
}

/// This document
///
/// The description of every call, in OpenAPI 3.1.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "document", operation_id = "openapi_document",
    responses((status = 200, description = "The document", body = Object)))]
#[expect(dead_code, reason = "describes a route whose handler holds the finished text")]
fn document_json() {}
