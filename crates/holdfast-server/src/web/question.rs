//! `/answer/{token}`: a reviewer's question to a person, and the answer.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::problem::Problems;
use super::{Layout, WebError, render};
use crate::App;
use crate::app::AppError;
use crate::app::question::Question;
use crate::auth::Visitor;
use crate::entropy::TokenHash;
use crate::routes::{Access, Routes};

/// The pages of a question.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/answer/{token}", Access::Public, show).post("/answer/{token}", Access::PublicLimited, answer)
}

#[derive(Template)]
#[template(path = "people/question.html")]
struct QuestionPage {
    layout: Layout,
    token: String,
    question: Question,
    sent: bool,
    text: String,
    problems: Problems,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    text: String,
}

async fn load(app: &App, visitor: &Visitor, token: String) -> Result<QuestionPage, WebError> {
    Ok(QuestionPage {
        layout: Layout::new(app, visitor),
        question: app.question_behind(&TokenHash::of(&token)).await?,
        token,
        sent: false,
        text: String::new(),
        problems: Problems::default(),
    })
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    Ok(render(&load(&app, &visitor, token).await?))
}

async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(Answer { text }): Form<Answer>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, token).await?;
    match app.answer_behind(&TokenHash::of(&page.token), &text).await {
        Ok(()) => Ok(render(&QuestionPage { sent: true, ..page })),
        Err(AppError::Refused { what }) => {
            page.problems.add("text", what);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&QuestionPage { text, ..page })).into_response())
        }
        Err(e) => Err(e.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<QuestionPage> {
        let page = |n: usize, sent| QuestionPage {
            layout: Layout::default(),
            token: "t".to_owned(),
            question: Question {
                about: "Someone wants to join a hospital",
                hospital: "Fixture Memorial Hospital".to_owned(),
                asks: "<i>Who?".repeat(n),
            },
            sent,
            text: "<i>".repeat(n),
            problems: Problems::default(),
        };
        vec![page(0, false), page(1, true), page(500, false)]
    }

    #[test]
    fn every_sample_renders_and_escapes() {
        for page in samples() {
            let html = page.render().expect("a page");
            assert!(!html.contains("<i>Who") && html.matches("<h1").count() == 1);
        }
    }
}
