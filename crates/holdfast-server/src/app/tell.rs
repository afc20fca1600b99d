//! Who is written to about a hospital: the people who work on it here, or its registrant while there are none.

use holdfast_core::model::{Action, EmailAddress, HospitalScope, RegistrationState};
use holdfast_store::Write;
use holdfast_store::nouns::*;

use super::{App, AppError};
use crate::mail::Note;

impl App {
    /// Queues one letter to everyone who answers for the hospital. Returns how many it goes to.
    pub(super) async fn tell_hospital(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        letter: &Note,
    ) -> Result<usize, AppError> {
        let mut to: Vec<EmailAddress> = write
            .people(scope)
            .await?
            .into_iter()
            .filter(|p| p.account.disabled_at_ms.is_none() && p.grant.role.allows(Action::EditHospital))
            .map(|p| p.account.email)
            .collect();
        if to.is_empty() {
            let sent = write.registrations(scope).await?;
            let contact = sent
                .iter()
                .rev()
                .filter(|r| matches!(r.state, RegistrationState::Validated { .. }))
                .find_map(|r| r.answers.contact.as_ref());
            to.extend(contact.map(|c| c.email.clone()));
        }
        to.sort();
        to.dedup();
        for address in &to {
            self.post(write, address, letter).await?;
        }
        Ok(to.len())
    }
}
