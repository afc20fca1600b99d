//! Requests for help and what was said in them. It mails no answer and resets nothing.

use async_trait::async_trait;
use holdfast_core::model::{
    AccountId, CareAffected, EmailAddress, HospitalScope, Reference, SupportId, SupportMessage,
    SupportRequest,
};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, reference, ccn, ccn_proven, account_id, name, email, care_affected, subject, open, opened_at_ms
        FROM support_request WHERE id = $1";
    QUEUE = "SELECT id, reference, ccn, ccn_proven, account_id, name, email, care_affected, subject, open, opened_at_ms
        FROM support_request WHERE open = $1
        ORDER BY CASE WHEN open = 0 THEN 0 WHEN care_affected = 'now' THEN 1 WHEN care_affected = 'soon' THEN 2 ELSE 3 END,
            CASE WHEN open = 1 THEN opened_at_ms ELSE -opened_at_ms END, id
        LIMIT $2";
    OF_HOSPITAL = "SELECT id, reference, ccn, ccn_proven, account_id, name, email, care_affected, subject, open, opened_at_ms
        FROM support_request WHERE ccn = $1 AND ccn_proven = 1 ORDER BY opened_at_ms DESC, id";
    OF_ACCOUNT = "SELECT id, reference, ccn, ccn_proven, account_id, name, email, care_affected, subject, open, opened_at_ms
        FROM support_request WHERE account_id = $1 ORDER BY opened_at_ms DESC, id";
    MESSAGES = "SELECT seq, from_support, written_by, text, at_ms FROM support_message WHERE request_id = $1 ORDER BY seq";
    ADD = "INSERT INTO support_request (id, reference, ccn, ccn_proven, account_id, name, email, care_affected, subject, open, opened_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    ADD_MESSAGE = "INSERT INTO support_message (request_id, from_support, written_by, text, at_ms) VALUES ($1, $2, $3, $4, $5)";
    SET_OPEN = "UPDATE support_request SET open = $2 WHERE id = $1";
}

/// Reads requests for help.
#[async_trait]
pub trait Support {
    /// For support: the requests that wait, those where care is affected first, then the oldest; or the closed ones,
    /// newest first.
    async fn support_queue(&mut self, open: bool, at_most: u32) -> Result<Vec<SupportRequest>, StoreError>;
    /// For support, and for the person who asked: a request with its messages in order. The caller checks whose it is.
    async fn support_request(
        &mut self,
        id: SupportId,
    ) -> Result<Option<(SupportRequest, Vec<SupportMessage>)>, StoreError>;
    /// The hospital's requests, newest first: only those sent by someone signed in for it.
    async fn support_requests(&mut self, scope: HospitalScope) -> Result<Vec<SupportRequest>, StoreError>;
    /// A person's requests, newest first.
    async fn support_requests_of(&mut self, account: AccountId) -> Result<Vec<SupportRequest>, StoreError>;
}

#[async_trait]
impl<C: Connected> Support for C {
    async fn support_queue(&mut self, open: bool, at_most: u32) -> Result<Vec<SupportRequest>, StoreError> {
        let rows = sqlx::query(QUEUE).bind(open).bind(at_most).fetch_all(self.connection()).await?;
        rows.iter().map(request).collect()
    }

    async fn support_request(
        &mut self,
        id: SupportId,
    ) -> Result<Option<(SupportRequest, Vec<SupportMessage>)>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        let Some(found) = row.as_ref().map(request).transpose()? else { return Ok(None) };
        let rows = sqlx::query(MESSAGES).bind(id.0).fetch_all(self.connection()).await?;
        Ok(Some((found, rows.iter().map(message).collect::<Result<_, _>>()?)))
    }

    async fn support_requests(&mut self, scope: HospitalScope) -> Result<Vec<SupportRequest>, StoreError> {
        let query = sqlx::query(OF_HOSPITAL).bind(scope.ccn().as_str().to_owned());
        query.fetch_all(self.connection()).await?.iter().map(request).collect()
    }

    async fn support_requests_of(&mut self, account: AccountId) -> Result<Vec<SupportRequest>, StoreError> {
        let rows = sqlx::query(OF_ACCOUNT).bind(account.0).fetch_all(self.connection()).await?;
        rows.iter().map(request).collect()
    }
}

impl Write {
    /// Adds a request with its first message. [`StoreError::Duplicate`] of `support_request.reference` asks for another
    /// reference.
    pub async fn add_support_request(
        &mut self,
        new: &SupportRequest,
        first: &SupportMessage,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.reference.to_string())
            .bind(new.ccn.map(|c| c.as_str().to_owned()))
            .bind(new.ccn_proven)
            .bind(new.account.map(|a| a.0))
            .bind(&new.name)
            .bind(new.email.as_str())
            .bind(new.care_affected.key())
            .bind(&new.subject)
            .bind(new.open)
            .bind(new.opened_at_ms)
            .execute(self.connection())
            .await?;
        self.add_support_message(new.id, first).await
    }

    /// Adds a message to a request that is there.
    pub async fn add_support_message(
        &mut self,
        id: SupportId,
        message: &SupportMessage,
    ) -> Result<(), StoreError> {
        sqlx::query(ADD_MESSAGE)
            .bind(id.0)
            .bind(message.from_support)
            .bind(message.by.map(|b| b.0))
            .bind(&message.text)
            .bind(message.at_ms)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Closes a request, or opens it again. False when there is no such request.
    pub async fn set_support_open(&mut self, id: SupportId, open: bool) -> Result<bool, StoreError> {
        let done = sqlx::query(SET_OPEN).bind(id.0).bind(open).execute(self.connection()).await?;
        Ok(done.rows_affected() == 1)
    }
}

fn request(row: &SqliteRow) -> Result<SupportRequest, StoreError> {
    let at = At::new(row, "support_request", "id");
    Ok(SupportRequest {
        id: SupportId(at.get("id")?),
        reference: at.parse("reference", Reference::parse)?,
        ccn: at.ccn("ccn")?,
        ccn_proven: at.get("ccn_proven")?,
        account: at.get::<Option<i64>>("account_id")?.map(AccountId),
        name: at.get("name")?,
        email: at.parse("email", EmailAddress::parse)?,
        care_affected: at.known("care_affected", CareAffected::from_key)?,
        subject: at.get("subject")?,
        open: at.get("open")?,
        opened_at_ms: at.get("opened_at_ms")?,
    })
}

fn message(row: &SqliteRow) -> Result<SupportMessage, StoreError> {
    let at = At::new(row, "support_message", "seq");
    Ok(SupportMessage {
        from_support: at.get("from_support")?,
        by: at.get::<Option<i64>>("written_by")?.map(AccountId),
        text: at.get("text")?,
        at_ms: at.get("at_ms")?,
    })
}
