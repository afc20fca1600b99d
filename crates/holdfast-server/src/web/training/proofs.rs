//! `/hospital/{ccn}/training/proofs`: badges and certificates that people took along, and taking one back that rests on a mistake.

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::day_in_words;
use serde::Deserialize;

use crate::App;
use crate::app::AppError;
use crate::app::training::{Proof, ProofKind};
use crate::auth::{Actor, Scoped, Visitor};
use crate::clock::date_at;
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Lines on the page; the newest.
const MOST_LINES: usize = 200;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    done: String,
}

/// What to take back, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    which: String,
    why: String,
}

struct Line {
    /// Kind and id, as the form sends them.
    key: String,
    name: String,
    what: String,
    issued: String,
    taken_back: Option<String>,
}

#[derive(Template)]
#[template(path = "training/proofs.html")]
pub(super) struct ProofsPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    is_done: bool,
    n: usize,
    lines: Vec<Line>,
    which: String,
    why: String,
}

impl ProofsPage {
    /// Those that can still be taken back.
    fn standing(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.taken_back.is_none())
    }
}

async fn load(app: &App, visitor: &Visitor, actor: &Actor, scope: Scoped) -> Result<ProofsPage, WebError> {
    let Scoped(scope) = scope;
    let proofs = app.proofs(scope).await?;
    let line = |proof: &Proof| Line {
        key: format!("{} {}", proof.kind.key(), proof.id),
        name: proof.name.clone(),
        what: proof.what.clone(),
        issued: day_in_words(date_at(proof.issued_at, app.config.program.utc_offset_hours)),
        taken_back: proof
            .taken_back
            .as_ref()
            .map(|taken| format!("Taken back on {}. {}", day_in_words(taken.on), taken.why)),
    };
    Ok(ProofsPage {
        layout: layout(app, visitor),
        here: Here::new(&listed(app, scope.ccn())?, actor, Room::Training),
        problems: Problems::default(),
        is_done: false,
        n: proofs.len(),
        lines: proofs.iter().take(MOST_LINES).map(line).collect(),
        which: String::new(),
        why: String::new(),
    })
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    scope: Scoped,
    Query(done): Query<Done>,
) -> Result<Response, WebError> {
    let page = load(&app, &visitor, &actor, scope).await?;
    Ok(render(&ProofsPage { is_done: done.done == "yes", ..page }))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    scope: Scoped,
    Form(Sent { which, why }): Form<Sent>,
) -> Result<Response, WebError> {
    let Scoped(hospital) = scope;
    let by = actor.speaker(hospital.ccn()).account;
    let named = which.split_once(' ').and_then(|(kind, id)| Some((ProofKind::from_key(kind)?, id)));
    let took = match named {
        None => Err(("which", "Choose what to take back.".to_owned())),
        Some((kind, id)) => match app.take_proof_back(hospital, by, kind, id, &why).await {
            Ok(()) => Ok(()),
            Err(AppError::Refused { what }) => Err(("why", what)),
            Err(AppError::NotFound { what }) => Err(("which", what)),
            Err(other) => return Err(other.into()),
        },
    };
    match took {
        Ok(()) => {
            let to = format!("/hospital/{}/training/proofs?done=yes", hospital.ccn());
            Ok(Redirect::to(&to).into_response())
        }
        Err((field, what)) => {
            let page = load(&app, &visitor, &actor, Scoped(hospital)).await?;
            let page = ProofsPage { problems: Problems::one(field, what), which, why, ..page };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
