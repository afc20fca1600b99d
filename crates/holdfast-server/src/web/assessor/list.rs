//! The list an assessor works through: contradictions first, then gates, then what is only said, then the rest.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use holdfast_core::catalog::Catalog;
use holdfast_core::decide::assessor::{First, ToLook, may_assess, progress, since_signed, to_look};

use crate::App;
use crate::app::Assessment;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::hospital::{Here, Room};
use crate::web::measure::words::{self, Tag};
use crate::web::measure::{layout, listed};
use crate::web::{Layout, WebError, render};

/// A measure of the list.
struct LookRow {
    id: String,
    code: String,
    says: String,
    state: Tag,
    looked: String,
}

/// Measures that come together.
struct LookGroup {
    id: &'static str,
    title: &'static str,
    says: &'static str,
    n_looked: usize,
    rows: Vec<LookRow>,
}

#[derive(Template)]
#[template(path = "assessor/list.html")]
pub(super) struct ListPage {
    layout: Layout,
    here: Here,
    no_assess: &'static str,
    progress: String,
    permille: u32,
    groups: Vec<LookGroup>,
    signed: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
) -> Result<Response, WebError> {
    let here = Here::new(&listed(&app, scope.ccn())?, &actor, Room::Assess);
    let all = app.assessment(scope).await?;
    let no_assess = may_assess(&actor.roles_at(scope.ccn())).err().unwrap_or_default();
    Ok(render(&ListPage::new(layout(&app, &visitor), here, &app.catalog, &all, no_assess)))
}

impl ListPage {
    pub(super) fn new(
        layout: Layout,
        here: Here,
        catalog: &Catalog,
        all: &Assessment,
        no_assess: &'static str,
    ) -> Self {
        let list = to_look(catalog, &all.posture, &all.record);
        let far = progress(&list);
        let groups = First::ALL.into_iter().map(|first| LookGroup::new(first, &list));
        Self {
            layout,
            here,
            no_assess,
            progress: far.map(|c| c.to_string()).unwrap_or_default(),
            permille: far
                .map_or(0, |c| u32::try_from(1_000 * u64::from(c.n()) / u64::from(c.of())).unwrap_or(0)),
            groups: groups.filter(|g| !g.rows.is_empty()).collect(),
            signed: since_signed(&all.sign_offs, &all.posture).map(|s| s.sentence()).unwrap_or_default(),
        }
    }
}

impl LookGroup {
    fn new(first: First, list: &[ToLook<'_>]) -> Self {
        let (id, title, says) = match first {
            First::Contradicted => {
                ("contradicted", "Contradicted", "Two voices cannot both be right. Find out which is.")
            }
            First::Gate => {
                ("gates", "Gates not proven shut", "One open gate is enough to lose the hospital.")
            }
            First::Unproven => ("unproven", "Said, and not proven", "Somebody says so. See for yourself."),
            First::Rest => ("rest", "The rest", "Proven, known to be open, or nobody has said."),
        };
        let rows: Vec<&ToLook<'_>> = list.iter().filter(|t| t.first == first).collect();
        Self {
            id,
            title,
            says,
            n_looked: rows.iter().filter(|t| t.looked.is_some()).count(),
            rows: rows
                .into_iter()
                .map(|t| LookRow {
                    id: t.measure.id.to_string(),
                    code: t.safeguard.code.clone(),
                    says: t.measure.says.clone(),
                    state: words::state(t.stands.state),
                    looked: t.looked.map(|e| words::day(e.observed_at)).unwrap_or_default(),
                })
                .collect(),
        }
    }
}
