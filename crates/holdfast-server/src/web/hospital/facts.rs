//! `/hospital/{ccn}/facts`: everything known about the hospital with its source and day, and a form for what it may say.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::catalog::{Catalog, Serves};
use holdfast_core::facts::{Fact, FactKind, FactType, FactValue, Facts};
use holdfast_core::model::HospitalScope;
use serde::Deserialize;

use super::clause::FactLine;
use super::words::{Problem, fact_name};
use super::{Here, Room};
use crate::App;
use crate::auth::{Actor, Scoped, Visitor};
use crate::web::{Layout, WebError, render};

/// How a fact is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    YesNo,
    Number,
    Words,
}

/// A form for one fact.
#[derive(Clone, Debug)]
pub(super) struct FactForm {
    pub(super) key: &'static str,
    pub(super) asks: &'static str,
    pub(super) hint: String,
    pub(super) shape: Shape,
    pub(super) choices: Vec<(String, String)>,
    pub(super) typed: String,
    pub(super) error: String,
    /// The offer to go back to.
    pub(super) offer: String,
}

impl FactForm {
    /// An empty form.
    pub(super) fn blank(kind: FactKind, offer: Option<&str>) -> Self {
        let shape = match kind.fact_type() {
            FactType::Bool => Shape::YesNo,
            FactType::Int => Shape::Number,
            FactType::Word => Shape::Words,
        };
        let word = |w: &&str| ((*w).to_owned(), FactValue::Word((*w).to_owned()).shown(kind));
        let mut choices = vec![(String::new(), "Choose one".to_owned())];
        choices.extend(kind.words().unwrap_or_default().iter().map(word));
        choices.push(("unknown".to_owned(), "I don't know".to_owned()));
        let hint = match (kind, shape) {
            (FactKind::Independent, _) => {
                "Answer yes if it is independent: no other hospital shares its owner or its management."
            }
            (_, Shape::Number) => "A whole number. Leave it empty if you don't know.",
            _ => "",
        };
        Self {
            key: kind.key(),
            asks: asks(kind),
            hint: hint.to_owned(),
            shape,
            choices,
            typed: String::new(),
            error: String::new(),
            offer: offer.unwrap_or_default().to_owned(),
        }
    }

    fn filled(kind: FactKind, facts: &Facts, offer: Option<&str>) -> Self {
        let value = match facts.get(kind) {
            Fact::Known { value, .. } => Some(value),
            Fact::Disputed { attested, .. } => Some(attested),
            Fact::Unknown => None,
        };
        Self { typed: value.map(ToString::to_string).unwrap_or_default(), ..Self::blank(kind, offer) }
    }
}

/// The question as this form asks it: a yes must mean the fact holds.
fn asks(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Independent => "Is the hospital independent of any health system?",
        _ => kind.asks(),
    }
}

/// A row of the table.
pub(super) struct FactRow {
    pub(super) fact: FactLine,
    pub(super) key: &'static str,
    pub(super) may_say: bool,
}

/// One group of rows.
pub(super) struct FactGroup {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) says: &'static str,
    pub(super) rows: Vec<FactRow>,
}

#[derive(Template)]
#[template(path = "hospital/facts.html")]
pub(super) struct FactsPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) done: &'static str,
    pub(super) groups: Vec<FactGroup>,
}

#[derive(Template)]
#[template(path = "hospital/fact.html")]
pub(super) struct FactPage {
    pub(super) layout: Layout,
    pub(super) here: Here,
    pub(super) errors: Vec<Problem>,
    pub(super) f: FactForm,
    pub(super) now: FactLine,
}

/// What was just done, or where to go back to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    done: String,
    offer: String,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let picture = app.hospital_picture(scope).await?;
    let here = Here::new(&picture.listed, &actor, Room::Facts);
    let mut page = FactsPage::new(Layout::new(&app, &visitor), here, &picture.facts, &app.catalog);
    if came.done == "told" {
        page.done = "Saved. Offers that rest on it are decided anew.";
    }
    Ok(render(&page))
}

pub(super) async fn edit_page(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Result<Response, WebError> {
    let kind = sayable(&key)?;
    let offer = Some(came.offer.as_str()).filter(|o| app.catalog.offer(o).is_some());
    let page = load(&app, &visitor, &actor, scope, kind, offer).await?;
    Ok(render(&page))
}

pub(super) async fn post(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Scoped(scope): Scoped,
    Path((_, key)): Path<(String, String)>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, WebError> {
    let kind = sayable(&key)?;
    let typed = fields.get(kind.key()).map(String::as_str).unwrap_or_default().trim();
    let offer = fields.get("offer").map(String::as_str).filter(|o| app.catalog.offer(o).is_some());
    match read(kind, typed) {
        Ok(value) => {
            app.state_fact(scope, actor.account, kind, value).await?;
            let to = match offer {
                Some(offer) => format!("/hospital/{}/offers/{offer}?done=told", scope.ccn()),
                None => format!("/hospital/{}/facts?done=told", scope.ccn()),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) => {
            let mut page = load(&app, &visitor, &actor, scope, kind, offer).await?;
            page.f.typed = typed.chars().take(60).collect();
            page.f.error = error.to_owned();
            page.errors.push(Problem { field: kind.key().to_owned(), text: error.to_owned() });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)).into_response())
        }
    }
}

/// What was answered; `None` for "I don't know". An answer is never guessed from something else.
fn read(kind: FactKind, typed: &str) -> Result<Option<FactValue>, &'static str> {
    let is_number = kind.fact_type() == FactType::Int;
    if typed == "unknown" || (typed.is_empty() && is_number) {
        return Ok(None);
    }
    FactValue::read(kind, typed).map(Some).ok_or(match kind.fact_type() {
        FactType::Int => "Enter a whole number up to 1,000,000, such as 120",
        FactType::Bool => "Choose yes, no or I don't know",
        FactType::Word => "Choose one from the list",
    })
}

fn sayable(key: &str) -> Result<FactKind, WebError> {
    FactKind::from_key(key)
        .filter(|kind| kind.hospital_may_say())
        .ok_or_else(|| WebError::not_found("There is no such question for a hospital."))
}

async fn load(
    app: &App,
    visitor: &Visitor,
    actor: &Actor,
    scope: HospitalScope,
    kind: FactKind,
    offer: Option<&str>,
) -> Result<FactPage, WebError> {
    let picture = app.hospital_picture(scope).await?;
    Ok(FactPage {
        layout: Layout::new(app, visitor),
        here: Here::new(&picture.listed, actor, Room::Facts),
        errors: Vec::new(),
        f: FactForm::filled(kind, &picture.facts, offer),
        now: FactLine::new(kind, &picture.facts),
    })
}

impl FactsPage {
    pub(super) fn new(layout: Layout, here: Here, facts: &Facts, catalog: &Catalog) -> Self {
        let used = used(catalog);
        let row = |kind: &FactKind| FactRow {
            fact: FactLine::new(*kind, facts),
            key: kind.key(),
            may_say: kind.hospital_may_say() && here.may_edit,
        };
        let of = |wanted: fn(&Fact) -> bool| {
            used.iter().filter(|kind| wanted(facts.get(**kind))).map(row).collect::<Vec<_>>()
        };
        let group = |id, title, says, rows| FactGroup { id, title, says, rows };
        let groups = vec![
            group(
                "disputed",
                "Not agreed",
                "A public file, or what a reviewer found, and the hospital's answer differ. A reviewer settles which is right.",
                of(|f| matches!(f, Fact::Disputed { .. })),
            ),
            group(
                "unknown",
                "Not known",
                "Nothing is decided from these until someone says.",
                of(|f| *f == Fact::Unknown),
            ),
            group(
                "known",
                "Known",
                "Each with where it comes from.",
                of(|f| matches!(f, Fact::Known { .. })),
            ),
        ];
        Self { layout, here, done: "", groups: groups.into_iter().filter(|g| !g.rows.is_empty()).collect() }
    }
}

/// The facts any condition, sum or date for hospitals looks at, in the order of their kinds.
fn used(catalog: &Catalog) -> Vec<FactKind> {
    let of_hospitals =
        catalog.programs.iter().filter(|p| p.serves == Serves::Hospitals).flat_map(|p| &p.offers);
    let mut all: Vec<FactKind> = Vec::new();
    for offer in of_hospitals.chain(&catalog.resources) {
        all.extend(offer.clauses.iter().flat_map(|c| c.when.facts().iter()));
        let prices = [offer.value.as_ref(), offer.year_two.as_ref().and_then(|y| y.price.as_ref())];
        all.extend(prices.into_iter().flatten().filter_map(|p| p.per));
    }
    all.extend(catalog.lifecycle.iter().map(|row| row.affects));
    // The owner and the type stand behind several conditions without being named in them.
    all.extend([FactKind::HospitalType, FactKind::Ownership, FactKind::Registered, FactKind::Validated]);
    all.sort_unstable();
    all.dedup();
    all
}

impl FactPage {
    /// The name of the fact.
    fn title(&self) -> String {
        FactKind::from_key(self.f.key).map_or_else(String::new, fact_name)
    }
}
