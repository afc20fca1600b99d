//! Running the portal: what the directory is made of, mail, the audit log, the catalog, settings and free space.
//!
//! Files are imported at the command line; the page only shows the command.

mod audit;
mod feeds;
mod mail;
mod mailboxes;
mod rejects;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::model::Action;
use holdfast_store::MailState;

use super::when;
use crate::App;
use crate::app::{Setting, Space, Unchecked};
use crate::auth::Visitor;
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};

/// The pages of running the portal.
pub(super) fn routes(routes: Routes) -> Routes {
    let access = Access::Program(Action::ManageProgram);
    let routes = routes.get("/office/run", access, overview);
    let routes = rejects::routes(routes);
    let routes = mail::routes(routes);
    let routes = feeds::routes(routes);
    audit::routes(routes)
}

/// A file of the directory.
struct SourceRow {
    key: &'static str,
    title: String,
    released: String,
    n_rows: String,
    n_rejected: u32,
    imported: String,
}

/// A difference an import made.
struct ChangeRow {
    when: String,
    sentence: String,
    href: String,
}

/// A program of the catalog.
struct ProgramRow {
    name: String,
    n_offers: usize,
    checked: String,
}

#[derive(Template)]
#[template(path = "office/run/overview.html")]
struct OverviewPage {
    layout: Layout,
    sources: Vec<SourceRow>,
    changes: Vec<ChangeRow>,
    n_queued: u32,
    n_failed: u32,
    n_outbox: u32,
    sends_mail: bool,
    catalog_version: String,
    programs: Vec<ProgramRow>,
    n_resources: usize,
    unchecked: Vec<Unchecked>,
    settings: Vec<Setting>,
    space: String,
    space_low: bool,
}

async fn overview(State(app): State<App>, visitor: Visitor) -> Result<Response, WebError> {
    let record = app.directory_record().await?;
    let outbox = app.outbox(None).await?;
    let n = |state| outbox.counts.iter().find(|(s, _)| *s == state).map_or(0, |(_, n)| *n);
    let space = app.space();
    let page = OverviewPage {
        layout: Layout::new(&app, &visitor),
        sources: record
            .imported
            .iter()
            .map(|i| SourceRow {
                key: i.release.kind.key(),
                title: i.release.title.clone(),
                released: when::day(i.release.released_on),
                n_rows: when::number(i.release.n_rows),
                n_rejected: i.release.n_rejected,
                imported: when::time(i.imported_at_ms),
            })
            .collect(),
        changes: record
            .changes
            .iter()
            .map(|c| ChangeRow {
                when: when::time(c.at_ms),
                sentence: c.what.sentence.clone(),
                href: c.what.ccn.map(|ccn| format!("/office/hospitals/{ccn}")).unwrap_or_default(),
            })
            .collect(),
        n_queued: n(MailState::Queued),
        n_failed: n(MailState::Failed),
        n_outbox: n(MailState::Outbox),
        sends_mail: app.config.mail.smtp.is_some(),
        catalog_version: app.catalog.version.clone(),
        programs: app
            .catalog
            .programs
            .iter()
            .map(|p| ProgramRow {
                name: p.name.clone(),
                n_offers: p.offers.len(),
                checked: p.provenance.verified_on.map_or("nobody has checked it".to_owned(), when::day),
            })
            .collect(),
        n_resources: app.catalog.resources.len(),
        unchecked: app.unchecked_rows(),
        settings: app.settings(),
        space: space.map_or("The system does not say how much room is left.".to_owned(), space_words),
        space_low: space.is_some_and(Space::is_low),
    };
    Ok(render(&page))
}

const MB: u64 = 1024 * 1024;

fn space_words(space: Space) -> String {
    let size = |bytes: u64| {
        if bytes >= 10 * 1024 * MB {
            format!("{} GB", when::number(bytes / (1024 * MB)))
        } else {
            format!("{} MB", when::number(bytes / MB))
        }
    };
    format!("{} free of {} on the disk of the data folder.", size(space.free), size(space.all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<OverviewPage> {
        let page = |n: usize| OverviewPage {
            layout: Layout::default(),
            sources: (0..n)
                .map(|i| SourceRow {
                    key: "cms_hospitals",
                    title: "Franklin hospitals, made up".to_owned(),
                    released: "Feb 6, 2026".to_owned(),
                    n_rows: when::number(i as u64),
                    n_rejected: u32::from(i % 2 == 0),
                    imported: "Mar 2, 2026, 12:00 UTC".to_owned(),
                })
                .collect(),
            changes: (0..n)
                .map(|_| ChangeRow {
                    when: "Mar 2, 2026, 12:00 UTC".to_owned(),
                    sentence: "Fixture Memorial Hospital is new.".to_owned(),
                    href: "/office/hospitals/991301".to_owned(),
                })
                .collect(),
            n_queued: 1,
            n_failed: u32::from(n > 0),
            n_outbox: 3,
            sends_mail: n > 1,
            catalog_version: "0123456789ab".to_owned(),
            programs: Vec::new(),
            n_resources: n,
            unchecked: (0..n)
                .map(|_| Unchecked { what: "Offer", name: "Help".to_owned(), source: "A page".to_owned() })
                .collect(),
            settings: vec![Setting { key: "mail.smtp.password", value: "***".to_owned() }],
            space: space_words(Space { free: 512 * MB, all: 20 * 1024 * MB }),
            space_low: n == 0,
        };
        vec![page(0), page(2), page(300)]
    }

    #[test]
    fn every_sample_renders() {
        for page in samples() {
            let html = page.render().expect("the page renders");
            assert_eq!(html.matches("<h1").count(), 1);
        }
        let space = Space { free: 512 * MB, all: 20 * 1024 * MB };
        assert_eq!(space_words(space), "512 MB free of 20 GB on the disk of the data folder.");
        assert!(space.is_low());
    }
}
