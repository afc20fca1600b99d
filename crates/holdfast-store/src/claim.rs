//! The moves of offers a hospital accepted. Where an offer stands is the sum of its moves, and a move that does not
//! follow is not kept; the rules are the core's.

use async_trait::async_trait;
use holdfast_core::catalog::OfferId;
use holdfast_core::model::{AccountId, Ccn, Claim, ClaimEvent, ClaimMoveError, HospitalScope};
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    OF_OFFER = "SELECT seq, ccn, offer, moved, moved_on, moved_by, note, at_ms FROM claim_event
        WHERE ccn = $1 AND offer = $2 ORDER BY seq";
    OF_HOSPITAL = "SELECT seq, ccn, offer, moved, moved_on, moved_by, note, at_ms FROM claim_event
        WHERE ccn = $1 ORDER BY offer, seq";
    ADD = "INSERT INTO claim_event (ccn, offer, moved, moved_on, moved_by, note, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)";
}

/// A move, with who made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedMove {
    /// The move and its day.
    pub event: ClaimEvent,
    /// Who; `None` for the program itself, as when an offer runs out.
    pub by: Option<AccountId>,
    /// What they wrote beside it.
    pub note: String,
    /// When it was recorded.
    pub at_ms: i64,
}

/// An offer that was moved at least once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimRecord {
    /// The offer.
    pub offer: OfferId,
    /// Where it stands.
    pub claim: Claim,
    /// How it got there, in order.
    pub moves: Vec<RecordedMove>,
}

/// Reads where a hospital's offers stand.
#[async_trait]
pub trait Claims {
    /// Where one offer stands; open when it was never moved.
    async fn claim(&mut self, scope: HospitalScope, offer: &OfferId) -> Result<Claim, StoreError>;
    /// Every offer that was ever moved, by offer id, with its moves.
    async fn claims(&mut self, scope: HospitalScope) -> Result<Vec<ClaimRecord>, StoreError>;
}

#[async_trait]
impl<C: Connected> Claims for C {
    async fn claim(&mut self, scope: HospitalScope, offer: &OfferId) -> Result<Claim, StoreError> {
        let query = sqlx::query(OF_OFFER).bind(scope.ccn().as_str().to_owned()).bind(offer.as_str());
        let rows = query.fetch_all(self.connection()).await?;
        Ok(fold(&rows)?.pop().map_or(Claim::Open, |(_, record)| record.claim))
    }

    async fn claims(&mut self, scope: HospitalScope) -> Result<Vec<ClaimRecord>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        Ok(fold(&rows)?.into_iter().map(|(_, record)| record).collect())
    }
}

impl Write {
    /// Adds a move of one of the hospital's offers, and says where the offer stands now. A move the present state does
    /// not allow is answered with its reason and leaves no trace.
    pub async fn move_claim(
        &mut self,
        scope: HospitalScope,
        offer: &OfferId,
        event: ClaimEvent,
        by: Option<AccountId>,
        note: &str,
        now_ms: i64,
    ) -> Result<Result<Claim, ClaimMoveError>, StoreError> {
        let next = match self.claim(scope, offer).await?.apply(event) {
            Ok(next) => next,
            Err(refused) => return Ok(Err(refused)),
        };
        sqlx::query(ADD)
            .bind(scope.ccn().as_str().to_owned())
            .bind(offer.as_str())
            .bind(Json(&event.moved))
            .bind(event.on.to_string())
            .bind(by.map(|b| b.0))
            .bind(note)
            .bind(now_ms)
            .execute(self.connection())
            .await?;
        Ok(Ok(next))
    }
}

/// Sums moves up, offer by offer. `rows`: by hospital, then offer, then order of writing.
pub(crate) fn fold(rows: &[SqliteRow]) -> Result<Vec<(Ccn, ClaimRecord)>, StoreError> {
    let mut out: Vec<(Ccn, ClaimRecord)> = Vec::new();
    for row in rows {
        let at = At::new(row, "claim_event", "seq");
        let (ccn, offer) = (at.must_ccn("ccn")?, OfferId::new(&at.get::<String>("offer")?));
        let event = ClaimEvent { moved: at.json("moved")?, on: at.date("moved_on")? };
        let same = out.last_mut().filter(|(c, record)| *c == ccn && record.offer == offer);
        let (_, record) = match same {
            Some(record) => record,
            None => {
                out.push((ccn, ClaimRecord { offer, claim: Claim::Open, moves: Vec::new() }));
                let last = out.len() - 1;
                &mut out[last]
            }
        };
        record.claim = record.claim.apply(event).map_err(|e| at.unreadable("moved", e))?;
        record.moves.push(RecordedMove {
            event,
            by: at.get::<Option<i64>>("moved_by")?.map(AccountId),
            note: at.get("note")?,
            at_ms: at.get("at_ms")?,
        });
    }
    Ok(out)
}
