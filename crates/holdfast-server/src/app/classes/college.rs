//! The office's list of colleges: written down one by one or by a file, each with its place and what is near it.

use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::decide::training::college::{
    CollegeFile, FileCollege, HospitalNear, KnownBy, college_columns, hospitals_near, place, read_college,
    read_college_file,
};
use holdfast_core::model::{AccountId, CollegeId, ListedCollege};
use holdfast_store::{Cohorts, Saved};
use serde_json::json;

use super::file::{ListStep, TakenList, lines};
use crate::app::audit::By;
use crate::app::{App, AppError};
use crate::entropy::id_bytes;

/// Most colleges of the list, and so most lines of a file of them.
pub const MOST_COLLEGES: usize = 5_000;

/// A college as the office sees it.
#[derive(Clone, Debug)]
pub struct OfficeCollege {
    /// What is kept.
    pub listed: ListedCollege,
    /// How its place is known; `None`: nobody knows where it is.
    pub known_by: Option<KnownBy>,
    /// Its classes.
    pub n_classes: usize,
}

/// What became of a college that was saved.
#[derive(Clone, Debug)]
pub enum CollegeSaved {
    /// It is kept.
    Kept(ListedCollege),
    /// Fields to mend; nothing was kept.
    Wrong(Vec<FieldError>),
    /// Somebody saved before; this is what they left.
    Meanwhile(ListedCollege),
}

impl App {
    /// Every college, by name.
    pub async fn office_colleges(&self) -> Result<Vec<OfficeCollege>, AppError> {
        let mut read = self.store.read().await?;
        let cohorts = read.cohorts().await?;
        let directory = self.directory();
        let seen = |listed: ListedCollege| OfficeCollege {
            known_by: place(&listed.college, &directory.hospitals).map(|(_, by)| by),
            n_classes: cohorts.iter().filter(|c| c.college == listed.id).count(),
            listed,
        };
        let mut all: Vec<OfficeCollege> = read.colleges().await?.into_iter().map(seen).collect();
        all.sort_by(|a, b| {
            a.listed.college.name.cmp(&b.listed.college.name).then(a.listed.id.cmp(&b.listed.id))
        });
        Ok(all)
    }

    /// A college, and the hospitals near it; `None` beside it where nobody knows where it is.
    pub async fn office_college(
        &self,
        id: CollegeId,
    ) -> Result<(ListedCollege, Option<Vec<HospitalNear>>), AppError> {
        let found = self.store.read().await?.college(id).await?;
        let listed = found.ok_or_else(|| AppError::not_found("There is no such college."))?;
        let near = hospitals_near(&listed.college, &self.directory().hospitals);
        Ok((listed, near))
    }

    /// Writes a college down. `known`: the one it is, and the version that was read; `None` for a new one.
    pub async fn save_college(
        &self,
        by: AccountId,
        known: Option<(CollegeId, u32)>,
        fields: &Fields,
    ) -> Result<CollegeSaved, AppError> {
        let college = match read_college(fields, &self.catalog.lessons) {
            Ok(college) => college,
            Err(errors) => return Ok(CollegeSaved::Wrong(errors)),
        };
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let others = write.colleges().await?;
        let is_other = |o: &&ListedCollege| known.is_none_or(|(id, _)| id != o.id);
        let same_id =
            |o: &&ListedCollege| o.college.unit_id.is_some() && o.college.unit_id == college.unit_id;
        if let Some(other) = others.iter().filter(is_other).find(same_id) {
            let says = format!("{} has this unit id already.", other.college.name);
            return Ok(CollegeSaved::Wrong(vec![FieldError::new("unit_id", says)]));
        }
        let id = match known {
            Some((id, upon)) => match write.change_college(id, &college, upon, by, now_ms).await? {
                Saved::Kept(kept) => kept.id,
                Saved::Conflict(current) => return Ok(CollegeSaved::Meanwhile(current)),
                Saved::Unknown => return Err(AppError::not_found("There is no such college.")),
            },
            None if others.len() >= MOST_COLLEGES => {
                return Err(AppError::refused(full()));
            }
            None => {
                let id = CollegeId::from_random(id_bytes(&*self.entropy));
                write.add_college(id, &college, by, now_ms).await?;
                id
            }
        };
        let action = if known.is_some() { "college.change" } else { "college.add" };
        self.audit(&mut write, By::Account(by), action, &format!("college:{id}"), json!({})).await?;
        let version = known.map_or(1, |(_, upon)| upon + 1);
        write.commit().await?;
        Ok(CollegeSaved::Kept(ListedCollege { id, version, college }))
    }

    /// What a file of colleges says, and, when it is to be kept, keeps what fits. Lines at fault are left out. The inner error says why
    /// the file is none.
    pub async fn send_colleges(
        &self,
        by: AccountId,
        bytes: &[u8],
        step: ListStep<'_>,
    ) -> Result<Result<TakenList<CollegeFile>, String>, AppError> {
        let lines = match lines(bytes, college_columns, MOST_COLLEGES) {
            Ok(lines) => lines,
            Err(why) => return Ok(Err(why)),
        };
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let kept = write.colleges().await?;
        let taken = TakenList::new(bytes, read_college_file(&kept, &lines, &self.catalog.lessons), step);
        let colleges = &taken.list.colleges;
        let n_new = colleges.iter().filter(|c| c.at.is_none()).count();
        if kept.len() + n_new > MOST_COLLEGES {
            return Ok(Err(full()));
        }
        if !taken.is_to_keep() {
            return Ok(Ok(taken));
        }
        for FileCollege { at, college, .. } in colleges {
            match at.and_then(|at| kept.get(at)) {
                // One write runs at a time, so the version is the one just read.
                Some(old) => {
                    write.change_college(old.id, college, old.version, by, now_ms).await?;
                }
                None => {
                    let id = CollegeId::from_random(id_bytes(&*self.entropy));
                    write.add_college(id, college, by, now_ms).await?;
                }
            }
        }
        let detail =
            json!({ "new": n_new, "changed": colleges.len() - n_new, "bad": taken.list.faults.len() });
        self.audit(&mut write, By::Account(by), "college.file", "colleges", detail).await?;
        write.commit().await?;
        Ok(Ok(taken))
    }
}

fn full() -> String {
    "The list holds 5,000 colleges and takes no more.".to_owned()
}
