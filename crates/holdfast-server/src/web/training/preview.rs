//! What a list changes, to look at before it counts; and the button that does exactly what was seen.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::Lessons;
use holdfast_core::decide::training::{FieldChange, LearnerChange, NumbersSay, ReusedNumber, StaysWhy};
use holdfast_core::model::{StaffMember, day_in_words};
use serde::Deserialize;

use super::words::{count, field, works};
use crate::App;
use crate::app::training::{RosterAgreed, RosterApplied, RosterPreview};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// People that are listed of each kind; a page stays small.
const MOST_SHOWN: usize = 40;

/// Whether the list is the whole roster.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Whole {
    whole: String,
}

struct Person {
    name: String,
    number: String,
    says: Vec<String>,
}

struct Group {
    id: &'static str,
    title: &'static str,
    means: &'static str,
    n: usize,
    lines: Vec<Person>,
}

struct FaultView {
    place: String,
    says: String,
}

#[derive(Template)]
#[template(path = "training/preview.html")]
pub(super) struct PreviewPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    is_conflict: bool,
    token: String,
    name: String,
    digest: String,
    version: u32,
    is_whole: bool,
    whole_says: &'static str,
    says: String,
    remarks: Vec<String>,
    n_faults: usize,
    faults: Vec<FaultView>,
    groups: Vec<Group>,
    n_same: usize,
    is_nothing: bool,
    many_leave: bool,
    many_title: String,
    many_says: String,
    n_reused: usize,
    /// What was said of numbers that seem to be somebody else's: `others`, `same` or nothing.
    numbers: String,
    button: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, list)): Path<(String, String)>,
    Query(asked): Query<Whole>,
) -> Result<Response, WebError> {
    let preview = app.held_roster(scope, &list, asked.whole == "yes").await?;
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    Ok(render(&PreviewPage::new(layout(&app, &visitor), here, &app.catalog.lessons, list, preview)))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, list)): Path<(String, String)>,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let said = |key: &str| sent.get(key).map(|v| v.trim()).unwrap_or_default();
    let agreed = RosterAgreed {
        digest: said("digest"),
        // A version that is none is as one from before: the list is shown again.
        version: said("version").parse().unwrap_or(u32::MAX),
        is_whole: said("whole") == "yes",
        many_leave: said("many") == "yes",
        numbers: match said("numbers") {
            "others" => Some(NumbersSay::Others),
            "same" => Some(NumbersSay::Same),
            _ => None,
        },
    };
    let (status, preview, problem) =
        match app.apply_held_roster(scope, &actor.speaker(scope.ccn()), &list, agreed).await? {
            RosterApplied::Done(_) => {
                let to = format!("/hospital/{}/training/roster?done=applied", scope.ccn());
                return Ok(Redirect::to(&to).into_response());
            }
            RosterApplied::Meanwhile(preview) => (StatusCode::CONFLICT, preview, None),
            RosterApplied::ManyLeave(preview) => {
                let says = "Tick that so many people left, or leave the roster as it is.";
                (StatusCode::UNPROCESSABLE_ENTITY, preview, Some(("many", says)))
            }
            RosterApplied::NumbersUnsaid(preview) => {
                let says = "Say whose these numbers are, or leave the roster as it is.";
                (StatusCode::UNPROCESSABLE_ENTITY, preview, Some(("numbers", says)))
            }
        };
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let mut page = PreviewPage::new(layout(&app, &visitor), here, &app.catalog.lessons, list, preview);
    page.is_conflict = problem.is_none();
    if let Some((field, says)) = problem {
        page.problems = Problems::one(field, says);
        page.numbers = said("numbers").to_owned();
    }
    Ok((status, render(&page)).into_response())
}

impl PreviewPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        lessons: &Lessons,
        token: String,
        preview: RosterPreview,
    ) -> Self {
        let RosterPreview { name, digest, version, is_whole, read, change } = preview;
        let n_leave = change.n_may_leave();
        let places = read.faults.iter().take(MOST_SHOWN);
        let faults = places.map(|f| FaultView {
            place: match f.column.as_str() {
                "" => format!("Line {}", f.line),
                column => format!("Line {}, {column}", f.line),
            },
            says: holdfast_core::model::sentence(&f.says),
        });
        Self {
            layout,
            here,
            problems: Problems::default(),
            is_conflict: false,
            token,
            name,
            digest,
            version,
            is_whole,
            whole_says: if is_whole { "everyone who works here." } else { "some people." },
            says: match change.n_touched() {
                0 => "It changes nothing.".to_owned(),
                n => format!("It changes {}.", count(n, "person", "people")),
            },
            remarks: read
                .notes
                .iter()
                .map(|n| holdfast_core::model::sentence(n))
                .chain(keeps(&change.keeps))
                .collect(),
            n_faults: read.faults.len(),
            faults: faults.collect(),
            n_same: change.n_same,
            is_nothing: change.is_nothing(),
            many_leave: change.leaves_many,
            many_title: format!("{n_leave} of {} would leave", count(change.n_listed, "person", "people")),
            n_reused: change.reused.len(),
            numbers: String::new(),
            many_says: format!("Yes, {} left", count(n_leave, "person has", "people have")),
            button: match change.n_touched() {
                1 => "Change 1 person".to_owned(),
                n => format!("Change {n} people"),
            },
            groups: groups(&change, lessons),
        }
    }
}

fn groups(change: &holdfast_core::decide::training::RosterChange, lessons: &Lessons) -> Vec<Group> {
    let whole = |p: &StaffMember| Person {
        name: p.name.clone(),
        number: p.number.clone(),
        says: vec![works(p, lessons)],
    };
    let changed = |c: &LearnerChange| Person {
        name: c.person.name.clone(),
        number: c.person.number.clone(),
        says: changes(c),
    };
    let stays = |s: &holdfast_core::decide::training::Stays| Person {
        name: s.learner.person.name.clone(),
        number: s.learner.person.number.clone(),
        says: vec![match s.why {
            StaysWhy::LineUnread => "The line with their number has a mistake.".to_owned(),
            StaysWhy::LineNameless => "A line without a number may be theirs.".to_owned(),
            StaysWhy::QuoteOpen => {
                "A quotation mark in the list is not closed, and their line may stand behind it.".to_owned()
            }
        }],
    };
    let all = [
        Group {
            id: "joins",
            title: "Join",
            means: "They are asked for the lessons of their roles, counted from today.",
            n: change.joins.len(),
            lines: change.joins.iter().take(MOST_SHOWN).map(whole).collect(),
        },
        Group {
            id: "changes",
            title: "Change",
            means: "Everything they did stays.",
            n: change.changes.len(),
            lines: change.changes.iter().take(MOST_SHOWN).map(changed).collect(),
        },
        Group {
            id: "returns",
            title: "Come back",
            means: "They had left. What they did before counts as before. Their old links stay ended: give them new ones under Links.",
            n: change.returns.len(),
            lines: change.returns.iter().take(MOST_SHOWN).map(changed).collect(),
        },
        Group {
            id: "reused",
            title: "Have a number that was another person's",
            means: "Nothing but the number is the same. Say below whose it is.",
            n: change.reused.len(),
            lines: change.reused.iter().take(MOST_SHOWN).map(reused).collect(),
        },
        Group {
            id: "leaves",
            title: "Leave",
            means: "They are not in the list. Nothing more is asked of them and their links end. What they did stays on record.",
            n: change.leaves.len(),
            lines: change.leaves.iter().take(MOST_SHOWN).map(|l| whole(&l.person)).collect(),
        },
        Group {
            id: "stays",
            title: "Stay, because of mistakes in the list",
            means: "They may be on a line that cannot be read, so nobody takes them off.",
            n: change.stays.len(),
            lines: change.stays.iter().take(MOST_SHOWN).map(stays).collect(),
        },
    ];
    all.into_iter().filter(|g| g.n > 0).collect()
}

/// What is said of fields the list has no column for.
fn keeps(fields: &[&'static str]) -> Option<String> {
    let names: Vec<&str> = fields.iter().map(|key| field(key)).collect();
    let says =
        |names: String| format!("No column of the list holds: {names}. On the roster they stay as they are.");
    (!names.is_empty()).then(|| says(names.join(", ")))
}

fn reused(one: &ReusedNumber) -> Person {
    let was = &one.learner.person;
    let mail = |p: &StaffMember| p.email.as_ref().map_or("no mail address", |e| e.as_str()).to_owned();
    let left =
        one.learner.left_on.map(|on| format!(", who left on {}", day_in_words(on))).unwrap_or_default();
    Person {
        name: one.person.name.clone(),
        number: one.person.number.clone(),
        says: vec![
            format!("This number was {}'s{left}.", was.name),
            format!("Mail address: {} then, {} in the list.", mail(was), mail(&one.person)),
        ],
    }
}

fn changes(change: &LearnerChange) -> Vec<String> {
    let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    let one = |f: &FieldChange| format!("{}: {} becomes {}.", field(f.field), shown(&f.was), shown(&f.is));
    let mut says: Vec<String> = change.fields.iter().map(one).collect();
    if change.was.email.is_some() && change.fields.iter().any(|f| f.field == "email") {
        says.push("Links that were mailed to the old address end. Mail a new one under Links.".to_owned());
    }
    if change.is_other_name {
        let was = &change.was.name;
        says.push(format!(
            "Look twice: this number was {was}'s. If it is somebody else now, give them a number of their own, or they take over what {was} did."
        ));
    }
    says
}
