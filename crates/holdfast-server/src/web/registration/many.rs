//! `/register/system`: a health system registers many hospitals with one form.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::registration::{BadLine, Choice, Fields, choices};

use super::step::{Wrong, choice_id, wrong};
use crate::App;
use crate::app::registration::{ManyError, OneOfMany};
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "registration/many.html")]
struct ManyPage {
    layout: Layout,
    values: Fields,
    errors: Vec<Wrong>,
    bad: Vec<BadLine>,
}

#[derive(Template)]
#[template(path = "registration/many_done.html")]
struct ManyDonePage {
    layout: Layout,
    sent: Vec<OneOfMany>,
    bad: Vec<BadLine>,
    email: String,
    hours: u32,
}

impl ManyPage {
    fn value(&self, field: &str) -> &str {
        self.values.get(field)
    }

    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field == field).map_or("", |e| e.text.as_str())
    }

    fn choices(&self, field: &str) -> Vec<(usize, Choice)> {
        choices(field).into_iter().enumerate().collect()
    }

    fn choice_id(&self, field: &str, i: usize) -> String {
        choice_id(field, i)
    }
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Response {
    let layout = Layout::new(&app, &visitor);
    render(&ManyPage { layout, values: Fields::default(), errors: Vec::new(), bad: Vec::new() })
}

pub(super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let values = Fields::from(sent);
    let layout = Layout::new(&app, &visitor);
    let (errors, bad) = match app.register_many(&values).await {
        Ok(many) => {
            return Ok(render(&ManyDonePage {
                layout,
                sent: many.sent,
                bad: many.left_out,
                email: many.email.to_string(),
                hours: app.config.sign_in.invite_hours,
            }));
        }
        Err(ManyError::Wrong(errors)) => (wrong(errors), Vec::new()),
        Err(ManyError::NoneGood(bad)) => {
            let text =
                "No line names a hospital that can be registered. Each line and its reason stand below."
                    .to_owned();
            (vec![Wrong { field: "list".to_owned(), text }], bad)
        }
        Err(ManyError::App(e)) => return Err(e.into()),
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&ManyPage { layout, values, errors, bad })).into_response())
}
