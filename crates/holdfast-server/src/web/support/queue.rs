//! The list of requests.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::decide::support::waited;
use holdfast_core::model::SupportRequest;
use serde::Deserialize;

use super::urgency;
use crate::App;
use crate::auth::Visitor;
use crate::web::{Layout, WebError, moment, render};

struct Row {
    href: String,
    subject: String,
    reference: String,
    tone: &'static str,
    icon: &'static str,
    care: &'static str,
    hospital: String,
    proven: bool,
    name: String,
    waited: String,
    sent: String,
}

#[derive(Template)]
#[template(path = "support/queue.html")]
struct QueuePage {
    layout: Layout,
    open: bool,
    rows: Vec<Row>,
    is_cut: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    show: String,
}

fn row(app: &App, request: &SupportRequest) -> Row {
    let (tone, icon, care) = urgency(request.care_affected);
    Row {
        href: format!("/office/support/{}", request.id),
        subject: request.subject.clone(),
        reference: request.reference.to_string(),
        tone,
        icon,
        care,
        hospital: request.ccn.map(|ccn| app.hospital_name(ccn)).unwrap_or_default(),
        proven: request.ccn_proven,
        name: request.name.clone(),
        waited: waited(request.opened_at_ms, app.now_ms()),
        sent: moment::day(request.opened_at_ms),
    }
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let open = asked.show != "closed";
    let queue = app.support_queue(open).await?;
    let rows = queue.requests.iter().map(|r| row(&app, r)).collect();
    Ok(render(&QueuePage { layout: Layout::new(&app, &visitor), open, rows, is_cut: queue.is_cut }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<QueuePage> {
        let row = |i: usize| Row {
            href: "/office/support/7".to_owned(),
            subject: "<script>Charts".repeat(i % 7 + 1),
            reference: "HF-7K3M-2Q9D".to_owned(),
            tone: "late",
            icon: "bell",
            care: "Care affected now",
            hospital: if i.is_multiple_of(2) {
                String::new()
            } else {
                "Fixture Memorial Hospital".to_owned()
            },
            proven: i.is_multiple_of(3),
            name: "Pat Fixture".to_owned(),
            waited: "3 hours".to_owned(),
            sent: "March 2, 2026".to_owned(),
        };
        let page = |n: usize, open| QueuePage {
            layout: Layout::default(),
            open,
            rows: (0..n).map(row).collect(),
            is_cut: n > 100,
        };
        vec![page(0, true), page(0, false), page(3, true), page(200, false)]
    }

    #[test]
    fn every_sample_renders_and_escapes() {
        for page in samples() {
            assert!(!page.render().expect("renders").contains("<script>Charts"));
        }
    }
}
