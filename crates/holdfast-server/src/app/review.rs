//! The reviewers' cases: the queue, and one case with everything a reviewer needs beside it.
//!
//! Deciding is in [`settle`]; what a decision brings about, in the file of each kind.

mod application;
mod belonging;
mod number;
mod offer;
mod offered;
mod people;
mod settle;

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::{Clause, ClauseId, Offer, OfferId};
use holdfast_core::decide::application as decide_application;
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::queue;
use holdfast_core::decide::queue::QueueCounts;
use holdfast_core::decide::settle::{
    Left, Parties, Recommendation, Reviewer, Tie, left, recommendation, tie,
};
use holdfast_core::decide::standing::{self, Standing};
use holdfast_core::facts::Facts;
use holdfast_core::model::{
    Action, Application, ApplicationId, Case, CaseEvent, CaseId, CaseKind, CaseMove, Ccn, EmailAddress,
    HospitalScope, Registration, RegistrationState, Stage,
};
use holdfast_store::nouns::*;
use holdfast_store::{Account, Attestations, CaseFilter, Registrations};

pub use offered::{Confirm, said_in};
pub use settle::{Act, Decision, SettleError, Settled, Wrong};

use super::{App, AppError};
use crate::auth::Actor;

/// Waiting cases read for the queue at most; a queue this long is a matter for another page.
const MOST_WAITING: u32 = 10_000;
/// Settled cases read at most, of each outcome.
const MOST_SETTLED: u32 = 500;

/// All cases a reviewer may look through, and how many stand where.
pub struct Queue {
    /// Waiting ones, or settled ones when asked for.
    pub cases: Vec<Case>,
    /// How many stand where.
    pub counts: QueueCounts,
    /// The names of applicants, for cases about an application.
    pub applicants: BTreeMap<ApplicationId, String>,
}

/// One thing that happened in a case, and who did it.
pub struct TrailRow {
    /// What.
    pub event: CaseEvent,
    /// Whose move: a reviewer's name, or the hospital or applicant.
    pub who: String,
}

/// The question a case about an offer asks.
pub struct OfferQuestion {
    /// The offer, unless the catalog no longer has it.
    pub offer: Option<Offer>,
    /// The clause, unless the catalog no longer has it.
    pub clause: Option<Clause>,
    /// What is left to find out today.
    pub left: Left,
    /// Where the hospital stands with the offer today.
    pub standing: Option<Standing>,
}

/// A case with everything beside it.
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// What happened, in order.
    pub trail: Vec<TrailRow>,
    /// The hospital, as the directory lists it. In an application's case: the one whose number the applicant typed.
    pub hospital: Option<Listed>,
    /// The registration it is about, or the hospital's own that counts.
    pub registration: Option<Registration>,
    /// Other registrations of the hospital that wait side by side with it. Approving one answers them.
    pub others: Vec<Registration>,
    /// Registrations of other hospitals that this case settles too: sent from the same mailbox, whose domain they share.
    pub with: Vec<Registration>,
    /// The application it is about.
    pub application: Option<Application>,
    /// The person it is about.
    pub person: Option<Account>,
    /// The offer it is about.
    pub offer: Option<OfferQuestion>,
    /// What is known about the hospital or applicant, with sources.
    pub facts: Option<Facts>,
    /// Stages the hospital reached.
    pub stages: Vec<(Stage, Date)>,
    /// The first reviewer's recommendation, with their name.
    pub recommendation: Option<(Recommendation, String)>,
    /// Why this reviewer may not settle it.
    pub tie: Option<Tie>,
}

impl CaseFile {
    /// How much has happened so far: a decision names it, so that one made over an older page is noticed.
    pub fn seen(&self) -> usize {
        self.trail.len()
    }
}

/// What is loaded about a case, before names are looked up.
struct Loaded {
    case: Case,
    events: Vec<CaseEvent>,
    hospital: Option<Listed>,
    registration: Option<Registration>,
    others: Vec<Registration>,
    with: Vec<Registration>,
    application: Option<Application>,
    person: Option<Account>,
    facts: Option<Facts>,
    parties: Parties,
}

impl App {
    /// The cases that wait, or those that are settled, with the counts of both.
    pub async fn review_queue(&self, settled: bool) -> Result<Queue, AppError> {
        let mut read = self.store.read().await?;
        let waiting = CaseFilter { unsettled: true, ..CaseFilter::default() };
        let cases = read.review_queue(&waiting, MOST_WAITING, 0).await?;
        let mut counts = queue::counts(&cases, self.today());
        let mut done = Vec::new();
        for state in ["approved", "refused"] {
            let filter = CaseFilter { state: Some(state.to_owned()), ..CaseFilter::default() };
            counts.n_settled += read.n_review_queue(&filter).await?;
            if settled {
                done.extend(read.review_queue(&filter, MOST_SETTLED, 0).await?);
            }
        }
        let states = if settled { ["approved", "refused"] } else { ["submitted", "asked_back"] };
        let applicants = self.names_of_applicants(&mut read, &states).await?;
        Ok(Queue { cases: if settled { done } else { cases }, counts, applicants })
    }

    /// A case with everything beside it, for this reviewer.
    pub async fn review_case(&self, actor: &Actor, id: CaseId) -> Result<CaseFile, AppError> {
        let mut read = self.store.read().await?;
        let loaded = self.load_case(&mut read, actor, id).await?;
        let mut trail = Vec::new();
        for event in loaded.events {
            let who = match event.by {
                Some(by) => read.account(by).await?.map_or_else(|| format!("account {by}"), |a| a.name),
                None if matches!(event.moved, CaseMove::Answer { .. }) => {
                    "The hospital or applicant".to_owned()
                }
                None => "The portal".to_owned(),
            };
            trail.push(TrailRow { event, who });
        }
        let events: Vec<CaseEvent> = trail.iter().map(|t| t.event.clone()).collect();
        let recommendation = match recommendation(&events) {
            Some(r) => {
                let name = read.account(r.by).await?.map_or_else(|| format!("account {}", r.by), |a| a.name);
                Some((r, name))
            }
            None => None,
        };
        let mut offer = None;
        let mut stages = Vec::new();
        if let Some(ccn) = loaded.case.ccn {
            let scope = self.review_scope(actor, ccn)?;
            stages = read.stages(scope, &loaded.case.program).await?;
            if let (CaseKind::OfferReferral { offer: of, clause, .. }, Some(facts)) =
                (&loaded.case.kind, &loaded.facts)
            {
                let rulings = read.rulings(scope).await?;
                let claim = read.claim(scope, of).await?;
                let standing = self
                    .catalog
                    .offer(of.as_str())
                    .map(|(program, o)| standing::stand(program, o, facts, &rulings, claim));
                offer = Some(OfferQuestion { standing, ..self.offer_question(of, clause, facts) });
            }
        }
        Ok(CaseFile {
            tie: tie(&reviewer(actor), &loaded.parties),
            case: loaded.case,
            trail,
            hospital: loaded.hospital,
            registration: loaded.registration,
            others: loaded.others,
            with: loaded.with,
            application: loaded.application,
            person: loaded.person,
            offer,
            facts: loaded.facts,
            stages,
            recommendation,
        })
    }

    /// The offer and clause of a case, and what is left to find out with the facts as they are.
    fn offer_question(&self, offer: &OfferId, clause: &ClauseId, facts: &Facts) -> OfferQuestion {
        let offer = self.catalog.offer(offer.as_str()).map(|(_, o)| o);
        OfferQuestion {
            left: left(offer, clause, facts),
            clause: offer.and_then(|o| o.clauses.iter().find(|c| c.id == *clause)).cloned(),
            offer: offer.cloned(),
            standing: None,
        }
    }

    /// A reviewer's leave to work on a hospital's place in the program.
    fn review_scope(&self, actor: &Actor, ccn: Ccn) -> Result<HospitalScope, AppError> {
        actor
            .program_scope(Action::Review, ccn)
            .ok_or_else(|| AppError::refused("Only a reviewer can open a case."))
    }

    /// Everything a decision needs, read in one picture or in one write.
    async fn load_case<R>(&self, from: &mut R, actor: &Actor, id: CaseId) -> Result<Loaded, AppError>
    where
        R: holdfast_store::Cases
            + holdfast_store::Applications
            + holdfast_store::Accounts
            + Attestations
            + Registrations
            + Send,
    {
        let missing = || AppError::not_found("There is no such case.");
        let (case, events) = from.review_case(id).await?.ok_or_else(missing)?;
        let directory = self.directory();
        let mut hospital = case.ccn.and_then(|ccn| directory.hospitals.known(ccn)).cloned();
        let mut registrations = Vec::new();
        let mut facts = None;
        if let Some(ccn) = case.ccn {
            let scope = self.review_scope(actor, ccn)?;
            registrations = from.registrations(scope).await?;
            if hospital.is_some() {
                facts = Some(self.known_hospital(from, scope, self.today()).await?.facts);
            }
        }
        let mut parties = Parties { ccn: case.ccn, ..Parties::default() };
        let mut registration = counts(&registrations).cloned();
        let (mut others, mut with) = (Vec::new(), Vec::new());
        let mut application = None;
        let mut person = None;
        match &case.kind {
            CaseKind::Belonging { registration: of } => {
                let (own, rest) = registrations.into_iter().partition(|r| r.id == *of);
                let (mut own, rest): (Vec<Registration>, Vec<Registration>) = (own, rest);
                registration = own.pop();
                with = from.registrations_settled_with(*of).await?;
                others = rest.into_iter().filter(|r| r.state.waits() && r.program == case.program).collect();
                parties.emails.extend(registration.iter().flat_map(contact_address));
            }
            CaseKind::OfferReferral { .. } | CaseKind::NumberChanged { .. } => {}
            CaseKind::FirstAdministrator { account } | CaseKind::Join { account } => {
                person = from.account(*account).await?;
                parties.accounts.push(*account);
                parties.emails.extend(person.as_ref().map(|p| p.email.clone()));
            }
            CaseKind::Application { application: of } => {
                application = from.application(*of).await?;
                parties.domain_counts = true;
                if let Some(application) = &application {
                    parties.ccn = decide_application::hospital(&application.answers);
                    hospital = parties.ccn.and_then(|ccn| directory.hospitals.get(ccn)).cloned();
                    parties.emails.extend(self.applicant_addresses(application));
                    let said = from.attestations_of_applicant(*of).await?;
                    let settled = from.settlements_of_applicant(*of).await?;
                    let known = &directory.hospitals;
                    facts = Some(decide_application::facts(
                        &application.answers,
                        &said,
                        &settled,
                        known,
                        self.today(),
                    ));
                }
            }
        }
        Ok(Loaded { case, events, hospital, registration, others, with, application, person, facts, parties })
    }

    /// Every address an application gives: where its way back goes, and the answers that are addresses.
    fn applicant_addresses(&self, application: &Application) -> Vec<EmailAddress> {
        let mut all: Vec<EmailAddress> = application.email.iter().cloned().collect();
        all.extend(application.answers.values().filter_map(|a| EmailAddress::parse(a).ok()));
        all
    }
}

fn reviewer(actor: &Actor) -> Reviewer {
    Reviewer { account: actor.account, email: actor.email.clone(), hospitals: actor.hospitals() }
}

fn contact_address(registration: &Registration) -> Option<EmailAddress> {
    registration.answers.contact.as_ref().map(|c| c.email.clone())
}

/// The registration that counts for a hospital: the validated one, else the latest whose mailbox is proven, else the latest
/// that was sent at all.
fn counts(registrations: &[Registration]) -> Option<&Registration> {
    let latest = |fits: fn(&RegistrationState) -> bool| registrations.iter().rev().find(|r| fits(&r.state));
    latest(|state| matches!(state, RegistrationState::Validated { .. }))
        .or_else(|| latest(RegistrationState::waits))
        .or_else(|| latest(|state| *state != RegistrationState::Draft))
}
