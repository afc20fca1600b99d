//! The audit log, newest first, and whether its chain still holds.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use holdfast_core::model::Action;
use holdfast_store::AuditCheck;
use serde::Deserialize;

use crate::App;
use crate::app::AuditTail;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::office::when;
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/office/run/audit", Access::Program(Action::ManageProgram), log)
}

struct EntryRow {
    seq: i64,
    when: String,
    actor: String,
    action: String,
    subject: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "office/run/audit.html")]
struct AuditPage {
    layout: Layout,
    entries: Vec<EntryRow>,
    before: Option<i64>,
    is_first: bool,
    broken: String,
    n_whole: String,
    head: String,
}

#[derive(Deserialize)]
struct Asked {
    before: Option<i64>,
}

impl AuditPage {
    fn new(layout: Layout, tail: AuditTail, check: &AuditCheck, is_first: bool) -> Self {
        let (broken, n_whole, head) = match check {
            AuditCheck::Whole(head) => {
                (String::new(), when::number(u64::try_from(head.seq).unwrap_or(0)), head.hash.clone())
            }
            AuditCheck::Broken { seq, why } => (format!("Entry {seq}: {why}."), String::new(), String::new()),
        };
        let entries = tail
            .entries
            .into_iter()
            .map(|e| EntryRow {
                seq: e.seq,
                when: when::time(e.at_ms),
                actor: e.actor,
                action: e.action,
                subject: e.subject,
                detail: if e.detail == "{}" || e.detail == "null" { String::new() } else { e.detail },
            })
            .collect();
        Self { layout, entries, before: tail.before, is_first, broken, n_whole, head }
    }
}

async fn log(
    State(app): State<App>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let tail = app.audit_tail(asked.before).await?;
    let check = app.check_audit().await?;
    Ok(render(&AuditPage::new(Layout::new(&app, &visitor), tail, &check, asked.before.is_none())))
}

#[cfg(test)]
mod tests {
    use holdfast_store::{AuditEntry, AuditHead};

    use super::*;

    #[test]
    fn every_sample_renders() {
        for n in [0, 3, 100] {
            let entries = (0..n)
                .map(|seq| AuditEntry {
                    seq,
                    at_ms: 1_772_452_800_000,
                    actor: "account:7".to_owned(),
                    action: "case.approve".to_owned(),
                    subject: "case:1".to_owned(),
                    detail: "{\"first\":true}".to_owned(),
                    prev_hash: String::new(),
                    hash: String::new(),
                })
                .collect();
            let check = match n {
                0 => AuditCheck::Whole(AuditHead { seq: 0, hash: "0".repeat(64) }),
                _ => AuditCheck::Broken { seq: 2, why: "its content was changed" },
            };
            let tail = AuditTail { entries, before: Some(1) };
            let html =
                AuditPage::new(Layout::default(), tail, &check, true).render().expect("the page renders");
            assert_eq!(html.contains("The log is whole"), n == 0);
        }
    }
}
