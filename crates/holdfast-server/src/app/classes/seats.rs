//! A hospital's side: classes near it, whom it puts forward, and giving a seat back. Of others it learns how many seats are left, no more.

use std::collections::BTreeMap;

use holdfast_core::decide::training::college::{
    Away, CollegeNear, NotOffered, PutForward, colleges_near, lessons_of, offered, put_forward,
};
use holdfast_core::model::{
    Cohort, CohortId, CohortState, CollegeId, HospitalScope, Learner, ListedCollege, Seat,
};
use holdfast_store::{Cohorts, SeatsTaken, Training};
use serde_json::json;

use super::{class, subject};
use crate::app::audit::By;
use crate::app::measure::Speaker;
use crate::app::{App, AppError};

/// A college as seen from a hospital.
#[derive(Clone, Debug)]
pub struct NearCollege {
    /// Which.
    pub listed: ListedCollege,
    /// How far; `None` where a place is not known.
    pub away: Option<Away>,
    /// Why it stands where it does, as a sentence.
    pub why: String,
    /// Its classes that are offered.
    pub classes: Vec<NearClass>,
}

/// A class that is offered.
#[derive(Clone, Debug)]
pub struct NearClass {
    /// Which.
    pub cohort: Cohort,
    /// Seats left.
    pub n_left: u32,
    /// Names of its lessons, in English.
    pub teaches: Vec<String>,
}

/// A class in which the hospital has seats.
#[derive(Clone, Debug)]
pub struct OwnClass {
    /// Which.
    pub cohort: Cohort,
    /// Its college.
    pub college: String,
    /// The hospital's own seats.
    pub seats: Vec<Seat>,
}

/// What a hospital sees of classes.
#[derive(Clone, Debug)]
pub struct OwnClasses {
    /// All colleges, nearest first.
    pub near: Vec<NearCollege>,
    /// Classes in which it has seats.
    pub own: Vec<OwnClass>,
}

/// A class for which a hospital puts people forward.
#[derive(Clone, Debug)]
pub struct JoinedClass {
    /// The class, with the seats left.
    pub class: NearClass,
    /// The name of its college.
    pub college: String,
    /// People of the staff roster who have no seat in it.
    pub free: Vec<Learner>,
    /// Whether anybody is on the roster.
    pub has_roster: bool,
}

impl App {
    /// Classes near a hospital, and its seats.
    pub async fn own_classes(&self, scope: HospitalScope) -> Result<OwnClasses, AppError> {
        let mut read = self.store.read().await?;
        let colleges = read.colleges().await?;
        let cohorts = read.cohorts().await?;
        let taken = read.seats_taken().await?;
        let seats = read.own_seats(scope).await?;
        let directory = self.directory();
        let hospitals = &directory.hospitals;
        let by_id: BTreeMap<CollegeId, &ListedCollege> = colleges.iter().map(|c| (c.id, c)).collect();
        let order = colleges_near(hospitals.known(scope.ccn()), &colleges, hospitals);
        let mut open: BTreeMap<CollegeId, Vec<NearClass>> = BTreeMap::new();
        for cohort in &cohorts {
            if let Ok(n_left) = self.seats_left(cohort, &taken) {
                open.entry(cohort.college).or_default().push(self.near_class(cohort, n_left));
            }
        }
        let seen = |near: CollegeNear| {
            let listed = (*by_id.get(&near.college)?).clone();
            let classes = open.remove(&near.college).unwrap_or_default();
            Some(NearCollege { listed, away: near.away, why: near.why, classes })
        };
        let near = order.into_iter().filter_map(seen).collect();
        let mut by_class: BTreeMap<CohortId, Vec<Seat>> = BTreeMap::new();
        for seat in seats {
            by_class.entry(seat.cohort).or_default().push(seat);
        }
        let own = cohorts.iter().filter_map(|cohort| {
            let seats = by_class.remove(&cohort.id)?;
            let college = by_id.get(&cohort.college).map(|c| c.college.name.clone()).unwrap_or_default();
            Some(OwnClass { cohort: cohort.clone(), college, seats })
        });
        let mut own: Vec<OwnClass> = own.collect();
        own.sort_by_key(|c| std::cmp::Reverse(c.cohort.plan.starts_on));
        Ok(OwnClasses { near, own })
    }

    /// A class for which a hospital may put people forward, however far away; or in which it just took the last seats, so that whoever
    /// has none is told on the page of the class.
    pub async fn class_to_join(&self, scope: HospitalScope, id: CohortId) -> Result<JoinedClass, AppError> {
        let mut read = self.store.read().await?;
        let (cohort, college) = class(&mut read, id).await?;
        let mut own = read.own_seats(scope).await?;
        own.retain(|seat| seat.cohort == id);
        let n_left = match self.seats_left(&cohort, &read.seats_taken().await?) {
            Ok(n_left) => n_left,
            Err(NotOffered::Full(_)) if !own.is_empty() => 0,
            Err(_) => {
                return Err(AppError::not_found("No seat is left in this class, or it is not open."));
            }
        };
        let mut free: Vec<Learner> = read.learners(scope).await?;
        free.retain(Learner::is_listed);
        let has_roster = !free.is_empty();
        free.retain(|learner| !own.iter().any(|seat| seat.learner == Some(learner.id)));
        let class = self.near_class(&cohort, n_left);
        Ok(JoinedClass { class, college: college.college.name, free, has_roster })
    }

    fn near_class(&self, cohort: &Cohort, n_left: u32) -> NearClass {
        NearClass { n_left, teaches: self.taught_in(cohort), cohort: cohort.clone() }
    }

    /// Names of the lessons of a class, in English.
    pub fn taught_in(&self, cohort: &Cohort) -> Vec<String> {
        let lessons = &self.catalog.lessons;
        let ids = lessons_of(&cohort.plan, lessons);
        ids.iter().filter_map(|id| lessons.lesson(id)).map(|l| l.name.en.clone()).collect()
    }

    fn seats_left(&self, cohort: &Cohort, taken: &BTreeMap<CohortId, SeatsTaken>) -> Result<u32, NotOffered> {
        let n_taken = taken.get(&cohort.id).map_or(0, |t| t.values().sum::<u32>());
        offered(cohort, n_taken, self.today())
    }

    /// Puts people forward for a class: `numbers` of the staff roster and `names`, one a line. Those who fit get a seat. The inner error says why the class takes nobody.
    pub async fn put_forward(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        id: CohortId,
        (numbers, names): (&str, &str),
    ) -> Result<Result<PutForward, String>, AppError> {
        let mut write = self.store.write().await?;
        let (cohort, _) = class(&mut write, id).await?;
        if cohort.state == CohortState::Planned {
            return Err(AppError::not_found("There is no such class."));
        }
        let taken = write.seats_taken().await?;
        let left = match self.seats_left(&cohort, &taken) {
            Ok(left) => left,
            Err(why) => return Ok(Err(why.in_words())),
        };
        let mut own = write.own_seats(scope).await?;
        own.retain(|seat| seat.cohort == id);
        let roster = write.learners(scope).await?;
        let read = put_forward(numbers, names, &roster, &own, left);
        if read.seats.is_empty() {
            return Ok(Ok(read));
        }
        write.take_seats(scope, id, &read.seats, self.now_ms()).await?;
        let detail = json!({ "hospital": scope.ccn().as_str(), "seats": read.seats.len() });
        self.audit(&mut write, By::Account(by.account), "class.put-forward", &subject(id), detail).await?;
        write.commit().await?;
        Ok(Ok(read))
    }

    /// Gives one of the hospital's seats back, while the class is open. The inner error says why not.
    pub async fn give_back_seat(
        &self,
        scope: HospitalScope,
        by: &Speaker,
        id: CohortId,
        number: u32,
    ) -> Result<Result<(), String>, AppError> {
        let mut write = self.store.write().await?;
        let none = || AppError::not_found("Your hospital has no such seat.");
        let cohort = write.cohort(id).await?.ok_or_else(none)?;
        if !matches!(cohort.state, CohortState::Open { .. }) {
            return Ok(Err(
                "The class has begun. Whoever does not come is marked as withdrawn by the instructor."
                    .to_owned(),
            ));
        }
        if !write.give_back_seat(scope, id, number, self.now_ms()).await? {
            return Err(none());
        }
        let detail = json!({ "hospital": scope.ccn().as_str(), "seat": number });
        self.audit(&mut write, By::Account(by.account), "class.give-back", &subject(id), detail).await?;
        write.commit().await?;
        Ok(Ok(()))
    }
}
