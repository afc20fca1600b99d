//! What stands beside a case: the registration or application, as it was answered, and the person who asks.

use holdfast_core::decide::application;
use holdfast_store::Account;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::app::CaseFile;

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
    /// `draft`, `submitted`, `asked_back`, `validated` or `refused`.
    pub state: &'static str,
    /// What it says. A phone number given in it is not among them.
    pub said: Vec<SaidShape>,
}

impl RegistrationBeside {
    /// The registration beside a case.
    pub fn of(file: &CaseFile) -> Option<Self> {
        let registration = file.registration.as_ref()?;
        let said = file.registration_said().into_iter();
        Some(Self {
            reference: registration.reference.to_string(),
            state: registration.state.key(),
            said: said.map(|(asks, says)| SaidShape { asks: asks.to_owned(), says }).collect(),
        })
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
