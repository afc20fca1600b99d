//! The forms of a case: each is one move, and comes back with what was typed when it cannot be made.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::model::{CloseReason, FirstStep, IncidentMove, IncidentMoveError, sentence};

use super::number;
use super::page::{CLOSE, NOTE, load};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::measure::FormView;
use crate::web::problem::Problems;
use crate::web::{WebError, render};

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, case)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let number = number(&case)?;
    let sent = Fields::from(sent);
    let act = sent.get("act").to_owned();
    let moved = match read(&act, &sent)? {
        Ok(moved) => moved,
        Err(wrong) => return again(&app, &visitor, &actor, scope, number, &act, &sent, wrong).await,
    };
    match app.move_security_case(scope, &actor.speaker(scope.ccn()), number, moved).await? {
        Ok(()) => {
            let at = format!("/hospital/{}/security-cases/{number}?done={act}", scope.ccn());
            Ok(Redirect::to(&at).into_response())
        }
        // Somebody else closed it while this page was open.
        Err(IncidentMoveError::Closed) => Err(WebError::Conflict {
            what:
                "Somebody closed this case meanwhile. Open it again to read why; a note may still be added."
                    .to_owned(),
        }),
        Err(e) => {
            let field = match (act.as_str(), &e) {
                ("closed", IncidentMoveError::NoSuchCase) => "other",
                ("closed", _) => "words",
                _ => "text",
            };
            let wrong = FieldError::new(field, sentence(&e.to_string()));
            again(&app, &visitor, &actor, scope, number, &act, &sent, wrong).await
        }
    }
}

/// What a form says to do; or which field does not fit.
fn read(act: &str, sent: &Fields) -> Result<Result<IncidentMove, FieldError>, WebError> {
    let unclear =
        || WebError::BadInput { what: "The form does not say what to do. Open the case again.".to_owned() };
    let step = || FirstStep::from_key(sent.get("step")).ok_or_else(unclear);
    Ok(Ok(match act {
        "taken" => IncidentMove::Taken,
        "done" => IncidentMove::Done { step: step()? },
        "not_done" => IncidentMove::NotDone { step: step()? },
        "told" => IncidentMove::Told { whom: sent.get("whom").to_owned() },
        "note" => IncidentMove::Note { text: sent.get("note-text").to_owned() },
        "closed" => {
            let reason = match sent.get("close-reason") {
                "handled" => CloseReason::Handled,
                "harmless" => CloseReason::Harmless,
                "test" => CloseReason::Test,
                "duplicate" => match sent.get("close-other").trim().parse() {
                    Ok(number) => CloseReason::DuplicateOf { number },
                    Err(_) => {
                        return Ok(Err(FieldError::new("other", "Write the number of the other case.")));
                    }
                },
                _ => return Ok(Err(FieldError::new("reason", "Choose why it is closed."))),
            };
            IncidentMove::Closed { reason, words: sent.get("close-words").to_owned() }
        }
        _ => return Err(unclear()),
    }))
}

/// The page again, with what was typed.
#[expect(clippy::too_many_arguments, reason = "all of a request, once")]
async fn again(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: holdfast_core::model::HospitalScope,
    number: u32,
    act: &str,
    sent: &Fields,
    wrong: FieldError,
) -> Result<Response, WebError> {
    let mut page = load(app, visitor, actor, scope, number, 1).await?;
    let prefix = if act == "closed" { CLOSE } else { NOTE };
    let id = match (prefix, wrong.field) {
        (CLOSE, "other") => "close-other",
        (CLOSE, "reason") => "close-reason",
        (CLOSE, _) => "close-words",
        _ => "note-text",
    };
    page.problems = Problems::one(id, wrong.message.clone());
    let form = FormView { prefix, fields: FormView::read(prefix, sent), errors: vec![wrong] };
    if prefix == CLOSE {
        page.close = form
    } else {
        page.note = form
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}
