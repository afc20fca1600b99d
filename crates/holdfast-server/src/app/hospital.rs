//! A hospital's own picture: where it stands with every offer, what ends when, what to do this week, what happened lately.
//!
//! Read in one go, decided once, changed nowhere here.

mod recent;

use std::collections::BTreeMap;

use holdfast_core::Date;
use holdfast_core::catalog::{Catalog, Offer, OfferId, Program};
use holdfast_core::decide::cliff::{Cliff, cliffs};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::plan::{NextUp, next_up};
use holdfast_core::decide::standing::{Standing, stand_all};
use holdfast_core::decide::this_week::{OpenCase, OpenQuestion, Thing, Week, this_week};
use holdfast_core::decide::value::{self, Total, Worth};
use holdfast_core::facts::Facts;
use holdfast_core::model::{
    AccountId, Case, CaseId, CaseKind, CaseState, Ccn, Claim, HospitalScope, Registration, Ruling, Task,
    sentence,
};
use holdfast_store::{
    Accounts, Attestations, CaseMoved, Cases, ClaimRecord, Claims, Passkeys, Plans, Progress, Registrations,
};
use serde_json::json;

pub use recent::Happened;

use super::facts::{KnownHospital, actor, subject};
use super::posture::PostureInBrief;
use super::tasks::TaskState;
use super::{App, AppError};

/// Everything a hospital sees about itself on a day.
#[derive(Clone, Debug)]
pub struct HospitalPicture {
    /// Its entry in the directory.
    pub listed: Listed,
    /// Since when it is no longer listed, as a sentence; `None` for one that is.
    pub no_longer: Option<String>,
    /// Its registration, when there is one.
    pub registration: Option<Registration>,
    /// The facts.
    pub facts: Facts,
    /// Where it stands with every offer and resource, in the catalog's order.
    pub standings: Vec<Standing>,
    /// The moves of the offers it ever moved.
    pub claims: Vec<ClaimRecord>,
    /// Its cases, oldest first.
    pub cases: Vec<Case>,
    /// Its dated ends, soonest first.
    pub cliffs: Vec<Cliff>,
    /// Its first tasks.
    pub tasks: Vec<TaskState>,
}

/// One offer for one hospital, with its money and its case.
#[derive(Clone, Debug)]
pub struct OfferStand {
    /// The program, `None` for a resource elsewhere.
    pub program: Option<Program>,
    /// The offer.
    pub offer: Offer,
    /// Where the hospital stands with it.
    pub standing: Standing,
    /// What it is worth a year.
    pub worth: Worth,
    /// What staying on costs a year.
    pub year_two: Worth,
    /// Its moves so far.
    pub record: Option<ClaimRecord>,
    /// The case about it that is not settled, if one is.
    pub open_case: Option<Case>,
}

/// A question a reviewer asked, with what the case is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedBack {
    /// The case.
    pub case: CaseId,
    /// What it is about.
    pub about: String,
    /// The question.
    pub asks: String,
    /// When it was asked.
    pub on: Date,
}

/// What the home page shows.
#[derive(Clone, Debug)]
pub struct HospitalHome {
    /// The picture it is made from.
    pub picture: HospitalPicture,
    /// At most three things to do.
    pub week: Vec<Thing>,
    /// The yearly worth of what it may have, and of what it has.
    pub total: Total,
    /// How many offers and resources it may have now, those it has included.
    pub n_may_have: usize,
    /// Offers accepted, confirmed or running.
    pub n_under_way: usize,
    /// Reviewers' questions that wait for it.
    pub questions: Vec<AskedBack>,
    /// What happened lately, newest first.
    pub happened: Vec<Happened>,
    /// Where it stands; `None` while nothing is known of its safeguards.
    pub posture: Option<PostureInBrief>,
}

/// A hospital someone holds a role at.
#[derive(Clone, Debug)]
pub struct MyHospital {
    /// Its number.
    pub ccn: Ccn,
    /// Its entry, unless the directory lost it.
    pub listed: Option<Listed>,
}

impl App {
    /// Reads and decides everything a hospital sees about itself today.
    pub async fn hospital_picture(&self, scope: HospitalScope) -> Result<HospitalPicture, AppError> {
        let mut read = self.store.read().await?;
        self.picture_in(&mut read, scope).await
    }

    /// As [`App::hospital_picture`], within the caller's read or write.
    pub(super) async fn picture_in<R>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<HospitalPicture, AppError>
    where
        R: Accounts + Attestations + Cases + Claims + Passkeys + Progress + Registrations + Send,
    {
        let known = self.known_hospital(read, scope, self.today()).await?;
        let rulings = read.rulings(scope).await?;
        let claims = read.claims(scope).await?;
        let mut cases = read.cases(scope).await?;
        // What was asked about somebody else's registration is not the hospital's to read or to answer.
        let own = known.registration.as_ref().map(|r| r.id);
        cases.retain(|c| match &c.kind {
            CaseKind::Belonging { registration } => Some(*registration) == own,
            _ => true,
        });
        let tasks = self.tasks_in(read, scope).await?;
        Ok(HospitalPicture::decide(&self.catalog, known, &rulings, claims, cases, tasks))
    }

    /// What the home page shows. `sees_cases`: whether whoever asks may read security cases; without it none is named.
    pub async fn hospital_home(
        &self,
        scope: HospitalScope,
        sees_cases: bool,
    ) -> Result<HospitalHome, AppError> {
        let mut read = self.store.read().await?;
        let picture = self.picture_in(&mut read, scope).await?;
        let happened = self.happened(&mut read, scope, &picture).await?;
        let posture = self.posture_in_brief(&mut read, scope).await?;
        let tasks = match read.current_plan(scope).await? {
            Some(plan) => read.plan_tasks(scope, plan.id).await?,
            None => Vec::new(),
        };
        let cases = if sees_cases { self.open_cases_in(&mut read, scope).await? } else { Vec::new() };
        drop(read);
        let today = self.today();
        let up = posture.as_ref().map(|p| next_up(&self.catalog, &p.posture, &tasks, today));
        let home = HospitalHome::of(&self.catalog, picture, happened, &up.unwrap_or_default(), &cases);
        Ok(HospitalHome { posture, ..home })
    }

    /// Answers a reviewer's question.
    pub async fn answer_reviewer(
        &self,
        scope: HospitalScope,
        by: AccountId,
        case: CaseId,
        text: &str,
    ) -> Result<(), AppError> {
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if !write.case(scope, case).await?.is_some_and(|c| is_its_own(&c.kind)) {
            return Err(AppError::not_found("There is no such question for this hospital."));
        }
        match write.answer_case(scope, case, text, Some(by), self.today(), now_ms).await? {
            CaseMoved::Done(_) => {}
            CaseMoved::Refused(e) => return Err(AppError::refused(sentence(&e.to_string()))),
            CaseMoved::Unknown => {
                return Err(AppError::not_found("There is no such question for this hospital."));
            }
        }
        let detail = json!({ "case": case });
        write.add_audit(&actor(by), "answer-reviewer", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        Ok(())
    }

    /// The hospitals in a list of numbers, with their entries.
    pub fn my_hospitals(&self, ccns: &[Ccn]) -> Vec<MyHospital> {
        let directory = self.directory();
        ccns.iter()
            .map(|ccn| MyHospital { ccn: *ccn, listed: directory.hospitals.known(*ccn).cloned() })
            .collect()
    }
}

impl HospitalHome {
    /// What the home page shows of a picture.
    pub fn of(
        catalog: &Catalog,
        picture: HospitalPicture,
        happened: Vec<Happened>,
        plan: &[NextUp],
        cases: &[OpenCase],
    ) -> Self {
        let may_have: Vec<OfferStand> =
            picture.offer_stands(catalog).into_iter().filter(OfferStand::may_have_or_has).collect();
        Self {
            week: picture.week(catalog, plan, cases),
            total: value::total(may_have.iter().map(|o| &o.worth)),
            n_may_have: may_have.len(),
            n_under_way: may_have.iter().filter(|o| o.standing.is_under_way()).count(),
            questions: picture.questions(catalog),
            happened,
            posture: None,
            picture,
        }
    }
}

impl HospitalPicture {
    /// Decides everything from what was read.
    pub fn decide(
        catalog: &Catalog,
        known: KnownHospital,
        rulings: &[Ruling],
        claims: Vec<ClaimRecord>,
        cases: Vec<Case>,
        tasks: Vec<TaskState>,
    ) -> Self {
        let by_offer: BTreeMap<OfferId, Claim> = claims.iter().map(|c| (c.offer.clone(), c.claim)).collect();
        let standings = stand_all(catalog, &known.facts, rulings, &by_offer);
        let cliffs = cliffs(catalog, &known.facts, &standings);
        Self {
            listed: known.listed,
            no_longer: known.no_longer,
            registration: known.registration,
            facts: known.facts,
            standings,
            claims,
            cases,
            cliffs,
            tasks,
        }
    }

    /// At most three things to do this week, those of the plan and open security cases among them.
    pub fn week(&self, catalog: &Catalog, plan: &[NextUp], cases: &[OpenCase]) -> Vec<Thing> {
        let open_tasks: Vec<Task> = self.tasks.iter().filter(|t| !t.done).map(|t| t.task).collect();
        let questions: Vec<OpenQuestion> = self
            .questions(catalog)
            .into_iter()
            .map(|q| OpenQuestion { case: q.case, asks: q.asks })
            .collect();
        let under_review: Vec<OfferId> = self
            .cases
            .iter()
            .filter(|c| !c.state.is_settled())
            .filter_map(|c| match &c.kind {
                CaseKind::OfferReferral { offer, .. } => Some(offer.clone()),
                _ => None,
            })
            .collect();
        this_week(&Week {
            catalog,
            facts: &self.facts,
            standings: &self.standings,
            cliffs: &self.cliffs,
            open_tasks: &open_tasks,
            questions: &questions,
            under_review: &under_review,
            cases,
            plan,
        })
    }

    /// Every offer and resource for the hospital, in the catalog's order. Offers of programs that take applications by
    /// form are among them; their standing says so.
    pub fn offer_stands(&self, catalog: &Catalog) -> Vec<OfferStand> {
        self.standings.iter().filter_map(|s| self.offer_stand(catalog, s.offer.as_str())).collect()
    }

    /// One offer for the hospital, when the catalog has it.
    pub fn offer_stand(&self, catalog: &Catalog, id: &str) -> Option<OfferStand> {
        let (program, offer) = catalog.offer(id)?;
        let standing = self.standings.iter().find(|s| s.offer.as_str() == id)?;
        let is_about_it = |case: &&Case| matches!(&case.kind, CaseKind::OfferReferral { offer, .. } if offer.as_str() == id);
        Some(OfferStand {
            program: program.cloned(),
            worth: value::of_offer(offer, &self.facts),
            year_two: value::of_year_two(offer, &self.facts),
            record: self.claims.iter().find(|c| c.offer.as_str() == id).cloned(),
            open_case: self.cases.iter().filter(is_about_it).find(|c| !c.state.is_settled()).cloned(),
            standing: standing.clone(),
            offer: offer.clone(),
        })
    }

    /// Reviewers' questions that wait for the hospital, oldest first.
    pub fn questions(&self, catalog: &Catalog) -> Vec<AskedBack> {
        let its_own = |case: &&Case| is_its_own(&case.kind);
        let waiting = self.cases.iter().filter(its_own).filter_map(|case| match &case.state {
            CaseState::AskedBack { on, question } => Some(AskedBack {
                case: case.id,
                about: about(catalog, case),
                asks: question.clone(),
                on: *on,
            }),
            _ => None,
        });
        waiting.collect()
    }
}

impl OfferStand {
    /// Whether it counts as something the hospital may have: by the rules today, or because it has it.
    pub fn may_have_or_has(&self) -> bool {
        let by_form =
            self.program.as_ref().is_some_and(|p| p.serves == holdfast_core::catalog::Serves::Applicants);
        self.standing.is_under_way() || (self.standing.outcome.is_yes() && !by_form)
    }
}

/// Whether a case is the hospital's own to answer. One about a person is that person's.
fn is_its_own(kind: &CaseKind) -> bool {
    !matches!(kind, CaseKind::Join { .. } | CaseKind::FirstAdministrator { .. })
}

/// What a case is about, as the hospital reads it.
fn about(catalog: &Catalog, case: &Case) -> String {
    match &case.kind {
        CaseKind::OfferReferral { offer, .. } => {
            catalog.offer(offer.as_str()).map_or_else(|| offer.to_string(), |(_, o)| o.name.clone())
        }
        CaseKind::Belonging { .. } => "Your registration".to_owned(),
        CaseKind::FirstAdministrator { .. } => "The hospital's first administrator".to_owned(),
        CaseKind::Join { .. } => "Someone who wants to join".to_owned(),
        CaseKind::NumberChanged { .. } => "The hospital's number".to_owned(),
        CaseKind::Application { .. } => "An application".to_owned(),
    }
}
