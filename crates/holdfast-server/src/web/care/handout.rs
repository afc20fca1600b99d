//! `/care/board.pdf` and `/care/county.pdf`: "If we go dark" as a page to hand out, of the same days and hospitals as the page it is saved from.

use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::paper::dark::Reader;
use holdfast_core::model::HospitalScope;

use super::page::{Asked, settled};
use crate::App;
use crate::app::DarkAsked;
use crate::auth::{Actor, Scoped};
use crate::web::WebError;
use crate::web::papers::answer;

pub(super) async fn board(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    handout(&app, &actor, scope, asked, Reader::Board).await
}

pub(super) async fn county(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    handout(&app, &actor, scope, asked, Reader::County).await
}

/// A bad question gets no paper: one that answers another question would be believed.
async fn handout(
    app: &App,
    actor: &Actor,
    scope: HospitalScope,
    mut asked: Asked,
    reader: Reader,
) -> Result<Response, WebError> {
    let (down, days, wrong) = settled(scope.ccn(), &mut asked, &app.directory().hospitals);
    let inside = app.own_downtime(scope, &asked.without).await?;
    if let Some(wrong) = wrong.into_iter().next() {
        return Err(WebError::BadInput { what: wrong.text });
    }
    if !inside.is_known {
        return Err(WebError::BadInput { what: "Choose what is down from the list.".to_owned() });
    }
    let asked = DarkAsked { reader, down, days, inside };
    Ok(answer(app.dark_paper(scope, Some(actor.account), asked).await?))
}
