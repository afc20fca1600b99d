//! `/verify`: whether a certificate or badge holds, told in plain words to whoever holds it. Nobody needs an account.
//!
//! A certificate's code is on the paper, so the page shows what the paper says and nothing else. Nothing is kept of who asked.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::badge::{Recipient, Shown};
use holdfast_core::model::day_in_words;
use serde::Deserialize;

use super::problem::Problems;
use super::{Layout, WebError, render};
use crate::App;
use crate::app::AppError;
use crate::app::training::{OnPaper, Verified};
use crate::auth::Visitor;
use crate::routes::{Access, Routes};

/// The page, and the answer to a code.
pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/verify", Access::Public, page).post("/verify", Access::PublicLimited, post).get(
        "/verify/{code}",
        Access::Public,
        code,
    )
}

/// What was found, in words.
struct Answer {
    holds: bool,
    heading: &'static str,
    says: String,
    /// What the paper or file says: a label and the words.
    lines: Vec<(&'static str, String)>,
    /// The lessons on a certificate, each with its day.
    lessons: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "badges/verify.html")]
struct VerifyPage {
    layout: Layout,
    pasted: String,
    address: String,
    answer: Option<Answer>,
    problems: Problems,
}

impl VerifyPage {
    fn new(app: &App, visitor: &Visitor) -> Self {
        Self {
            layout: Layout::new(app, visitor),
            pasted: String::new(),
            address: String::new(),
            answer: None,
            problems: Problems::default(),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    pasted: String,
    address: String,
}

async fn page(State(app): State<App>, visitor: Visitor) -> Response {
    render(&VerifyPage::new(&app, &visitor))
}

async fn post(
    State(app): State<App>,
    visitor: Visitor,
    Form(asked): Form<Asked>,
) -> Result<Response, WebError> {
    let found = app.verify(&asked.pasted, &asked.address).await;
    let page = VerifyPage::new(&app, &visitor);
    answered(VerifyPage { pasted: asked.pasted, address: asked.address, ..page }, found)
}

async fn code(
    State(app): State<App>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Result<Response, WebError> {
    let found = app.verify_code(&code).await;
    let pasted = code.chars().take(40).collect();
    answered(VerifyPage { pasted, ..VerifyPage::new(&app, &visitor) }, found)
}

fn answered(mut page: VerifyPage, found: Result<Verified, AppError>) -> Result<Response, WebError> {
    let status = match found {
        Ok(verified) => {
            page.answer = Some(answer(verified));
            StatusCode::OK
        }
        Err(AppError::Refused { what }) => {
            page.problems.add("pasted", what);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::NotFound { what }) => {
            page.problems.add("pasted", what);
            StatusCode::NOT_FOUND
        }
        Err(other) => return Err(other.into()),
    };
    Ok((status, render(&page)).into_response())
}

fn answer(verified: Verified) -> Answer {
    let Verified { says, verdict, is_of_address } = verified;
    let mut lessons = Vec::new();
    let lines = match says {
        OnPaper::Certificate(body) => {
            lessons = body.lessons.into_iter().map(|l| (l.name, day_in_words(l.done_on))).collect();
            vec![
                ("Name", body.name),
                ("Hospital", body.hospital),
                ("First printed", day_in_words(body.issued_on)),
            ]
        }
        OnPaper::Badge { name, issuer, shown, until } => {
            let whose = match (shown, is_of_address) {
                (Shown::As(Recipient::Name(name)), _) => name,
                (_, Some(true)) => "It is for the address you typed.".to_owned(),
                (_, Some(false)) => {
                    "It is not for the address you typed. Ask for the address it was made for.".to_owned()
                }
                (Shown::As(Recipient::Mail { .. }), None) => {
                    "It names a mail address, which it does not show. Type the address to see whether it is the one."
                        .to_owned()
                }
                (Shown::Otherwise, None) => "It says so in a way that we do not read.".to_owned(),
            };
            let until = until.map_or_else(|| "It does not run out.".to_owned(), day_in_words);
            vec![
                ("What it is for", name),
                ("Whose it is", whose),
                ("Given by", issuer),
                ("Holds until", until),
            ]
        }
    };
    Answer { holds: verdict.holds(), heading: verdict.in_short(), says: verdict.in_words(), lines, lessons }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders_and_escapes() {
        for (n, holds) in [(0, true), (1, false), (40, true)] {
            let answer = Answer {
                holds,
                heading: "It holds",
                says: "<i>bad".to_owned(),
                lines: vec![("Name", "<i>bad".to_owned())],
                lessons: vec![("<i>bad".to_owned(), "2 March 2026".to_owned()); n],
            };
            for answer in [None, Some(answer)] {
                let page = VerifyPage {
                    layout: Layout::default(),
                    pasted: "<i>bad".to_owned(),
                    address: "<i>bad".to_owned(),
                    answer,
                    problems: Problems::one("pasted", "<i>bad"),
                };
                let html = page.render().expect("a page");
                assert!(!html.contains("<i>bad") && html.matches("<h1").count() == 1);
            }
        }
    }
}
