//! Pooling: whether a hospital shares what it saw, and the pool as other programs read it.

use holdfast_core::decide::suspicious_mail::Pooled;
use holdfast_core::model::HospitalScope;
use holdfast_report::{Added, lure_objects};
use holdfast_store::MailPool;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// The most sightings of the pool that are given, the newest.
const MOST_POOLED: u32 = 10_000;

impl App {
    /// Keeps whether a hospital pools. What it shared before is gone from the pool once it no longer agrees.
    pub async fn pool_mails(&self, scope: HospitalScope, by: &Speaker, agrees: bool) -> Result<(), AppError> {
        let mut write = self.store.write().await?;
        write.say_mail_pool(scope, agrees, (&by.shown, by.account), self.clock.now()).await?;
        let detail = json!({ "agrees": agrees });
        write.add_audit(&actor(by.account), "mail.pool", &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(())
    }

    /// The newest of the pool as objects of STIX, in the order they came in. It names no hospital.
    pub async fn pooled_lures(&self) -> Result<Vec<Added>, AppError> {
        let mut read = self.store.read().await?;
        let pooled: Vec<Pooled> = read.pooled_sightings(None, self.clock.now(), MOST_POOLED).await?;
        Ok(lure_objects(&self.config.program.name, &pooled))
    }
}
