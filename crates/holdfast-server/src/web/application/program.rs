//! `/programs/{program}`: what a program gives, who may apply, what the reviewers look at, and each offer with its
//! conditions in words. Every word comes from the program's file.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, Offer, Otherwise, Program};
use holdfast_core::decide::application::{choices, intake, judged, kinds, pages};
use holdfast_core::facts::FactKind;

use crate::App;
use crate::auth::Visitor;
use crate::web::{Layout, WebError, render};

/// A kind of applicant with the offers open to it.
struct Kind {
    words: String,
    offers: Vec<String>,
}

/// A focus area: its name, and what it means.
struct Focus {
    name: String,
    means: String,
}

/// A condition, and whether a person decides when it is not met.
struct Condition {
    asks: String,
    judged: bool,
}

/// An offer as the page tells it.
struct OfferPart {
    id: String,
    kind: &'static str,
    name: String,
    provider: String,
    gets: String,
    cost: String,
    year_two: String,
    day_after: String,
    exit: String,
    alternatives: Vec<String>,
    conditions: Vec<Condition>,
    how: Vec<String>,
    url: Option<String>,
    source: String,
    unverified: bool,
}

#[derive(Template)]
#[template(path = "application/program.html")]
pub(super) struct ProgramPage {
    layout: Layout,
    id: String,
    name: String,
    purpose: String,
    closed: String,
    kinds: Vec<Kind>,
    not_for: Vec<String>,
    focus: Vec<Focus>,
    judged: Vec<String>,
    offers: Vec<OfferPart>,
    pages: Vec<String>,
    n_questions: usize,
    days: u16,
    source: String,
    unverified: bool,
}

pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, WebError> {
    let (program, _) = app.program_by_form(&id)?;
    Ok(render(&ProgramPage::new(Layout::new(&app, &visitor), program, &app.catalog, app.today())))
}

impl ProgramPage {
    pub(super) fn new(layout: Layout, program: &Program, catalog: &Catalog, today: Date) -> Self {
        let form = program.form.as_ref();
        let all = kinds(program, today);
        let (open, closed): (Vec<_>, Vec<_>) = all.into_iter().partition(|k| !k.offers.is_empty());
        let kind = |k: &holdfast_core::decide::application::KindOfApplicant<'_>| Kind {
            words: k.words.to_owned(),
            offers: k.offers.iter().map(|o| o.name.clone()).collect(),
        };
        Self {
            layout,
            id: program.id.to_string(),
            name: program.name.clone(),
            purpose: program.purpose.clone(),
            closed: intake(program, today).why_not().unwrap_or_default(),
            kinds: open.iter().map(kind).collect(),
            not_for: closed.iter().map(|k| k.words.to_owned()).collect(),
            focus: form.map_or(&[][..], |f| choices(f, FactKind::FocusArea)).iter().map(focus).collect(),
            judged: judged(program).into_iter().map(str::to_owned).collect(),
            offers: program.offers.iter().map(|o| part(o, catalog)).collect(),
            pages: form.map(pages).unwrap_or_default().iter().map(|p| p.title.to_owned()).collect(),
            n_questions: form.map_or(0, |f| f.questions.len()),
            days: program.review_target_days,
            source: program.provenance.source.clone(),
            unverified: program.provenance.verified_on.is_none(),
        }
    }
}

/// `Telemedicine: care at a distance` in two parts.
fn focus((_, words): &(String, String)) -> Focus {
    let (name, means) = words.split_once(": ").unwrap_or((words, ""));
    Focus { name: name.to_owned(), means: means.to_owned() }
}

fn part(offer: &Offer, catalog: &Catalog) -> OfferPart {
    let condition = |c: &holdfast_core::catalog::Clause| Condition {
        asks: c.asks.clone(),
        judged: c.otherwise == Otherwise::Refer,
    };
    OfferPart {
        id: offer.id.to_string(),
        kind: offer.kind.label(),
        name: offer.name.clone(),
        provider: offer.provider.clone(),
        gets: offer.gets.clone(),
        cost: offer.cost.says.clone(),
        year_two: offer.year_two.as_ref().map(|y| y.says.clone()).unwrap_or_default(),
        day_after: offer.day_after.clone().unwrap_or_default(),
        exit: offer.exit.clone().unwrap_or_default(),
        alternatives: offer.alternatives.iter().map(|a| catalog.alternative_name(a)).collect(),
        conditions: offer.clauses.iter().map(condition).collect(),
        how: offer.how_to_apply.clone(),
        url: offer.url.clone().filter(|u| u.starts_with("https://")),
        source: offer.provenance.source.clone(),
        unverified: offer.provenance.verified_on.is_none(),
    }
}
