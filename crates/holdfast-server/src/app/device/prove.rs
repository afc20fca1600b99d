//! Keeps as evidence what a hospital's machines prove.

use holdfast_core::decide::device::prove_devices;
use holdfast_core::model::{AccountId, HospitalScope};
use holdfast_store::Write;

use super::USUAL_POLICY;
use super::look::Fleet;
use crate::app::{App, AppError};

impl App {
    /// Judges all machines of a hospital and keeps what they prove. The caller commits.
    pub(super) async fn prove_fleet(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: Option<AccountId>,
    ) -> Result<(), AppError> {
        let granted = self.switched_on(write, scope).await?;
        let devices = self.ruled_devices(write, scope).await?;
        let fleet = Fleet { devices, policy: USUAL_POLICY, granted };
        let new = prove_devices(&self.catalog, &self.fleet_picture(&fleet), self.clock.now());
        self.keep_proof(write, scope, by, "evidence.devices", new).await
    }
}
