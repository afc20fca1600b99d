//! A class as whoever teaches it sees it behind the mailed link: its list, grades, the start and the end.

use holdfast_core::decide::training::college::{
    ClassList, GradeList, NewSeat, class_list_columns, completions, grade_columns, n_ungraded,
    read_class_list, read_grade_list,
};
use holdfast_core::model::{Ccn, Cohort, CohortMove, CohortState, Completion, ListedCollege, Seat, sentence};
use holdfast_store::{Cohorts, Write};
use serde_json::json;

use super::file::{ListStep, MOST_CLASS_LINES, ReadList, TakenList, lines};
use super::{class, subject};
use crate::app::audit::By;
use crate::app::registration::scope_of;
use crate::app::{App, AppError};
use crate::entropy::TokenHash;

/// A class behind its link.
#[derive(Clone, Debug)]
pub struct TaughtClass {
    /// The class.
    pub cohort: Cohort,
    /// Its college.
    pub college: ListedCollege,
    /// Everybody in it, by number, each with the name of their hospital; empty for the college's own list.
    pub seats: Vec<(Seat, String)>,
}

impl TaughtClass {
    /// Seats without a grade.
    pub fn n_ungraded(&self) -> usize {
        self.seats.iter().filter(|(seat, _)| seat.grade.is_none()).count()
    }
}

impl App {
    /// The class a link opens.
    pub async fn class_behind(&self, token: &TokenHash) -> Result<TaughtClass, AppError> {
        let mut read = self.store.read().await?;
        let id = self.cohort_behind(&mut read, token).await?;
        let (cohort, college) = class(&mut read, id).await?;
        let seats = read.class_seats(id).await?;
        let of = |seat: Seat| {
            let hospital = seat.ccn.map(|ccn| self.hospital_name(ccn)).unwrap_or_default();
            (seat, hospital)
        };
        Ok(TaughtClass { cohort, college, seats: seats.into_iter().map(of).collect() })
    }

    /// What the college's own list of who sits in the class says, and, when it is to be kept, seats for those who are new. The inner
    /// error says why nothing is taken.
    pub async fn send_class_list(
        &self,
        token: &TokenHash,
        bytes: &[u8],
        step: ListStep<'_>,
    ) -> Result<Result<TakenList<ClassList>, String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, seats) = self.held_class(&mut write, token).await?;
        if cohort.state.is_over() {
            return Ok(Err(OVER.to_owned()));
        }
        let list = match lines(bytes, class_list_columns, MOST_CLASS_LINES) {
            Ok(lines) => read_class_list(&seats, cohort.plan.n_seats, &lines),
            Err(why) => return Ok(Err(why)),
        };
        let taken = TakenList::new(bytes, list, step);
        if taken.is_to_keep() {
            let new: Vec<NewSeat> = taken.list.joins.iter().map(|joins| joins.seat.clone()).collect();
            write.take_college_seats(cohort.id, &new, self.now_ms()).await?;
            self.log_list(write, &cohort, "class.list", &taken).await?;
        }
        Ok(Ok(taken))
    }

    /// What a list of grades says, and, when it is to be kept, the grades that fit. The inner error says why nothing is taken.
    pub async fn send_grades(
        &self,
        token: &TokenHash,
        bytes: &[u8],
        step: ListStep<'_>,
    ) -> Result<Result<TakenList<GradeList>, String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, seats) = self.held_class(&mut write, token).await?;
        match &cohort.state {
            CohortState::Running { .. } => {}
            state if state.is_over() => return Ok(Err(OVER.to_owned())),
            _ => return Ok(Err("The class has not begun. Start it first.".to_owned())),
        }
        let list = match lines(bytes, grade_columns, MOST_CLASS_LINES) {
            Ok(lines) => read_grade_list(&seats, &lines),
            Err(why) => return Ok(Err(why)),
        };
        let taken = TakenList::new(bytes, list, step);
        if taken.is_to_keep() {
            write.grade_seats(cohort.id, &taken.list.graded, self.now_ms()).await?;
            self.log_list(write, &cohort, "class.grades", &taken).await?;
        }
        Ok(Ok(taken))
    }

    /// Logs a list that was kept, and ends the write.
    async fn log_list<L: ReadList>(
        &self,
        mut write: Write,
        cohort: &Cohort,
        action: &str,
        taken: &TakenList<L>,
    ) -> Result<(), AppError> {
        let detail = json!({ "new": taken.list.n_new(), "bad": taken.list.faults().len() });
        self.audit(&mut write, By::Visitor, action, &subject(cohort.id), detail).await?;
        Ok(write.commit().await?)
    }

    /// Starts a class. The inner error says why it cannot be.
    pub async fn start_class(&self, token: &TokenHash) -> Result<Result<(), String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, _) = self.held_class(&mut write, token).await?;
        let moved = self.move_as_instructor(&mut write, &cohort, &CohortMove::Start).await?;
        if moved.is_ok() {
            write.commit().await?;
        }
        Ok(moved)
    }

    /// Closes a class: what was passed counts for the learners of hospitals from now on. `why`: why some have no grade. The inner
    /// error says why it cannot be. A class that is closed already stays so, and nothing is counted twice.
    pub async fn close_class(&self, token: &TokenHash, why: &str) -> Result<Result<(), String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, seats) = self.held_class(&mut write, token).await?;
        let close = CohortMove::Close { n_ungraded: n_ungraded(&seats), why: why.to_owned() };
        let (_, college) = class(&mut write, cohort.id).await?;
        let made = completions(&cohort, &college.college.name, &seats, &self.catalog.lessons, self.today());
        let moved = self.move_as_instructor(&mut write, &cohort, &close).await?;
        if moved.is_ok() {
            self.keep_passed(&mut write, &made).await?;
            write.commit().await?;
            tracing::info!(class.id = cohort.id.0, "A class was closed");
        }
        Ok(moved)
    }

    async fn keep_passed(&self, write: &mut Write, made: &[(Ccn, Completion)]) -> Result<(), AppError> {
        for of_hospital in made.chunk_by(|(a, _), (b, _)| a == b) {
            let Some((ccn, _)) = of_hospital.first() else { continue };
            // The seat was taken through this hospital's own scope; here its class alone says what came of it.
            let scope = scope_of(*ccn);
            let done: Vec<Completion> = of_hospital.iter().map(|(_, done)| done.clone()).collect();
            write.record_completions(scope, &done, None, self.clock.now()).await?;
        }
        Ok(())
    }

    /// Makes a move and logs it: neither the reason nor how many passed, which the office is not to read.
    async fn move_as_instructor(
        &self,
        write: &mut Write,
        cohort: &Cohort,
        moved: &CohortMove,
    ) -> Result<Result<(), String>, AppError> {
        let answer = write.move_cohort(cohort.id, moved, self.today(), None, self.now_ms()).await?;
        if let Some(Err(e)) = answer {
            return Ok(Err(sentence(&e.to_string())));
        }
        let detail = json!({ "moved": moved.key() });
        self.audit(write, By::Visitor, "class.move", &subject(cohort.id), detail).await?;
        Ok(Ok(()))
    }

    async fn held_class(
        &self,
        write: &mut Write,
        token: &TokenHash,
    ) -> Result<(Cohort, Vec<Seat>), AppError> {
        let id = self.cohort_behind(write, token).await?;
        let (cohort, _) = class(write, id).await?;
        let seats = write.class_seats(id).await?;
        Ok((cohort, seats))
    }
}

const OVER: &str = "This class is over, and nothing about it changes any more.";
