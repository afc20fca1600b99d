//! Security cases: what comes in from hunts, the cases it opens, and what people do about them.
//!
//! What belongs together, what to do first and what is proven are decided in `holdfast_core::decide::incident`.

mod act;
mod alarm;
mod look;
mod machines;
mod proof;
mod read_hunt;
mod runner;
mod take;

pub use act::CaseDone;
pub use look::{CaseFile, CaseOnList, SecurityCases};
pub use read_hunt::{HuntRead, MOST_FINDINGS, SentHunt, Unfit, of_findings, read_hunt};
pub use runner::{HuntRunner, RunnerSlot};
pub use take::{Finder, HuntTaken};

use holdfast_core::model::{Detection, HospitalScope, Incident};
use holdfast_store::{Incidents, StoreError};

/// Every case of a hospital that is open or that `wanted` names, with its findings.
async fn with_detections<R: Incidents + Send>(
    read: &mut R,
    scope: HospitalScope,
    wanted: impl Fn(&Incident) -> bool,
) -> Result<Vec<(Incident, Vec<Detection>)>, StoreError> {
    let mut all = Vec::new();
    for case in read.incidents(scope).await? {
        if wanted(&case) {
            let found = read.detections(scope, case.id).await?;
            all.push((case, found));
        }
    }
    Ok(all)
}
