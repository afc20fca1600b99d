//! The staff roster comes in: a file is read and waits, what it changes is shown, and exactly what was shown is applied.
//!
//! What a file says and changes is decided in core. A file waits in memory, because a browser keeps none for the second step.

use holdfast_core::decide::training::{
    MOST_ROSTER_BYTES, NumbersSay, ReadRoster, RosterChange, apply, compare,
};
use holdfast_core::digest::sha256_hex;
use holdfast_core::model::{HospitalScope, Learner, LearnerId, sentence};
use holdfast_import::read_staff_roster;
use holdfast_store::{Saved, Training};
use serde_json::json;

use crate::app::facts::{actor, subject};
use crate::app::{App, AppError, FileKind, SentFile, Speaker};
use crate::entropy::{id_bytes, token};

/// A staff roster, sent in by hand.
#[derive(Clone, Copy, Debug)]
pub enum SentRoster {}

impl FileKind for SentRoster {
    const MOST_BYTES: usize = MOST_ROSTER_BYTES;
    const WHEN_LARGER: &'static str = "Leave out columns that are not asked for.";
}

/// What a list would change, for a person to look at before it counts.
#[derive(Clone, Debug)]
pub struct RosterPreview {
    /// The name of the file.
    pub name: String,
    /// The SHA-256 of its bytes, in hex.
    pub digest: String,
    /// The version of the roster it was held against; 0 where none came in yet.
    pub version: u32,
    /// Whether the list is the whole roster, so that whoever is missing left.
    pub is_whole: bool,
    /// What was read.
    pub read: ReadRoster,
    /// What it changes.
    pub change: RosterChange,
}

/// What a person saw and agreed to.
#[derive(Clone, Copy, Debug)]
pub struct RosterAgreed<'a> {
    /// The digest of the file they saw.
    pub digest: &'a str,
    /// The version of the roster they saw it held against.
    pub version: u32,
    /// Whether the list is the whole roster.
    pub is_whole: bool,
    /// Whether they said again that so many leave.
    pub many_leave: bool,
    /// What they said of numbers that seem to be somebody else's now; `None` where they said nothing.
    pub numbers: Option<NumbersSay>,
}

/// What came of applying a list.
#[derive(Clone, Debug)]
pub enum RosterApplied {
    /// It is done. What it changed.
    Done(RosterChange),
    /// Somebody changed the roster since it was looked at, or the list is another one: this is what it would change now.
    Meanwhile(RosterPreview),
    /// So many would leave that a person has to say so again.
    ManyLeave(RosterPreview),
    /// Some numbers seem to be somebody else's now, and a person has to say whether they are.
    NumbersUnsaid(RosterPreview),
}

impl App {
    /// Takes in a list to look at: gives the token it waits by, or says why it is no roster.
    pub async fn hold_roster(
        &self,
        scope: HospitalScope,
        file: SentFile,
    ) -> Result<Result<String, String>, AppError> {
        if let Err(why) = self.read_roster_file(&file).await? {
            return Ok(Err(why));
        }
        let token = token(&*self.entropy).reveal().to_owned();
        self.held_rosters.hold(token.clone(), scope, file, self.clock.now())?;
        Ok(Ok(token))
    }

    /// What a list that waits would change now.
    pub async fn held_roster(
        &self,
        scope: HospitalScope,
        token: &str,
        is_whole: bool,
    ) -> Result<RosterPreview, AppError> {
        let held = self.held_rosters.held(scope, token, self.clock.now())?;
        let preview = self.preview_roster(scope, &held.file, is_whole).await?;
        preview.map_err(|what| AppError::Broken { what })
    }

    /// What a list would change now; or why it is no roster.
    pub async fn preview_roster(
        &self,
        scope: HospitalScope,
        file: &SentFile,
        is_whole: bool,
    ) -> Result<Result<RosterPreview, String>, AppError> {
        let read = match self.read_roster_file(file).await? {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let kept = kept(&mut self.store.read().await?, scope).await?;
        Ok(Ok(held_against(file, read, is_whole, &kept)))
    }

    /// Applies a list that waits, when it changes what the person saw.
    pub async fn apply_held_roster(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        token: &str,
        agreed: RosterAgreed<'_>,
    ) -> Result<RosterApplied, AppError> {
        let held = self.held_rosters.held(scope, token, self.clock.now())?;
        let applied = self.apply_roster(scope, by, &held.file, agreed).await?;
        let applied = applied.map_err(|what| AppError::Broken { what })?;
        if matches!(applied, RosterApplied::Done(_)) {
            self.held_rosters.let_go(token);
        }
        Ok(applied)
    }

    /// Applies a list, when the roster is still as the person saw it; or says why it is no roster.
    pub async fn apply_roster(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        file: &SentFile,
        agreed: RosterAgreed<'_>,
    ) -> Result<Result<RosterApplied, String>, AppError> {
        let read = match self.read_roster_file(file).await? {
            Ok(read) => read,
            Err(why) => return Ok(Err(why)),
        };
        let mut write = self.store.write().await?;
        let kept = kept(&mut write, scope).await?;
        let preview = held_against(file, read, agreed.is_whole, &kept);
        if preview.digest != agreed.digest || preview.version != agreed.version {
            return Ok(Ok(RosterApplied::Meanwhile(preview)));
        }
        let n_reused = preview.change.reused.len();
        let change = match (n_reused, agreed.numbers) {
            (0, _) => preview.change.clone(),
            (_, Some(say)) => preview.change.clone().settled(say),
            (_, None) => return Ok(Ok(RosterApplied::NumbersUnsaid(preview))),
        };
        if change.leaves_many && !agreed.many_leave {
            return Ok(Ok(RosterApplied::ManyLeave(preview)));
        }
        if change.is_nothing() {
            return Ok(Ok(RosterApplied::Done(change)));
        }
        let new_id = || LearnerId::from_random(id_bytes(&*self.entropy));
        let touched = apply(&kept.learners, &change, self.today(), new_id);
        let detail = json!({
            "joins": change.joins.len(), "changes": change.changes.len(),
            "returns": change.returns.len(), "leaves": change.leaves.len(), "reused_numbers": n_reused,
        });
        let who = (by.shown.as_str(), by.account);
        let now = self.clock.now();
        let saved = write.apply_roster(scope, &touched, agreed.version, &detail, who, now).await?;
        if !matches!(saved, Saved::Kept(_)) {
            return Err(AppError::Conflict {
                what: "Someone else changed the roster first. Send the list in again.".to_owned(),
            });
        }
        let what = "training.roster";
        write.add_audit(&actor(by.account), what, &subject(scope), &detail, self.now_ms()).await?;
        write.commit().await?;
        Ok(Ok(RosterApplied::Done(change)))
    }

    /// A file as a roster, read away from the thread that answers people.
    async fn read_roster_file(&self, file: &SentFile) -> Result<Result<ReadRoster, String>, AppError> {
        if file.bytes.len() > SentRoster::MOST_BYTES {
            return Ok(Err(SentRoster::too_large()));
        }
        let (file, packs) = (file.clone(), self.catalog.lessons.packs.clone());
        let read = tokio::task::spawn_blocking(move || read_staff_roster(&file.name, &file.bytes, &packs));
        let read = read.await.map_err(|e| AppError::Broken { what: format!("reading a roster: {e}") })?;
        Ok(read.map_err(|why| sentence(&why.to_string())))
    }
}

/// The roster as it is kept.
struct Kept {
    version: u32,
    learners: Vec<Learner>,
}

async fn kept<R: Training + Send>(read: &mut R, scope: HospitalScope) -> Result<Kept, AppError> {
    let version = read.applied_roster(scope).await?.map_or(0, |applied| applied.version);
    Ok(Kept { version, learners: read.learners(scope).await? })
}

fn held_against(file: &SentFile, read: ReadRoster, is_whole: bool, kept: &Kept) -> RosterPreview {
    RosterPreview {
        name: file.name.chars().filter(|c| !c.is_control()).take(120).collect(),
        digest: sha256_hex(&file.bytes),
        version: kept.version,
        is_whole,
        change: compare(&kept.learners, &read, is_whole),
        read,
    }
}
