//! A sign-in sheet keyed in: lesson and day by its code, and who signed, ticked in a list or by number. Good names are kept, the answer says
//! whose by name, and what could not be read stays with what was typed.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use holdfast_core::decide::training::{KeyedSheet, read_sheet_code};
use holdfast_core::model::{HospitalScope, Learner, LearnerId, day_in_words};
use serde::Deserialize;

use super::sheets::departments;
use super::words::{choice, count};
use crate::App;
use crate::app::training::{SheetKept, TrainingRecord};
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::{Layout, WebError, render};

/// Most people to tick on one page; of a larger department numbers are typed.
const MOST_TICKS: usize = 150;
/// Departments of a hospital this small need no choosing: everybody stands in the list.
const FEW: usize = 60;
/// What stands before a learner's id in the name of a tick.
const TICK: &str = "signed-";
/// Longest text shown again in a field, in characters.
const MOST_SHOWN: usize = 254;
/// Longest list of numbers shown again, in characters.
const MOST_NUMBERS_SHOWN: usize = 20_000;
/// People whose lesson was recorded who are named one by one. A sheet has fewer; the CSV has all.
const MOST_NAMED: usize = 200;
/// Wrong numbers that are named one by one.
const MOST_WRONG: usize = 20;

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    code: String,
    department: String,
}

struct Tick {
    /// The name of the field.
    field: String,
    /// The id of the field: the first one's is the question's, so that the summary of errors leads there.
    id: String,
    label: String,
    is_on: bool,
}

/// People of whom the same is told.
struct Told {
    says: String,
    names: Vec<String>,
    n_more: usize,
}

impl Told {
    /// `None` where it is nobody.
    fn of(people: &[Learner], says: impl FnOnce(usize) -> String) -> Option<Self> {
        let name = |l: &Learner| format!("{}, {}", l.person.name, l.person.number);
        (!people.is_empty()).then(|| Self {
            says: says(people.len()),
            names: people.iter().take(MOST_NAMED).map(name).collect(),
            n_more: people.len().saturating_sub(MOST_NAMED),
        })
    }
}

#[derive(Template)]
#[template(path = "training/key_in.html")]
pub(super) struct KeyInPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    /// Whose lesson was recorded, and whose was on record already; empty before a sheet came in.
    told: Vec<Told>,
    code: String,
    lessons: Vec<(String, String)>,
    lesson: String,
    held_on: String,
    departments: Vec<(String, String)>,
    department: String,
    people: Vec<Tick>,
    n_too_many: usize,
    numbers: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let mut page =
        KeyInPage::load(&app, &visitor, &actor, scope, &asked.department, &BTreeSet::new()).await?;
    page.code = short(asked.code.trim());
    if !page.code.is_empty() {
        match read_sheet_code(&page.code, &app.catalog.lessons) {
            Ok((lesson, held_on)) => {
                page.lesson = lesson.id.to_string();
                page.held_on = held_on.map(|day| day.to_string()).unwrap_or_default();
            }
            Err(fault) => page.problems.add("lesson", fault.to_string()),
        }
    }
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, render(&page)).into_response())
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Form(sent): Form<BTreeMap<String, String>>,
) -> Result<Response, WebError> {
    let said = |key: &str| sent.get(key).cloned().unwrap_or_default();
    let tick = |name: &String| name.strip_prefix(TICK)?.parse::<LearnerId>().ok();
    let sheet = KeyedSheet {
        lesson: said("lesson"),
        held_on: said("held_on"),
        ticked: sent.keys().filter_map(tick).collect(),
        numbers: said("numbers"),
    };
    let kept = app.key_in_sheet(scope, &actor.speaker(scope.ccn()), &sheet).await?;
    let mut page =
        KeyInPage::load(&app, &visitor, &actor, scope, &said("of_department"), &sheet.ticked).await?;
    (page.lesson, page.held_on) = (short(&sheet.lesson), short(&sheet.held_on));
    page.take(kept, &sheet, &app);
    // No redirect: the answer has names, which stay out of addresses, and a sheet sent again is recorded once.
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, render(&page)).into_response())
}

fn short(text: &str) -> String {
    text.chars().take(MOST_SHOWN).collect()
}

impl KeyInPage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
        department: &str,
        ticked: &BTreeSet<LearnerId>,
    ) -> Result<Self, WebError> {
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Training);
        let record = app.staff(scope).await?;
        let lessons = app.taught_lessons().map(choice).collect();
        Ok(Self::new(layout(app, visitor), here, &record, lessons, department, ticked))
    }

    pub(super) fn new(
        layout: Layout,
        here: Here,
        record: &TrainingRecord,
        lessons: Vec<(String, String)>,
        department: &str,
        ticked: &BTreeSet<LearnerId>,
    ) -> Self {
        let all: Vec<&Learner> = record.listed().collect();
        let is_few = all.len() <= FEW;
        // Whoever is ticked stays in sight, whichever department is looked at.
        let is_shown = |l: &&&Learner| {
            is_few || ticked.contains(&l.id) || (!department.is_empty() && l.person.department == department)
        };
        let shown: Vec<&&Learner> = all.iter().filter(is_shown).collect();
        let n_too_many = if shown.len() > MOST_TICKS { shown.len() } else { 0 };
        let tick = |(n, l): (usize, &&&Learner)| {
            let field = format!("{TICK}{}", l.id);
            Tick {
                id: if n == 0 { "who".to_owned() } else { field.clone() },
                field,
                label: format!("{}, {}", l.person.name, l.person.number),
                is_on: ticked.contains(&l.id),
            }
        };
        Self {
            layout,
            here,
            problems: Problems::default(),
            told: Vec::new(),
            code: String::new(),
            lessons,
            lesson: String::new(),
            held_on: String::new(),
            departments: if is_few { Vec::new() } else { departments(record) },
            department: short(department),
            people: if n_too_many > 0 { Vec::new() } else { shown.iter().enumerate().map(tick).collect() },
            n_too_many,
            numbers: String::new(),
        }
    }

    /// Puts what is wrong at its places. What was recorded is taken out of the form: only the rest has to be mended.
    fn take(&mut self, kept: SheetKept, sheet: &KeyedSheet, app: &App) {
        match kept {
            SheetKept::Wrong(faults) => {
                self.numbers = sheet.numbers.chars().take(MOST_NUMBERS_SHOWN).collect();
                for fault in faults {
                    self.problems.add(fault.field(), fault.in_words(app.today()));
                }
            }
            SheetKept::Recorded { taken, known, unknown, strangers } => {
                let about = self.about(sheet);
                self.tell(&taken, &known, &about);
                self.people.iter_mut().for_each(|tick| tick.is_on = false);
                if !strangers.is_empty() {
                    let who =
                        count(strangers.len(), "person who was ticked is", "people who were ticked are");
                    self.problems
                        .add("who", format!("{who} not on this hospital's roster, and not recorded."));
                }
                if unknown.is_empty() {
                    return;
                }
                let numbers: Vec<&str> = unknown.iter().map(|u| u.number.as_str()).collect();
                self.numbers = numbers.join("\n").chars().take(MOST_NUMBERS_SHOWN).collect();
                let says: Vec<&str> = unknown.iter().take(MOST_WRONG).map(|u| u.says.as_str()).collect();
                let more = unknown.len().saturating_sub(MOST_WRONG);
                let more = if more > 0 { format!(" And {more} more.") } else { String::new() };
                let none = "Nobody was recorded for what is below.";
                self.problems.add("numbers", format!("{}{more} {none}", says.join(" ")));
            }
        }
    }

    /// Says whose lesson was recorded, and whose was on record already. `about`: of which lesson, or nothing.
    pub(super) fn tell(&mut self, taken: &[Learner], known: &[Learner], about: &str) {
        let recorded =
            |n| format!("{} recorded{about}.", count(n, "person's lesson is", "people's lessons are"));
        let before = |n| format!("{} on record for that day already.", count(n, "person was", "people were"));
        self.told = [Told::of(taken, recorded), Told::of(known, before)].into_iter().flatten().collect();
    }

    /// The lesson and the day, as the sentence of what was recorded has them.
    fn about(&self, sheet: &KeyedSheet) -> String {
        let lesson = self.lessons.iter().find(|(key, _)| *key == sheet.lesson.trim());
        match (lesson, sheet.held_on.trim().parse().map(day_in_words)) {
            (Some((_, name)), Ok(day)) => format!(": {name}, on {day}"),
            _ => String::new(),
        }
    }
}
