//! One request as the person who asked sees it: by the mailed link, or signed in.

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::support::read_message;
use holdfast_core::model::{CareAffected, SupportId};
use serde::Deserialize;

use crate::App;
use crate::app::Conversation;
use crate::auth::{Actor, Visitor};
use crate::entropy::TokenHash;
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, moment, render};

/// One message as a page shows it.
pub(in crate::web) struct Line {
    pub(in crate::web) who: String,
    pub(in crate::web) when: String,
    pub(in crate::web) text: String,
    pub(in crate::web) ours: bool,
}

/// The messages of a request. `asker`: what the person who asked is called here.
pub(in crate::web) fn lines(conversation: &Conversation, asker: &str) -> Vec<Line> {
    let line = |m: &holdfast_core::model::SupportMessage| Line {
        who: if m.from_support { "Support" } else { asker }.to_owned(),
        when: moment::moment(m.at_ms),
        text: m.text.clone(),
        ours: m.from_support,
    };
    conversation.messages.iter().map(line).collect()
}

#[derive(Template)]
#[template(path = "help/thread.html")]
struct ThreadPage {
    layout: Layout,
    action: String,
    mine: bool,
    sent: bool,
    now: bool,
    open: bool,
    subject: String,
    reference: String,
    lines: Vec<Line>,
    text: String,
    problems: Problems,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    sent: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Message {
    #[serde(default)]
    text: String,
}

fn thread(app: &App, visitor: &Visitor, conversation: &Conversation, action: String) -> ThreadPage {
    let request = &conversation.request;
    ThreadPage {
        layout: Layout::new(app, visitor),
        mine: action.starts_with("/my-help"),
        action,
        sent: false,
        now: request.care_affected == CareAffected::Now && request.open,
        open: request.open,
        subject: request.subject.clone(),
        reference: request.reference.to_string(),
        lines: lines(conversation, "You"),
        text: String::new(),
        problems: Problems::default(),
    }
}

fn again(
    page: ThreadPage,
    typed: String,
    fault: holdfast_core::decide::registration::FieldError,
) -> Response {
    let page = ThreadPage { text: typed, problems: Problems::one(fault.field, fault.message), ..page };
    (StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response()
}

pub(super) async fn by_link(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Query(after): Query<After>,
) -> Result<Response, WebError> {
    let conversation = app.request_behind(&TokenHash::of(&token)).await?;
    let page = thread(&app, &visitor, &conversation, format!("/help/r/{token}"));
    Ok(render(&ThreadPage { sent: !after.sent.is_empty(), ..page }))
}

pub(super) async fn add_by_link(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(Message { text }): Form<Message>,
) -> Result<Response, WebError> {
    let (hash, action) = (TokenHash::of(&token), format!("/help/r/{token}"));
    match read_message(&text) {
        Ok(message) => {
            app.add_to_request_behind(&hash, &message).await?;
            Ok(Redirect::to(&format!("{action}?sent=1")).into_response())
        }
        Err(fault) => {
            let conversation = app.request_behind(&hash).await?;
            Ok(again(thread(&app, &visitor, &conversation, action), text, fault))
        }
    }
}

pub(super) async fn mine(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<SupportId>,
    Query(after): Query<After>,
) -> Result<Response, WebError> {
    let conversation = app.my_request(actor.account, id).await?;
    let page = thread(&app, &visitor, &conversation, format!("/my-help/{id}"));
    Ok(render(&ThreadPage { sent: !after.sent.is_empty(), ..page }))
}

pub(super) async fn add_mine(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<SupportId>,
    Form(Message { text }): Form<Message>,
) -> Result<Response, WebError> {
    let action = format!("/my-help/{id}");
    match read_message(&text) {
        Ok(message) => {
            app.add_to_my_request(actor.account, id, &message).await?;
            Ok(Redirect::to(&format!("{action}?sent=1")).into_response())
        }
        Err(fault) => {
            let conversation = app.my_request(actor.account, id).await?;
            Ok(again(thread(&app, &visitor, &conversation, action), text, fault))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<ThreadPage> {
        let page = |n: usize, open, now| ThreadPage {
            layout: Layout { help_phone: Some("(555) 555-0100".to_owned()), ..Layout::default() },
            action: "/my-help/7".to_owned(),
            mine: true,
            sent: now,
            now,
            open,
            subject: "Cannot open charts <script>".to_owned(),
            reference: "HF-7K3M-2Q9D".to_owned(),
            lines: (0..n)
                .map(|i| Line {
                    who: "You".to_owned(),
                    when: "March 2, 2026 at 12:00 UTC".to_owned(),
                    text: "<script>\n".repeat(i),
                    ours: i % 2 == 1,
                })
                .collect(),
            text: String::new(),
            problems: Problems::default(),
        };
        vec![page(0, true, false), page(2, true, true), page(200, false, false)]
    }

    #[test]
    fn every_sample_renders_and_escapes() {
        for page in samples() {
            assert!(!page.render().expect("renders").contains("<script>"));
        }
    }
}
