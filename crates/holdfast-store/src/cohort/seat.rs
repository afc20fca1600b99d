//! Seats of a class: taken, given back, graded. Numbers go up and are never given twice. Whether one is left is decided above, in the same
//! write: one write runs at a time, so nobody takes it in between.

use holdfast_core::decide::training::college::{Graded, NewSeat};
use holdfast_core::model::{Ccn, CohortId, Grade, HospitalScope, LearnerId, Seat};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    TAKE = "INSERT INTO cohort_seat (cohort_id, number, ccn, learner_id, name, at_ms)
        SELECT $1, 1 + coalesce(max(number), 0), $2, $3, $4, $5 FROM cohort_seat WHERE cohort_id = $1";
    GIVE_BACK = "UPDATE cohort_seat SET given_back_at_ms = $4
        WHERE cohort_id = $1 AND number = $2 AND ccn = $3 AND given_back_at_ms IS NULL";
    GRADE = "UPDATE cohort_seat SET grade = $3, graded_at_ms = $4
        WHERE cohort_id = $1 AND number = $2 AND given_back_at_ms IS NULL";
}

impl Write {
    /// Gives seats to people a hospital puts forward. [`StoreError::Duplicate`] where a learner of it has one.
    pub async fn take_seats(
        &mut self,
        scope: HospitalScope,
        cohort: CohortId,
        seats: &[NewSeat],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.take(Some(scope.ccn()), cohort, seats, now_ms).await
    }

    /// Gives seats to people of the college's own list.
    pub async fn take_college_seats(
        &mut self,
        cohort: CohortId,
        seats: &[NewSeat],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        self.take(None, cohort, seats, now_ms).await
    }

    async fn take(
        &mut self,
        ccn: Option<Ccn>,
        cohort: CohortId,
        seats: &[NewSeat],
        now_ms: i64,
    ) -> Result<(), StoreError> {
        for seat in seats {
            sqlx::query(TAKE)
                .bind(cohort.0)
                .bind(ccn.map(|c| c.as_str().to_owned()))
                .bind(seat.learner.map(|l| l.0))
                .bind(&seat.name)
                .bind(now_ms)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Gives a seat of the hospital back. False when it has no such seat.
    pub async fn give_back_seat(
        &mut self,
        scope: HospitalScope,
        cohort: CohortId,
        number: u32,
        now_ms: i64,
    ) -> Result<bool, StoreError> {
        let update = sqlx::query(GIVE_BACK)
            .bind(cohort.0)
            .bind(number)
            .bind(scope.ccn().as_str().to_owned())
            .bind(now_ms);
        Ok(update.execute(self.connection()).await?.rows_affected() == 1)
    }

    /// Keeps grades. Returns how many were kept; a seat that is not taken keeps none.
    pub async fn grade_seats(
        &mut self,
        cohort: CohortId,
        graded: &[Graded],
        now_ms: i64,
    ) -> Result<u64, StoreError> {
        let mut n_kept = 0;
        for one in graded {
            let update = sqlx::query(GRADE).bind(cohort.0).bind(one.seat).bind(one.grade.key()).bind(now_ms);
            n_kept += update.execute(self.connection()).await?.rows_affected();
        }
        Ok(n_kept)
    }
}

pub(super) fn seat(row: &SqliteRow) -> Result<Seat, StoreError> {
    let at = At::new(row, "cohort_seat", "number");
    let grade = match at.get::<Option<String>>("grade")? {
        Some(_) => Some(at.known("grade", Grade::from_key)?),
        None => None,
    };
    Ok(Seat {
        cohort: CohortId(at.get("cohort_id")?),
        number: at.get("number")?,
        ccn: at.ccn("ccn")?,
        learner: at.get::<Option<i64>>("learner_id")?.map(LearnerId),
        name: at.get("name")?,
        grade,
    })
}
