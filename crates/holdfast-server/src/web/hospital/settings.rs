//! `/hospital/{ccn}/settings`: contact, mail domain, products and plan, and what the hospital shares; and a form for each.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{Choice, Fields, Step, choices, review, show};
use holdfast_core::model::{HospitalScope, Registration, RegistrationAnswers};

use super::{Here, Room};
use crate::App;
use crate::app::settings::{Changed, SETTINGS, hint, setting, title};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::conflict::{ConflictPage, Place};
use crate::web::registration::step::{Sent, Wrong, choice_id, wrong};
use crate::web::{Came, Layout, WebError, render};

/// One group of answers that are changed together.
pub(super) struct Group {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) rows: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "hospital/settings.html")]
pub(super) struct SettingsPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: bool,
    /// Empty while no registration is confirmed.
    pub(super) groups: Vec<Group>,
}

#[derive(Template)]
#[template(path = "hospital/setting.html")]
pub(super) struct SettingPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) step: Step,
    /// Only questions of facts say where a suggestion comes from.
    pub(super) on_file: String,
    pub(super) values: Fields,
    pub(super) base: Fields,
    pub(super) version: u32,
    pub(super) errors: Vec<Wrong>,
}

impl SettingPage {
    fn title(&self) -> &'static str {
        title(self.step)
    }

    fn hint(&self) -> &'static str {
        hint(self.step)
    }

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

/// The name of a group in the list.
fn short(step: Step) -> &'static str {
    match step {
        Step::Contact => "Contact",
        other => other.short(),
    }
}

/// The settings in words.
pub(super) fn groups(answers: &RegistrationAnswers) -> Vec<Group> {
    let rows = review(answers);
    let of = |step: Step| Group {
        id: step.slug(),
        title: short(step),
        rows: rows
            .iter()
            .filter(|row| row.step == step)
            .map(|row| (row.asked, row.said.clone().unwrap_or_else(|| "Not answered yet".to_owned())))
            .map(|(asked, said)| (asked.strip_prefix("Your ").map_or(asked, contact_word), said))
            .collect(),
    };
    SETTINGS.iter().copied().map(of).collect()
}

/// The contact need not be the reader.
fn contact_word(rest: &'static str) -> &'static str {
    match rest {
        "name" => "Name",
        "e-mail" => "E-mail",
        "phone" => "Phone",
        other => other,
    }
}

async fn here(app: &App, actor: &Actor, scope: HospitalScope) -> Result<Here, WebError> {
    let listed = app.my_hospitals(&[scope.ccn()]).pop().and_then(|mine| mine.listed);
    let listed = listed.ok_or_else(|| {
        WebError::not_found(format!("No hospital with the number {} is in the directory.", scope.ccn()))
    })?;
    Ok(Here::new(&listed, actor, Room::Settings))
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let registration = app.hospital_settings(scope).await?;
    Ok(render(&SettingsPage {
        layout: Layout::new(&app, &visitor),
        here: here(&app, &actor, scope).await?,
        done: !came.done.is_empty(),
        groups: registration.map_or_else(Vec::new, |r| groups(&r.answers)),
    }))
}

fn known(slug: &str) -> Result<Step, WebError> {
    setting(slug).ok_or_else(|| WebError::not_found("There is no such setting."))
}

async fn confirmed(app: &App, scope: HospitalScope) -> Result<Registration, WebError> {
    let registration = app.hospital_settings(scope).await?;
    registration.ok_or_else(|| {
        let what =
            "The registration is not confirmed yet, so there is nothing to change. Come back once it is.";
        WebError::Conflict { what: what.to_owned() }
    })
}

pub(super) async fn edit_page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, slug)): Path<(String, String)>,
) -> Result<Response, WebError> {
    let step = known(&slug)?;
    let registration = confirmed(&app, scope).await?;
    let kept = show(step, &registration.answers);
    Ok(render(&SettingPage {
        layout: Layout::new(&app, &visitor),
        here: here(&app, &actor, scope).await?,
        step,
        on_file: String::new(),
        values: kept.clone(),
        base: kept,
        version: registration.version,
        errors: Vec::new(),
    }))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, slug)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let step = known(&slug)?;
    let Sent { mine, base, version } = Sent::read(sent);
    let all = format!("/hospital/{}/settings", scope.ccn());
    match app.change_setting(scope, actor.account, step, &base, &mine, version).await? {
        Changed::Kept(_) => Ok(Redirect::to(&format!("{all}?done=1")).into_response()),
        Changed::Wrong(errors) => {
            let page = SettingPage {
                layout: Layout::new(&app, &visitor),
                here: here(&app, &actor, scope).await?,
                step,
                on_file: String::new(),
                values: mine,
                base,
                version,
                errors: wrong(errors),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
        Changed::Both { merge, theirs, version } => {
            let place = Place {
                title: step.short().to_owned(),
                action: format!("{all}/{}", step.slug()),
                back: (all, "All settings"),
                version_field: "version",
            };
            Ok(ConflictPage::new(Layout::new(&app, &visitor), place, merge, theirs, version).answer())
        }
    }
}
