//! `/api`: every call of the JSON API for a person to read, made from the same document programs read.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::App;
use crate::api::document::operations;
use crate::auth::Visitor;
use crate::routes::{Access, RouteRow, Routes};
use crate::web::{Layout, render};

/// One call.
#[derive(Clone, Debug)]
struct CallLine {
    method: &'static str,
    path: String,
    says: String,
    needs: String,
}

/// The calls about one thing.
#[derive(Clone, Debug)]
struct Part {
    name: String,
    says: String,
    calls: Vec<CallLine>,
}

#[derive(Template)]
#[template(path = "public/api.html")]
struct ApiPage {
    layout: Layout,
    parts: Vec<Part>,
    address: String,
}

/// Adds the page. Comes after the calls, since it lists them.
pub fn routes(routes: Routes) -> Routes {
    let parts = parts(routes.table());
    routes.get("/api", Access::Public, move |State(app): State<App>, visitor: Visitor| {
        let page =
            ApiPage { layout: Layout::new(&app, &visitor), parts: parts.clone(), address: app.link("") };
        async move { show(&page) }
    })
}

fn show(page: &ApiPage) -> Response {
    render(page)
}

/// What a call needs, as people say it.
fn needs(access: Access) -> String {
    match access {
        Access::ApiProgram(action) => format!("A program role: {}", action.label().to_lowercase()),
        Access::ApiHospital(action) => format!("A role at the hospital: {}", action.label().to_lowercase()),
        Access::ApiSignedIn => "Any token".to_owned(),
        Access::ApiDraft => "The draft's token".to_owned(),
        _ => "Nothing".to_owned(),
    }
}

fn parts(table: &[RouteRow]) -> Vec<Part> {
    let mut document = crate::api::document::document(table);
    let mut parts: Vec<Part> = document
        .tags
        .iter()
        .flatten()
        .map(|tag| Part {
            name: tag.name.clone(),
            says: tag.description.clone().unwrap_or_default(),
            calls: Vec::new(),
        })
        .collect();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            let row = table.iter().find(|r| r.path == path && r.method == method);
            let tag = operation.tags.iter().flatten().next();
            if let Some(part) = parts.iter_mut().find(|p| Some(&p.name) == tag) {
                part.calls.push(CallLine {
                    method,
                    path: path.clone(),
                    says: operation.summary.clone().unwrap_or_default(),
                    needs: row.map(|r| needs(r.access)).unwrap_or_default(),
                });
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<ApiPage> {
        let call = |n: usize| CallLine {
            method: "GET",
            path: format!("/api/v1/things/{n}"),
            says: "Read a thing & more".to_owned(),
            needs: "Nothing".to_owned(),
        };
        let part = |n: usize| Part {
            name: "things".to_owned(),
            says: "Things".to_owned(),
            calls: (0..n).map(call).collect(),
        };
        let page =
            |parts| ApiPage { layout: Layout::default(), parts, address: "http://localhost".to_owned() };
        vec![page(Vec::new()), page(vec![part(3)]), page(vec![part(500); 20])]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("it renders");
            assert!(!html.contains("thing & more"), "texts are escaped");
        }
    }
}
