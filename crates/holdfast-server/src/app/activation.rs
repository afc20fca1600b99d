//! The office's side of one hospital: its file, inviting it, and moving the offers it accepted on.

use holdfast_core::Date;
use holdfast_core::catalog::Offer;
use holdfast_core::decide::cliff::{last_day_of_claim, last_day_of_term};
use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::standing::{Standing, stand};
use holdfast_core::model::{
    Action, Case, Ccn, Claim, ClaimEvent, ClaimMove, ClaimMoveError, EmailAddress, HospitalScope,
    Registration, Stage, day_in_words,
};
use holdfast_store::nouns::*;
use holdfast_store::{Change, ClaimRecord, StoreError};
use serde_json::json;

use super::facts::actor as by;
use super::{App, AppError};
use crate::auth::Actor;

/// Days back the first day of an offer may lie: further back is a slip of the pen.
const MOST_DAYS_BACK: i32 = 730;

/// One hospital, as the program sees it. No findings.
pub struct OfficeFile {
    /// What the directory says.
    pub listed: Listed,
    /// What imports changed about it.
    pub changes: Vec<Change>,
    /// Its registrations, oldest first.
    pub registrations: Vec<Registration>,
    /// Its cases, oldest first.
    pub cases: Vec<Case>,
    /// Every offer of the program: where the hospital stands, and its moves so far.
    pub offers: Vec<(Offer, Standing, Option<ClaimRecord>)>,
    /// Stages it reached.
    pub stages: Vec<(Stage, Date)>,
    /// People with a role there.
    pub n_people: usize,
}

/// Why an offer was not moved.
#[derive(Debug, thiserror::Error)]
pub enum ActivationError {
    /// Where it stands does not allow it.
    #[error(transparent)]
    Move(#[from] ClaimMoveError),
    /// The first day cannot be.
    #[error("{0}")]
    Starts(String),
    /// The last day cannot be.
    #[error("{0}")]
    Ends(String),
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Why a hospital was not invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// It registered before.
    #[error("this hospital has registered already; nothing was sent")]
    Registered,
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for ActivationError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

impl From<StoreError> for InviteError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

impl App {
    /// A hospital's file.
    pub async fn office_file(&self, actor: &Actor, ccn: Ccn) -> Result<OfficeFile, AppError> {
        let program = self.counted_program()?;
        let listed = self.listed(ccn)?;
        let scope = leave(actor, Action::ViewOffice, ccn)?;
        let today = self.today();
        let mut read = self.store.read().await?;
        let registrations = read.registrations(scope).await?;
        let facts = self.known_hospital(&mut read, scope, today).await?.facts;
        let rulings = read.rulings(scope).await?;
        let records = read.claims(scope).await?;
        let offers = program
            .offers
            .iter()
            .map(|offer| {
                let record = records.iter().find(|r| r.offer == offer.id).cloned();
                let claim = record.as_ref().map_or(Claim::Open, |r| r.claim);
                (offer.clone(), stand(Some(program), offer, &facts, &rulings, claim), record)
            })
            .collect();
        let people = read.people(scope).await?;
        let mut people: Vec<_> =
            people.into_iter().filter(|p| p.grant.role.is_of_hospital()).map(|p| p.account.id).collect();
        people.sort();
        people.dedup();
        Ok(OfficeFile {
            changes: read.directory_changes_of(ccn, 20).await?,
            cases: read.cases(scope).await?,
            stages: read.stages(scope, &program.id).await?,
            n_people: people.len(),
            listed,
            registrations,
            offers,
        })
    }

    /// Confirms that a hospital may have an offer it accepted.
    pub async fn validate_claim(
        &self,
        actor: &Actor,
        ccn: Ccn,
        offer: &str,
        note: &str,
    ) -> Result<Claim, ActivationError> {
        let today = self.today();
        self.move_for_office(actor, ccn, offer, ClaimEvent { moved: ClaimMove::Validate, on: today }, note)
            .await
    }

    /// Records that an offer was switched on. `ends`: its last day; without one the last day follows from the offer's
    /// term or window, so that nothing is said to have no end which has one.
    pub async fn activate_claim(
        &self,
        actor: &Actor,
        ccn: Ccn,
        offer: &str,
        on: Date,
        ends: Option<Date>,
        note: &str,
    ) -> Result<Claim, ActivationError> {
        let today = self.today();
        let oldest = today.saturating_sub(jiff::Span::new().days(i64::from(MOST_DAYS_BACK)));
        if on > today {
            return Err(ActivationError::Starts(format!(
                "The first day cannot be after today, {}.",
                day_in_words(today)
            )));
        }
        if on < oldest {
            return Err(ActivationError::Starts(format!(
                "The first day cannot be before {}; check the year.",
                day_in_words(oldest)
            )));
        }
        let by_offer = |o: &Offer| last_day_of_claim(o, Claim::Active { on, ends: None });
        let offers = &self.counted_program()?.offers;
        let ends = ends.or_else(|| {
            offers.iter().find(|o| o.id.as_str() == offer).and_then(by_offer).filter(|last| *last >= on)
        });
        if ends.is_some_and(|ends| ends < on) {
            return Err(ActivationError::Ends("The last day cannot be before the first.".to_owned()));
        }
        self.move_for_office(actor, ccn, offer, ClaimEvent { moved: ClaimMove::Activate { ends }, on }, note)
            .await
    }

    async fn move_for_office(
        &self,
        actor: &Actor,
        ccn: Ccn,
        offer: &str,
        event: ClaimEvent,
        note: &str,
    ) -> Result<Claim, ActivationError> {
        let program = self.counted_program()?;
        let unknown = || AppError::not_found("The program has no such offer.");
        let offer = program.offers.iter().find(|o| o.id.as_str() == offer).ok_or_else(unknown)?;
        let scope = leave(actor, Action::ManageProgram, ccn)?;
        let now_ms = self.now_ms();
        let note: String = note.trim().chars().take(500).collect();
        let mut write = self.store.write().await?;
        let claim = write.move_claim(scope, &offer.id, event, Some(actor.account), &note, now_ms).await??;
        let subject = format!("hospital:{ccn}");
        let action = match event.moved {
            ClaimMove::Activate { .. } => "offer.activate",
            _ => "offer.validate",
        };
        let detail = json!({ "offer": offer.id, "on": event.on });
        write.add_audit(&by(actor.account), action, &subject, &detail, now_ms).await?;
        let letter = match event.moved {
            ClaimMove::Activate { ends } => {
                write.reach_stage(scope, &program.id, Stage::Activated, event.on, now_ms).await?;
                self.activated_letter(offer, event.on, ends)
            }
            _ => self.confirmed_letter(offer),
        };
        self.tell_hospital(&mut write, scope, &letter).await?;
        write.commit().await.map_err(AppError::from)?;
        Ok(claim)
    }

    fn confirmed_letter(&self, offer: &Offer) -> crate::mail::Note {
        let says = format!(
            "The program office confirmed that your hospital may have \u{201c}{}\u{201d}.",
            offer.name
        );
        let next = "The steps to switch it on stand with the offer.".to_owned();
        let mut letter = self.note("offer-confirmed", "An offer is confirmed", vec![says, next]);
        letter.link = Some(("Sign in to see the steps".to_owned(), self.link("/sign-in")));
        letter
    }

    fn activated_letter(&self, offer: &Offer, on: Date, ends: Option<Date>) -> crate::mail::Note {
        let mut says = vec![match ends {
            Some(ends) => format!(
                "\u{201c}{}\u{201d} runs since {}. Its last day is {}.",
                offer.name,
                day_in_words(on),
                day_in_words(ends)
            ),
            None => {
                format!("\u{201c}{}\u{201d} runs since {}. It has no set end.", offer.name, day_in_words(on))
            }
        }];
        if let (Some(_), Some(after)) = (ends, &offer.day_after) {
            says.push(format!("The day after it ends: {after}"));
        }
        let mut letter = self.note("offer-activated", "An offer is running", says);
        letter.link = Some(("Sign in to see it".to_owned(), self.link("/sign-in")));
        letter
    }

    /// The last day an offer has by its term, when it starts on a day.
    pub fn ends_by_term(&self, offer: &Offer, on: Date) -> Option<Date> {
        last_day_of_term(on, offer.term_months?)
    }

    /// Notes that the program wrote to a hospital, and writes to it when an address is given.
    pub async fn invite_hospital(
        &self,
        actor: &Actor,
        ccn: Ccn,
        to: Option<&EmailAddress>,
    ) -> Result<(), InviteError> {
        let program = self.counted_program()?;
        let listed = self.listed(ccn)?;
        let scope = leave(actor, Action::ManageProgram, ccn)?;
        let (today, now_ms) = (self.today(), self.now_ms());
        let mut write = self.store.write().await?;
        let stages = write.stages(scope, &program.id).await?;
        if stages.iter().any(|(stage, _)| *stage == Stage::Registered) {
            return Err(InviteError::Registered);
        }
        write.reach_stage(scope, &program.id, Stage::Invited, today, now_ms).await?;
        let detail = json!({ "by_mail": to.is_some() });
        write
            .add_audit(&by(actor.account), "hospital.invite", &format!("hospital:{ccn}"), &detail, now_ms)
            .await?;
        if let Some(to) = to {
            let name = display_case(&listed.hospital.name);
            let mut letter = self.note(
                "invitation",
                format!("{name} may have free help with security"),
                vec![
                    format!("{} invites {name}. {}", program.name, program.purpose),
                    format!(
                        "Look up what the hospital may have with its CMS certification number, {ccn}. Looking costs nothing, and registering takes about ten minutes."
                    ),
                ],
            );
            letter.link = Some(("Check the hospital".to_owned(), self.link("/check")));
            letter.small_print = Some(
                "If you do not work there, please pass this on to the person who runs its computers."
                    .to_owned(),
            );
            self.post(&mut write, to, &letter).await?;
        }
        write.commit().await?;
        Ok(())
    }

    fn listed(&self, ccn: Ccn) -> Result<Listed, AppError> {
        let missing = || AppError::not_found(format!("The directory lists no hospital {ccn}."));
        self.directory().hospitals.known(ccn).cloned().ok_or_else(missing)
    }
}

fn leave(actor: &Actor, action: Action, ccn: Ccn) -> Result<HospitalScope, AppError> {
    let refused = || AppError::refused("Your role does not allow this.");
    actor.program_scope(action, ccn).ok_or_else(refused)
}
