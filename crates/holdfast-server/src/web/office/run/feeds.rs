//! The tables on updates and weaknesses: which are in use, how old they are, how the last look ended, and what changed.
//!
//! They are renewed at the command line or by the nightly job; the page shows the commands.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::model::{Action, FeedKind, capital};

use crate::App;
use crate::app::feed::FeedsRecord;
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::office::when;
use crate::web::{Layout, WebError, render};

/// Changes in the open; the rest are behind a click.
const MOST_CHANGES: usize = 100;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/office/run/feeds", Access::Program(Action::ManageProgram), page)
}

/// One feed.
struct FeedLine {
    name: String,
    title: String,
    released: String,
    old: String,
    came: String,
    n_rows: String,
    publisher: &'static str,
    licence: &'static str,
    address: String,
    look: String,
    trouble: String,
}

#[derive(Template)]
#[template(path = "office/run/feeds.html")]
struct FeedsPage {
    layout: Layout,
    feeds: Vec<FeedLine>,
    damaged: Vec<String>,
    is_nightly: bool,
    n_old: usize,
    n_troubles: usize,
    changes: Vec<(String, String)>,
    n_more: usize,
}

async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let record = app.feeds_record().await?;
    let address = |kind| app.config.feeds.address(kind).to_owned();
    Ok(render(&FeedsPage::new(Layout::new(&app, &visitor), &record, app.config.feeds.nightly, &address)))
}

impl FeedsPage {
    fn new(
        layout: Layout,
        record: &FeedsRecord,
        is_nightly: bool,
        address: &dyn Fn(FeedKind) -> String,
    ) -> Self {
        let feeds: Vec<FeedLine> = record
            .in_use
            .iter()
            .map(|used| {
                let kind = used.release.kind;
                let source = kind.source();
                let old = record.old.iter().find(|old| old.kind == kind);
                let look = record.looks.iter().find(|look| look.kind == kind);
                FeedLine {
                    name: capital(source.name),
                    title: used.release.title.clone(),
                    released: when::day(used.release.released_on),
                    old: old.map(|old| format!("{} old", when::days(old.n_days))).unwrap_or_default(),
                    came: match used.fetched_at_ms {
                        Some(ms) => format!("{}, {}", when::time(ms), used.way.in_words()),
                        None => used.way.in_words().to_owned(),
                    },
                    n_rows: when::number(used.release.n_rows),
                    publisher: source.publisher,
                    licence: source.licence,
                    address: address(kind),
                    look: look.map_or("never asked".to_owned(), |look| when::time(look.at_ms)),
                    trouble: look.map(|look| look.trouble.clone()).unwrap_or_default(),
                }
            })
            .collect();
        let shown = record.changes.iter().take(MOST_CHANGES);
        Self {
            layout,
            n_old: record.old.iter().filter(|old| old.kind.can_be_renewed()).count(),
            n_troubles: feeds.iter().filter(|feed| !feed.trouble.is_empty()).count(),
            feeds,
            damaged: record.damaged.clone(),
            is_nightly,
            changes: shown
                .map(|kept| {
                    let name = kept.feed.source().name;
                    (format!("{}. {name}", kept.change.in_words()), when::day(kept.on))
                })
                .collect(),
            n_more: record.changes.len().saturating_sub(MOST_CHANGES),
        }
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::Date;
    use holdfast_core::decide::device::OldFeed;
    use holdfast_core::model::{CveId, FeedChange, FeedChangeKind, FeedRelease, FeedWay};
    use holdfast_store::{FeedLook, KeptFeedChange};

    use super::*;
    use crate::app::feed::FeedInUse;

    fn record(n: i64) -> FeedsRecord {
        let used = |kind: FeedKind| FeedInUse {
            release: FeedRelease {
                kind,
                title: "A list, made up".to_owned(),
                released_on: Date::constant(2026, 8, 7),
                digest: String::new(),
                n_rows: 1_671,
                n_rejected: 0,
            },
            way: FeedWay::Official,
            fetched_at_ms: Some(0),
            checked_on: None,
        };
        let change = |id| KeptFeedChange {
            id,
            feed: FeedKind::Kev,
            fetched_at_ms: 0,
            on: Date::constant(2026, 8, 7),
            change: FeedChange {
                kind: FeedChangeKind::Withdrawn,
                cve: CveId::new(2026, 7),
                was: "<b>Maker</b>/One".to_owned(),
                now: String::new(),
            },
        };
        let trouble = "no whole answer from <i>there</i>".to_owned();
        FeedsRecord {
            in_use: if n == 0 { Vec::new() } else { FeedKind::ALL.map(used).to_vec() },
            old: (n > 0).then_some(OldFeed { kind: FeedKind::Kev, n_days: 112 }).into_iter().collect(),
            looks: vec![FeedLook { kind: FeedKind::Kev, at_ms: 0, trouble, well_at_ms: None }],
            versions: Vec::new(),
            changes: (0..n).map(change).collect(),
            damaged: (n > 2).then(|| "CISA's list: damaged".to_owned()).into_iter().collect(),
        }
    }

    #[test]
    fn every_sample_renders() {
        for n in [0, 2, 200] {
            let page = FeedsPage::new(Layout::default(), &record(n), n == 2, &|kind| {
                kind.source().address.to_owned()
            });
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
            assert!(!html.contains("<b>Maker") && !html.contains("<i>there"));
            assert!(html.len() < 60_000, "{} bytes", html.len());
        }
    }
}
