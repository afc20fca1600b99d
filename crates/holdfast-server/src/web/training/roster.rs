//! The roster's page: what a list holds, an example to fill in, and the form that sends one in to look at.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::training::{MOST_PEOPLE, RosterColumn};
use holdfast_core::model::HospitalScope;

use super::words::count;
use crate::App;
use crate::app::FileKind;
use crate::app::training::SentRoster;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::csv::Csv;
use crate::web::hospital::{Here, Room};
use crate::web::measure::{layout, listed};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Came, Layout, WebError, render};

#[derive(Template)]
#[template(path = "training/roster.html")]
pub(super) struct RosterPage {
    layout: Layout,
    here: Here,
    problems: Problems,
    done: &'static str,
    /// What is on the roster now, as a sentence.
    now_says: String,
    /// What was chosen: `yes`, `no` or nothing.
    whole: String,
    most_rows: usize,
    most_mb: usize,
    columns: Vec<(&'static str, &'static str, &'static str)>,
    /// Key of a role pack, and who belongs to it.
    packs: Vec<(String, String)>,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let mut page = RosterPage::load(&app, &visitor, &actor, scope).await?;
    page.done = match came.done.as_str() {
        "applied" => "The roster is as the list has it.",
        _ => "",
    };
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    upload: Upload<SentRoster>,
) -> Result<Response, WebError> {
    let whole = upload.fields.get("whole").to_owned();
    let mut problems = Problems::default();
    if upload.file.is_none() {
        problems.add("file", "Choose the list to send in.");
    }
    if !matches!(whole.as_str(), "yes" | "no") {
        problems.add("whole", "Say who is in the list. Choose the list again, too: browsers forget it.");
    }
    if let (Some(file), true) = (upload.file, problems.is_empty()) {
        match app.hold_roster(scope, file).await? {
            Ok(token) => {
                let to = format!("/hospital/{}/training/roster/{token}?whole={whole}", scope.ccn());
                return Ok(Redirect::to(&to).into_response());
            }
            Err(why) => problems.add("file", why),
        }
    }
    let mut page = RosterPage::load(&app, &visitor, &actor, scope).await?;
    page.problems = problems;
    page.whole = whole;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
}

impl RosterPage {
    async fn load(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        scope: HospitalScope,
    ) -> Result<Self, WebError> {
        let n = app.staff(scope).await?.listed().count();
        let here = Here::new(&listed(app, scope.ccn())?, actor, Room::Training);
        Ok(Self::new(layout(app, visitor), here, n, &app.catalog.lessons.packs))
    }

    pub(super) fn new(
        layout: Layout,
        here: Here,
        n_people: usize,
        packs: &[holdfast_core::catalog::Pack],
    ) -> Self {
        let now_says = match n_people {
            0 => "Nobody is on it yet.".to_owned(),
            n => format!("{} on it.", count(n, "person is", "people are")),
        };
        Self {
            layout,
            here,
            problems: Problems::default(),
            done: "",
            now_says,
            whole: String::new(),
            most_rows: MOST_PEOPLE,
            most_mb: SentRoster::MOST_BYTES / 1024 / 1024,
            columns: RosterColumn::ALL.map(column).into_iter().collect(),
            packs: packs.iter().map(|p| (p.id.to_string(), p.who.en.clone())).collect(),
        }
    }
}

/// What a column is called, what it holds, and names of it that payroll programs use.
fn column(column: RosterColumn) -> (&'static str, &'static str, &'static str) {
    let (holds, also) = match column {
        RosterColumn::Number => (
            "Your own number of the person. Two lists are compared by it.",
            "Employee ID, Staff ID, Payroll ID",
        ),
        RosterColumn::Name => ("The whole name.", "Full name, Employee name"),
        RosterColumn::First => ("The first name, where the whole name has no column.", "Given name"),
        RosterColumn::Last => ("The last name, likewise.", "Surname, Family name"),
        RosterColumn::Email => {
            ("Where the person reads mail. Empty for those who get a badge.", "Work email, Mail")
        }
        RosterColumn::Department => ("Where the person works.", "Dept, Unit, Cost center"),
        RosterColumn::Packs => {
            ("One role or more of those below, with ; between. Empty for everyone.", "Roles, Training group")
        }
        RosterColumn::Language => ("English or Spanish. Empty for English.", "Preferred language"),
        RosterColumn::StartedOn => {
            ("The first day of work, like 2026-03-31 or 3/31/2026.", "Hire date, First day")
        }
    };
    (column.in_words(), holds, also)
}

/// A list to fill in. Its people are made up, and whoever sends it in as it is sees them in the preview.
pub(super) async fn example(Scoped(_): Scoped) -> Response {
    use RosterColumn as C;
    let heads = [C::Number, C::Name, C::Email, C::Department, C::Packs, C::Language, C::StartedOn];
    let mut table = Csv::new(&heads.map(RosterColumn::in_words));
    table.row(&[
        "1001",
        "Ada Example",
        "ada@hospital.example",
        "Emergency",
        "clinical",
        "English",
        "2024-05-06",
    ]);
    table.row(&["1002", "Luz Ejemplo", "", "Environmental services", "everyone", "Spanish", "9/15/2025"]);
    table.row(&["1003", "Sam Sample", "sam@hospital.example", "IT", "it; everyone", "", ""]);
    table.download("staff-roster-example.csv")
}
