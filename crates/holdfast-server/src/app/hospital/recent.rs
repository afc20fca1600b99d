//! What happened lately at a hospital here, in sentences, newest first.

use holdfast_core::Date;
use holdfast_core::model::{CaseState, ClaimMove, HospitalScope, RegistrationState};
use holdfast_store::{Accounts, Attestations};

use super::{HospitalPicture, about};
use crate::app::belong::settled_by_itself;
use crate::app::{App, AppError};

/// How many events are shown.
const MOST_EVENTS: usize = 8;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The day.
    pub on: Date,
    /// What, in a sentence.
    pub says: String,
}

impl App {
    pub(super) async fn happened<R>(
        &self,
        read: &mut R,
        scope: HospitalScope,
        picture: &HospitalPicture,
    ) -> Result<Vec<Happened>, AppError>
    where
        R: Accounts + Attestations + Send,
    {
        let mut all = Vec::new();
        for record in &picture.claims {
            let offer = self.catalog.offer(record.offer.as_str());
            let name = offer.map_or_else(|| record.offer.to_string(), |(_, o)| o.name.clone());
            for moved in &record.moves {
                // People of the program are not named to a hospital.
                let ours = matches!(moved.event.moved, ClaimMove::Claim | ClaimMove::LetGo);
                let by = match moved.by.filter(|_| ours) {
                    Some(by) => read.account(by).await?.map(|a| format!(" by {}", a.name)),
                    None => None,
                };
                let says = format!("{}{}: {name}.", moved_words(moved.event.moved), by.unwrap_or_default());
                all.push(Happened { on: moved.event.on, says });
            }
        }
        // What no reviewer saw is told by the registration itself.
        for case in picture.cases.iter().filter(|case| !settled_by_itself(case)) {
            let about = about(&self.catalog, case);
            all.push(Happened { on: case.opened_on, says: format!("A reviewer was asked: {about}.") });
            match &case.state {
                CaseState::Approved { on, reason } => {
                    all.push(Happened { on: *on, says: format!("A reviewer agreed: {about}. {reason}") });
                }
                CaseState::Refused { on, reason } => {
                    all.push(Happened { on: *on, says: format!("A reviewer said no: {about}. {reason}") });
                }
                CaseState::AskedBack { on, .. } => {
                    all.push(Happened { on: *on, says: format!("A reviewer asked you something: {about}.") });
                }
                CaseState::Open => {}
            }
        }
        if let Some(registration) = &picture.registration {
            let says = match &registration.state {
                RegistrationState::Submitted { on } => Some((*on, "The registration was sent.".to_owned())),
                RegistrationState::Validated { on, .. } => {
                    Some((*on, "The registration was checked.".to_owned()))
                }
                RegistrationState::AskedBack { on, .. } => {
                    Some((*on, "A reviewer asked something about the registration.".to_owned()))
                }
                RegistrationState::Refused { on, reason } => {
                    Some((*on, format!("The registration was not accepted. {reason}")))
                }
                RegistrationState::Draft | RegistrationState::Unproven { .. } => None,
            };
            all.extend(says.map(|(on, says)| Happened { on, says }));
        }
        let said = read.attestations(scope).await?;
        for day in said.iter().map(|a| a.on).collect::<std::collections::BTreeSet<_>>() {
            let labels: Vec<&str> = said.iter().filter(|a| a.on == day).map(|a| a.fact.label()).collect();
            let says = match labels.as_slice() {
                [one] => format!("The hospital told us {one}."),
                many => format!("The hospital told us {} facts about itself.", many.len()),
            };
            all.push(Happened { on: day, says });
        }
        // Stable: what is recorded later on one day stands above what came before.
        all.reverse();
        all.sort_by_key(|h| std::cmp::Reverse(h.on));
        all.truncate(MOST_EVENTS);
        Ok(all)
    }
}

fn moved_words(moved: ClaimMove) -> &'static str {
    match moved {
        ClaimMove::Claim => "Accepted",
        ClaimMove::Validate => "Confirmed by the program office",
        ClaimMove::Activate { .. } => "Switched on",
        ClaimMove::Lapse => "Ended",
        ClaimMove::LetGo => "Let go",
    }
}
