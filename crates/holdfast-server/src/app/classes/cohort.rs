//! The office's side of a class: planned, changed, opened, started, called off; and its link sent to whoever teaches it.

use holdfast_core::decide::registration::{FieldError, Fields};
use holdfast_core::decide::training::college::{GradeCounts, grade_counts, read_cohort};
use holdfast_core::model::{
    AccountId, Cohort, CohortId, CohortMove, CohortState, CollegeId, ListedCollege, sentence,
};
use holdfast_store::{Cohorts, Saved, SeatsTaken};
use serde_json::json;

use super::{class, subject};
use crate::app::audit::By;
use crate::app::{App, AppError};
use crate::entropy::id_bytes;

/// A class as the office sees it: how many, never who.
#[derive(Clone, Debug)]
pub struct OfficeClass {
    /// The class.
    pub cohort: Cohort,
    /// Whose it is.
    pub college: ListedCollege,
    /// Seats taken, by hospital.
    pub taken: SeatsTaken,
    /// How many came through how; `None` where so few sit in it that it would as good as name them.
    pub grades: Option<GradeCounts>,
    /// Whether a link to it is out.
    pub is_link_out: bool,
}

impl OfficeClass {
    /// Seats taken.
    pub fn n_taken(&self) -> u32 {
        self.taken.values().sum()
    }
}

/// What became of a class that was saved.
#[derive(Clone, Debug)]
pub enum ClassSaved {
    /// It is kept.
    Kept(CohortId),
    /// Fields to mend; nothing was kept.
    Wrong(Vec<FieldError>),
    /// Somebody saved before; this is what they left.
    Meanwhile(Box<Cohort>),
}

impl App {
    /// Every class with its college and seats taken: those to come first by day, then those that are over, newest first.
    pub async fn office_classes(&self) -> Result<Vec<(Cohort, String, u32)>, AppError> {
        let mut read = self.store.read().await?;
        let colleges = read.colleges().await?;
        let taken = read.seats_taken().await?;
        let name = |id: CollegeId| colleges.iter().find(|c| c.id == id).map(|c| c.college.name.clone());
        let mut cohorts = read.cohorts().await?;
        cohorts.sort_by_key(|c| (c.plan.starts_on, c.id));
        let (mut over, mut all): (Vec<Cohort>, Vec<Cohort>) =
            cohorts.into_iter().partition(|c| c.state.is_over());
        over.reverse();
        all.append(&mut over);
        let line = |cohort: Cohort| {
            let n_taken = taken.get(&cohort.id).map_or(0, |t| t.values().sum::<u32>());
            let college = name(cohort.college).unwrap_or_default();
            (cohort, college, n_taken)
        };
        Ok(all.into_iter().map(line).collect())
    }

    /// One class as the office sees it.
    pub async fn office_class(&self, id: CohortId) -> Result<OfficeClass, AppError> {
        let mut read = self.store.read().await?;
        let (cohort, college) = class(&mut read, id).await?;
        let taken = read.seats_taken().await?.remove(&id).unwrap_or_default();
        let seats = read.class_seats(id).await?;
        let is_link_out = !self.teach_links(&mut read, id).await?.is_empty();
        Ok(OfficeClass { cohort, college, taken, grades: grade_counts(&seats), is_link_out })
    }

    /// Plans a class of a college, or changes what one is. `known`: the class, and the version that was read.
    pub async fn save_class(
        &self,
        by: AccountId,
        college: CollegeId,
        known: Option<(CohortId, u32)>,
        fields: &Fields,
    ) -> Result<ClassSaved, AppError> {
        let plan = match read_cohort(fields, &self.catalog.lessons) {
            Ok(plan) => plan,
            Err(errors) => return Ok(ClassSaved::Wrong(errors)),
        };
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        if write.college(college).await?.is_none() {
            return Ok(ClassSaved::Wrong(vec![FieldError::new(
                "college",
                "Choose a college from the list.",
            )]));
        }
        let id = match known {
            None => {
                let id = CohortId::from_random(id_bytes(&*self.entropy));
                write.add_cohort(id, college, &plan, by, now_ms).await?;
                id
            }
            Some((id, upon)) => {
                let (before, _) = class(&mut write, id).await?;
                if before.state.is_over() {
                    return Err(AppError::refused(
                        "This class is over, and nothing about it changes any more.",
                    ));
                }
                let n_taken = write.class_seats(id).await?.len();
                if usize::try_from(plan.n_seats).is_ok_and(|n| n < n_taken) {
                    let says = format!("{n_taken} seats are taken already. The class cannot have fewer.");
                    return Ok(ClassSaved::Wrong(vec![FieldError::new("seats", says)]));
                }
                match write.change_cohort(id, &plan, upon, by, now_ms).await? {
                    Saved::Kept(_) => {}
                    Saved::Conflict(current) => return Ok(ClassSaved::Meanwhile(Box::new(current))),
                    Saved::Unknown => return Err(AppError::not_found("There is no such class.")),
                }
                // Whoever taught it before must not go on reading names.
                if before.plan.instructor.email != plan.instructor.email {
                    self.end_teach_links(&mut write, id).await?;
                }
                id
            }
        };
        let action = if known.is_some() { "class.change" } else { "class.plan" };
        self.audit(&mut write, By::Account(by), action, &subject(id), json!({ "seats": plan.n_seats }))
            .await?;
        write.commit().await?;
        Ok(ClassSaved::Kept(id))
    }

    /// Opens a class for hospitals, starts it, or calls it off. Closing is the instructor's. The inner error says why it cannot be.
    pub async fn move_class(
        &self,
        by: AccountId,
        id: CohortId,
        moved: &CohortMove,
    ) -> Result<Result<CohortState, String>, AppError> {
        if matches!(moved, CohortMove::Close { .. }) {
            return Ok(Err("Whoever teaches the class closes it, with the grades.".to_owned()));
        }
        let now_ms = self.now_ms();
        let mut write = self.store.write().await?;
        let answer = write.move_cohort(id, moved, self.today(), Some(by), now_ms).await?;
        let state = match answer {
            None => return Err(AppError::not_found("There is no such class.")),
            Some(Err(e)) => return Ok(Err(sentence(&e.to_string()))),
            Some(Ok(state)) => state,
        };
        if state.is_over() {
            self.end_teach_links(&mut write, id).await?;
        }
        let detail = json!({ "moved": moved.key() });
        self.audit(&mut write, By::Account(by), "class.move", &subject(id), detail).await?;
        write.commit().await?;
        Ok(Ok(state))
    }

    /// Mails whoever teaches a class a link to it. An earlier link ends. The inner error says why none is sent.
    pub async fn mail_teach_link(&self, by: AccountId, id: CohortId) -> Result<Result<(), String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, college) = class(&mut write, id).await?;
        match &cohort.state {
            CohortState::Planned => {
                return Ok(Err("Open the class first. The link leads to its list.".to_owned()));
            }
            state if state.is_over() => {
                return Ok(Err("This class is over, so there is nothing to open.".to_owned()));
            }
            _ => {}
        }
        self.post_teach_link(&mut write, &cohort, &college).await?;
        self.audit(&mut write, By::Account(by), "class.link", &subject(id), json!({})).await?;
        write.commit().await?;
        Ok(Ok(()))
    }
}
