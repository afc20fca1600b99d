//! One report: what was read from the mail, why it looks as it does, and the form for the answer.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Language;
use holdfast_core::decide::suspicious_mail::{
    Checked, MailLink, PersonSaid, Pool, ReportedMail, SaidOfSender,
};
use holdfast_core::model::{HospitalScope, sentence};

use super::list::{span, stands, subject};
use super::report_id;
use crate::App;
use crate::app::reported_mail::{AnswerFault, MOST_NOTE_CHARS, MailOnList};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::{Came, Layout, WebError, moment, render};

/// Links and files that stand on the page; the rest is counted.
const MOST_SHOWN: usize = 40;

/// Letters of an address on the page.
const MOST_URL: usize = 160;

/// A link as the page shows it: never as a link.
pub(super) struct LinkView {
    url: String,
    notes: String,
}

/// What was read from the mail.
#[derive(Default)]
pub(super) struct MailView {
    from: String,
    answers_to: String,
    sent: String,
    server: String,
    links: Vec<LinkView>,
    n_more_links: usize,
    files: Vec<String>,
    n_more_files: usize,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "reported_mail/one.html")]
pub(super) struct OnePage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    id: String,
    number: u32,
    subject: String,
    tone: &'static str,
    icon: &'static str,
    stands: String,
    reported: String,
    why: Vec<String>,
    known: String,
    mail: Option<MailView>,
    answer: Option<String>,
    note: String,
    typed: String,
    choices: Vec<(&'static str, &'static str, bool)>,
    most_note: usize,
    pub(super) problems: Problems,
    pub(super) done: &'static str,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, report)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = load(&app, &visitor, &actor, scope, &report).await?;
    if came.done == "answered" {
        page.done = "The reporter has your answer.";
    }
    Ok(render(&page))
}

pub(super) async fn answer(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, report)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let id = report_id(&report)?;
    let text = |name: &str| sent.get(name).map(String::as_str).unwrap_or_default();
    let wrong = match PersonSaid::from_key(text("said")) {
        None => Problems::one("said", "Choose what the mail is."),
        Some(said) => {
            let by = actor.speaker(scope.ccn());
            match app.answer_reported_mail(scope, &by, id, said, text("note")).await? {
                Ok(_) => {
                    let at = format!("/hospital/{}/reported-mail/{id}?done=answered", scope.ccn());
                    return Ok(Redirect::to(&at).into_response());
                }
                Err(fault @ AnswerFault::Answered { .. }) => {
                    return Err(WebError::Conflict { what: sentence(&fault.to_string()) });
                }
                Err(fault @ AnswerFault::TooLong) => Problems::one("note", sentence(&fault.to_string())),
            }
        }
    };
    let mut page = load(&app, &visitor, &actor, scope, &report).await?;
    page.problems = wrong;
    page.typed = text("note").to_owned();
    page.choices = choices(text("said"));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    report: &str,
) -> Result<OnePage, WebError> {
    let (one, pool) = app.reported_mail(scope, report_id(report)?).await?;
    let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Cases);
    Ok(OnePage::new(layout(app, visitor), here, &one, pool))
}

impl OnePage {
    pub(super) fn new(layout: Layout, here: Here, one: &MailOnList, pool: Pool) -> Self {
        let (tone, icon, stands) = stands(one);
        let judged = one.judged.as_ref();
        let why =
            judged.map(|judged| judged.reasons.iter().map(|r| r.words(Language::English)).take(20).collect());
        let answer = one.report.answer.as_ref();
        Self {
            layout,
            here,
            id: one.report.id.to_string(),
            number: one.report.number,
            subject: subject(one),
            tone,
            icon,
            stands,
            reported: moment::moment(one.report.reported_at.as_millisecond()),
            why: why.unwrap_or_default(),
            known: known(pool),
            mail: one.report.mail.as_ref().map(MailView::new),
            answer: answer.map(|answer| {
                let waited = answer.at.duration_since(one.report.reported_at).as_mins().max(0);
                let waited = span(holdfast_core::decide::suspicious_mail::Minutes(waited));
                format!("{} answered after {waited}.", answer.by)
            }),
            note: answer.map_or_else(String::new, |answer| answer.note.clone()),
            typed: String::new(),
            choices: choices(""),
            most_note: MOST_NOTE_CHARS,
            problems: Problems::default(),
            done: "",
        }
    }
}

/// The choices of the form: key, words, and whether it was chosen.
fn choices(chosen: &str) -> Vec<(&'static str, &'static str, bool)> {
    let words = |said| match said {
        PersonSaid::Bad => "Bad: it is meant to cheat or harm",
        PersonSaid::Junk => "Advertising that nobody asked for",
        PersonSaid::Harmless => "Harmless: it is what it says it is",
    };
    PersonSaid::ALL.into_iter().map(|said| (said.key(), words(said), chosen == said.key())).collect()
}

/// What hospitals know of the lure, in a sentence.
fn known(pool: Pool) -> String {
    let others = pool.n_seen.saturating_sub(1);
    let seen = match others {
        0 => return "No other hospital that shares has seen it.".to_owned(),
        1 => "1 other hospital saw it".to_owned(),
        n => format!("{n} other hospitals saw it"),
    };
    match (pool.n_bad, pool.n_harmless) {
        (0, 0) => format!("{seen}. Nobody has judged it yet."),
        (bad, 0) => format!("{seen}. People found it bad at {bad}."),
        (0, harmless) => format!("{seen}. People found it harmless at {harmless}."),
        (bad, harmless) => format!("{seen}. People found it bad at {bad} and harmless at {harmless}."),
    }
}

impl MailView {
    fn new(mail: &ReportedMail) -> Self {
        let sender = mail.sender.as_ref();
        let file = |f: &holdfast_core::decide::suspicious_mail::MailFile| {
            let name = if f.name.is_empty() { "A file without a name" } else { &f.name };
            format!("{name}: {}, {} bytes, SHA-256 {}", f.kind, f.n_bytes, f.sha256)
        };
        Self {
            from: match sender.map(|sender| (sender.name.as_str(), sender.address.as_str())) {
                None | Some(("", "")) => "It does not say.".to_owned(),
                Some((name, "")) => format!("{name}, without an address"),
                Some(("", address)) => address.to_owned(),
                Some((name, address)) => format!("{name}, {address}"),
            },
            answers_to: mail.reply_to.clone().unwrap_or_default(),
            sent: mail.sent_at.map_or_else(String::new, |at| moment::moment(at.as_millisecond())),
            server: mail
                .said_of_sender
                .as_ref()
                .map_or_else(|| "Nothing; it was lost on the way, or never said.".to_owned(), server),
            links: mail.links.iter().take(MOST_SHOWN).map(LinkView::new).collect(),
            n_more_links: mail.links.len().saturating_sub(MOST_SHOWN),
            files: mail.files.iter().take(MOST_SHOWN).map(file).collect(),
            n_more_files: mail.files.len().saturating_sub(MOST_SHOWN),
            faults: mail.faults.clone(),
        }
    }
}

/// What the server said. That a check passed says who may send for a domain, not whether the domain is a good one.
fn server(said: &SaidOfSender) -> String {
    let word = |checked: Option<Checked>| match checked {
        Some(Checked::Passed) => "passed",
        Some(Checked::Failed) => "failed",
        Some(Checked::NotSaid) => "could not say",
        None => "not checked",
    };
    let by = if said.said_by.is_empty() { "The mail server" } else { &said.said_by };
    format!(
        "{by} says: SPF {}, DKIM {}, DMARC {}. A check that passed does not make a mail safe.",
        word(said.spf),
        word(said.dkim),
        word(said.dmarc)
    )
}

impl LinkView {
    fn new(link: &MailLink) -> Self {
        let mut notes = Vec::new();
        if let Some(shows) = &link.shows {
            notes.push(format!("its text shows {shows}"));
        }
        if let Some(reads) = &link.reads {
            notes.push(format!("its host reads {reads}"));
        }
        if let Some(by) = &link.hidden_by {
            notes.push(format!("{by} hides where it goes"));
        }
        if !link.is_pressed {
            notes.push("fetched when the mail is opened".to_owned());
        }
        Self { url: defused(&link.url), notes: notes.join("; ") }
    }
}

/// An address that nobody can press by mistake: `hxxps` for `https`, and `[.]` for the last dot of the host.
pub(super) fn defused(url: &str) -> String {
    let cut: String = url.chars().take(MOST_URL).collect();
    let plain = cut.replacen("http", "hxxp", 1);
    let (scheme, rest) = plain.split_once("://").unwrap_or(("", &plain));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let host = match host.rsplit_once('.') {
        Some((before, last)) => format!("{before}[.]{last}"),
        None => host.to_owned(),
    };
    let more = if url.chars().count() > MOST_URL { "…" } else { "" };
    format!("{scheme}://{host}{path}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_on_the_page_cannot_be_pressed() {
        assert_eq!(
            defused("https://login.evil.com/a?b=http://c.com"),
            "hxxps://login.evil[.]com/a?b=http://c.com"
        );
        assert_eq!(defused("http://127.0.0.1"), "hxxp://127.0.0[.]1");
        assert!(defused(&format!("https://a.com/{}", "x".repeat(500))).ends_with('…'));
    }

    #[test]
    fn what_is_known_elsewhere_is_a_sentence() {
        let pool = |n_seen, n_bad, n_harmless| known(Pool { n_seen, n_bad, n_harmless, n_known_bad: 0 });
        assert_eq!(pool(1, 1, 0), "No other hospital that shares has seen it.");
        assert_eq!(pool(3, 2, 1), "2 other hospitals saw it. People found it bad at 2 and harmless at 1.");
    }
}
