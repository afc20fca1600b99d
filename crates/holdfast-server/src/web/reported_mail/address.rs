//! The part of the list that says where staff can send mail they found odd, and the press that gives a hospital a new address.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use crate::App;
use crate::app::reported_mail::ReportAddress;
use crate::auth::{Actor, Scoped};
use crate::web::WebError;

/// Where staff can send mail, as it stands on the list.
#[derive(Default)]
pub(super) struct AddressPart {
    pub(super) is_offered: bool,
    /// The hospital's own address of the program; empty until it has one.
    pub(super) own: String,
    pub(super) reads_own_mailbox: bool,
}

impl From<ReportAddress> for AddressPart {
    fn from(address: ReportAddress) -> Self {
        Self {
            is_offered: address.is_offered,
            own: address.own.map(|own| own.to_string()).unwrap_or_default(),
            reads_own_mailbox: address.reads_own_mailbox,
        }
    }
}

pub(super) async fn anew(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    app.new_report_address(scope, &actor.speaker(scope.ccn())).await?;
    let to = format!("/hospital/{}/reported-mail?done=address#address", scope.ccn());
    Ok(Redirect::to(&to).into_response())
}
