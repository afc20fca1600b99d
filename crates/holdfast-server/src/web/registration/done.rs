//! `/register/done`: the reference number and what happens next; and the offers as the answers stand.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Ccn, RegistrationState};
use serde::Deserialize;

use super::draft::{Held, no_draft, without_cookie};
use crate::App;
use crate::app::registration::Draft;
use crate::auth::Visitor;
use crate::web::public::check::total;
use crate::web::public::offer_card::{ShelfOf, shelves};
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "registration/done.html")]
struct DonePage {
    layout: Layout,
    name: String,
    heading: &'static str,
    reference: String,
    /// What happened, newest first.
    says: String,
    next: Vec<String>,
    ccn: Ccn,
    days: u32,
    refused: bool,
    unproven: bool,
    /// The visitor came from a question that no longer changes anything.
    late: bool,
}

/// How the visitor came here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    late: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    match DonePage::new(&app, &visitor, &draft).await? {
        Some(page) => Ok(render(&DonePage { late: !came.late.is_empty(), ..page })),
        None => Ok(Redirect::to("/register/tasks").into_response()),
    }
}

/// Forgets the registration on this device. It goes on; only the mailed links lead to it from here on.
pub(super) async fn forget(State(app): State<App>, held: Held) -> Result<Response, WebError> {
    if let Some(token) = &held.0 {
        app.forget_draft(token).await?;
    }
    Ok(without_cookie(&app, "/register?forgot=1"))
}

fn long(day: holdfast_core::Date) -> String {
    day.strftime("%B %-d, %Y").to_string()
}

impl DonePage {
    async fn new(app: &App, visitor: &Visitor, draft: &Draft) -> Result<Option<Self>, WebError> {
        let registration = &draft.registration;
        let contact = registration.answers.contact.as_ref();
        let email = contact.map(|c| c.email.to_string()).unwrap_or_default();
        let unproven = matches!(registration.state, RegistrationState::Unproven { .. });
        let standing = app.to_prove(draft).await?;
        let (heading, says, next) = match &registration.state {
            RegistrationState::Draft | RegistrationState::AskedBack { .. } => return Ok(None),
            RegistrationState::Unproven { on } | RegistrationState::Submitted { on } => {
                let mut next = Vec::new();
                if unproven {
                    next.push(format!(
                        "Open the mail we sent to {email} and confirm that the mailbox is yours. Until then nothing is registered. The link works for {} hours.",
                        app.config.sign_in.invite_hours
                    ));
                }
                if let Some(call) = &standing.call_back {
                    next.push(format!("{} So a reviewer calls the hospital on {}, its number in the public directory, and asks for you.", call.why, call.phone));
                } else if unproven {
                    next.push("The mailbox is at the hospital's own domain, so that is all the proof we need.".to_owned());
                }
                if let Some(by) = standing.by {
                    next.push(format!("We mean to be done by {}. You get a mail either way.", long(by)));
                }
                next.push("Then you set up your sign-in and accept the offers you want.".to_owned());
                ("Registration sent", format!("Sent on {}. Write down your reference.", long(*on)), next)
            }
            RegistrationState::Validated { on, .. } => (
                "Registration confirmed",
                format!("Confirmed on {}.", long(*on)),
                vec![
                    format!("We mailed a link to {email}. Open it to set up your sign-in."),
                    "Nobody is the hospital's administrator here yet. Naming one, on purpose, is the first task.".to_owned(),
                    "Then accept the offers you want.".to_owned(),
                ],
            ),
            RegistrationState::Refused { on, reason } => (
                "Registration not accepted",
                format!("A reviewer decided on {}.", long(*on)),
                vec![format!("The reason: {reason}"), "If that is wrong, call us or write to us: your reference leads us to it. Or register again.".to_owned()],
            ),
        };
        Ok(Some(Self {
            layout: Layout::new(app, visitor),
            name: display_case(&draft.listed.hospital.name),
            heading,
            reference: registration.reference.to_string(),
            says,
            next,
            ccn: registration.ccn,
            days: app.config.sign_in.resume_days,
            refused: matches!(registration.state, RegistrationState::Refused { .. }),
            unproven,
            late: false,
        }))
    }
}

#[derive(Template)]
#[template(path = "registration/offers.html")]
struct OffersPage {
    layout: Layout,
    name: String,
    ccn: Ccn,
    sent: bool,
    shelves: Vec<ShelfOf>,
    total: String,
    total_note: String,
}

pub(super) async fn offers(
    State(app): State<App>,
    visitor: Visitor,
    held: Held,
) -> Result<Response, WebError> {
    let Some((_, draft)) = held.draft(&app).await? else { return Ok(no_draft()) };
    let said = draft.registration.answers.attestations(app.today());
    let checked = app.decide_for(draft.listed.clone(), None, &said);
    let (total, total_note) = total(&checked);
    Ok(render(&OffersPage {
        layout: Layout::new(&app, &visitor),
        name: display_case(&draft.listed.hospital.name),
        ccn: draft.registration.ccn,
        sent: draft.registration.state != RegistrationState::Draft,
        shelves: shelves(&checked.decided, &app.catalog),
        total,
        total_note,
    }))
}
