//! A draft: started by number, found by the token in its cookie.

use holdfast_core::decide::directory::Listed;
use holdfast_core::decide::look_up::{LookUp, look_up};
use holdfast_core::model::{
    Ccn, CcnError, EmailAddress, HospitalScope, Registration, RegistrationAnswers, RegistrationId,
    RegistrationState,
};
use holdfast_store::nouns::*;
use holdfast_store::{Link, StoreError, Write};
use serde::{Deserialize, Serialize};

use super::{DAY_MS, DRAFT, scope_of};
use crate::app::{App, AppError};
use crate::entropy::{self, Token, TokenHash};

/// A draft as its holder finds it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is kept.
    pub registration: Registration,
    /// The hospital, as the directory lists it now.
    pub listed: Listed,
}

/// A draft just started.
#[derive(Debug)]
pub struct Started {
    /// What is kept.
    pub registration: Registration,
    /// The token for its cookie.
    pub token: Token,
}

/// Why no draft can be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Not a certification number.
    #[error(transparent)]
    Malformed(#[from] CcnError),
    /// Not in the directory.
    #[error("{ccn} is not in the public directory of hospitals")]
    Unknown {
        /// What was typed.
        ccn: Ccn,
        /// Listed hospitals with nearly the same number.
        near: Vec<Listed>,
    },
    /// A unit inside a hospital.
    #[error("{ccn} is a unit inside a hospital; register the hospital itself, {parent}")]
    Unit {
        /// What was typed.
        ccn: Ccn,
        /// The hospital's number.
        parent: Ccn,
    },
    /// Veterans Affairs or Defense.
    #[error("{ccn} is a Veterans Affairs or Defense hospital; its department runs security for it")]
    Federal {
        /// Which.
        ccn: Ccn,
    },
    /// Registered before, and found to come from the hospital.
    #[error("someone has registered {ccn} already; ask to join")]
    Taken {
        /// Which.
        ccn: Ccn,
    },
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for StartError {
    fn from(e: StoreError) -> Self {
        Self::App(e.into())
    }
}

/// What the digest in a draft's cookie, or a link back to it, leads to.
#[derive(Serialize, Deserialize)]
pub(super) struct DraftBody {
    pub(super) ccn: Ccn,
    pub(super) registration: RegistrationId,
    /// The mailbox a link back was sent to.
    pub(super) mailed_to: Option<EmailAddress>,
}

impl Draft {
    /// The scope of its hospital.
    pub(super) fn scope(&self) -> HospitalScope {
        scope_of(self.registration.ccn)
    }
}

impl App {
    /// Finds the hospital someone may register by a typed number.
    pub(super) fn registrable(&self, typed: &str) -> Result<Listed, StartError> {
        let directory = self.directory();
        match look_up(&directory.hospitals, typed) {
            LookUp::Malformed(e) => Err(StartError::Malformed(e)),
            LookUp::Unknown { ccn, near } => {
                Err(StartError::Unknown { ccn, near: near.into_iter().cloned().collect() })
            }
            LookUp::Unit { ccn, parent, .. } => Err(StartError::Unit { ccn, parent }),
            LookUp::Found(listed) if listed.hospital.hospital_type.is_federal() => {
                Err(StartError::Federal { ccn: listed.hospital.ccn })
            }
            LookUp::Found(listed) => Ok(listed.clone()),
        }
    }

    /// Starts a draft for a typed number. `held`: the token of a draft the visitor already holds; when it is for the same
    /// hospital and was not refused, that one goes on and nothing new is kept.
    pub async fn start_registration(
        &self,
        typed: &str,
        held: Option<&TokenHash>,
    ) -> Result<Option<Started>, StartError> {
        let listed = self.registrable(typed)?;
        let ccn = listed.hospital.ccn;
        if let Some(held) = held
            && let Some(draft) = self.draft(held).await?
            && draft.registration.ccn == ccn
            && !matches!(draft.registration.state, RegistrationState::Refused { .. })
        {
            return Ok(None);
        }
        let program = self
            .hospital_program()
            .ok_or_else(|| AppError::Broken { what: "no program serves hospitals".to_owned() })?;
        let registration = Registration {
            id: RegistrationId::from_random(entropy::id_bytes(&*self.entropy)),
            reference: entropy::reference(&*self.entropy),
            program: program.id.clone(),
            ccn,
            version: 1,
            state: RegistrationState::Draft,
            answers: RegistrationAnswers::default(),
        };
        let mut write = self.store.write().await?;
        if self.validated(&mut write, ccn).await?.is_some() {
            return Err(StartError::Taken { ccn });
        }
        write.add_registration(scope_of(ccn), &registration, self.now_ms()).await?;
        let token = self.hand_out_draft(&mut write, &registration).await?;
        self.audit_registration(&mut write, "start-registration", &registration).await?;
        write.commit().await?;
        Ok(Some(Started { registration, token }))
    }

    /// A new token for a draft, to be set as a cookie.
    pub(super) async fn hand_out_draft(
        &self,
        write: &mut Write,
        registration: &Registration,
    ) -> Result<Token, AppError> {
        let token = entropy::token(&*self.entropy);
        let body =
            body(&DraftBody { ccn: registration.ccn, registration: registration.id, mailed_to: None })?;
        let now_ms = self.now_ms();
        write.add_link(token.hash().as_str(), DRAFT, &body, now_ms, now_ms + self.resume_ms()).await?;
        Ok(token)
    }

    /// How long a draft can be found again.
    pub(in crate::app) fn resume_ms(&self) -> i64 {
        i64::from(self.config.sign_in.resume_days) * DAY_MS
    }

    /// The registration behind a cookie, sent or not; `None` when the token ran out or never was, or the hospital has
    /// left the directory.
    pub async fn draft(&self, token: &TokenHash) -> Result<Option<Draft>, AppError> {
        let mut read = self.store.read().await?;
        let Link::Good(kept) = read.link(token.as_str(), DRAFT, self.now_ms()).await? else {
            return Ok(None);
        };
        let DraftBody { ccn, registration, .. } = parse_body(kept)?;
        let registration = read.registration(scope_of(ccn), registration).await?;
        drop(read);
        Ok(registration.and_then(|r| self.as_draft(r)))
    }

    /// As [`App::draft`], inside a write.
    pub(super) async fn draft_in(
        &self,
        write: &mut Write,
        token: &TokenHash,
    ) -> Result<Option<Draft>, AppError> {
        let Link::Good(kept) = write.link(token.as_str(), DRAFT, self.now_ms()).await? else {
            return Ok(None);
        };
        let DraftBody { ccn, registration, .. } = parse_body(kept)?;
        Ok(write.registration(scope_of(ccn), registration).await?.and_then(|r| self.as_draft(r)))
    }

    /// Ends a draft's token: nobody finds it with that one again. The registration stays, and so do the mailed links.
    pub async fn forget_draft(&self, token: &TokenHash) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        write.end_link(token.as_str(), DRAFT, self.now_ms()).await?;
        write.commit().await?;
        Ok(())
    }

    fn as_draft(&self, registration: Registration) -> Option<Draft> {
        let listed = self.directory().hospitals.known(registration.ccn).cloned()?;
        Some(Draft { registration, listed })
    }

    /// The registration found to come from a hospital. Until there is one, several may be under way side by side: none
    /// keeps another out, because anyone can send one.
    pub(in crate::app) async fn validated(
        &self,
        write: &mut Write,
        ccn: Ccn,
    ) -> Result<Option<Registration>, AppError> {
        let Some(program) = self.hospital_program() else { return Ok(None) };
        let all = write.registrations(scope_of(ccn)).await?;
        let is_validated = |r: &Registration| matches!(r.state, RegistrationState::Validated { .. });
        Ok(all.into_iter().find(|r| r.program == program.id && is_validated(r)))
    }
}

/// The body of a link as kept.
pub(in crate::app) fn body<T: Serialize>(value: &T) -> Result<serde_json::Value, AppError> {
    serde_json::to_value(value).map_err(|e| AppError::Broken { what: e.to_string() })
}

/// The body of a link as read.
pub(in crate::app) fn parse_body<T: serde::de::DeserializeOwned>(
    value: serde_json::Value,
) -> Result<T, AppError> {
    serde_json::from_value(value).map_err(|e| AppError::Broken { what: format!("a link's body: {e}") })
}
