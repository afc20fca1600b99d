//! Takes in the result of a hunt, or what an agent found: what is new joins or opens cases, what is known changes nothing, what it covered becomes evidence.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_core::decide::incident::{Place, Sorted, WINDOW_HOURS, sort};
use holdfast_core::model::{
    AccountId, Detection, DeviceId, HospitalScope, Incident, IncidentEvent, IncidentId, IncidentMove,
};
use holdfast_store::{HuntUpload, Incidents, NewDetection, Write};
use jiff::Timestamp;
use serde_json::json;

use super::alarm::{became_critical, is_critical};
use super::read_hunt::{HuntRead, read_hunt};
use crate::app::SentFile;
use crate::app::facts::{actor, subject};
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// Most findings kept of one hospital.
const MOST_KEPT: u64 = 50_000;

/// Who hands findings in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finder {
    /// As shown beside what was sent: a person's name and role, or a machine.
    pub shown: String,
    /// In a case's history, before what happened.
    pub says: String,
    /// In the log.
    pub actor: String,
    /// A person's account.
    pub account: Option<AccountId>,
}

impl From<&Speaker> for Finder {
    fn from(by: &Speaker) -> Self {
        Self {
            shown: by.shown.clone(),
            says: format!("A hunt's result, sent by {}", by.shown),
            actor: actor(by.account),
            account: Some(by.account),
        }
    }
}

impl Finder {
    /// The agent of a machine.
    pub fn agent(device: DeviceId, machine: &str) -> Self {
        Self {
            shown: format!("the agent of {machine}"),
            says: format!("The agent of {machine}"),
            actor: format!("device:{device}"),
            account: None,
        }
    }
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HuntTaken {
    /// What is kept about it.
    pub upload: HuntUpload,
    /// When the same file came before; `None` for a new one.
    pub came_before: Option<Timestamp>,
    /// The first lines that could not be used.
    pub bad: Vec<String>,
    /// Places the hunt could not read.
    pub n_unread: usize,
    /// Whether the file ends before the hunt did.
    pub is_cut_short: bool,
}

impl App {
    /// Reads a file and takes in what it says, in one write; or says what is wrong with the file.
    pub async fn take_hunt(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        file: SentFile,
    ) -> Result<Result<HuntTaken, String>, AppError> {
        let name: String = file.name.chars().filter(|c| !c.is_control()).take(120).collect();
        let runner = self.hunt_runner.get();
        let looked = tokio::task::spawn_blocking(move || read_hunt(&file.name, &file.bytes, runner.as_ref()));
        let read =
            looked.await.map_err(|e| AppError::Broken { what: format!("reading a hunt stopped: {e}") })?;
        let read = match read {
            Ok(read) => read,
            Err(unfit) => return Ok(Err(unfit.0)),
        };
        let mut write = self.store.write().await?;
        let taken = self.take_findings(&mut write, scope, &Finder::from(by), name, read).await?;
        if taken.is_ok() {
            write.commit().await?;
        }
        Ok(taken)
    }

    /// Takes in what was read, or says why it cannot be kept. The caller commits.
    pub(in crate::app) async fn take_findings(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: &Finder,
        name: String,
        read: HuntRead,
    ) -> Result<Result<HuntTaken, String>, AppError> {
        if let Some(before) = write.hunt_upload(scope, &read.digest).await? {
            return Ok(Ok(HuntTaken {
                upload: before.upload,
                came_before: Some(before.at),
                bad: read.bad,
                n_unread: read.n_unread,
                is_cut_short: read.is_cut_short,
            }));
        }
        let (mut new, mut n_known) = (Vec::new(), 0);
        for d in &read.findings {
            if write.is_detection_known(scope, &d.digest()).await? {
                n_known += 1;
            } else {
                new.push(d.clone());
            }
        }
        if write.count_detections(scope).await?.n + new.len() as u64 > MOST_KEPT {
            let says = format!(
                "The hospital's findings have reached {MOST_KEPT} together, and none of these was kept. Call us, and we make room."
            );
            return Ok(Err(says));
        }
        let upload = HuntUpload {
            name,
            engine: read.engine.clone(),
            sent_by: by.shown.clone(),
            n_new: small(new.len()),
            n_known,
            n_left_out: small(read.n_left_out),
            n_bad: small(read.n_bad),
            n_logs: small(read.coverage.len()),
            ..HuntUpload::default()
        };
        let upload = self.keep_hunt(write, scope, by, upload, &read, &new).await?;
        self.prove_hunt(write, scope, by.account, &read.coverage).await?;
        let detail = json!({ "new": upload.n_new, "known": n_known, "opened": upload.opened, "joined": upload.joined });
        write.add_audit(&by.actor, "hunt.take", &subject(scope), &detail, self.now_ms()).await?;
        let HuntRead { bad, n_unread, is_cut_short, .. } = read;
        Ok(Ok(HuntTaken { upload, came_before: None, bad, n_unread, is_cut_short }))
    }

    /// Sorts new findings into cases and keeps everything.
    async fn keep_hunt(
        &self,
        write: &mut Write,
        scope: HospitalScope,
        by: &Finder,
        mut upload: HuntUpload,
        read: &HuntRead,
        new: &[Detection],
    ) -> Result<HuntUpload, AppError> {
        let (from, to) = span(new);
        let kept = if new.is_empty() { Vec::new() } else { write.detections_near(scope, from, to).await? };
        let cases = write.incidents(scope).await?;
        let sorted = sort(new, &kept, &cases);
        let now = self.clock.now();
        let by_system = |moved| IncidentEvent { moved, by: by.says.clone(), at: now };

        let mut opened: Vec<(IncidentId, u32)> = Vec::new();
        for after in &sorted.opened {
            let (id, number) = write.add_incident(scope, now).await?;
            let place = Place::Opens(opened.len());
            let after = after.and_then(|id| number_of(&cases, id));
            let moved = IncidentMove::Opened { n_findings: findings_at(&sorted, place), after };
            write.add_incident_event(scope, id, &by_system(moved), by.account).await?;
            opened.push((id, number));
        }
        let joined: BTreeSet<IncidentId> = sorted
            .new
            .iter()
            .filter_map(|p| if let Place::Joins(id) = p { Some(*id) } else { None })
            .collect();
        let mut were_critical = Vec::new();
        for id in &joined {
            if is_critical(&write.detections(scope, *id).await?) {
                were_critical.push(*id);
            }
            let moved = IncidentMove::Joined { n_findings: findings_at(&sorted, Place::Joins(*id)) };
            write.add_incident_event(scope, *id, &by_system(moved), by.account).await?;
        }
        for (other, to) in &sorted.tied {
            if let Some(to) = number_of(&cases, *to) {
                let moved = IncidentMove::Tied { to };
                write.add_incident_event(scope, *other, &by_system(moved), by.account).await?;
            }
        }
        upload.opened = opened.iter().map(|(_, number)| *number).collect();
        upload.joined = joined.iter().filter_map(|id| number_of(&cases, *id)).collect();
        let row = write.add_hunt_upload(scope, &read.digest, &upload, by.account, now).await?;
        let id_of = |place: Place| match place {
            Place::Joins(id) => Some(id),
            Place::Opens(n) => opened.get(n).map(|(id, _)| *id),
            Place::Seen => None,
        };
        for (detection, place) in new.iter().zip(&sorted.new) {
            let new = NewDetection { detection, upload: row, incident: id_of(*place) };
            write.add_detection(scope, new).await?;
        }
        let beside: BTreeMap<i64, Place> = sorted.beside.iter().copied().collect();
        for (row, place) in beside {
            if let Some(id) = id_of(place) {
                write.place_detection(scope, row, id).await?;
            }
        }
        let joined = joined.iter().filter_map(|id| Some((*id, number_of(&cases, *id)?)));
        let touched: Vec<(IncidentId, u32)> = joined.chain(opened).collect();
        let critical = became_critical(write, scope, &touched, &were_critical).await?;
        self.raise_alarm(write, scope, &critical).await?;
        Ok(upload)
    }
}

/// From and to when kept findings may tell the story of new ones, in milliseconds since 1970.
fn span(new: &[Detection]) -> (i64, i64) {
    let window = WINDOW_HOURS * 3_600_000;
    let from = new.iter().map(|d| d.first_at.as_millisecond()).min().unwrap_or(0);
    let to = new.iter().map(|d| d.last_at.as_millisecond()).max().unwrap_or(0);
    (from.saturating_sub(window), to.saturating_add(window))
}

fn findings_at(sorted: &Sorted, place: Place) -> u32 {
    small(sorted.new.iter().filter(|p| **p == place).count())
}

fn number_of(cases: &[Incident], id: IncidentId) -> Option<u32> {
    cases.iter().find(|c| c.id == id).map(|c| c.number)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
