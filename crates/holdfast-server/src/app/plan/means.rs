//! What a hospital can carry: as it last said, or as far as its registration tells; with the offers it may have, and the
//! steps an assessor put first.

use holdfast_core::Date;
use holdfast_core::catalog::OfferId;
use holdfast_core::decide::plan::{Means, MeansSaid, PutFirst};
use holdfast_core::decide::registration::FieldError;
use holdfast_core::facts::{FactKind, Facts};
use holdfast_core::model::{AccountId, HospitalScope};
use jiff::civil::Weekday;
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, HospitalPicture};

/// Where nobody has said: what docs/plan.md names.
const HOURS_A_WEEK: u32 = 6;
const USD_AN_HOUR: u32 = 45;
const DOWNTIMES_A_MONTH: u32 = 1;

impl App {
    /// Keeps what the hospital says it can carry, or says what is wrong with each field.
    pub async fn say_plan_means(
        &self,
        scope: HospitalScope,
        by: AccountId,
        said: &MeansSaid,
    ) -> Result<Result<(), Vec<FieldError>>, AppError> {
        let file = self.plan_file(scope).await?;
        let means = match said.read(&file.means) {
            Ok(means) => means,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        write.say_plan_means(scope, &Means { first: Vec::new(), ..means }, by, now_ms).await?;
        write.add_audit(&actor(by), "say-plan-means", &subject(scope), &json!({}), now_ms).await?;
        write.commit().await?;
        Ok(Ok(()))
    }

    /// What the hospital can carry now. A plan begins on a Monday, today's or the next.
    pub(super) fn means_now(
        &self,
        picture: &HospitalPicture,
        said: Option<Means>,
        first: Vec<PutFirst>,
    ) -> Means {
        let facts = &picture.facts;
        let entitled: Vec<OfferId> = picture
            .offer_stands(&self.catalog)
            .into_iter()
            .filter(crate::app::OfferStand::may_have_or_has)
            .map(|stand| stand.offer.id)
            .collect();
        let starts_on = next_monday(self.today());
        let said = said.unwrap_or_else(|| Means {
            starts_on,
            licensed_beds: count(facts, FactKind::LicensedBeds),
            staffed_users: count(facts, FactKind::StaffedUsers),
            windows_devices: windows_devices(facts),
            budget_usd: None,
            hours_a_week: HOURS_A_WEEK,
            usd_an_hour: USD_AN_HOUR,
            downtimes_a_month: DOWNTIMES_A_MONTH,
            entitled: Vec::new(),
            first: Vec::new(),
        });
        Means { starts_on, entitled, first, ..said }
    }
}

fn count(facts: &Facts, kind: FactKind) -> Option<u32> {
    facts.int(kind).and_then(|n| u32::try_from(n).ok())
}

/// Every Windows computer and server that the hospital counted; `None` when it counted none of them.
fn windows_devices(facts: &Facts) -> Option<u32> {
    let ten = count(facts, FactKind::Windows10Devices)
        .or_else(|| count(facts, FactKind::Windows10Version22H2Devices));
    let parts = [ten, count(facts, FactKind::Windows11Devices), count(facts, FactKind::WindowsServers)];
    parts.into_iter().flatten().reduce(u32::saturating_add)
}

fn next_monday(today: Date) -> Date {
    if today.weekday() == Weekday::Monday {
        return today;
    }
    today.nth_weekday(1, Weekday::Monday).unwrap_or(today)
}
