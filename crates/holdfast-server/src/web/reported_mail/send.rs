//! The form by which somebody who is signed in reports a mail, and what they are told.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{Told, tell};

use crate::App;
use crate::app::FileKind;
use crate::app::reported_mail::{MailReporter, SentMail, TakenMail};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "reported_mail/send.html")]
pub(super) struct SendPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) problems: Problems,
    told: Option<Told>,
    /// Where the answer will stand; empty when the same person reported the same file before.
    answer_at: String,
    is_again: bool,
    most_mb: usize,
}

impl SendPage {
    pub(super) fn new(layout: Layout, here: Here, taken: Option<&TakenMail>, problems: Problems) -> Self {
        let told = taken.map(|taken| {
            let said = taken.report.answer.as_ref().map(|answer| answer.said);
            tell(&taken.judged, said, Language::English)
        });
        let token = taken.and_then(|taken| taken.token.as_ref());
        Self {
            layout,
            here,
            problems,
            told,
            answer_at: token.map_or_else(String::new, |token| format!("/reported/{}", token.reveal())),
            is_again: taken.is_some_and(|taken| taken.is_again),
            most_mb: SentMail::MOST_BYTES / 1024 / 1024,
        }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    Ok(render(&SendPage::new(layout(&app, &visitor), here, None, Problems::default())))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentMail>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    let layout = layout(&app, &visitor);
    let taken = match upload.file {
        None => Err("Choose the mail to report.".to_owned()),
        Some(file) => {
            let by = MailReporter::signed_in(&actor.speaker(scope.ccn()));
            app.report_mail(scope, &by, file).await?
        }
    };
    match taken {
        Ok(taken) => Ok(render(&SendPage::new(layout, here, Some(&taken), Problems::default()))),
        Err(wrong) => {
            let page = SendPage::new(layout, here, None, Problems::one("file", wrong));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
