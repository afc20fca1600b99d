//! How groups of a hospital's people stand: all together, by role and by department; and what that proves. Nobody is named, and small groups
//! stand together.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::decide::training::{
    MIN_GROUP, SMALLER_GROUPS, TrainingLine, TrainingProgress, TrainingTally,
};
use holdfast_core::model::day_in_words;

use super::proves::{Proves, proves};
use super::words::count;
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// Rows of departments that are shown; the rest is in the CSV.
const MOST_ROWS: usize = 40;

/// The parts of a bar, of 1,000, and the same in words.
struct Parts {
    done: usize,
    due: usize,
    overdue: usize,
    says: String,
}

struct Row {
    name: String,
    people: usize,
    asked: usize,
    done: usize,
    due: usize,
    overdue: usize,
    parts: Parts,
}

struct Table {
    id: &'static str,
    title: &'static str,
    caption: &'static str,
    of_what: &'static str,
    rows: Vec<Row>,
    /// Which groups stand together, and why; empty where each stands alone.
    why: String,
}

/// What everybody's lessons come to.
struct Whole {
    tiles: Vec<(usize, &'static str, String)>,
    parts: Parts,
}

#[derive(Template)]
#[template(path = "training/progress.html")]
pub(super) struct ProgressPage {
    layout: Layout,
    here: Here,
    day: String,
    n_people: usize,
    least: usize,
    /// `None` where the people are too few to be shown as a group.
    whole: Option<Whole>,
    groups: Vec<Table>,
    /// What the lessons prove, measure by measure; empty where nobody is on the roster.
    pub(super) proves: Vec<Proves>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Training);
    let record = app.training(scope).await?;
    let progress = app.training_progress(&record);
    let mut page = ProgressPage::new(layout(&app, &visitor), here, &progress);
    if progress.n_learners > 0 {
        page.proves = proves(&app.catalog, &app.training_says(&record));
    }
    Ok(render(&page))
}

impl ProgressPage {
    pub(super) fn new(layout: Layout, here: Here, progress: &TrainingProgress) -> Self {
        let groups = vec![
            Table {
                id: "roles",
                title: "By role",
                caption: "Each person counts once, in the first of their roles",
                of_what: "Role",
                rows: rows(&progress.by_pack),
                why: why(&progress.by_pack, "roles"),
            },
            Table {
                id: "departments",
                title: "By department",
                caption: "Each person counts in the department the roster gives",
                of_what: "Department",
                rows: rows(&progress.by_department),
                why: why(&progress.by_department, "departments"),
            },
        ];
        Self {
            layout,
            here,
            day: day_in_words(progress.as_of),
            n_people: progress.n_learners,
            least: MIN_GROUP,
            whole: progress.all.map(whole),
            groups,
            proves: Vec::new(),
        }
    }
}

fn whole(all: TrainingTally) -> Whole {
    let of = || format!("of {}", count(all.n_asked, "lesson asked", "lessons asked"));
    Whole {
        tiles: vec![
            (all.n_learners, "People", format!("{} with every lesson done", all.n_all_done)),
            (all.n_done, "Lessons done", of()),
            (all.n_due, "Due later", of()),
            (all.n_overdue, "Past their day", of()),
        ],
        parts: parts(&all),
    }
}

fn rows(lines: &[TrainingLine]) -> Vec<Row> {
    let row = |line: &TrainingLine| Row {
        name: line.name.clone(),
        people: line.tally.n_learners,
        asked: line.tally.n_asked,
        done: line.tally.n_done,
        due: line.tally.n_due,
        overdue: line.tally.n_overdue,
        parts: parts(&line.tally),
    };
    lines.iter().take(MOST_ROWS).map(row).collect()
}

/// Of parts that are none nothing is drawn, and the parts together are the whole.
fn parts(tally: &TrainingTally) -> Parts {
    let share = |n: usize| (n * 1_000).checked_div(tally.n_asked).unwrap_or(0);
    let (done, overdue) = (share(tally.n_done), share(tally.n_overdue));
    let due = if tally.n_due == 0 { 0 } else { 1_000_usize.saturating_sub(done + overdue) };
    let says = format!(
        "{} of {} done, {} due later, {} past their day",
        tally.n_done, tally.n_asked, tally.n_due, tally.n_overdue
    );
    Parts { done, due, overdue, says }
}

fn why(lines: &[TrainingLine], what: &str) -> String {
    let together = lines.iter().find(|line| line.name == SMALLER_GROUPS);
    let mut says = together.map_or_else(String::new, |line| {
        format!(
            "{} of the {what} stand together: a group of fewer than {MIN_GROUP} people is not shown alone, and the others are put with it \
             where the difference would show it.",
            line.n_groups
        )
    });
    if lines.len() > MOST_ROWS {
        says += &format!(" {MOST_ROWS} of {} rows stand here.", lines.len());
    }
    says
}
