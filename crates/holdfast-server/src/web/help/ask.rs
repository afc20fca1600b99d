//! `/help`: the phone, and the form. A form that fails is shown again with everything that was typed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::Fields;
use holdfast_core::model::{Action, CareAffected, Ccn, Reference};
use serde::Deserialize;

use crate::App;
use crate::auth::{Actor, Visitor};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "help/ask.html")]
struct AskPage {
    layout: Layout,
    /// Whether the visitor has said that patients are affected.
    now: bool,
    /// The hospitals of someone signed in: number and name.
    hospitals: Vec<(Ccn, String)>,
    signed_in: bool,
    typed: Fields,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "help/sent.html")]
struct SentPage {
    layout: Layout,
    now: bool,
    reference: String,
}

impl AskPage {
    fn new(app: &App, visitor: &Visitor, typed: Fields, problems: Problems) -> Self {
        let hospitals = match &visitor.actor {
            Some(actor) => {
                let may = |ccn: &Ccn| actor.may_at(*ccn, Action::AskHelp);
                actor.hospitals().into_iter().filter(may).map(|ccn| (ccn, app.hospital_name(ccn))).collect()
            }
            None => Vec::new(),
        };
        Self {
            layout: Layout::new(app, visitor),
            now: typed.get("care") == CareAffected::Now.key(),
            hospitals,
            signed_in: visitor.actor.is_some(),
            typed,
            problems,
        }
    }

    fn value(&self, field: &str) -> &str {
        self.typed.get(field)
    }
}

/// What the address may carry: an answer to the first question, or the hospital someone was looking at.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    care: String,
    ccn: String,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, Query(asked): Query<Asked>) -> Response {
    let mut typed = Fields::default();
    typed.set("care", CareAffected::from_key(&asked.care).map_or("", CareAffected::key));
    typed.set("ccn", Ccn::parse(&asked.ccn).map(|c| c.to_string()).unwrap_or_default());
    render(&AskPage::new(&app, &visitor, typed, Problems::default()))
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    actor: Option<Actor>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let typed = Fields::from(sent);
    match app.read_help_request(actor.as_ref(), typed.clone()) {
        Ok(asked) => {
            let request = app.ask_for_help(actor.as_ref(), asked).await?;
            let to = match actor {
                Some(_) => format!("/my-help/{}?sent=1", request.id),
                None => {
                    format!("/help/sent?number={}&care={}", request.reference, request.care_affected.key())
                }
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(wrong) => {
            let mut problems = Problems::default();
            for e in wrong {
                problems.add(e.field, e.message);
            }
            let page = AskPage::new(&app, &visitor, typed, problems);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    number: String,
    #[serde(default)]
    care: String,
}

/// Shows the number once more. It looks nothing up, so it tells nobody whether a number is taken.
pub(super) async fn sent(
    State(app): State<App>,
    visitor: Visitor,
    Query(sent): Query<Sent>,
) -> Result<Response, WebError> {
    let reference = Reference::parse(&sent.number)
        .map_err(|_| WebError::not_found("That is not the number of a request."))?
        .to_string();
    let now = sent.care == CareAffected::Now.key();
    Ok(render(&SentPage { layout: Layout::new(&app, &visitor), now, reference }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<AskPage> {
        let page = |typed: Fields, problems, hospitals: Vec<(Ccn, String)>, phone: &str| AskPage {
            layout: Layout {
                help_phone: Some(phone.to_owned()).filter(|p| !p.is_empty()),
                ..Layout::default()
            },
            now: typed.get("care") == "now",
            signed_in: !hospitals.is_empty(),
            hospitals,
            typed,
            problems,
        };
        let ccn = Ccn::parse("991301").expect("a number");
        let huge = "<b>&\"".repeat(5_000);
        vec![
            page(Fields::default(), Problems::default(), Vec::new(), ""),
            page(
                [("care", "now"), ("subject", "Charts")].into_iter().collect(),
                Problems::default(),
                vec![(ccn, "Fixture Memorial Hospital".to_owned())],
                "(555) 555-0100",
            ),
            page(
                [("care", "soon"), ("subject", huge.as_str()), ("text", huge.as_str())].into_iter().collect(),
                Problems::one("text", huge.clone()),
                (0..300).map(|_| (ccn, "Fixture Memorial Hospital".to_owned())).collect(),
                "(555) 555-0100",
            ),
        ]
    }

    #[test]
    fn every_sample_renders_and_escapes() {
        for page in samples() {
            let html = page.render().expect("renders");
            assert!(!html.contains("<b>&\""), "typed text is escaped");
        }
    }
}
