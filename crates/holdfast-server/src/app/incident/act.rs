//! What people do about a case: each is one event, kept with who and when.

use holdfast_core::model::{CloseReason, HospitalScope, IncidentEvent, IncidentMove, IncidentMoveError};
use holdfast_store::Incidents;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// What became of a move.
pub type CaseDone = Result<(), IncidentMoveError>;

impl App {
    /// Makes one move in a case, or says why it cannot be made.
    pub async fn move_security_case(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        number: u32,
        moved: IncidentMove,
    ) -> Result<CaseDone, AppError> {
        let mut write = self.store.write().await?;
        let cases = write.incidents(scope).await?;
        let case = cases.iter().find(|c| c.number == number).ok_or_else(no_case)?;
        let moved = match case.check(moved) {
            Ok(moved) => moved,
            Err(e) => return Ok(Err(e)),
        };
        match &moved {
            IncidentMove::Told { whom } if self.catalog.contact(whom).is_none() => {
                return Ok(Err(IncidentMoveError::NoSuchPerson));
            }
            IncidentMove::Closed { reason: CloseReason::DuplicateOf { number }, .. }
                if !cases.iter().any(|c| c.number == *number) =>
            {
                return Ok(Err(IncidentMoveError::NoSuchCase));
            }
            _ => {}
        }
        let key = moved.key();
        let event = IncidentEvent { moved, by: by.shown.clone(), at: self.clock.now() };
        write.add_incident_event(scope, case.id, &event, Some(by.account)).await?;
        let mut now = case.clone();
        now.events.push(event);
        self.prove_move(&mut write, scope, Some(by.account), &now).await?;
        let detail = json!({ "case": number, "move": key });
        write
            .add_audit(&actor(by.account), "security-case.move", &subject(scope), &detail, self.now_ms())
            .await?;
        write.commit().await?;
        Ok(Ok(()))
    }
}

/// A case that is not there.
pub(super) fn no_case() -> AppError {
    AppError::not_found("This hospital has no security case of that number.")
}
