//! `/check?ccn=`: what one hospital may have, and why, without registering.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{Ccn, sentence};
use serde::Deserialize;

use super::offer_card::{Shelf, ShelfOf, shelves};
use crate::App;
use crate::app::{Checked, CheckedHospital};
use crate::auth::Visitor;
use crate::web::{Layout, render};

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    ccn: String,
}

/// A hospital in a list of suggestions.
pub(crate) struct Near {
    pub(crate) ccn: Ccn,
    pub(crate) name: String,
    pub(crate) place: String,
}

#[derive(Template)]
#[template(path = "public/check_ask.html")]
struct AskPage {
    layout: Layout,
    typed: String,
    error: String,
    near: Vec<Near>,
    parent: Option<Near>,
}

#[derive(Template)]
#[template(path = "public/check.html")]
struct CheckPage {
    layout: Layout,
    ccn: Ccn,
    name: String,
    facts: HospitalFacts,
    same_place: Option<Near>,
    is_federal: bool,
    shelves: Vec<ShelfOf>,
    counts: Vec<(Shelf, usize)>,
    total: String,
    total_note: String,
}

/// What the directory says, for any page that shows it.
pub(crate) struct HospitalFacts {
    pub(crate) rows: Vec<(&'static str, String)>,
    pub(crate) rural: Vec<RuralRow>,
    pub(crate) source: String,
}

/// One definition of rural and its answer.
pub(crate) struct RuralRow {
    pub(crate) definition: &'static str,
    pub(crate) answer: &'static str,
    pub(crate) because: String,
}

pub(super) async fn page(State(app): State<App>, visitor: Visitor, Query(ask): Query<Ask>) -> Response {
    let typed: String = ask.ccn.trim().chars().take(100).collect();
    let layout = Layout::new(&app, &visitor);
    let asks = |typed, error, near, parent| AskPage { layout: layout.clone(), typed, error, near, parent };
    if typed.is_empty() {
        return render(&asks(typed, String::new(), Vec::new(), None));
    }
    match app.check_hospital(&typed) {
        Checked::Hospital(checked) => render(&CheckPage::new(layout, &app, *checked)),
        Checked::Malformed(_) if looks_like_a_name(&typed) => {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &typed).finish();
            Redirect::to(&format!("/hospitals?{query}")).into_response()
        }
        Checked::Malformed(e) => {
            let page = asks(typed, sentence(&e.to_string()), Vec::new(), None);
            (StatusCode::BAD_REQUEST, render(&page)).into_response()
        }
        Checked::Unknown { ccn, near } => {
            let error = format!(
                "{ccn} is not in the public directory of hospitals. A number is new for some weeks after a hospital opens or converts."
            );
            let page = asks(typed, error, near.iter().map(Near::new).collect(), None);
            (StatusCode::NOT_FOUND, render(&page)).into_response()
        }
        Checked::Unit { ccn, parent, listed } => {
            let error =
                format!("{ccn} is a unit inside a hospital. The hospital itself has the number {parent}.");
            let status = if listed.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let page = asks(typed, error, Vec::new(), listed.as_ref().map(Near::new));
            (status, render(&page)).into_response()
        }
    }
}

/// Three letters or more: no certification number has them, a name does.
fn looks_like_a_name(typed: &str) -> bool {
    typed.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

impl Near {
    pub(crate) fn new(listed: &Listed) -> Self {
        let row = &listed.hospital;
        Self {
            ccn: row.ccn,
            name: display_case(&row.name),
            place: format!("{}, {}. {}", display_case(&row.city), row.state, row.hospital_type),
        }
    }
}

impl HospitalFacts {
    /// The directory's word on a hospital.
    pub(crate) fn new(listed: &Listed) -> Self {
        let row = &listed.hospital;
        let mut rows = vec![
            ("Certification number", row.ccn.to_string()),
            (
                "Address",
                format!(
                    "{}, {}, {} {}",
                    display_case(&row.address),
                    display_case(&row.city),
                    row.state,
                    row.zip
                ),
            ),
            ("County", display_case(&row.county_name)),
            ("Phone", row.phone.clone()),
            ("Type", row.hospital_type.to_string()),
            ("Owner", row.ownership.to_string()),
            ("Emergency department", if row.emergency_services { "Yes" } else { "No" }.to_owned()),
        ];
        if let Some(location) = &listed.location {
            if let Some(beds) = location.beds {
                rows.push(("Beds", format!("{beds} in a national list of 2022, which is not the license")));
            }
            if let Some(next) = location.nearest_other_ed {
                let says = format!(
                    "{:.0} km ({:.0} miles) in a straight line; roads are longer",
                    next.km,
                    next.km / 1.609_344
                );
                rows.push(("Next emergency department", says));
            }
        }
        let answer = |a: &holdfast_core::decide::rural::RuralAnswer| match a.holds {
            Some(true) => "Yes",
            Some(false) => "No",
            None => "Not known",
        };
        let rural = [
            ("HRSA (federal rural health grants)", &listed.rural.forhp),
            ("FCC (network discounts)", &listed.rural.fcc),
            ("SHIP (small hospital grant)", &listed.rural.ship),
        ]
        .map(|(definition, a)| RuralRow { definition, answer: answer(a), because: sentence(&a.because) })
        .into();
        let released = listed.release.released_on.strftime("%B %-d, %Y");
        Self { rows, rural, source: format!("{}, released {released}", listed.release.title) }
    }
}

impl CheckPage {
    fn new(layout: Layout, app: &App, checked: CheckedHospital) -> Self {
        let shelves = shelves(&checked.decided, &app.catalog);
        let counts = shelves.iter().map(|s| (s.shelf, s.n())).collect();
        let (total, total_note) = total(&checked);
        let row = &checked.listed.hospital;
        Self {
            layout,
            ccn: row.ccn,
            name: display_case(&row.name),
            facts: HospitalFacts::new(&checked.listed),
            same_place: checked.same_place.as_ref().map(Near::new),
            is_federal: row.hospital_type.is_federal(),
            shelves,
            counts,
            total,
            total_note,
        }
    }
}

/// What may be had now, added up; and what is not in the sum.
pub(crate) fn total(checked: &CheckedHospital) -> (String, String) {
    let sum = &checked.total;
    if sum.n_counted == 0 {
        return (String::new(), String::new());
    }
    let left = match sum.n_left_out() {
        0 => String::new(),
        1 => " One more is not put in dollars.".to_owned(),
        n => format!(" {n} more are not put in dollars."),
    };
    let checked_note =
        if sum.n_unverified > 0 { " Some prices have not been checked at their source." } else { "" };
    let counted = if sum.n_counted == 1 {
        "One offer counted.".to_owned()
    } else {
        format!("{} offers counted.", sum.n_counted)
    };
    (sum.yearly.to_string(), format!("{counted}{left}{checked_note}"))
}
