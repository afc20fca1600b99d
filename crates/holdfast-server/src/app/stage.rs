//! A hospital that has come a stage further, noted in every program that found it to be the one it says. It counts nothing.

use holdfast_core::model::{HospitalScope, RegistrationState, Stage};
use holdfast_store::{Registrations, Write};

use super::{App, AppError};

impl App {
    /// Notes today as the day a stage was reached; an earlier day stays.
    pub(super) async fn reach(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        stage: Stage,
    ) -> Result<(), AppError> {
        let (today, now_ms) = (self.today(), self.now_ms());
        for registration in write.registrations(scope).await? {
            if matches!(registration.state, RegistrationState::Validated { .. }) {
                write.reach_stage(scope, &registration.program, stage, today, now_ms).await?;
            }
        }
        Ok(())
    }
}
