//! What a hospital said at registration and may change for good: its contact, mail domain, products and plan, and what it shares.
//!
//! The rest of its answers are facts, changed on their own page. Nothing here is open before the registration is confirmed.

use holdfast_core::decide::registration::{FieldError, Fields, Merge, Step, answer, merge, show};
use holdfast_core::model::{AccountId, EmailAddress, HospitalScope, Registration, RegistrationState};
use holdfast_store::nouns::*;
use holdfast_store::{Saved, Write};
use serde_json::json;

use super::facts::{actor, subject};
use super::registration::changed_meanwhile;
use super::{App, AppError};

/// The questions of a registration whose answers a hospital changes here.
pub const SETTINGS: &[Step] = &[Step::Contact, Step::MailDomain, Step::Security, Step::Consent];

/// The setting with this part of an address.
pub fn setting(slug: &str) -> Option<Step> {
    Step::from_slug(slug).filter(|step| SETTINGS.contains(step))
}

/// The question of a setting. Whoever changes the contact need not be it.
pub fn title(step: Step) -> &'static str {
    match step {
        Step::Contact => "Who is the hospital's contact?",
        other => other.title(),
    }
}

/// What a change of a setting does, and does not.
pub fn hint(step: Step) -> &'static str {
    match step {
        Step::Contact => {
            "We write to this person when nobody of the hospital can be reached here. It gives them no right. We tell the old contact and the new one."
        }
        Step::MailDomain => {
            "Like hospital.org. It helps us find you; it proves nothing, and a change moves nobody's sign-in."
        }
        Step::Consent => "You can say no to both and still take every offer. A change counts from now on.",
        other => other.hint(),
    }
}

/// What came of changing a setting.
#[derive(Debug)]
pub enum Changed {
    /// Kept, or nothing was different.
    Kept(Box<Registration>),
    /// Fields to mend; nothing was kept.
    Wrong(Vec<FieldError>),
    /// Someone else changed the same answer meanwhile; nothing was kept. The person chooses.
    Both {
        /// What both wrote.
        merge: Merge,
        /// What is kept now.
        theirs: Fields,
        /// Its version.
        version: u32,
    },
}

impl App {
    /// The registration whose answers are the hospital's settings; `None` until one is confirmed.
    pub async fn hospital_settings(&self, scope: HospitalScope) -> Result<Option<Registration>, AppError> {
        let mut read = self.store.read().await?;
        let program = self.hospital_program().map(|p| p.id.clone());
        let all = read.registrations(scope).await?;
        Ok(all.into_iter().find(|r| {
            matches!(r.state, RegistrationState::Validated { .. }) && program.as_ref() == Some(&r.program)
        }))
    }

    /// Changes the answers to one of [`SETTINGS`].
    ///
    /// `base`: the fields as this person saw them, at `version`. What someone else changed since is merged, and only a true
    /// clash comes back.
    pub async fn change_setting(
        &self,
        scope: HospitalScope,
        by: AccountId,
        step: Step,
        base: &Fields,
        mine: &Fields,
        version: u32,
    ) -> Result<Changed, AppError> {
        if !SETTINGS.contains(&step) {
            return Err(AppError::not_found("There is no such setting."));
        }
        let (today, now_ms) = (self.today(), self.now_ms());
        let mut write = self.store.write().await?;
        let Some(mut registration) = self.validated(&mut write, scope.ccn()).await? else {
            return Err(AppError::refused("The registration is not confirmed yet. Come back once it is."));
        };
        let theirs = show(step, &registration.answers);
        let fields = if registration.version == version {
            mine.clone()
        } else {
            match merge(step, base, mine, &theirs).settled() {
                Ok(fields) => fields,
                Err(merge) => return Ok(Changed::Both { merge, theirs, version: registration.version }),
            }
        };
        let before = registration.answers.clone();
        if let Err(errors) = answer(step, &fields, &mut registration.answers) {
            return Ok(Changed::Wrong(errors));
        }
        if registration.answers == before {
            return Ok(Changed::Kept(Box::new(registration)));
        }
        let registration = match write.save_registration(scope, &registration, now_ms).await? {
            Saved::Kept(kept) => kept,
            Saved::Conflict(_) | Saved::Unknown => return Err(changed_meanwhile()),
        };
        let was = before.attestations(today);
        let said: Vec<_> =
            registration.answers.attestations(today).into_iter().filter(|a| !was.contains(a)).collect();
        if !said.is_empty() {
            write.attest(scope, &said, Some(by), now_ms).await?;
        }
        let address =
            |r: &holdfast_core::model::RegistrationAnswers| r.contact.as_ref().map(|c| c.email.clone());
        let (old, new) = (address(&before), address(&registration.answers));
        if old != new {
            self.post_contact_changed(&mut write, old.iter().chain(&new)).await?;
        }
        let detail = json!({ "setting": step.slug() });
        write.add_audit(&actor(by), "change-setting", &subject(scope), &detail, now_ms).await?;
        write.commit().await?;
        Ok(Changed::Kept(Box::new(registration)))
    }

    /// Tells the old contact and the new one: a wrong change should not stay unseen.
    async fn post_contact_changed(
        &self,
        write: &mut Write,
        to: impl Iterator<Item = &EmailAddress> + Send,
    ) -> Result<(), AppError> {
        let to: Vec<EmailAddress> = to.cloned().collect();
        for address in to {
            let mut letter = self.note(
                "contact-changed",
                "Your hospital's contact was changed",
                vec![
                    format!(
                        "Someone who answers for your hospital changed its contact at {}.",
                        self.config.program.name
                    ),
                    "If this is wrong, ask your hospital's administrator, or call us.".to_owned(),
                ],
            );
            letter.link = Some(("Open the portal".to_owned(), self.link("/")));
            self.post(write, &address, &letter).await?;
        }
        Ok(())
    }
}
