//! What a hospital says of its own services: read, kept upon the version that was read, and what stops by it.

use holdfast_core::decide::downtime::{Downtime, Outage, OwnFault, OwnServices, downtime};
use holdfast_core::model::HospitalScope;
use holdfast_store::nouns::*;
use holdfast_store::{KeptServices, Saved};
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, Speaker};

/// What came of saying it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServicesSaid {
    /// It stands so now.
    Kept(KeptServices),
    /// What cannot stand. Nothing was kept.
    Wrong(Vec<OwnFault>),
    /// Someone said something in between: this is what they left, or nothing where nothing is said. Nothing was kept.
    Meanwhile(Option<KeptServices>),
}

/// What stops at a hospital, by its own word over the catalog.
#[derive(Clone, Debug)]
pub struct OwnDowntime {
    /// What is taken to be down.
    pub outage: Outage,
    /// Whether what was asked for is known; where it is not, everything digital is taken to be down.
    pub is_known: bool,
    /// What that does.
    pub downtime: Downtime,
    /// That in one sentence or a few.
    pub sentence: String,
    /// The hospital's word; `None` when it said nothing.
    pub kept: Option<KeptServices>,
}

impl OwnDowntime {
    /// Whether the hospital said anything of its services. Who saved the form as it came, or took all back, said nothing.
    pub fn has_word(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.own != OwnServices::default())
    }
}

impl App {
    /// What the hospital last said of its services; `None` when it said nothing.
    pub async fn own_services(&self, scope: HospitalScope) -> Result<Option<KeptServices>, AppError> {
        Ok(self.store.read().await?.own_services(scope).await?)
    }

    /// Keeps what the hospital says of its services now, upon the version that was read (0 for none). The same word again keeps nothing.
    pub async fn say_own_services(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        own: OwnServices,
        upon: u32,
    ) -> Result<ServicesSaid, AppError> {
        let own = own.tidied();
        let wrong = own.faults(&self.catalog.services);
        if !wrong.is_empty() {
            return Ok(ServicesSaid::Wrong(wrong));
        }
        let mut write = self.store.write().await?;
        if let Some(current) = write.own_services(scope).await?
            && current.version == upon
            && current.own == own
        {
            return Ok(ServicesSaid::Kept(current));
        }
        let now = self.clock.now();
        match write.say_own_services(scope, &own, upon, (&by.shown, by.account), now).await? {
            Saved::Kept(kept) => {
                let detail = json!({ "version": kept.version });
                let what = "care.say_services";
                write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
                write.commit().await?;
                Ok(ServicesSaid::Kept(kept))
            }
            Saved::Conflict(theirs) => Ok(ServicesSaid::Meanwhile(Some(theirs))),
            Saved::Unknown => Ok(ServicesSaid::Meanwhile(None)),
        }
    }

    /// What stops at the hospital when this is down: text as [`Outage::parse`] reads it.
    pub async fn own_downtime(&self, scope: HospitalScope, asked: &str) -> Result<OwnDowntime, AppError> {
        let kept = self.own_services(scope).await?;
        let own = kept.as_ref().map(|kept| kept.own.clone()).unwrap_or_default();
        let services = &self.catalog.services;
        let found = Outage::parse(asked, services, &own);
        let is_known = found.is_some();
        let outage = found.unwrap_or(Outage::Everything);
        let downtime = downtime(services, &own, &outage.out_of_use(services));
        let sentence = outage.sentence(services, &downtime);
        Ok(OwnDowntime { outage, is_known, downtime, sentence, kept })
    }
}
