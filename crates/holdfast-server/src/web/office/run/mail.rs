//! The outbox: which letters were written and where they stand, and one letter's plain text. HTML is never shown.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::model::{Action, MailId};
use holdfast_store::{Mail, MailState};
use serde::Deserialize;

use super::mailboxes::MailboxRow;
use crate::App;
use crate::app::Outbox;
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::office::when;
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ManageProgram);
    routes.get("/office/run/mail", access, outbox).get("/office/run/mail/{id}", access, letter)
}

/// What people read for a state.
fn label(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "Waiting to be sent",
        MailState::Sent => "Sent",
        MailState::Failed => "Given up",
        MailState::Outbox => "Kept here, not sent",
    }
}

fn tone(state: MailState) -> (&'static str, &'static str) {
    match state {
        MailState::Queued => ("wait", "clock"),
        MailState::Sent => ("done", "yes"),
        MailState::Failed => ("late", "bell"),
        MailState::Outbox => ("", "file"),
    }
}

struct MailRow {
    id: MailId,
    subject: String,
    to: String,
    written: String,
    label: &'static str,
    tone: &'static str,
    icon: &'static str,
}

struct Choice {
    href: String,
    words: String,
    is_now: bool,
}

#[derive(Template)]
#[template(path = "office/run/outbox.html")]
struct OutboxPage {
    layout: Layout,
    choices: Vec<Choice>,
    mails: Vec<MailRow>,
    sends_mail: bool,
    mailboxes: Vec<MailboxRow>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
}

fn rows(outbox: &Outbox) -> Vec<MailRow> {
    outbox
        .mails
        .iter()
        .map(|mail| {
            let (tone, icon) = tone(mail.state);
            MailRow {
                id: mail.new.id,
                subject: mail.new.subject.clone(),
                to: mail.new.to.as_str().to_owned(),
                written: when::time(mail.created_at_ms),
                label: label(mail.state),
                tone,
                icon,
            }
        })
        .collect()
}

async fn outbox(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let state = MailState::from_key(&asked.state);
    let outbox = app.outbox(state).await?;
    let all: u32 = outbox.counts.iter().map(|(_, n)| n).sum();
    let mut choices = vec![Choice {
        href: "/office/run/mail".to_owned(),
        words: format!("All ({all})"),
        is_now: state.is_none(),
    }];
    choices.extend(outbox.counts.iter().map(|(of, n)| Choice {
        href: format!("/office/run/mail?state={}", of.key()),
        words: format!("{} ({n})", label(*of)),
        is_now: state == Some(*of),
    }));
    Ok(render(&OutboxPage {
        layout: Layout::new(&app, &visitor),
        choices,
        mails: rows(&outbox),
        sends_mail: app.config.mail.smtp.is_some(),
        mailboxes: app.mailboxes().await?.iter().map(MailboxRow::of).collect(),
    }))
}

#[derive(Template)]
#[template(path = "office/run/letter.html")]
struct LetterPage {
    layout: Layout,
    subject: String,
    to: String,
    kind: String,
    written: String,
    label: &'static str,
    attempts: u32,
    last_error: String,
    sent: String,
    text: String,
}

impl LetterPage {
    fn new(layout: Layout, mail: Mail) -> Self {
        Self {
            layout,
            subject: mail.new.subject,
            to: mail.new.to.as_str().to_owned(),
            kind: mail.new.kind,
            written: when::time(mail.created_at_ms),
            label: label(mail.state),
            attempts: mail.attempts,
            last_error: mail.last_error.unwrap_or_default(),
            sent: mail.sent_at_ms.map(when::time).unwrap_or_default(),
            text: mail.new.text,
        }
    }
}

async fn letter(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let id = id.parse::<MailId>().map_err(|_| WebError::not_found("There is no such mail."))?;
    let mail = app.read_mail(&actor, id).await?;
    Ok(render(&LetterPage::new(Layout::new(&app, &visitor), mail)))
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::EmailAddress;
    use holdfast_store::{NewMail, ReadMailbox};

    use super::*;
    use crate::app::reported_mail::MailboxStands;

    fn mail(state: MailState, text: &str) -> Mail {
        Mail {
            new: NewMail {
                id: MailId(7),
                to: EmailAddress::parse("ann@fixture.example").expect("an address"),
                subject: "Welcome <b>Ann</b>".to_owned(),
                kind: "resume-link".to_owned(),
                text: text.to_owned(),
                html: "<script>alert(1)</script>".to_owned(),
            },
            created_at_ms: 1_772_452_800_000,
            state,
            attempts: 2,
            next_try_at_ms: 0,
            last_error: Some("550 no such user".to_owned()),
            sent_at_ms: None,
        }
    }

    fn mailbox(n_faults: u32) -> MailboxStands {
        let fault = if n_faults > 0 { "it <b>Ann</b> failed" } else { "" };
        let read = ReadMailbox { n_faults, fault: fault.to_owned(), ..ReadMailbox::default() };
        MailboxStands { name: "report at <b>Ann".to_owned(), hospital: None, read, left: Vec::new() }
    }

    #[test]
    fn every_sample_renders_and_no_mail_is_ever_markup() {
        for (n, text) in [(0, ""), (1, "Hello <i>Ann</i>"), (100, &"long ".repeat(4_000))] {
            let mails = (0..n).map(|_| mail(MailState::Failed, text)).collect();
            let outbox = Outbox { mails, counts: vec![(MailState::Failed, n)] };
            let page = OutboxPage {
                layout: Layout::default(),
                choices: Vec::new(),
                mails: rows(&outbox),
                sends_mail: n == 0,
                mailboxes: (0..n.min(3)).map(|n| MailboxRow::of(&mailbox(n))).collect(),
            };
            assert!(!page.render().expect("the page renders").contains("<b>Ann"));
            let html =
                LetterPage::new(Layout::default(), mail(MailState::Outbox, text)).render().expect("renders");
            assert!(
                !html.contains("<b>Ann") && !html.contains("<i>Ann") && !html.contains("alert(1)"),
                "{html}"
            );
        }
    }
}
