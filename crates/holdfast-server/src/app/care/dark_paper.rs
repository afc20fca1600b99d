//! "If we go dark" as a page to hand out, and what is at stake for care as other papers and the plan carry it.

use holdfast_core::decide::care::AtStake;
use holdfast_core::decide::paper::Subject;
use holdfast_core::decide::paper::dark::{DarkGiven, Inside, Reader, dark};
use holdfast_core::decide::registration::display_case;
use holdfast_core::model::{AccountId, Ccn, HospitalScope};
use holdfast_report::{Format, dark_pdf};
use serde_json::json;

use super::{OwnDowntime, USUAL_DAYS};
use crate::app::audit::By;
use crate::app::facts::subject;
use crate::app::{App, AppError, PaperFile};

/// What a page to hand out speaks of.
#[derive(Clone, Debug)]
pub struct DarkAsked {
    /// Whom it is for.
    pub reader: Reader,
    /// The hospitals that are down, the page's own among them.
    pub down: Vec<Ccn>,
    /// For how many days.
    pub days: u16,
    /// What stops inside the hospital.
    pub inside: OwnDowntime,
}

impl App {
    /// Who loses care when the hospital alone is down for three weeks; `None` for one that the directory no longer lists.
    pub async fn at_stake(&self, scope: HospitalScope) -> Result<Option<AtStake>, AppError> {
        let impact = match self.impact(&[scope.ccn()], USUAL_DAYS).await {
            Ok(impact) => impact,
            Err(AppError::NotFound { .. }) => return Ok(None),
            Err(e) => return Err(e),
        };
        Ok(Some(AtStake::of(&impact, self.care_model().await?.model()?.sources())))
    }

    /// Makes the page, and notes who made which.
    pub async fn dark_paper(
        &self,
        scope: HospitalScope,
        by: Option<AccountId>,
        asked: DarkAsked,
    ) -> Result<PaperFile, AppError> {
        let (day, reader, days) = (self.today(), asked.reader, asked.days);
        let impact = self.impact(&asked.down, days).await?;
        let care = self.care_model().await?;
        let hospital = match care.directory().known(scope.ccn()) {
            Some(listed) => Subject {
                name: Some(display_case(&listed.hospital.name)),
                ccn: Some(listed.hospital.ccn),
                city: Some(display_case(&listed.hospital.city)),
                state: Some(listed.hospital.state),
            },
            None => Subject { ccn: Some(scope.ccn()), ..Subject::default() },
        };
        let paper = {
            let inside = &asked.inside;
            let given = DarkGiven {
                hospital: &hospital,
                as_of: day,
                catalog: &self.catalog.version,
                model: care.model()?,
                impact: &impact,
                inside: Inside {
                    downtime: &inside.downtime,
                    says: &inside.sentence,
                    has_word: inside.has_word(),
                },
            };
            dark(&given, reader)
        };
        let made = tokio::task::spawn_blocking(move || dark_pdf(&paper)).await;
        let made = made.map_err(|e| AppError::Broken { what: format!("a paper: {e}") })?;
        let bytes = made.map_err(|e| AppError::Broken { what: format!("a paper: {e}") })?;
        let mut write = self.store.write().await?;
        let detail = json!({
            "paper": format!("dark-{}", reader.key()), "as": "pdf", "down": asked.down, "days": days, "day": day.to_string(),
        });
        let who = by.map_or(By::System, By::Account);
        self.audit(&mut write, who, "paper.make", &subject(scope), detail).await?;
        write.commit().await?;
        Ok(PaperFile {
            name: format!("{}-dark-{}-{day}.pdf", scope.ccn(), reader.key()),
            media_type: Format::Pdf.media_type(),
            bytes,
        })
    }
}
