//! One request: what was said, the hospital beside it, and an answer.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::support::{read_message, waited};
use holdfast_core::model::SupportId;
use serde::Deserialize;

use super::beside::Beside;
use super::urgency;
use crate::App;
use crate::app::SupportDesk;
use crate::auth::{Actor, Visitor};
use crate::web::help::{Line, lines};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, moment, render};

#[derive(Template)]
#[template(path = "support/desk.html")]
struct DeskPage {
    layout: Layout,
    id: SupportId,
    done: &'static str,
    open: bool,
    subject: String,
    reference: String,
    tone: &'static str,
    icon: &'static str,
    care: &'static str,
    name: String,
    email: String,
    sure: &'static str,
    sent: String,
    waited: String,
    lines: Vec<Line>,
    beside: Option<Beside>,
    text: String,
    closes: bool,
    problems: Problems,
}

/// How sure we are of who asks.
fn sure(signed_in: bool, proven: bool, names_hospital: bool) -> &'static str {
    match (signed_in, proven, names_hospital) {
        (true, true, _) => "Signed in, with a role at the hospital.",
        (true, false, true) => "Signed in, but with no role at the hospital named.",
        (true, false, false) => "Signed in.",
        (false, _, _) => "Not signed in. Name, mail and hospital are only what was typed.",
    }
}

fn desk(app: &App, visitor: &Visitor, desk: SupportDesk) -> DeskPage {
    let SupportDesk { conversation, hospital } = desk;
    let request = &conversation.request;
    let (tone, icon, care) = urgency(request.care_affected);
    DeskPage {
        layout: Layout::new(app, visitor),
        id: request.id,
        done: "",
        open: request.open,
        subject: request.subject.clone(),
        reference: request.reference.to_string(),
        tone,
        icon,
        care,
        name: request.name.clone(),
        email: request.email.to_string(),
        sure: sure(request.account.is_some(), request.ccn_proven, request.ccn.is_some()),
        sent: moment::moment(request.opened_at_ms),
        waited: waited(request.opened_at_ms, app.now_ms()),
        lines: lines(&conversation, &request.name),
        beside: hospital.map(Beside::from),
        text: String::new(),
        closes: false,
        problems: Problems::default(),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    done: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<SupportId>,
    Query(after): Query<After>,
) -> Result<Response, WebError> {
    let done = match after.done.as_str() {
        "answered" => "Your answer is on its way, and the request is still open.",
        "settled" => "Your answer is on its way, and the request is closed.",
        "closed" => "The request is closed. Nothing was mailed.",
        "reopened" => "The request is open again.",
        _ => "",
    };
    let page = desk(&app, &visitor, app.support_desk(&actor, id).await?);
    Ok(render(&DeskPage { done, ..page }))
}

#[derive(Debug, Deserialize)]
pub(super) struct AnswerForm {
    #[serde(default)]
    text: String,
    #[serde(default)]
    closes: String,
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<SupportId>,
    Form(AnswerForm { text, closes }): Form<AnswerForm>,
) -> Result<Response, WebError> {
    let closes = closes == "yes";
    match read_message(&text) {
        Ok(message) => {
            app.answer_support(&actor, id, &message, closes).await?;
            let done = if closes { "settled" } else { "answered" };
            Ok(Redirect::to(&format!("/office/support/{id}?done={done}")).into_response())
        }
        Err(fault) => {
            let page = desk(&app, &visitor, app.support_desk(&actor, id).await?);
            let page = DeskPage { text, closes, problems: Problems::one(fault.field, fault.message), ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

pub(super) async fn close(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<SupportId>,
) -> Result<Response, WebError> {
    app.set_support_open(&actor, id, false).await?;
    Ok(Redirect::to(&format!("/office/support/{id}?done=closed")).into_response())
}

pub(super) async fn reopen(
    State(app): State<App>,
    actor: Actor,
    Path(id): Path<SupportId>,
) -> Result<Response, WebError> {
    app.set_support_open(&actor, id, true).await?;
    Ok(Redirect::to(&format!("/office/support/{id}?done=reopened")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<DeskPage> {
        let page = |n: usize, beside, open| DeskPage {
            layout: Layout::default(),
            id: SupportId(7),
            done: if open { "" } else { "The request is closed. Nothing was mailed." },
            open,
            subject: "Charts <script>".to_owned(),
            reference: "HF-7K3M-2Q9D".to_owned(),
            tone: "late",
            icon: "bell",
            care: "Care affected now",
            name: "Pat Fixture".to_owned(),
            email: "pat@fixturememorial.example".to_owned(),
            sure: sure(open, n > 0, true),
            sent: "March 2, 2026 at 12:00 UTC".to_owned(),
            waited: "3 hours".to_owned(),
            lines: (0..n)
                .map(|i| Line {
                    who: "Pat Fixture".to_owned(),
                    when: "March 2, 2026 at 12:00 UTC".to_owned(),
                    text: "<script>\n".repeat(i),
                    ours: i % 2 == 1,
                })
                .collect(),
            beside,
            text: String::new(),
            closes: false,
            problems: Problems::default(),
        };
        vec![
            page(0, None, true),
            page(2, Some(Beside::sample(1)), true),
            page(300, Some(Beside::sample(60)), false),
        ]
    }

    #[test]
    fn every_sample_renders_and_escapes() {
        for page in samples() {
            assert!(!page.render().expect("renders").contains("<script>"));
        }
    }

    #[test]
    fn a_typed_hospital_is_never_called_proven() {
        assert!(sure(false, true, true).starts_with("Not signed in"));
        assert_eq!(sure(true, false, true), "Signed in, but with no role at the hospital named.");
    }
}
