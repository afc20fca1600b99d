//! A health system registers many hospitals at once: one contact, one list, one registration for each good line.

use super::send::MailboxLetter;
use super::{Draft, scope_of};
use crate::app::{App, AppError};
use crate::entropy;
use holdfast_core::decide::registration::{
    BadLine, FieldError, Fields, MOST_HOSPITALS, Step, answer, display_case, for_system, many,
};
use holdfast_core::model::{
    Ccn, EmailAddress, Reference, Registration, RegistrationAnswers, RegistrationId, RegistrationState,
};

/// One hospital of a list that was registered.
#[derive(Clone, Debug)]
pub struct OneOfMany {
    /// Which.
    pub ccn: Ccn,
    /// Its name.
    pub name: String,
    /// The number people read out.
    pub reference: Reference,
    /// Leading zeros that were put back.
    pub n_zeros_restored: u8,
}

/// What came of a list.
#[derive(Clone, Debug)]
pub struct ManySent {
    /// Registered now.
    pub sent: Vec<OneOfMany>,
    /// Lines left out, in order, with the reason.
    pub left_out: Vec<BadLine>,
    /// Where the letter went.
    pub email: EmailAddress,
}

/// Why nothing of a list was registered.
#[derive(Debug, thiserror::Error)]
pub enum ManyError {
    /// Fields to mend.
    #[error("some fields need mending")]
    Wrong(Vec<FieldError>),
    /// No line of the list could be used; each with its reason.
    #[error("no line of the list names a hospital that can be registered")]
    NoneGood(Vec<BadLine>),
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<holdfast_store::StoreError> for ManyError {
    fn from(e: holdfast_store::StoreError) -> Self {
        Self::App(e.into())
    }
}

impl App {
    /// Registers every good line of a list, in one write.
    ///
    /// Fields: `list`, `system_name`, and those of the contact and consent pages. Hospitals registered before are left
    /// out, and so is what goes beyond the most that may wait for one address to be confirmed.
    pub async fn register_many(&self, fields: &Fields) -> Result<ManySent, ManyError> {
        let mut shared = RegistrationAnswers::default();
        let mut errors = Vec::new();
        let mut system = fields.clone();
        system.set("independence", "system");
        for step in [Step::Independence, Step::Contact, Step::Consent] {
            errors.extend(answer(step, &system, &mut shared).err().into_iter().flatten());
        }
        if fields.get("list").is_empty() {
            errors.push(FieldError::new("list", "Paste the certification numbers, one a line."));
        }
        let (Some(contact), Some(consent), true) = (shared.contact, shared.consent, errors.is_empty()) else {
            return Err(ManyError::Wrong(errors));
        };
        let directory = self.directory();
        let list = many(fields.get("list"), &directory.hospitals);
        let mut left_out = list.bad;
        let program = self
            .hospital_program()
            .ok_or_else(|| AppError::Broken { what: "no program serves hospitals".to_owned() })?;
        let mut write = self.store.write().await?;
        let n_waiting = self.unproven_of(&mut write, &contact.email).await?.len();
        let mut sent = Vec::new();
        let mut kept: Vec<Registration> = Vec::new();
        for line in list.good {
            let Some(listed) = directory.hospitals.get(line.ccn) else { continue };
            let why = if self.validated(&mut write, line.ccn).await?.is_some() {
                format!("Someone registered {} before. Ask to join it instead.", line.ccn)
            } else if n_waiting + kept.len() >= MOST_HOSPITALS {
                "Too many hospitals wait for you to confirm your address. Do that first, then send the rest."
                    .to_owned()
            } else {
                String::new()
            };
            if !why.is_empty() {
                left_out.push(BadLine { line: line.line, text: line.ccn.to_string(), why });
                continue;
            }
            let registration = Registration {
                id: RegistrationId::from_random(entropy::id_bytes(&*self.entropy)),
                reference: entropy::reference(&*self.entropy),
                program: program.id.clone(),
                ccn: line.ccn,
                version: 1,
                state: RegistrationState::Draft,
                answers: for_system(listed, fields.get("system_name"), &contact, consent),
            };
            write.add_registration(scope_of(line.ccn), &registration, self.now_ms()).await?;
            sent.push(OneOfMany {
                ccn: line.ccn,
                name: display_case(&listed.hospital.name),
                reference: registration.reference.clone(),
                n_zeros_restored: line.n_zeros_restored,
            });
            let draft = Draft { registration, listed: listed.clone() };
            kept.push(self.submit(&mut write, draft, MailboxLetter::ByCaller).await?);
        }
        left_out.sort_by_key(|b| b.line);
        if kept.is_empty() {
            return Err(ManyError::NoneGood(left_out));
        }
        let all: Vec<&Registration> = kept.iter().collect();
        self.post_mailbox_link(&mut write, &all, &contact.email).await?;
        write.commit().await?;
        Ok(ManySent { sent, left_out, email: contact.email })
    }
}
