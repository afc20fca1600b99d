//! How machines come in: a token for agents, a file carried by hand, a list; and how often agents report.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::model::{HospitalScope, day_in_words, utc_day};
use holdfast_store::DevicePolicy;
use serde::Deserialize;

use crate::App;
use crate::app::device::{Arrived, Brought, Made, SentDevices};
use crate::app::{AppError, FileKind};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{FormView, layout, listed};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

/// A token on the list.
struct TokenLine {
    id: i64,
    label: String,
    says: String,
    is_open: bool,
}

/// What became of a file, in words.
struct BroughtView {
    lead: String,
    one: String,
    bad: Vec<String>,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    done: String,
}

#[derive(Template)]
#[template(path = "devices/add.html")]
pub(super) struct AddPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    t: FormView,
    made: Option<Made>,
    server: String,
    tokens: Vec<TokenLine>,
    brought: Option<BroughtView>,
    wrong_file: String,
    every: u32,
    kb_a_day: u64,
    done: &'static str,
    most_mb: usize,
}

impl AddPage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
    ) -> Result<Self, WebError> {
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Devices);
        let policy = app.fleet(scope).await?.policy;
        let now = app.clock.now();
        let tokens = app.enrolment_tokens(scope).await?;
        let line = |t: &holdfast_store::EnrolmentToken| {
            let is_open = t.ends_at > now && t.n_used < t.most;
            let until = day_in_words(utc_day(t.ends_at));
            let says = if is_open {
                format!("{} of {} used, until {until}", t.n_used, t.most)
            } else {
                format!("{} of {} used, ended", t.n_used, t.most)
            };
            TokenLine { id: t.id, label: t.label.clone(), says, is_open }
        };
        Ok(Self {
            layout: layout(app, visitor),
            here,
            problems: Problems::default(),
            t: FormView::blank(""),
            made: None,
            server: app.config.server.public_url().to_string(),
            tokens: tokens.iter().take(20).map(line).collect(),
            brought: None,
            wrong_file: String::new(),
            every: policy.every_s / 60,
            kb_a_day: policy.bytes_a_day / 1_000,
            done: "",
            most_mb: SentDevices::MOST_BYTES / 1024 / 1024,
        })
    }

    /// The same with what became of a list.
    pub(super) async fn with_brought(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        brought: &Brought,
    ) -> Result<Self, WebError> {
        let mut page = Self::load(app, visitor, actor, scope).await?;
        page.brought = Some(BroughtView::new(brought));
        Ok(page)
    }
}

impl BroughtView {
    fn new(b: &Brought) -> Self {
        let n =
            |n: usize, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
        let mut lead =
            format!("{} new; of {} more is known now.", n(b.n_new, "machine is", "machines are"), b.n_known);
        if !b.bad.is_empty() {
            lead.push_str(" These could not be used:");
        }
        Self { lead, one: b.one.map(|id| id.to_string()).unwrap_or_default(), bad: b.bad_shown() }
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = AddPage::load(&app, &visitor, &actor, scope).await?;
    page.done = match came.done.as_str() {
        "ended" => "The token lets in no more machines. Those that are in stay.",
        "policy" => "Agents hear of it with their next report.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let by = actor.speaker(scope.ccn());
    let said = |key: &str| sent.get(key).map(|v| v.trim()).unwrap_or_default();
    let number = |key: &str| said(key).replace(',', "").parse::<u32>().unwrap_or(0);
    let to = |done: &str| {
        Redirect::to(&format!("/hospital/{}/devices/add?done={done}", scope.ccn())).into_response()
    };
    let (field, result) = match said("act") {
        "end" => {
            app.end_enrolment_token(scope, &by, i64::from(number("token"))).await?;
            return Ok(to("ended"));
        }
        "policy" => {
            let policy = DevicePolicy {
                every_s: number("every").saturating_mul(60),
                bytes_a_day: u64::from(number("kb_a_day")).saturating_mul(1_000),
            };
            match app.set_device_policy(scope, &by, policy).await {
                Ok(()) => return Ok(to("policy")),
                Err(e) => ("every", Err(e)),
            }
        }
        _ => {
            let made =
                app.make_enrolment_token(scope, &by, said("label"), number("most"), number("days")).await;
            (if said("label").is_empty() { "label" } else { "most" }, made)
        }
    };
    let mut page = AddPage::load(&app, &visitor, &actor, scope).await?;
    match result {
        Ok(made) => {
            page.made = Some(made);
            Ok(render(&page))
        }
        Err(AppError::Refused { what }) => {
            page.t = FormView {
                prefix: "",
                fields: Fields::from(sent),
                errors: vec![FieldError::new(field, what)],
            };
            page.problems = Problems::from(&page.t);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
        Err(e) => Err(e.into()),
    }
}

pub(super) async fn post_file(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentDevices>,
) -> Result<Response, WebError> {
    let arrived = match upload.file {
        None => Arrived::Unfit("Choose the file to send.".to_owned()),
        Some(file) => app.bring_device_file(scope, &actor.speaker(scope.ccn()), file).await?,
    };
    match arrived {
        Arrived::Columns(columns) => {
            let to = format!("/hospital/{}/devices/lists/{}", scope.ccn(), columns.token);
            Ok(Redirect::to(&to).into_response())
        }
        Arrived::Brought(brought) => {
            Ok(render(&AddPage::with_brought(&app, &visitor, &actor, scope, &brought).await?))
        }
        Arrived::Unfit(why) => {
            let mut page = AddPage::load(&app, &visitor, &actor, scope).await?;
            page.t = FormView {
                prefix: "",
                fields: Fields::default(),
                errors: vec![FieldError::new("file", why.clone())],
            };
            page.problems = Problems::from(&page.t);
            page.wrong_file = why;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
