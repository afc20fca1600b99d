//! The rows of one public file that could not be used, each with its place and why.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::model::Action;
use holdfast_store::Reject;

use crate::App;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::office::when;
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/office/run/rejects/{kind}", Access::Program(Action::ManageProgram), rejects)
}

#[derive(Template)]
#[template(path = "office/run/rejects.html")]
struct RejectsPage {
    layout: Layout,
    title: String,
    released: String,
    n_rows: String,
    rejects: Vec<Reject>,
}

async fn rejects(
    State(app): State<App>,
    visitor: Visitor,
    Path(kind): Path<String>,
) -> Result<Response, WebError> {
    let (imported, rejects) = app.directory_rejects(&kind).await?;
    Ok(render(&RejectsPage {
        layout: Layout::new(&app, &visitor),
        title: imported.release.title,
        released: when::day(imported.release.released_on),
        n_rows: when::number(imported.release.n_rows),
        rejects,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_renders() {
        for n in [0, 2, 500] {
            let reject = |line| Reject {
                line,
                column: "ZIP Code".to_owned(),
                text: "<b>ABC</b>".repeat(8),
                why: "a ZIP code has five digits; `ABC` does not".to_owned(),
            };
            let page = RejectsPage {
                layout: Layout::default(),
                title: "Franklin hospitals, made up".to_owned(),
                released: "Feb 6, 2026".to_owned(),
                n_rows: "8".to_owned(),
                rejects: (1..=n).map(reject).collect(),
            };
            assert!(!page.render().expect("the page renders").contains("<b>ABC"));
        }
    }
}
