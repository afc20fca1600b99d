//! Whose list of questions a page is about, and where it lives: a hospital's own people at its pages, or somebody invited.

use axum::response::Response;
use holdfast_core::catalog::{Knows, Language};
use holdfast_core::decide::questionnaire::Questionnaire;
use holdfast_core::model::HospitalScope;

use crate::App;
use crate::app::AppError;
use crate::app::answers::{Answerer, HeldPart};
use crate::auth::Actor;
use crate::web::WebError;
use crate::web::hospital::{Here, Room};

use super::language::Spoken;

/// Whose list, and where.
pub(super) struct Desk {
    pub(super) scope: HospitalScope,
    pub(super) knows: Knows,
    pub(super) who: Answerer,
    pub(super) hospital: String,
    /// The name they go by, to stand where an approver is asked for; empty for somebody invited, who names one.
    pub(super) approver: String,
    /// The hospital's frame; `None` for somebody invited, who sees nothing else of it.
    pub(super) here: Option<Here>,
    /// The address of the list; a question's is below it.
    pub(super) base: String,
}

/// The frame of a hospital's own pages of this room.
pub(super) fn here(app: &App, scope: HospitalScope, actor: &Actor) -> Result<Here, WebError> {
    let directory = app.directory();
    let listed = directory.hospitals.known(scope.ccn());
    let listed = listed.ok_or_else(|| WebError::not_found("The directory has no such hospital."))?;
    Ok(Here::new(listed, actor, Room::Assessment))
}

/// The part an address names.
pub(super) fn part(key: &str) -> Result<Knows, WebError> {
    Knows::from_key(key).ok_or_else(|| WebError::not_found("There is no such part of the assessment."))
}

impl Desk {
    /// The questions as whoever sits here may see them.
    pub(super) async fn questionnaire(&self, app: &App) -> Result<Questionnaire, AppError> {
        if self.is_invited() {
            app.questionnaire_for_invited(self.scope).await
        } else {
            app.questionnaire(self.scope).await
        }
    }

    /// The desk of somebody signed in.
    pub(super) fn of(app: &App, scope: HospitalScope, actor: &Actor, key: &str) -> Result<Self, WebError> {
        let knows = part(key)?;
        let here = here(app, scope, actor)?;
        Ok(Self {
            scope,
            knows,
            who: Answerer::signed_in(actor, scope),
            hospital: here.name.clone(),
            approver: actor.name.clone(),
            base: format!("/hospital/{}/assessment/{}", scope.ccn(), knows.key()),
            here: Some(here),
        })
    }

    /// The desk of somebody invited.
    pub(super) fn invited(held: HeldPart) -> Self {
        Self {
            scope: held.scope,
            knows: held.knows,
            who: held.answerer(),
            hospital: held.hospital,
            approver: String::new(),
            here: None,
            base: "/questions".to_owned(),
        }
    }

    pub(super) fn is_invited(&self) -> bool {
        self.here.is_none()
    }

    /// The address of a question.
    pub(super) fn at(&self, ask: &str) -> String {
        format!("{}/{ask}", self.base)
    }

    /// The address of a form whose answer was just saved, if `ask` is a question at all: the browser forgets what was typed.
    pub(super) fn saved(&self, all: &Questionnaire, ask: &str) -> String {
        let is_paper = ask == "key-in" && !self.is_invited();
        if is_paper || all.part_of(ask).is_some() { self.at(ask) } else { String::new() }
    }
}

/// What every template of this room shows around its words.
pub(super) struct Frame {
    pub(super) here: Option<Here>,
    pub(super) spoken: Spoken,
    /// Whether the other language is offered: not where something typed would be lost.
    pub(super) may_switch: bool,
}

impl Frame {
    pub(super) fn lang(&self) -> &'static str {
        self.spoken.language.key()
    }

    /// Whether the whole page is in Spanish: for somebody invited, who may read nothing else. The pages of a hospital's own
    /// people keep their English frame around it.
    pub(super) fn is_spanish(&self) -> bool {
        self.here.is_none() && self.spoken.language == Language::Spanish
    }

    /// The language of the page as a whole.
    pub(super) fn page_lang(&self) -> &'static str {
        if self.is_spanish() { self.lang() } else { Language::English.key() }
    }

    pub(super) fn is(&self, key: &str) -> bool {
        self.may_switch && self.lang() == key
    }
}

/// Sends somebody without an open part to where they learn what to do.
pub(super) fn nothing_held() -> Response {
    use axum::response::IntoResponse as _;
    WebError::DeadLink.into_response()
}
