//! The list of reports: how fast they are answered, those that wait first, what other hospitals found bad, and whether this one pools.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::suspicious_mail::{Clock, Minutes, PersonSaid, Pooled, Standing};
use holdfast_core::model::Ccn;
use serde::Deserialize;

use super::address::AddressPart;
use crate::App;
use crate::app::reported_mail::{MailOnList, MailPage, ReportedMails};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, moment, render};

/// Letters of a subject on the list.
const MOST_SUBJECT: usize = 100;

/// A report on the list.
pub(super) struct Line {
    id: String,
    number: u32,
    subject: String,
    pub(super) tone: &'static str,
    icon: &'static str,
    stands: String,
    when: String,
}

#[derive(Template)]
#[template(path = "reported_mail/list.html")]
pub(super) struct ListPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    waiting: Vec<Line>,
    n_waiting: u32,
    answered: Vec<Line>,
    /// Where to go on from what is listed: the address and its words, for those that wait and for the answered.
    more_waiting: Vec<(String, &'static str)>,
    more_answered: Vec<(String, &'static str)>,
    clock: Vec<String>,
    elsewhere: Vec<String>,
    pools: Option<bool>,
    word: String,
    pub(super) done: &'static str,
    pub(super) address: AddressPart,
}

/// Which part of the list, and what was just done. A number that is none is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ListAsked {
    done: String,
    after: String,
    before: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<ListAsked>,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Cases);
    let part = MailPage { after: asked.after.parse().ok(), before: asked.before.parse().ok() };
    let mails = app.reported_mails(scope, part).await?;
    let mut page = ListPage::new(layout(&app, &visitor), here, &mails, part);
    page.done = match asked.done.as_str() {
        "pooled" => "Your hospital shares what it finds bad.",
        "address" => "Your hospital has a new address for odd mail.",
        "unpooled" => "Your hospital shares nothing. What it shared before is taken back.",
        _ => "",
    };
    page.address = app.report_address(scope).await?.into();
    Ok(render(&page))
}

pub(super) async fn pool(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let (agrees, done) = match sent.get("pool").map(String::as_str) {
        Some("yes") => (true, "pooled"),
        Some("no") => (false, "unpooled"),
        _ => {
            let what =
                "The form does not say whether to share. Open the list of reported mail again.".to_owned();
            return Err(WebError::BadInput { what });
        }
    };
    app.pool_mails(scope, &actor.speaker(scope.ccn()), agrees).await?;
    Ok(Redirect::to(&format!("/hospital/{}/reported-mail?done={done}", scope.ccn())).into_response())
}

impl ListPage {
    pub(super) fn new(layout: Layout, here: Here, all: &ReportedMails, part: MailPage) -> Self {
        let ccn = here.ccn;
        let at = |part: MailPage, list: &str| address(ccn, part, list);
        let more_waiting = [
            part.after.map(|_| (at(MailPage { after: None, ..part }, "waiting"), "Who waits longest")),
            all.next_after.map(|next| {
                (at(MailPage { after: Some(next), ..part }, "waiting"), "More that wait for an answer")
            }),
        ];
        let more_answered = [
            part.before.map(|_| (at(MailPage { before: None, ..part }, "answered"), "The newest")),
            all.next_before.map(|next| {
                (at(MailPage { before: Some(next), ..part }, "answered"), "Older ones that were answered")
            }),
        ];
        Self {
            layout,
            waiting: all.waiting.iter().map(Line::new).collect(),
            n_waiting: all.n_waiting,
            answered: all.answered.iter().map(Line::new).collect(),
            more_waiting: more_waiting.into_iter().flatten().collect(),
            more_answered: more_answered.into_iter().flatten().collect(),
            here,
            clock: clock_words(&all.clock),
            elsewhere: all.elsewhere.iter().map(elsewhere).collect(),
            pools: all.word.as_ref().map(|word| word.agrees),
            word: all.word.as_ref().map_or_else(String::new, |word| {
                format!("{} said so on {}.", word.by, moment::day(word.at.as_millisecond()))
            }),
            done: "",
            address: AddressPart::default(),
        }
    }
}

/// The address of a part of the list, at the list that was asked for.
fn address(ccn: Ccn, part: MailPage, list: &str) -> String {
    let named = [("after", part.after), ("before", part.before)];
    let asked = named.into_iter().filter_map(|(name, number)| Some(format!("{name}={}", number?)));
    let asked: Vec<String> = asked.collect();
    let mark = if asked.is_empty() { "" } else { "?" };
    format!("/hospital/{ccn}/reported-mail{mark}{}#{list}", asked.join("&"))
}

impl Line {
    fn new(one: &MailOnList) -> Self {
        let (tone, icon, stands) = stands(one);
        Self {
            id: one.report.id.to_string(),
            number: one.report.number,
            subject: subject(one),
            tone,
            icon,
            stands,
            when: moment::moment(one.report.reported_at.as_millisecond()),
        }
    }
}

/// A subject as it stands on a page; what was forgotten has none.
pub(super) fn subject(one: &MailOnList) -> String {
    let subject = one.report.mail.as_ref().map_or("", |mail| mail.subject.as_str());
    match (subject, &one.report.mail) {
        ("", Some(_)) => "No subject".to_owned(),
        ("", None) => "What was read from it is forgotten".to_owned(),
        (subject, _) if subject.chars().count() > MOST_SUBJECT => {
            subject.chars().take(MOST_SUBJECT - 1).chain(['…']).collect()
        }
        (subject, _) => subject.to_owned(),
    }
}

/// How a report stands: tone, icon and words.
pub(super) fn stands(one: &MailOnList) -> (&'static str, &'static str, String) {
    let said = one.report.answer.as_ref().map(|answer| answer.said);
    match (said, one.judged.as_ref().map(|judged| &judged.standing)) {
        (Some(PersonSaid::Bad), _) => ("late", "stop", "Bad".to_owned()),
        (Some(PersonSaid::Junk), _) => ("cannot", "dash", "Advertising".to_owned()),
        (Some(PersonSaid::Harmless), _) => ("done", "yes", "Harmless".to_owned()),
        (None, Some(Standing::KnownBad { n_hospitals: 1 })) => {
            ("late", "stop", "Known bad at 1 hospital".to_owned())
        }
        (None, Some(Standing::KnownBad { n_hospitals })) => {
            ("late", "stop", format!("Known bad at {n_hospitals} hospitals"))
        }
        (None, Some(Standing::LooksBad)) => ("late", "bell", "Looks bad".to_owned()),
        (None, Some(Standing::Unknown) | None) => ("wait", "ask", "Look at it".to_owned()),
    }
}

/// The clock in sentences. What is not known is left out, and said.
pub(super) fn clock_words(clock: &Clock) -> Vec<String> {
    let mut says = Vec::new();
    match clock.n_reports {
        0 => return vec!["Nobody reported a mail in the last 30 days.".to_owned()],
        1 => says.push("1 report in the last 30 days.".to_owned()),
        n => says.push(format!("{n} reports in the last 30 days.")),
    }
    match clock.middle_to_answer {
        Some(minutes) => says.push(format!("Half of the answers came within {}.", span(minutes))),
        None => says.push("No report has an answer yet.".to_owned()),
    }
    if let Some(minutes) = clock.longest_wait {
        let who = if clock.n_waiting == 1 {
            "1 person waits".to_owned()
        } else {
            format!("{} people wait", clock.n_waiting)
        };
        says.push(format!("{who} for an answer, the longest for {}.", span(minutes)));
    }
    says
}

/// Minutes as people say them.
pub(super) fn span(Minutes(minutes): Minutes) -> String {
    let of = |n: i64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    match minutes {
        0 => "less than a minute".to_owned(),
        1..120 => of(minutes, "minute"),
        120..2_880 => of(minutes / 60, "hour"),
        _ => of(minutes / 1_440, "day"),
    }
}

/// A sighting of other hospitals, in one line.
fn elsewhere(pooled: &Pooled) -> String {
    let seen = &pooled.sighting;
    let mut parts = Vec::new();
    if !seen.link_domains.is_empty() {
        let domains: Vec<_> = seen.link_domains.iter().take(3).map(String::as_str).collect();
        parts.push(format!("links to {}", domains.join(", ")));
    }
    if let Some(from) = &seen.sender_domain {
        parts.push(format!("says it is from {from}"));
    }
    if !seen.files.is_empty() {
        parts.push("carries a file".to_owned());
    }
    format!("{}: {}", moment::day(pooled.added_at.as_millisecond()), parts.join("; "))
}
