//! A file of colleges: looked at first, mended in its box, then kept as it was shown.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::training::college::{COLLEGE_COLUMNS, CollegeFile, FileCollege};

use super::list::{ListView, SentList, Words, counted};
use crate::App;
use crate::app::classes::{ClassFile, MOST_COLLEGES};
use crate::auth::{Actor, Visitor};
use crate::web::problem::Problems;
use crate::web::upload::Upload;
use crate::web::{Layout, WebError, render};

#[derive(Template)]
#[template(path = "classes/college_file.html")]
pub(super) struct CollegeFilePage {
    pub(super) layout: Layout,
    pub(super) problems: Problems,
    pub(super) columns: String,
    pub(super) list: ListView,
}

impl CollegeFilePage {
    fn new(app: &App, visitor: &Visitor) -> Self {
        Self {
            layout: Layout::new(app, visitor),
            problems: Problems::default(),
            columns: COLLEGE_COLUMNS.join(","),
            list: ListView::empty(MOST_COLLEGES),
        }
    }
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Response {
    render(&CollegeFilePage::new(&app, &visitor))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    upload: Upload<ClassFile>,
) -> Result<Response, WebError> {
    let sent = SentList::of(&upload);
    let answer = app.send_colleges(actor.account, &sent.bytes, sent.step()).await?;
    let mut page = CollegeFilePage::new(&app, &visitor);
    let Some((list, status)) = std::mem::take(&mut page.list).after(sent, answer, words) else {
        return Ok(Redirect::to("/office/colleges?done=file").into_response());
    };
    if !list.wrong.is_empty() {
        page.problems.add("list-csv", list.wrong.clone());
    }
    page.list = list;
    Ok((status, render(&page)).into_response())
}

fn words(file: &CollegeFile) -> Words {
    let line = |c: &FileCollege| {
        let what = match c.at {
            None => "is new".to_owned(),
            Some(_) => format!("changes: {}", c.changed.join(", ").replace('_', " ")),
        };
        format!("{}, {} {} {what}", c.college.name, c.college.city, c.college.state)
    };
    let beside = match file.n_same {
        0 => String::new(),
        n => format!(" {} as on the list.", counted(n, "line is", "lines are")),
    };
    Words { noun: ("college", "colleges"), lines: file.colleges.iter().map(line).collect(), beside }
}
