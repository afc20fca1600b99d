//! What stands beside a case: the registration or application, as it was answered, and the person who asks.

use holdfast_core::decide::application;
use holdfast_core::model::Registration;
use holdfast_store::Account;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::api::directory::HospitalLine;
use crate::app::{CaseFile, said_in};

/// A question and what was said.
#[derive(Debug, Serialize, ToSchema)]
pub struct SaidShape {
    /// The question in a few words.
    pub asks: String,
    /// The answer in words; empty where nobody has answered.
    pub says: String,
}

/// The person a case is about, as they gave it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBeside {
    /// Full name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

impl From<&Account> for PersonBeside {
    fn from(account: &Account) -> Self {
        Self { name: account.name.clone(), email: account.email.to_string() }
    }
}

/// A registration as its reviewer reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RegistrationBeside {
    /// The number people read out.
    pub reference: String,
    /// `draft`, `unproven` (sent, and its mailbox not confirmed), `submitted`, `asked_back`, `validated` or `refused`.
    pub state: &'static str,
    /// What it says. A phone number given in it is not among them.
    pub said: Vec<SaidShape>,
}

impl RegistrationBeside {
    /// A registration beside a case.
    pub fn of(registration: &Registration) -> Self {
        let said = said_in(registration).into_iter();
        Self {
            reference: registration.reference.to_string(),
            state: registration.state.key(),
            said: said.map(|(asks, says)| SaidShape { asks: asks.to_owned(), says }).collect(),
        }
    }
}

/// A hospital whose registration is settled together with a case.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettledWith {
    /// Its certification number.
    pub ccn: String,
    /// The number of its registration, as people read it out.
    pub reference: String,
    /// Its entry, when the directory lists it.
    pub hospital: Option<HospitalLine>,
}

impl SettledWith {
    /// The hospitals of a case's other registrations.
    pub fn all(app: &App, file: &CaseFile) -> Vec<Self> {
        let directory = app.directory();
        let one = |r: &Registration| Self {
            ccn: r.ccn.to_string(),
            reference: r.reference.to_string(),
            hospital: directory.hospitals.get(r.ccn).map(HospitalLine::from),
        };
        file.with.iter().map(one).collect()
    }
}

/// How one offer comes out for an applicant.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConditionBeside {
    /// The offer.
    pub offer: String,
    /// The sentence the applicant reads.
    pub sentence: String,
}

/// An application as its reviewer reads it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApplicationBeside {
    /// The number people read out.
    pub reference: String,
    /// `draft`, `submitted`, `asked_back`, `approved` or `refused`.
    pub state: &'static str,
    /// What it says, in the order of the form.
    pub said: Vec<SaidShape>,
    /// What the conditions say by these answers.
    pub conditions: Vec<ConditionBeside>,
}

impl ApplicationBeside {
    /// The application beside a case.
    pub fn of(app: &App, file: &CaseFile) -> Option<Self> {
        let application = file.application.as_ref()?;
        let program = app.catalog.program(application.program.as_str());
        let said = match program.and_then(|p| p.form.as_ref()) {
            Some(form) => application::review(form, &application.answers)
                .into_iter()
                .map(|row| SaidShape { asks: row.asks, says: row.said.unwrap_or_default() })
                .collect(),
            None => {
                let as_kept =
                    |(id, says): (&String, &String)| SaidShape { asks: id.clone(), says: says.clone() };
                application.answers.iter().map(as_kept).collect()
            }
        };
        let verdicts = program.zip(file.facts.as_ref()).map(|(p, facts)| application::verdicts(p, facts));
        let condition = |v: application::OfferVerdict<'_>| ConditionBeside {
            offer: v.offer.id.to_string(),
            sentence: v.sentence,
        };
        Some(Self {
            reference: application.reference.to_string(),
            state: application.state.key(),
            said,
            conditions: verdicts.into_iter().flatten().map(condition).collect(),
        })
    }
}
