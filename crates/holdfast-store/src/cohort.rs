//! Colleges that teach, their classes and the seats in them. It says nothing of who may look: an instructor's link, the office's role and a
//! hospital's scope are checked above, and each has methods of its own here.

mod keep;
mod seat;

#[cfg(test)]
pub(crate) use keep::STATEMENTS as KEEP_STATEMENTS;
#[cfg(test)]
pub(crate) use seat::STATEMENTS as SEAT_STATEMENTS;

use std::collections::BTreeMap;

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::model::{
    Ccn, Cohort, CohortId, CohortMove, CohortState, CollegeId, HospitalScope, ListedCollege, Seat,
};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::Connected;

statements! {
    COLLEGES = "SELECT id, version, body FROM college ORDER BY id";
    COLLEGE = "SELECT id, version, body FROM college WHERE id = $1";
    COHORTS = "SELECT id, college_id, version, body FROM cohort ORDER BY id";
    COHORT = "SELECT id, college_id, version, body FROM cohort WHERE id = $1";
    MOVES = "SELECT seq, cohort_id, moved, moved_on FROM cohort_move ORDER BY cohort_id, seq";
    MOVES_OF = "SELECT seq, cohort_id, moved, moved_on FROM cohort_move WHERE cohort_id = $1 ORDER BY seq";
    TAKEN = "SELECT cohort_id, coalesce(ccn, '') AS ccn, count(*) AS n FROM cohort_seat
        WHERE given_back_at_ms IS NULL GROUP BY cohort_id, ccn ORDER BY cohort_id, ccn";
    OF_CLASS = "SELECT cohort_id, number, ccn, learner_id, name, grade FROM cohort_seat
        WHERE cohort_id = $1 AND given_back_at_ms IS NULL ORDER BY number";
    OF_HOSPITAL = "SELECT cohort_id, number, ccn, learner_id, name, grade FROM cohort_seat
        WHERE ccn = $1 AND given_back_at_ms IS NULL ORDER BY cohort_id, number";
}

/// How many seats of a class are taken, by the hospital that put people forward; `None` for the college's own list.
pub type SeatsTaken = BTreeMap<Option<Ccn>, u32>;

/// Reads colleges, classes and seats.
#[async_trait]
pub trait Cohorts {
    /// Every college, in the order they were written down.
    async fn colleges(&mut self) -> Result<Vec<ListedCollege>, StoreError>;
    /// A college.
    async fn college(&mut self, id: CollegeId) -> Result<Option<ListedCollege>, StoreError>;
    /// Every class, in the order they were written down.
    async fn cohorts(&mut self) -> Result<Vec<Cohort>, StoreError>;
    /// A class.
    async fn cohort(&mut self, id: CohortId) -> Result<Option<Cohort>, StoreError>;
    /// For the office, and for hospitals as a sum: how many seats are taken in each class. Never by whom.
    async fn seats_taken(&mut self) -> Result<BTreeMap<CohortId, SeatsTaken>, StoreError>;
    /// For the instructor, whose link was checked: everybody in a class, by number.
    async fn class_seats(&mut self, cohort: CohortId) -> Result<Vec<Seat>, StoreError>;
    /// A hospital's own seats in every class, by class and number.
    async fn own_seats(&mut self, scope: HospitalScope) -> Result<Vec<Seat>, StoreError>;
}

#[async_trait]
impl<C: Connected> Cohorts for C {
    async fn colleges(&mut self) -> Result<Vec<ListedCollege>, StoreError> {
        sqlx::query(COLLEGES).fetch_all(self.connection()).await?.iter().map(college).collect()
    }

    async fn college(&mut self, id: CollegeId) -> Result<Option<ListedCollege>, StoreError> {
        let row = sqlx::query(COLLEGE).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(college).transpose()
    }

    async fn cohorts(&mut self) -> Result<Vec<Cohort>, StoreError> {
        let mut states = states(&sqlx::query(MOVES).fetch_all(self.connection()).await?)?;
        let rows = sqlx::query(COHORTS).fetch_all(self.connection()).await?;
        rows.iter().map(|row| cohort(row, &mut states)).collect()
    }

    async fn cohort(&mut self, id: CohortId) -> Result<Option<Cohort>, StoreError> {
        let mut states = states(&sqlx::query(MOVES_OF).bind(id.0).fetch_all(self.connection()).await?)?;
        let row = sqlx::query(COHORT).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(|row| cohort(row, &mut states)).transpose()
    }

    async fn seats_taken(&mut self) -> Result<BTreeMap<CohortId, SeatsTaken>, StoreError> {
        let mut all: BTreeMap<CohortId, SeatsTaken> = BTreeMap::new();
        for row in &sqlx::query(TAKEN).fetch_all(self.connection()).await? {
            let at = At::new(row, "cohort_seat", "cohort_id");
            let of_class = all.entry(CohortId(at.get("cohort_id")?)).or_default();
            of_class.insert(at.ccn("ccn")?, at.get("n")?);
        }
        Ok(all)
    }

    async fn class_seats(&mut self, cohort: CohortId) -> Result<Vec<Seat>, StoreError> {
        let rows = sqlx::query(OF_CLASS).bind(cohort.0).fetch_all(self.connection()).await?;
        rows.iter().map(seat::seat).collect()
    }

    async fn own_seats(&mut self, scope: HospitalScope) -> Result<Vec<Seat>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(seat::seat).collect()
    }
}

fn college(row: &SqliteRow) -> Result<ListedCollege, StoreError> {
    let at = At::new(row, "college", "id");
    Ok(ListedCollege { id: CollegeId(at.get("id")?), version: at.get("version")?, college: at.json("body")? })
}

fn cohort(row: &SqliteRow, states: &mut BTreeMap<i64, CohortState>) -> Result<Cohort, StoreError> {
    let at = At::new(row, "cohort", "id");
    let id: i64 = at.get("id")?;
    Ok(Cohort {
        id: CohortId(id),
        college: CollegeId(at.get("college_id")?),
        version: at.get("version")?,
        plan: at.json("body")?,
        state: states.remove(&id).unwrap_or(CohortState::Planned),
    })
}

/// Where each class stands after its moves. `rows`: in order of writing.
fn states(rows: &[SqliteRow]) -> Result<BTreeMap<i64, CohortState>, StoreError> {
    let mut all: BTreeMap<i64, CohortState> = BTreeMap::new();
    for row in rows {
        let at = At::new(row, "cohort_move", "seq");
        let (id, moved, on): (i64, CohortMove, Date) =
            (at.get("cohort_id")?, at.json("moved")?, at.date("moved_on")?);
        let state = all.remove(&id).unwrap_or(CohortState::Planned);
        let next = state.apply(&moved, on).map_err(|e| at.unreadable("moved", e))?;
        all.insert(id, next);
    }
    Ok(all)
}
