//! Links to learn by: mailed to those with an address, on badges for the others.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::words::count;
use crate::App;
use crate::app::training::{LinksStand, MOST_BADGES, Whom};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::papers::answer;
use crate::web::{Layout, WebError, render};

/// Departments that can be chosen from.
const MOST_DEPARTMENTS: usize = 200;
/// What stands before a department in the choice, so that no name of one is taken for another word.
const OF: &str = "of:";

/// What was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sent {
    mailed: String,
    today: String,
}

#[derive(Template)]
#[template(path = "training/links.html")]
pub(super) struct LinksPage {
    layout: Layout,
    here: Here,
    done: String,
    n_people: usize,
    n_mail: usize,
    mail_says: String,
    badge_says: String,
    again: &'static str,
    new_label: String,
    all_label: String,
    whom: Vec<(String, String)>,
    who: String,
    most_badges: usize,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(sent): Query<Sent>,
) -> Result<Response, WebError> {
    let stand = app.links_stand(scope).await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let mut page = LinksPage::new(layout(&app, &visitor), here, &stand);
    let n_today = sent.today.parse().unwrap_or(0);
    page.done = sent.mailed.parse().map(|n| sent_says(n, n_today)).unwrap_or_default();
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let again = sent.get("again").is_some_and(|v| v == "yes");
    let mailed = app.mail_links(scope, &actor.speaker(scope.ccn()), again).await?;
    let to = format!(
        "/hospital/{}/training/links?mailed={}&today={}",
        scope.ccn(),
        mailed.n_mailed,
        mailed.n_today
    );
    Ok(Redirect::to(&to).into_response())
}

/// The badges are made by a form and not by a link, because each makes links, and a browser opens a link again when it likes.
pub(super) async fn badges(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let who = sent.get("who").map(String::as_str).unwrap_or_default();
    Ok(answer(app.badges(scope, &actor.speaker(scope.ccn()), &whom(who)).await?))
}

/// Whom a choice means.
fn whom(who: &str) -> Whom {
    match who.strip_prefix(OF) {
        Some(department) => Whom::Department(department.to_owned()),
        None => who.parse().map_or(Whom::WithoutMail, Whom::One),
    }
}

fn sent_says(n: usize, n_today: usize) -> String {
    let mut says = match n {
        0 => "Nobody was written to.".to_owned(),
        n => format!("{} in the queue.", count(n, "mail is", "mails are")),
    };
    if n_today > 0 {
        says +=
            &format!(" {} today already.", count(n_today, "person was written to", "people were written to"));
    }
    says
}

impl LinksPage {
    pub(super) fn new(layout: Layout, here: Here, stand: &LinksStand) -> Self {
        let departments = stand.departments.iter().take(MOST_DEPARTMENTS);
        let department = |(name, n): &(String, usize)| {
            (format!("{OF}{name}"), format!("{name} ({})", count(*n, "person", "people")))
        };
        let mut whom = vec![(
            String::new(),
            format!("Those without a mail address ({})", count(stand.n_without_mail, "person", "people")),
        )];
        whom.extend(departments.map(department));
        Self {
            layout,
            here,
            done: String::new(),
            n_people: stand.n_people,
            n_mail: stand.n_mail,
            mail_says: format!(
                "{} of {} on the roster {} a mail address. {} a link that works.",
                stand.n_mail,
                count(stand.n_people, "person", "people"),
                if stand.n_mail == 1 { "has" } else { "have" },
                count(stand.n_linked, "person has", "people have")
            ),
            badge_says: format!(
                "{} no mail address.",
                count(stand.n_without_mail, "person has", "people have")
            ),
            again: "no",
            new_label: format!(
                "Those nobody has written to yet ({})",
                count(stand.n_mail_new, "person", "people")
            ),
            all_label: format!("Everyone with a mail address ({})", count(stand.n_mail, "person", "people")),
            whom,
            who: String::new(),
            most_badges: MOST_BADGES,
        }
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::model::LearnerId;

    use super::*;

    #[test]
    fn a_choice_means_a_department_a_person_or_those_without_mail() {
        assert_eq!(whom("of:12"), Whom::Department("12".to_owned()));
        assert_eq!(whom("12"), Whom::One(LearnerId(12)));
        for other in ["", "everyone", "OF:IT", "99999999999999999999"] {
            assert_eq!(whom(other), Whom::WithoutMail);
        }
    }
}
