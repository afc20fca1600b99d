//! The list of machines that care depends on.

use holdfast_core::decide::incident::{MOST_MACHINES, care_machines};
use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::model::{CareMachine, HospitalScope, short_name};
use holdfast_store::Incidents;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::{Entered, Speaker};
use crate::app::{App, AppError};

impl App {
    /// The machines a hospital named, by name.
    pub async fn care_machines(&self, scope: HospitalScope) -> Result<Vec<CareMachine>, AppError> {
        Ok(self.store.read().await?.care_machines(scope).await?)
    }

    /// Names machines, or says anew what they carry; or says field by field what does not fit.
    pub async fn name_care_machines(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        fields: &Fields,
    ) -> Result<Entered, AppError> {
        let machines = match care_machines(&self.catalog, fields) {
            Ok(machines) => machines,
            Err(errors) => return Ok(Err(errors)),
        };
        let mut write = self.store.write().await?;
        let kept = write.care_machines(scope).await?;
        let n_more = machines.iter().filter(|m| !kept.iter().any(|k| k.name == m.name)).count();
        if kept.len() + n_more > MOST_MACHINES {
            let says = format!(
                "The list holds up to {MOST_MACHINES}; it has {} now. Name those care stops without.",
                kept.len()
            );
            return Ok(Err(vec![FieldError::new("names", says)]));
        }
        for machine in &machines {
            write.put_care_machine(scope, machine, by.account, self.now_ms()).await?;
        }
        let detail = json!({ "machines": machines.iter().map(|m| &m.name).collect::<Vec<_>>() });
        write
            .add_audit(&actor(by.account), "care-machine.name", &subject(scope), &detail, self.now_ms())
            .await?;
        write.commit().await?;
        Ok(Ok(()))
    }

    /// Takes a machine off the list.
    pub async fn drop_care_machine(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        name: &str,
    ) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        let name = short_name(name);
        if !write.drop_care_machine(scope, &name).await? {
            return Err(AppError::not_found("There is no such machine on the list."));
        }
        let detail = json!({ "machine": name });
        write
            .add_audit(&actor(by.account), "care-machine.drop", &subject(scope), &detail, self.now_ms())
            .await?;
        write.commit().await?;
        Ok(())
    }
}
