//! One hospital as the program sees it: directory, registration, cases, and the offers it accepted, moved on from here.

mod moves;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use holdfast_core::Date;
use holdfast_core::decide::cliff::last_day_of_claim;
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::roster::{OutcomeFilter, is_rural};
use holdfast_core::model::{Action, Ccn, Claim, ClaimMove, RegistrationState, Stage, sentence};
use serde::Deserialize;

use super::when;
use crate::App;
use crate::app::OfficeFile;
use crate::auth::{Actor, Visitor};
use crate::routes::{Access, Routes};
use crate::web::{Layout, WebError, render};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/office/hospitals/{ccn}", Access::Program(Action::ViewOffice), show);
    moves::routes(routes)
}

/// A label, its value and where it came from.
struct Line {
    label: &'static str,
    value: String,
    source: String,
}

struct RegistrationRow {
    reference: String,
    state: String,
    detail: String,
}

struct CaseRow {
    href: String,
    about: &'static str,
    state: &'static str,
    opened: String,
}

/// An offer the hospital has asked for, or may.
struct OfferRow {
    id: String,
    name: String,
    answer: &'static str,
    stands: String,
    moves: Vec<String>,
    may_validate: bool,
    may_activate: bool,
    started: String,
    ends: String,
    ends_hint: String,
    note: String,
    errors: Vec<FieldError>,
}

impl OfferRow {
    /// What is wrong with a field; empty when nothing is.
    fn error(&self, field: &str) -> &str {
        self.errors.iter().find(|e| e.field.starts_with(field)).map_or("", |e| e.text.as_str())
    }
}

/// An error with the field it belongs to.
struct FieldError {
    field: String,
    text: String,
}

#[derive(Template)]
#[template(path = "office/hospital.html")]
struct HospitalPage {
    layout: Layout,
    ccn: String,
    name: String,
    place: String,
    done: &'static str,
    directory: Vec<Line>,
    source: String,
    changes: Vec<String>,
    stages: Vec<Line>,
    registrations: Vec<RegistrationRow>,
    n_people: usize,
    cases: Vec<CaseRow>,
    /// Offers under way or ended.
    taken: Vec<OfferRow>,
    /// The others.
    open: Vec<OfferRow>,
    may_manage: bool,
    may_invite: bool,
    invite_email: String,
    invite_error: String,
    errors: Vec<FieldError>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    done: String,
}

/// A form that failed, to be shown again.
#[derive(Default)]
struct Failed {
    offer: String,
    started: String,
    ends: String,
    note: String,
    email: String,
    errors: Vec<(&'static str, String)>,
}

fn parse(ccn: &str) -> Result<Ccn, WebError> {
    Ccn::parse(ccn).map_err(|e| WebError::not_found(format!("{e}.")))
}

async fn show(
    State(app): State<App>,
    visitor: Visitor,
    actor: Actor,
    Path(ccn): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let file = app.office_file(&actor, parse(&ccn)?).await?;
    let done = match asked.done.as_str() {
        "validated" => "The offer is confirmed, and the hospital was told.",
        "activated" => "The offer is active, and the hospital was told.",
        "invited" => "The invitation is on record.",
        _ => "",
    };
    Ok(render(&HospitalPage::new(&app, &visitor, &actor, &file, done, &Failed::default())))
}

fn directory(file: &OfficeFile) -> Vec<Line> {
    let h = &file.listed.hospital;
    let line = |label, value: String| Line { label, value, source: String::new() };
    let rural = match is_rural(&file.listed) {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "The files at hand cannot tell",
    };
    vec![
        line(
            "Address",
            format!("{}, {}, {} {}", display_case(&h.address), display_case(&h.city), h.state, h.zip),
        ),
        line("County", display_case(&h.county_name)),
        line("Phone", h.phone.clone()),
        line("Type", h.hospital_type.label().to_owned()),
        line("Owner", h.ownership.label().to_owned()),
        line("Emergency department", if h.emergency_services { "Yes" } else { "No" }.to_owned()),
        Line { label: "Rural", value: rural.to_owned(), source: sentence(&file.listed.rural.forhp.because) },
    ]
}

fn registration_words(state: &RegistrationState) -> (String, String) {
    match state {
        RegistrationState::Draft => ("Not sent yet".to_owned(), String::new()),
        RegistrationState::Unproven { on } => {
            (format!("Sent on {}; nobody has confirmed the mailbox", when::day(*on)), String::new())
        }
        RegistrationState::Submitted { on } => (format!("Sent on {}", when::day(*on)), String::new()),
        RegistrationState::AskedBack { on, question } => {
            (format!("Asked back on {}", when::day(*on)), question.clone())
        }
        RegistrationState::Validated { on, how } => (format!("Confirmed on {}", when::day(*on)), how.clone()),
        RegistrationState::Refused { on, reason } => {
            (format!("Refused on {}", when::day(*on)), reason.clone())
        }
    }
}

fn case_words(key: &str) -> &'static str {
    match key {
        "open" => "Waits for a reviewer",
        "asked_back" => "Waits for an answer",
        "approved" => "Approved",
        _ => "Refused",
    }
}

fn claim_words(claim: Claim, last_day: Option<Date>) -> String {
    match claim {
        Claim::Open => claim.label().to_owned(),
        Claim::Claimed { on } => format!("Accepted on {}", when::day(on)),
        Claim::Validated { on } => format!("Confirmed on {}, not switched on yet", when::day(on)),
        Claim::Active { on, .. } => match last_day {
            Some(last) => format!("Active since {}, until {}", when::day(on), when::day(last)),
            None => format!("Active since {}, with no set end", when::day(on)),
        },
        Claim::Lapsed { on } => format!("Ended: {} was the first day without it", when::day(on)),
    }
}

fn move_words(moved: &ClaimMove) -> &'static str {
    match moved {
        ClaimMove::Claim => "Accepted",
        ClaimMove::Validate => "Confirmed",
        ClaimMove::Activate { .. } => "Switched on",
        ClaimMove::Lapse => "Ran out",
        ClaimMove::LetGo => "Let go",
    }
}

fn offers(app: &App, file: &OfficeFile, failed: &Failed, today: Date) -> (Vec<OfferRow>, Vec<OfferRow>) {
    let rows = file.offers.iter().map(|(offer, standing, record)| {
        let again = failed.offer == offer.id.as_str();
        let keep = |typed: &str, first: String| if again { typed.to_owned() } else { first };
        let ends = app.ends_by_term(offer, today);
        let row = OfferRow {
            id: offer.id.to_string(),
            name: offer.name.clone(),
            answer: OutcomeFilter::of(&standing.outcome).label(),
            stands: claim_words(standing.claim, last_day_of_claim(offer, standing.claim)),
            moves: record.iter().flat_map(|r| &r.moves).map(|m| {
                let note = if m.note.is_empty() { String::new() } else { format!(": {}", m.note) };
                format!("{} on {}{note}", move_words(&m.event.moved), when::day(m.event.on))
            }).collect(),
            may_validate: matches!(standing.claim, Claim::Claimed { .. }),
            may_activate: matches!(standing.claim, Claim::Validated { .. }),
            started: keep(&failed.started, today.to_string()),
            ends: keep(&failed.ends, ends.map(|d| d.to_string()).unwrap_or_default()),
            ends_hint: match offer.term_months {
                Some(n) => format!("Filled in from the offer's term of {n} months, counted from today. Change it when the first day differs, or leave it empty: then the term counts from the first day."),
                None => "Leave it empty when the offer has no set end.".to_owned(),
            },
            note: keep(&failed.note, String::new()),
            errors: if again {
                failed.errors.iter().map(|(field, text)| FieldError { field: format!("{field}-{}", offer.id), text: text.clone() }).collect()
            } else {
                Vec::new()
            },
        };
        (standing.claim != Claim::Open || record.is_some(), row)
    });
    let (mut taken, mut open) = (Vec::new(), Vec::new());
    for (is_taken, row) in rows {
        if is_taken { taken.push(row) } else { open.push(row) }
    }
    (taken, open)
}

impl HospitalPage {
    fn new(
        app: &App,
        visitor: &Visitor,
        actor: &Actor,
        file: &OfficeFile,
        done: &'static str,
        failed: &Failed,
    ) -> Self {
        let h = &file.listed.hospital;
        let (taken, open) = offers(app, file, failed, app.today());
        let may_manage = actor.may_in_program(Action::ManageProgram);
        let invite_error = failed
            .errors
            .iter()
            .find(|(field, _)| *field == "email")
            .map_or(String::new(), |(_, text)| text.clone());
        let errors = failed
            .errors
            .iter()
            .map(|(field, text)| FieldError {
                field: if failed.offer.is_empty() {
                    (*field).to_owned()
                } else {
                    format!("{field}-{}", failed.offer)
                },
                text: text.clone(),
            })
            .collect();
        Self {
            layout: Layout::new(app, visitor),
            ccn: h.ccn.to_string(),
            name: display_case(&h.name),
            place: format!("{}, {}", display_case(&h.city), h.state),
            done,
            directory: directory(file),
            source: format!(
                "{}, released {}",
                file.listed.release.title,
                when::day(file.listed.release.released_on)
            ),
            changes: file
                .changes
                .iter()
                .map(|c| format!("{}: {}", when::time(c.at_ms), c.what.sentence))
                .collect(),
            stages: file
                .stages
                .iter()
                .map(|(stage, on)| Line {
                    label: stage.means(),
                    value: when::day(*on),
                    source: String::new(),
                })
                .collect(),
            registrations: file
                .registrations
                .iter()
                .map(|r| {
                    let (state, detail) = registration_words(&r.state);
                    RegistrationRow { reference: r.reference.to_string(), state, detail }
                })
                .collect(),
            n_people: file.n_people,
            cases: file
                .cases
                .iter()
                .map(|c| CaseRow {
                    href: format!("/office/cases/{}", c.id),
                    about: c.kind.label(),
                    state: case_words(c.state.key()),
                    opened: when::day(c.opened_on),
                })
                .collect(),
            taken,
            open,
            may_manage,
            may_invite: may_manage && !file.stages.iter().any(|(s, _)| *s == Stage::Registered),
            invite_email: failed.email.clone(),
            invite_error,
            errors,
        }
    }
}

#[cfg(test)]
mod tests;
