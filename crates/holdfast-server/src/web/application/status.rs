//! `/application/status`: the reference number, what happens next, and what the reviewers asked or decided.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::application::{contact, name, review};
use holdfast_core::model::{ApplicationState, day_in_words};

use super::held::{Held, none_held};
use super::verdict_card::VerdictCard;
use crate::App;
use crate::app::application::{ApplicationStanding, Applying, Word};
use crate::auth::Visitor;
use crate::web::moment::moment;
use crate::web::{Layout, WebError, render};

struct TalkLine {
    what: &'static str,
    when: String,
    text: String,
    ours: bool,
}

#[derive(Template)]
#[template(path = "application/status.html")]
pub(super) struct StatusPage {
    layout: Layout,
    program: String,
    program_id: String,
    who: String,
    heading: &'static str,
    reference: String,
    says: String,
    /// The reviewers' reason, once they decided.
    reason: String,
    next: Vec<String>,
    talk: Vec<TalkLine>,
    verdicts: Vec<VerdictCard>,
    answers: Vec<(String, String)>,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, held: Held) -> Result<Response, WebError> {
    let Some((_, applying)) = held.application(&app).await? else { return Ok(none_held()) };
    if applying.is_open() {
        return Ok(Redirect::to("/application").into_response());
    }
    let standing = app.application_standing(&applying).await?;
    Ok(render(&StatusPage::new(Layout::new(&app, &visitor), &applying, &standing)))
}

impl StatusPage {
    pub(super) fn new(layout: Layout, applying: &Applying<'_>, standing: &ApplicationStanding<'_>) -> Self {
        let application = &applying.application;
        let to = contact(applying.form, &application.answers).map(|e| e.to_string()).unwrap_or_default();
        let (heading, says, reason, next) = match &application.state {
            // Open ones are sent to their list of pages before this.
            ApplicationState::Draft | ApplicationState::AskedBack { .. } => {
                ("Application not sent yet", String::new(), String::new(), Vec::new())
            }
            ApplicationState::Submitted { on } => {
                let mut next = vec![
                    format!("We mailed a confirmation to {to}. It has a link back to this page."),
                    "A reviewer reads the application and recommends. A second reviewer decides. Neither has a tie to you."
                        .to_owned(),
                    format!("If they have a question, we write to {to}. You answer it here and can change your answers."),
                ];
                if let Some(by) = standing.by {
                    let by = day_in_words(by);
                    next.push(format!("We mean to decide by {by}. You get a mail with the reason either way."));
                }
                let says = format!("Sent on {}. Write down your reference.", day_in_words(*on));
                ("Application sent", says, String::new(), next)
            }
            ApplicationState::Approved { on, reason } => (
                "Application approved",
                format!("Decided on {}.", day_in_words(*on)),
                reason.clone(),
                vec![
                    "The program office writes to you with the award letter. It names the amounts and the last day to use them.".to_owned(),
                    "Before you begin, read on the program\u{2019}s page what happens the day after each offer ends.".to_owned(),
                ],
            ),
            ApplicationState::Refused { on, reason } => (
                "Application not approved",
                format!("Decided on {}.", day_in_words(*on)),
                reason.clone(),
                vec![
                    "If something in the reason is wrong, call us or write to us. Your reference leads us to it.".to_owned(),
                    "You can apply again with a changed project.".to_owned(),
                ],
            ),
        };
        let row = |r: holdfast_core::decide::application::ReviewRow| (r.asks, r.said.unwrap_or_default());
        Self {
            layout,
            program: applying.program.name.clone(),
            program_id: applying.program.id.to_string(),
            who: name(&application.answers).unwrap_or_default().to_owned(),
            heading,
            reference: application.reference.to_string(),
            says,
            next,
            // The reason stands above by itself.
            talk: standing.talk.iter().filter(|w| w.text != reason).map(TalkLine::new).collect(),
            verdicts: VerdictCard::all(&standing.verdicts),
            answers: review(applying.form, &application.answers).into_iter().map(row).collect(),
            reason,
        }
    }
}

impl TalkLine {
    fn new(word: &Word) -> Self {
        Self { what: word.what, when: moment(word.at_ms), text: word.text.clone(), ours: word.by_reviewer }
    }
}
