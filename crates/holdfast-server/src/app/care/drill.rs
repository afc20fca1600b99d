//! A hospital's drill: the pack of a scenario, and the same as a file to print.
//!
//! What is in it is core's; here the directory, the hospital's word and today are read, and who printed it is noted.

use holdfast_core::decide::drill::{DrillAsked, DrillError, DrillPack, drill_for};
use holdfast_core::model::{AccountId, Ccn, HospitalScope, sentence};
use holdfast_report::{Format, drill_pdf};
use serde_json::json;

use super::MOST_DAYS;
use crate::app::audit::By;
use crate::app::facts::subject;
use crate::app::{App, AppError, PaperFile};

impl App {
    /// The pack of a scenario by its id, with a neighbour where the scenario has one. Refused is a neighbour alone: one that was named and
    /// will not do, or none where one is needed.
    pub async fn drill(
        &self,
        scope: HospitalScope,
        scenario: &str,
        neighbour: Option<Ccn>,
        days: u16,
    ) -> Result<DrillPack, AppError> {
        let no_scenario = || AppError::not_found("There is no such scenario. Choose one from the list.");
        let drill = self.catalog.drills.drill(scenario).ok_or_else(no_scenario)?;
        let kept = self.own_services(scope).await?;
        let own_services = kept.map(|kept| kept.own).unwrap_or_default();
        let care = self.care_model().await?;
        let asked = DrillAsked {
            own: scope.ccn(),
            neighbour,
            days: days.clamp(1, MOST_DAYS),
            as_of: self.today(),
            own_services: &own_services,
        };
        let pack = drill_for(&self.catalog, drill, care.directory(), care.model()?, &asked);
        pack.map_err(no_pack)
    }

    /// The pack as a PDF. `by` is kept with which it was.
    pub async fn drill_paper(
        &self,
        scope: HospitalScope,
        by: AccountId,
        pack: DrillPack,
    ) -> Result<PaperFile, AppError> {
        let (day, scenario, days) = (pack.as_of, pack.scenario.clone(), pack.days);
        let broken = |what: String| AppError::Broken { what: format!("a paper: {what}") };
        let made = tokio::task::spawn_blocking(move || drill_pdf(&pack)).await;
        let bytes = made.map_err(|e| broken(e.to_string()))?.map_err(|e| broken(e.to_string()))?;
        let mut write = self.store.write().await?;
        let detail = json!({ "paper": "drill", "as": "pdf", "scenario": scenario, "days": days, "day": day.to_string() });
        self.audit(&mut write, By::Account(by), "paper.make", &subject(scope), detail).await?;
        write.commit().await?;
        Ok(PaperFile {
            name: format!("{}-drill-{scenario}-{day}.pdf", scope.ccn()),
            media_type: Format::Pdf.media_type(),
            bytes,
        })
    }
}

fn no_pack(e: DrillError) -> AppError {
    let what = sentence(&e.to_string());
    match e {
        DrillError::Care(_) => AppError::not_found(what),
        DrillError::NeighbourNotListed(_)
        | DrillError::NotOpen(_)
        | DrillError::NoNeighbour
        | DrillError::SamePlace(_) => AppError::refused(what),
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::decide::care::CareError;

    use super::*;

    #[test]
    fn only_a_neighbour_is_refused() {
        let ccn = Ccn::parse("990000").expect("six digits");
        assert!(matches!(no_pack(CareError::NotListed(ccn).into()), AppError::NotFound { .. }));
        for e in [
            DrillError::NeighbourNotListed(ccn),
            DrillError::NotOpen(ccn),
            DrillError::NoNeighbour,
            DrillError::SamePlace(ccn),
        ] {
            assert!(matches!(no_pack(e.clone()), AppError::Refused { .. }), "{e}");
        }
    }
}
