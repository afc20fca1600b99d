//! Files to take along: the roster, who did what, who is asked what, and the days lessons are due.

use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::auth::Scoped;
use crate::web::WebError;
use crate::web::papers::answer;

pub(super) async fn roster(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    Ok(answer(app.roster_csv(scope).await?))
}

pub(super) async fn completions(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    Ok(answer(app.completions_csv(scope).await?))
}

pub(super) async fn owed(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    Ok(answer(app.owed_csv(scope).await?))
}

pub(super) async fn due(State(app): State<App>, Scoped(scope): Scoped) -> Result<Response, WebError> {
    Ok(answer(app.due_ics(scope).await?))
}
