//! Writing colleges and classes down, and moving a class on. Of two people who change one thing, the second is told what the first left.

use holdfast_core::Date;
use holdfast_core::model::{
    AccountId, Cohort, CohortId, CohortMove, CohortMoveError, CohortPlan, CohortState, College, CollegeId,
    ListedCollege,
};
use sqlx::types::Json;

use super::Cohorts;
use crate::error::StoreError;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    ADD_COLLEGE = "INSERT INTO college (id, version, body, by_account, at_ms) VALUES ($1, 1, $2, $3, $4)";
    SET_COLLEGE = "UPDATE college SET version = version + 1, body = $3, by_account = $4, at_ms = $5
        WHERE id = $1 AND version = $2";
    ADD_COHORT = "INSERT INTO cohort (id, college_id, version, body, by_account, at_ms) VALUES ($1, $2, 1, $3, $4, $5)";
    SET_COHORT = "UPDATE cohort SET version = version + 1, body = $3, by_account = $4, at_ms = $5
        WHERE id = $1 AND version = $2";
    MOVE = "INSERT INTO cohort_move (cohort_id, moved, moved_on, by_account, at_ms) VALUES ($1, $2, $3, $4, $5)";
}

impl Write {
    /// Writes a college down.
    pub async fn add_college(
        &mut self,
        id: CollegeId,
        college: &College,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let insert = sqlx::query(ADD_COLLEGE).bind(id.0).bind(Json(college)).bind(by.0).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }

    /// Changes a college, upon the version that was read.
    pub async fn change_college(
        &mut self,
        id: CollegeId,
        college: &College,
        upon: u32,
        by: AccountId,
        now_ms: i64,
    ) -> Result<Saved<ListedCollege>, StoreError> {
        let update =
            sqlx::query(SET_COLLEGE).bind(id.0).bind(upon).bind(Json(college)).bind(by.0).bind(now_ms);
        let n_kept = update.execute(self.connection()).await?.rows_affected();
        Ok(match (self.college(id).await?, n_kept) {
            (Some(kept), 1) => Saved::Kept(kept),
            (current, _) => Saved::not_kept(current),
        })
    }

    /// Writes a class down, planned.
    pub async fn add_cohort(
        &mut self,
        id: CohortId,
        college: CollegeId,
        plan: &CohortPlan,
        by: AccountId,
        now_ms: i64,
    ) -> Result<(), StoreError> {
        let insert =
            sqlx::query(ADD_COHORT).bind(id.0).bind(college.0).bind(Json(plan)).bind(by.0).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(())
    }

    /// Changes what a class is, upon the version that was read.
    pub async fn change_cohort(
        &mut self,
        id: CohortId,
        plan: &CohortPlan,
        upon: u32,
        by: AccountId,
        now_ms: i64,
    ) -> Result<Saved<Cohort>, StoreError> {
        let update = sqlx::query(SET_COHORT).bind(id.0).bind(upon).bind(Json(plan)).bind(by.0).bind(now_ms);
        let n_kept = update.execute(self.connection()).await?.rows_affected();
        Ok(match (self.cohort(id).await?, n_kept) {
            (Some(kept), 1) => Saved::Kept(kept),
            (current, _) => Saved::not_kept(current),
        })
    }

    /// Moves a class on, and says where it stands now. A move that its state does not allow is answered with its reason and leaves no
    /// trace. `by`: `None` is the instructor, by the link. `None` where there is no such class.
    pub async fn move_cohort(
        &mut self,
        id: CohortId,
        moved: &CohortMove,
        on: Date,
        by: Option<AccountId>,
        now_ms: i64,
    ) -> Result<Option<Result<CohortState, CohortMoveError>>, StoreError> {
        let Some(cohort) = self.cohort(id).await? else { return Ok(None) };
        let next = match cohort.state.apply(moved, on) {
            Ok(next) => next,
            Err(refused) => return Ok(Some(Err(refused))),
        };
        sqlx::query(MOVE)
            .bind(id.0)
            .bind(Json(moved))
            .bind(on.to_string())
            .bind(by.map(|by| by.0))
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(Some(Ok(next)))
    }
}
