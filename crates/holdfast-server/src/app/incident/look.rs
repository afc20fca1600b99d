//! What there is to read: the list of cases with those that touch care first, and one case with everything about it.

use holdfast_core::decide::incident::{CaseStory, Told, describe, newest_of_each, whom_to_tell};
use holdfast_core::decide::registration::display_case;
use holdfast_core::decide::this_week::OpenCase;
use holdfast_core::model::{CareMachine, Detection, HospitalScope, Incident, Role};
use holdfast_report::stix_bundle;
use holdfast_store::{DetectionCount, Incidents, KeptUpload};
use serde_json::json;

use super::act::no_case;
use super::with_detections;
use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError, PaperFile};

/// Closed cases that are listed; the newest.
const MOST_CLOSED: usize = 100;

/// Findings without a case that are listed; the newest.
const MOST_SEEN: u32 = 50;

/// Files that are listed; the newest.
const MOST_UPLOADS: u32 = 20;

/// The media type of a bundle. Source: STIX 2.1, 1.
const STIX: &str = "application/stix+json;version=2.1";

/// A case on the list.
#[derive(Clone, Debug)]
pub struct CaseOnList {
    /// What happened to it.
    pub case: Incident,
    /// What it says.
    pub story: CaseStory,
}

/// A hospital's cases.
#[derive(Clone, Debug)]
pub struct SecurityCases {
    /// Open ones: those that touch care first, then the gravest, then the oldest.
    pub open: Vec<CaseOnList>,
    /// Closed ones, newest first, up to a hundred.
    pub closed: Vec<CaseOnList>,
    /// All closed ones.
    pub n_closed: usize,
    /// The newest findings that stand in no case.
    pub seen: Vec<Detection>,
    /// How many findings there are.
    pub n: DetectionCount,
    /// Files that came in, newest first.
    pub uploads: Vec<KeptUpload>,
    /// Machines that care depends on.
    pub n_care_machines: usize,
}

/// One case with everything about it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// What happened to it.
    pub case: Incident,
    /// What it says.
    pub story: CaseStory,
    /// Its findings, by time; of one that grew, the newest.
    pub detections: Vec<Detection>,
    /// Names of the hospital's administrators.
    pub administrators: Vec<String>,
    /// Who may have to be told, in the order to call them.
    pub tell: Vec<Told>,
    /// Numbers of the other cases that are open.
    pub others: Vec<u32>,
}

impl App {
    /// A hospital's cases.
    pub async fn security_cases(&self, scope: HospitalScope) -> Result<SecurityCases, AppError> {
        let mut read = self.store.read().await?;
        let care = read.care_machines(scope).await?;
        let all = read.incidents(scope).await?;
        let mut closed: Vec<u32> = all.iter().filter(|c| !c.is_open()).map(|c| c.number).collect();
        let n_closed = closed.len();
        closed.drain(..n_closed.saturating_sub(MOST_CLOSED));
        let wanted = |c: &Incident| c.is_open() || closed.contains(&c.number);
        let listed = with_detections(&mut read, scope, wanted).await?;
        let on_list = |(case, found): (Incident, Vec<Detection>)| {
            let story = describe(&self.catalog, &case, &found, &care)?;
            Some(CaseOnList { case, story })
        };
        let (mut open, mut closed): (Vec<_>, Vec<_>) =
            listed.into_iter().filter_map(on_list).partition(|c| c.case.is_open());
        open.sort_by_key(|c| c.story.rank);
        closed.reverse();
        Ok(SecurityCases {
            open,
            closed,
            n_closed,
            seen: read.detections_seen(scope, MOST_SEEN).await?,
            n: read.count_detections(scope).await?,
            uploads: read.hunt_uploads(scope, MOST_UPLOADS).await?,
            n_care_machines: care.len(),
        })
    }

    /// One case by its number.
    pub async fn security_case(&self, scope: HospitalScope, number: u32) -> Result<CaseFile, AppError> {
        let people = self.hospital_people(scope).await?;
        let is_administrator = |r: &(Role, i64)| r.0 == Role::HospitalAdministrator;
        let administrators =
            people.iter().filter(|p| p.roles.iter().any(is_administrator)).map(|p| p.account.name.clone());
        let mut read = self.store.read().await?;
        let care: Vec<CareMachine> = read.care_machines(scope).await?;
        let all = read.incidents(scope).await?;
        let others = all.iter().filter(|c| c.is_open() && c.number != number).map(|c| c.number).collect();
        let case = all.into_iter().find(|c| c.number == number).ok_or_else(no_case)?;
        let detections = read.detections(scope, case.id).await?;
        let story = describe(&self.catalog, &case, &detections, &care)
            .ok_or_else(|| AppError::Broken { what: format!("case {number} has no finding") })?;
        let detections = newest_of_each(&detections).into_iter().cloned().collect();
        let tell = whom_to_tell(&self.catalog, &case);
        Ok(CaseFile { case, story, detections, administrators: administrators.collect(), tell, others })
    }

    /// One case as a bundle of STIX 2.1. Who took it along is logged.
    pub async fn security_case_as_stix(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        number: u32,
    ) -> Result<PaperFile, AppError> {
        let file = self.security_case(scope, number).await?;
        let listed = self.directory().hospitals.known(scope.ccn()).cloned();
        let name = listed.map_or_else(|| scope.ccn().to_string(), |l| display_case(&l.hospital.name));
        let bundle = stix_bundle(&name, scope.ccn(), &file.case, &file.story, &file.detections);
        let bytes = serde_json::to_vec_pretty(&bundle)
            .map_err(|e| AppError::Broken { what: format!("a bundle of STIX cannot be written: {e}") })?;
        let mut write = self.store.write().await?;
        let detail = json!({ "case": number });
        write
            .add_audit(&actor(by.account), "security-case.stix", &subject(scope), &detail, self.now_ms())
            .await?;
        write.commit().await?;
        let name = format!("case-{number}-{}.stix.json", scope.ccn());
        Ok(PaperFile { name, media_type: STIX, bytes })
    }

    /// The open cases, most pressing first, for the week.
    pub(in crate::app) async fn open_cases_in<R: Incidents + Send>(
        &self,
        read: &mut R,
        scope: HospitalScope,
    ) -> Result<Vec<OpenCase>, AppError> {
        let care = read.care_machines(scope).await?;
        let open = with_detections(read, scope, Incident::is_open).await?;
        let mut open: Vec<(CaseStory, Incident)> = open
            .into_iter()
            .filter_map(|(case, found)| Some((describe(&self.catalog, &case, &found, &care)?, case)))
            .collect();
        open.sort_by_key(|(story, _)| story.rank);
        let of = |(story, case): (CaseStory, Incident)| OpenCase {
            number: case.number,
            touches_care: story.touches_care(),
            is_looked_at: case.first_looked().is_some(),
            severity: story.severity,
            title: story.title,
        };
        Ok(open.into_iter().map(of).collect())
    }
}
