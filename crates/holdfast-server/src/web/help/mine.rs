//! `/my-help`: the requests a person sent while signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::model::SupportRequest;

use crate::App;
use crate::auth::{Actor, Visitor};
use crate::web::{Layout, WebError, moment, render};

struct Row {
    href: String,
    subject: String,
    reference: String,
    sent: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "help/mine.html")]
struct MinePage {
    layout: Layout,
    rows: Vec<Row>,
}

fn row(request: &SupportRequest) -> Row {
    Row {
        href: format!("/my-help/{}", request.id),
        subject: request.subject.clone(),
        reference: request.reference.to_string(),
        sent: moment::day(request.opened_at_ms),
        open: request.open,
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
) -> Result<Response, WebError> {
    let requests = app.my_requests(actor.account).await?;
    let rows = requests.iter().map(row).collect();
    Ok(render(&MinePage { layout: Layout::new(&app, &visitor), rows }))
}
