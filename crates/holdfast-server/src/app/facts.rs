//! What is known about a hospital on a day: the directory, what it said, what reviewers settled, and where its registration stands.
//!
//! Gathering only; what follows from the facts is decided in core.

use holdfast_core::Date;
use holdfast_core::decide::directory::{Former, Listed};
use holdfast_core::facts::{self, Attestation, FactKind, FactSource, FactValue, Facts};
use holdfast_core::model::{AccountId, HospitalScope, Registration, RegistrationState};
use holdfast_store::{Attestations, Registrations};
use serde_json::json;

use super::{App, AppError};

/// A hospital with everything known about it.
#[derive(Clone, Debug)]
pub struct KnownHospital {
    /// Its entry in the directory.
    pub listed: Listed,
    /// Since when it is no longer listed, as a sentence; `None` for one that is.
    pub no_longer: Option<String>,
    /// Its registration that counts most: the one checked, else the one sent, else a draft.
    pub registration: Option<Registration>,
    /// The facts, as of the day asked for.
    pub facts: Facts,
}

impl App {
    /// The facts about a hospital as of a day.
    pub async fn hospital_facts(&self, scope: HospitalScope, as_of: Date) -> Result<Facts, AppError> {
        let mut read = self.store.read().await?;
        Ok(self.known_hospital(&mut read, scope, as_of).await?.facts)
    }

    /// A hospital with everything known about it, read within the caller's read or write.
    pub async fn known_hospital<R>(
        &self,
        read: &mut R,
        scope: HospitalScope,
        as_of: Date,
    ) -> Result<KnownHospital, AppError>
    where
        R: Attestations + Registrations + Send,
    {
        let directory = self.directory();
        // One that the latest list leaves out keeps its records, and its pages with them.
        let listed = directory.hospitals.known(scope.ccn()).cloned().ok_or_else(|| {
            AppError::not_found(format!("No hospital with the number {} is in the directory.", scope.ccn()))
        })?;
        let no_longer = directory.hospitals.former(scope.ccn()).map(Former::sentence);
        let said = read.attestations(scope).await?;
        let settled = read.settlements(scope).await?;
        let registration = read.registrations(scope).await?.into_iter().max_by_key(|r| rank(&r.state));
        let mut facts = facts::of_hospital(&listed, &said, &settled, as_of);
        know_registration(&mut facts, registration.as_ref());
        Ok(KnownHospital { listed, no_longer, registration, facts })
    }

    /// Keeps what someone at the hospital says about one fact; `None` takes an earlier answer back.
    ///
    /// Refuses facts that are not the hospital's to say, and values of another type.
    pub async fn state_fact(
        &self,
        scope: HospitalScope,
        by: AccountId,
        fact: FactKind,
        value: Option<FactValue>,
    ) -> Result<(), AppError> {
        if !fact.hospital_may_say() {
            let what =
                format!("A public file or a reviewer settles {}; it cannot be stated here.", fact.label());
            return Err(AppError::refused(what));
        }
        if value.as_ref().is_some_and(|v| !v.fits(fact)) {
            return Err(AppError::refused(format!("That is no answer to the question: {}", fact.asks())));
        }
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let said = [Attestation { fact, value, on: self.today() }];
        if write.attest(scope, &said, Some(by), now_ms).await? > 0 {
            let detail = json!({ "fact": fact.key() });
            write.add_audit(&actor(by), "state-fact", &subject(scope), &detail, now_ms).await?;
            write.commit().await?;
        }
        Ok(())
    }
}

/// How the log names a hospital.
pub(super) fn subject(scope: HospitalScope) -> String {
    format!("hospital:{}", scope.ccn())
}

/// How the log names a person.
pub(super) fn actor(by: AccountId) -> String {
    format!("account:{by}")
}

fn rank(state: &RegistrationState) -> u8 {
    match state {
        RegistrationState::Validated { .. } => 4,
        RegistrationState::AskedBack { .. } => 3,
        RegistrationState::Submitted { .. } => 2,
        RegistrationState::Draft | RegistrationState::Unproven { .. } => 1,
        RegistrationState::Refused { .. } => 0,
    }
}

/// Whether it is registered and checked is on record here; nobody can state it.
fn know_registration(facts: &mut Facts, registration: Option<&Registration>) {
    let rule = |rule: &str| FactSource::Computed { rule: rule.to_owned() };
    let (registered, validated) = match registration.map(|r| &r.state) {
        None
        | Some(
            RegistrationState::Draft | RegistrationState::Unproven { .. } | RegistrationState::Refused { .. },
        ) => (None, None),
        Some(RegistrationState::Submitted { on } | RegistrationState::AskedBack { on, .. }) => {
            (Some(*on), None)
        }
        Some(RegistrationState::Validated { on, .. }) => (Some(*on), Some(*on)),
    };
    let by_then = |on: Option<Date>| on.filter(|on| *on <= facts.as_of);
    let (registered, validated) = (by_then(registered), by_then(validated));
    let registered_source = rule("the registrations kept here");
    let validated_source = validated
        .map_or_else(|| rule("no checked registration is kept here"), |on| FactSource::Reviewer { on });
    facts.know(FactKind::Registered, FactValue::Bool(registered.is_some()), registered_source);
    facts.know(FactKind::Validated, FactValue::Bool(validated.is_some()), validated_source);
}
