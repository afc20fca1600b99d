//! Cases for reviewers: the queue, what happened in each, and a hospital's own view of its cases. The moves are the core's.

use async_trait::async_trait;
use holdfast_core::Date;
use holdfast_core::catalog::ProgramId;
use holdfast_core::model::{
    AccountId, Application, Case, CaseEvent, CaseId, CaseKind, CaseMove, CaseMoveError, HospitalScope,
};
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, program, ccn, kind_body, opened_on, target_on, state_body FROM review_case WHERE id = $1";
    OF_HOSPITAL = "SELECT id, program, ccn, kind_body, opened_on, target_on, state_body FROM review_case
        WHERE ccn = $1 ORDER BY opened_at_ms, id";
    QUEUE = "SELECT id, program, ccn, kind_body, opened_on, target_on, state_body FROM review_case
        WHERE ($1 = '' OR program = $1) AND ($2 = '' OR kind = $2) AND ($3 = '' OR state = $3)
            AND ($4 = 0 OR state IN ('open', 'asked_back'))
        ORDER BY target_on, opened_at_ms, id LIMIT $5 OFFSET $6";
    COUNT = "SELECT count(*) FROM review_case
        WHERE ($1 = '' OR program = $1) AND ($2 = '' OR kind = $2) AND ($3 = '' OR state = $3)
            AND ($4 = 0 OR state IN ('open', 'asked_back'))";
    TRAIL = "SELECT seq, moved, moved_by, at_ms FROM case_event WHERE case_id = $1 ORDER BY seq";
    ASKED = "SELECT id FROM review_case
        WHERE program = $1 AND ccn = $2 AND kind = $3 AND about = $4 AND state IN ('open', 'asked_back')";
    OF_APPLICATION = "SELECT id, program, ccn, kind_body, opened_on, target_on, state_body FROM review_case
        WHERE program = $1 AND ccn = '' AND kind = 'application' AND about = $2
        ORDER BY opened_at_ms DESC, id DESC LIMIT 1";
    ADD = "INSERT INTO review_case (id, program, ccn, kind, about, kind_body, opened_on, target_on, state, state_body, opened_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    MOVE = "UPDATE review_case SET state = $2, state_body = $3 WHERE id = $1";
    ADD_EVENT = "INSERT INTO case_event (case_id, moved, moved_by, at_ms) VALUES ($1, $2, $3, $4)";
}

/// Which cases of the queue to show. The default is all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Of one program.
    pub program: Option<ProgramId>,
    /// Of one kind, by its key.
    pub kind: Option<String>,
    /// In one state, by its key.
    pub state: Option<String>,
    /// Only those no decision stands on.
    pub unsettled: bool,
}

/// What became of a move in a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseMoved {
    /// Made; the case as it is now.
    Done(Case),
    /// The case's state does not allow it; nothing was kept.
    Refused(CaseMoveError),
    /// There is no such case, or it is not this hospital's.
    Unknown,
}

/// Reads cases: the first three for a hospital, the next for an applicant, the rest for reviewers.
#[async_trait]
pub trait Cases {
    /// The hospital's cases, oldest first.
    async fn cases(&mut self, scope: HospitalScope) -> Result<Vec<Case>, StoreError>;
    /// One of the hospital's cases.
    async fn case(&mut self, scope: HospitalScope, id: CaseId) -> Result<Option<Case>, StoreError>;
    /// What happened in one of the hospital's cases, in order; empty when it is not the hospital's.
    async fn case_trail(&mut self, scope: HospitalScope, id: CaseId) -> Result<Vec<CaseEvent>, StoreError>;
    /// The case in which an application is reviewed; `None` before it was sent.
    async fn case_of_application(&mut self, application: &Application) -> Result<Option<Case>, StoreError>;
    /// For reviewers: cases by target date, the most pressing first; `skip` so many of them.
    async fn review_queue(
        &mut self,
        filter: &CaseFilter,
        at_most: u32,
        skip: u32,
    ) -> Result<Vec<Case>, StoreError>;
    /// For reviewers: how many cases a filter finds.
    async fn n_review_queue(&mut self, filter: &CaseFilter) -> Result<u32, StoreError>;
    /// For reviewers: a case by id, with what happened in it.
    async fn review_case(&mut self, id: CaseId) -> Result<Option<(Case, Vec<CaseEvent>)>, StoreError>;
}

#[async_trait]
impl<C: Connected> Cases for C {
    async fn cases(&mut self, scope: HospitalScope) -> Result<Vec<Case>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(case).collect()
    }

    async fn case(&mut self, scope: HospitalScope, id: CaseId) -> Result<Option<Case>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        let found = row.as_ref().map(case).transpose()?;
        Ok(found.filter(|c| c.ccn == Some(scope.ccn())))
    }

    async fn case_trail(&mut self, scope: HospitalScope, id: CaseId) -> Result<Vec<CaseEvent>, StoreError> {
        if self.case(scope, id).await?.is_none() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(TRAIL).bind(id.0).fetch_all(self.connection()).await?;
        rows.iter().map(event).collect()
    }

    async fn case_of_application(&mut self, application: &Application) -> Result<Option<Case>, StoreError> {
        let about = application.id.to_string();
        let query = sqlx::query(OF_APPLICATION).bind(application.program.as_str()).bind(about);
        query.fetch_optional(self.connection()).await?.as_ref().map(case).transpose()
    }

    async fn review_queue(
        &mut self,
        filter: &CaseFilter,
        at_most: u32,
        skip: u32,
    ) -> Result<Vec<Case>, StoreError> {
        let query = sqlx::query(QUEUE)
            .bind(filter.program.as_ref().map_or("", |p| p.as_str()))
            .bind(filter.kind.as_deref().unwrap_or(""))
            .bind(filter.state.as_deref().unwrap_or(""))
            .bind(filter.unsettled)
            .bind(at_most)
            .bind(skip);
        query.fetch_all(self.connection()).await?.iter().map(case).collect()
    }

    async fn n_review_queue(&mut self, filter: &CaseFilter) -> Result<u32, StoreError> {
        let query = sqlx::query_scalar(COUNT)
            .bind(filter.program.as_ref().map_or("", |p| p.as_str()))
            .bind(filter.kind.as_deref().unwrap_or(""))
            .bind(filter.state.as_deref().unwrap_or(""))
            .bind(filter.unsettled);
        Ok(query.fetch_one(self.connection()).await?)
    }

    async fn review_case(&mut self, id: CaseId) -> Result<Option<(Case, Vec<CaseEvent>)>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        let Some(found) = row.as_ref().map(case).transpose()? else { return Ok(None) };
        let rows = sqlx::query(TRAIL).bind(id.0).fetch_all(self.connection()).await?;
        let trail = rows.iter().map(event).collect::<Result<_, _>>()?;
        Ok(Some((found, trail)))
    }
}

impl Write {
    /// Opens a case, unless the same question about the same hospital is waiting already. Returns the id of the case
    /// that is open now, so a form sent twice opens one.
    pub async fn open_case(&mut self, new: &Case, now_ms: i64) -> Result<CaseId, StoreError> {
        let ccn = new.ccn.map(|c| c.as_str().to_owned()).unwrap_or_default();
        let about = about(&new.kind);
        let asked: Option<i64> = sqlx::query_scalar(ASKED)
            .bind(new.program.as_str())
            .bind(&ccn)
            .bind(new.kind.key())
            .bind(&about)
            .fetch_optional(self.connection())
            .await?;
        if let Some(id) = asked {
            return Ok(CaseId(id));
        }
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.program.as_str())
            .bind(ccn)
            .bind(new.kind.key())
            .bind(about)
            .bind(Json(&new.kind))
            .bind(new.opened_on.to_string())
            .bind(new.target_on.to_string())
            .bind(new.state.key())
            .bind(Json(&new.state))
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(new.id)
    }

    /// For reviewers: makes a move in a case.
    pub async fn move_case(
        &mut self,
        id: CaseId,
        moved: &CaseMove,
        by: Option<AccountId>,
        on: Date,
        now_ms: i64,
    ) -> Result<CaseMoved, StoreError> {
        let Some((found, _)) = self.review_case(id).await? else { return Ok(CaseMoved::Unknown) };
        let state = match found.state.apply(moved, on) {
            Ok(state) => state,
            Err(refused) => return Ok(CaseMoved::Refused(refused)),
        };
        let update = sqlx::query(MOVE).bind(id.0).bind(state.key()).bind(Json(&state));
        update.execute(self.connection()).await?;
        let insert = sqlx::query(ADD_EVENT).bind(id.0).bind(Json(moved)).bind(by.map(|b| b.0)).bind(now_ms);
        insert.execute(self.connection()).await?;
        Ok(CaseMoved::Done(Case { state, ..found }))
    }

    /// Adds the hospital's answer to a question asked back in one of its cases.
    pub async fn answer_case(
        &mut self,
        scope: HospitalScope,
        id: CaseId,
        text: &str,
        by: Option<AccountId>,
        on: Date,
        now_ms: i64,
    ) -> Result<CaseMoved, StoreError> {
        match self.case(scope, id).await? {
            Some(_) => self.move_case(id, &CaseMove::Answer { text: text.to_owned() }, by, on, now_ms).await,
            None => Ok(CaseMoved::Unknown),
        }
    }
}

/// What a case is about within its hospital: two open cases of one kind never share it.
fn about(kind: &CaseKind) -> String {
    match kind {
        CaseKind::Belonging { registration } => registration.to_string(),
        CaseKind::OfferReferral { offer, clause, .. } => format!("{offer}/{clause}"),
        CaseKind::FirstAdministrator { account } | CaseKind::Join { account } => account.to_string(),
        CaseKind::NumberChanged { became } => became.map(|ccn| ccn.to_string()).unwrap_or_default(),
        CaseKind::Application { application } => application.to_string(),
    }
}

fn case(row: &SqliteRow) -> Result<Case, StoreError> {
    let at = At::new(row, "review_case", "id");
    Ok(Case {
        id: CaseId(at.get("id")?),
        program: ProgramId::new(&at.get::<String>("program")?),
        ccn: at.ccn("ccn")?,
        kind: at.json("kind_body")?,
        opened_on: at.date("opened_on")?,
        target_on: at.date("target_on")?,
        state: at.json("state_body")?,
    })
}

fn event(row: &SqliteRow) -> Result<CaseEvent, StoreError> {
    let at = At::new(row, "case_event", "seq");
    Ok(CaseEvent {
        moved: at.json("moved")?,
        at_ms: at.get("at_ms")?,
        by: at.get::<Option<i64>>("moved_by")?.map(AccountId),
    })
}
