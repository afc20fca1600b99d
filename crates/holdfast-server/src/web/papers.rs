//! `/hospital/{ccn}/papers`: what the board, the insurer and the regulator ask for, each ready to save.
//!
//! What must be known before a paper is signed stands on the page, and not only in the paper.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::model::{Action, day_in_words};
use holdfast_report::{Format, Paper};
use serde::Deserialize;

use crate::App;
use crate::app::PaperFile;
use crate::auth::{Actor, Scoped, Visitor};
use crate::routes::{Access, Routes};
use crate::web::hospital::{Here, Room};
use crate::web::save::to_save;
use crate::web::{Layout, WebError, render};

/// The list and the files.
pub(super) fn routes(routes: Routes) -> Routes {
    let view = Access::Hospital(Action::ViewHospital);
    routes.get("/hospital/{ccn}/papers", view, page).get("/hospital/{ccn}/papers/{file}", view, download)
}

/// The day papers speak of, as typed; empty for today.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AsOf {
    as_of: String,
}

/// One paper on the list.
struct PaperCard {
    key: &'static str,
    title: &'static str,
    says: &'static str,
    /// Why it cannot be made yet; empty when it can.
    missing: &'static str,
    /// File ending and what people call it, the usual one first.
    files: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "papers/list.html")]
struct PapersPage {
    layout: Layout,
    here: Here,
    papers: Vec<PaperCard>,
    day: String,
    /// The day as typed, to keep it in links; empty for today.
    as_of: String,
    today: String,
    wrong: String,
    is_known: bool,
    n_contradicted: usize,
    n_unknown: usize,
    n_unproven: usize,
    n_proven: usize,
    public_key: String,
}

async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(asked): Query<AsOf>,
) -> Result<Response, WebError> {
    let typed = asked.as_of.trim();
    let read = read_day(typed, app.today());
    let (day, wrong) = match read {
        Ok(day) => (day, String::new()),
        Err(wrong) => (None, wrong),
    };
    let list = app.papers(scope, day).await?;
    let sheet = &list.insurer;
    let card = |paper: Paper| PaperCard {
        key: paper.key(),
        title: paper.title(),
        says: paper.says(),
        missing: if paper == Paper::Plan && !list.has_plan {
            "There is no plan yet. Say first what the hospital can carry."
        } else {
            ""
        },
        files: paper.formats().iter().map(|f| (f.key(), called(*f))).collect(),
    };
    Ok(render(&PapersPage {
        here: Here::new(&list.listed, &actor, Room::Papers),
        papers: Paper::ALL.into_iter().map(card).collect(),
        day: day_in_words(list.day),
        as_of: day.map(|d| d.to_string()).unwrap_or_default(),
        today: app.today().to_string(),
        wrong,
        is_known: list.is_known,
        n_contradicted: sheet.n_contradicted,
        n_unknown: sheet.n_unknown,
        n_unproven: sheet.n_unproven,
        n_proven: sheet.n_proven,
        public_key: list.public_key.clone().unwrap_or_default(),
        layout: Layout::new(&app, &visitor),
    }))
}

fn called(format: Format) -> &'static str {
    match format {
        Format::Pdf => "PDF",
        Format::Csv => "spreadsheet (CSV)",
        Format::Json => "data (JSON)",
    }
}

/// The day typed, `None` for none; else what is wrong with it.
fn read_day(typed: &str, today: Date) -> Result<Option<Date>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    match typed.parse::<Date>() {
        Ok(day) if day > today => {
            Err("That day is still to come. The papers below speak of today.".to_owned())
        }
        Ok(day) => Ok(Some(day)),
        Err(_) => {
            Err("That is no day. Write it like 2026-03-31. The papers below speak of today.".to_owned())
        }
    }
}

/// The signature beside the record of practices.
pub(crate) const SEAL: &str = "practices.seal.json";

/// The paper and the kind of file a name like `board.pdf` asks for.
pub(crate) fn named(file: &str) -> Option<(Paper, Format)> {
    let (paper, format) = file.rsplit_once('.')?;
    let (paper, format) = (Paper::from_key(paper)?, Format::from_key(format)?);
    paper.formats().contains(&format).then_some((paper, format))
}

async fn download(
    State(app): State<App>,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, file)): Path<(String, String)>,
    Query(asked): Query<AsOf>,
) -> Result<Response, WebError> {
    if file == SEAL {
        return Ok(answer(app.practices_seal(scope, Some(actor.account), day_asked(&asked)?).await?));
    }
    let not_there = || WebError::not_found("There is no such paper. The list of papers has every one.");
    let (paper, format) = named(&file).ok_or_else(not_there)?;
    Ok(answer(app.paper(scope, Some(actor.account), paper, Some(format), day_asked(&asked)?).await?))
}

fn day_asked(asked: &AsOf) -> Result<Option<Date>, WebError> {
    let no_day = |_| WebError::not_found("That is no day. Write it like 2026-03-31.");
    match asked.as_of.trim() {
        "" => Ok(None),
        typed => typed.parse::<Date>().map(Some).map_err(no_day),
    }
}

/// A paper as an answer.
pub(crate) fn answer(file: PaperFile) -> Response {
    to_save(&file.name, file.media_type, file.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_means_one_paper_or_none() {
        assert_eq!(named("board.pdf"), Some((Paper::Board, Format::Pdf)));
        assert_eq!(named("oscal-poam.json"), Some((Paper::OscalPoam, Format::Json)));
        for none in
            ["", ".", "board", "board.", ".pdf", "board.csv", "oscal-poam.pdf", "Board.pdf", "../board.pdf"]
        {
            assert_eq!(named(none), None, "{none}");
        }
    }

    #[test]
    fn a_day_is_read_or_told_apart() {
        let today = Date::constant(2026, 8, 10);
        assert_eq!(read_day("", today), Ok(None));
        assert_eq!(read_day("2026-08-10", today), Ok(Some(today)));
        assert!(read_day("2026-08-11", today).is_err());
        assert!(read_day("10 August", today).is_err());
    }
}
