//! A file of colleges: looked at first, mended in its box, then kept.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::model::College;

use super::colleges::COLUMNS;
use super::list::{ListView, Preview, counted, sent};
use crate::App;
use crate::app::classes::ClassFile;
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
            columns: COLUMNS.join(","),
            list: ListView::default(),
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
    let (bytes, text, keep) = sent(&upload);
    let answer = if keep {
        app.keep_colleges(actor.account, &bytes).await?
    } else {
        app.look_at_colleges(&bytes).await?
    };
    let mut page = CollegeFilePage::new(&app, &visitor);
    page.list.text = text;
    match answer {
        Ok(read) if keep && read.faults.is_empty() && !read.colleges.is_empty() => {
            Ok(Redirect::to("/office/colleges?done=file").into_response())
        }
        Ok(read) => {
            let line = |(at, college): &(Option<usize>, College)| {
                let what = if at.is_some() { "changes" } else { "is new" };
                format!("{}, {} {}: {what}", college.name, college.city, college.state)
            };
            let beside = match read.n_same {
                0 => String::new(),
                n => format!(" {} as on the list.", counted(n, "line is", "lines are")),
            };
            let lines = read.colleges.iter().map(line).collect();
            page.list.preview =
                Some(Preview::new(lines, &read.faults, &beside, ("college", "colleges"), keep));
            Ok(render(&page))
        }
        Err(why) => {
            page.problems.add("list-csv", why.clone());
            page.list.wrong = why;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}
