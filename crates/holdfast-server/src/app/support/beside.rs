//! The hospital beside a request: what the directory says, and where it stands in the program. Never a finding.

use holdfast_core::decide::directory::Listed;
use holdfast_core::model::{Action, Ccn, Claim, RegistrationState};
use holdfast_store::{Accounts, Claims, Read, Registrations};

use crate::app::{App, AppError};
use crate::auth::Actor;

/// A hospital as support sees it.
#[derive(Clone, Debug)]
pub struct HospitalBeside {
    /// Its number.
    pub ccn: Ccn,
    /// Its entry; `None` when the directory does not list the number.
    pub listed: Option<Listed>,
    /// Where its latest registration stands.
    pub registration: Option<RegistrationState>,
    /// The offers it has moved, by name, and where each stands.
    pub offers: Vec<(String, Claim)>,
    /// How many people have a sign-in there.
    pub n_people: usize,
}

impl App {
    /// `None` when the person may not look.
    pub(super) async fn hospital_beside(
        &self,
        read: &mut Read,
        actor: &Actor,
        ccn: Ccn,
    ) -> Result<Option<HospitalBeside>, AppError> {
        let Some(scope) = actor.program_scope(Action::AnswerSupport, ccn) else { return Ok(None) };
        let name = |offer: &holdfast_core::catalog::OfferId| {
            self.catalog.offer(offer.as_str()).map_or(offer.to_string(), |(_, o)| o.name.clone())
        };
        let mut people: Vec<_> = read
            .people(scope)
            .await?
            .into_iter()
            .filter(|p| p.account.disabled_at_ms.is_none())
            .map(|p| p.account.id)
            .collect();
        people.sort_unstable();
        people.dedup();
        Ok(Some(HospitalBeside {
            ccn,
            listed: self.directory().hospitals.known(ccn).cloned(),
            registration: read.registrations(scope).await?.pop().map(|r| r.state),
            offers: read.claims(scope).await?.into_iter().map(|c| (name(&c.offer), c.claim)).collect(),
            n_people: people.len(),
        }))
    }
}
