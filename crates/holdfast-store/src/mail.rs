//! Mail waiting to go, gone, failed, or kept in the outbox for the operator. It sends none.

use async_trait::async_trait;
use holdfast_core::model::{EmailAddress, MailId};
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    BY_ID = "SELECT id, to_address, subject, kind, text_body, html_body, created_at_ms, state, attempts, next_try_at_ms, last_error, sent_at_ms
        FROM mail WHERE id = $1";
    LATEST = "SELECT id, to_address, subject, kind, text_body, html_body, created_at_ms, state, attempts, next_try_at_ms, last_error, sent_at_ms
        FROM mail WHERE ($1 = '' OR state = $1) ORDER BY created_at_ms DESC, id LIMIT $2";
    COUNT = "SELECT count(*) FROM mail WHERE state = $1";
    ADD = "INSERT INTO mail (id, to_address, subject, kind, text_body, html_body, created_at_ms, state, attempts, next_try_at_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $7)";
    TAKE = "UPDATE mail SET attempts = attempts + 1, next_try_at_ms = $2
        WHERE id = (SELECT id FROM mail WHERE state = 'queued' AND next_try_at_ms <= $1 ORDER BY next_try_at_ms, id LIMIT 1)
        RETURNING id, to_address, subject, kind, text_body, html_body, created_at_ms, state, attempts, next_try_at_ms, last_error, sent_at_ms";
    SENT = "UPDATE mail SET state = 'sent', sent_at_ms = $2, last_error = NULL WHERE id = $1 AND state = 'queued'";
    RETRY = "UPDATE mail SET last_error = $2, next_try_at_ms = $3 WHERE id = $1 AND state = 'queued'";
    FAILED = "UPDATE mail SET state = 'failed', last_error = $2 WHERE id = $1 AND state = 'queued'";
    TO_OUTBOX = "UPDATE mail SET state = 'outbox', last_error = NULL WHERE id = $1 AND state = 'queued'";
    NEXT_DUE = "SELECT min(next_try_at_ms) FROM mail WHERE state = 'queued'";
}

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// Waiting to be sent.
    Queued,
    /// Handed to the mail server.
    Sent,
    /// Given up.
    Failed,
    /// Not meant to be sent: the operator reads it here.
    Outbox,
}

impl MailState {
    /// The key used in the table and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Outbox => "outbox",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Failed, Self::Outbox].into_iter().find(|s| s.key() == key)
    }
}

/// A mail to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Its id.
    pub id: MailId,
    /// To whom.
    pub to: EmailAddress,
    /// Its subject.
    pub subject: String,
    /// Which of the program's mails it is, like `resume-link`.
    pub kind: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

/// A mail as kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// What was written.
    pub new: NewMail,
    /// When it was written.
    pub created_at_ms: i64,
    /// Where it stands.
    pub state: MailState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not tried before this.
    pub next_try_at_ms: i64,
    /// What the mail server said last.
    pub last_error: Option<String>,
    /// When it was sent.
    pub sent_at_ms: Option<i64>,
}

impl std::fmt::Debug for NewMail {
    /// People and links stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mail({}, {})", self.id, self.kind)
    }
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.new, self.state.key())
    }
}

/// Reads mail.
#[async_trait]
pub trait Mails {
    /// A mail by id.
    async fn mail(&mut self, id: MailId) -> Result<Option<Mail>, StoreError>;
    /// The latest mails in a state, or in any, newest first.
    async fn mails(&mut self, state: Option<MailState>, at_most: u32) -> Result<Vec<Mail>, StoreError>;
    /// How many mails are in a state.
    async fn n_mails(&mut self, state: MailState) -> Result<u32, StoreError>;
    /// When the next queued mail is due; `None` when none waits.
    async fn next_mail_due_ms(&mut self) -> Result<Option<i64>, StoreError>;
}

#[async_trait]
impl<C: Connected> Mails for C {
    async fn mail(&mut self, id: MailId) -> Result<Option<Mail>, StoreError> {
        let row = sqlx::query(BY_ID).bind(id.0).fetch_optional(self.connection()).await?;
        row.as_ref().map(mail).transpose()
    }

    async fn mails(&mut self, state: Option<MailState>, at_most: u32) -> Result<Vec<Mail>, StoreError> {
        let query = sqlx::query(LATEST).bind(state.map_or("", MailState::key)).bind(at_most);
        query.fetch_all(self.connection()).await?.iter().map(mail).collect()
    }

    async fn n_mails(&mut self, state: MailState) -> Result<u32, StoreError> {
        Ok(sqlx::query_scalar(COUNT).bind(state.key()).fetch_one(self.connection()).await?)
    }

    async fn next_mail_due_ms(&mut self) -> Result<Option<i64>, StoreError> {
        Ok(sqlx::query_scalar(NEXT_DUE).fetch_one(self.connection()).await?)
    }
}

impl Write {
    /// Keeps a mail. `send`: queue it for the mail server; otherwise it goes to the outbox.
    pub async fn add_mail(&mut self, new: &NewMail, send: bool, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(new.to.as_str())
            .bind(&new.subject)
            .bind(&new.kind)
            .bind(&new.text)
            .bind(&new.html)
            .bind(now_ms)
            .bind(if send { MailState::Queued.key() } else { MailState::Outbox.key() })
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Takes the mail that is due longest, and nobody else gets it before `again_at_ms`. `None` when none is due.
    pub async fn take_due_mail(&mut self, now_ms: i64, again_at_ms: i64) -> Result<Option<Mail>, StoreError> {
        let row = sqlx::query(TAKE).bind(now_ms).bind(again_at_ms).fetch_optional(self.connection()).await?;
        row.as_ref().map(mail).transpose()
    }

    /// The mail server took it.
    pub async fn mail_sent(&mut self, id: MailId, now_ms: i64) -> Result<(), StoreError> {
        sqlx::query(SENT).bind(id.0).bind(now_ms).execute(self.connection()).await?;
        Ok(())
    }

    /// There is no mail server: the mail is a file in the outbox folder now, and stays for the operator to read.
    pub async fn mail_in_outbox(&mut self, id: MailId) -> Result<(), StoreError> {
        sqlx::query(TO_OUTBOX).bind(id.0).execute(self.connection()).await?;
        Ok(())
    }

    /// It could not be sent: try again at `retry_at_ms`, or with `None` give up.
    pub async fn mail_failed(
        &mut self,
        id: MailId,
        error: &str,
        retry_at_ms: Option<i64>,
    ) -> Result<(), StoreError> {
        let update = match retry_at_ms {
            Some(at_ms) => sqlx::query(RETRY).bind(id.0).bind(error).bind(at_ms),
            None => sqlx::query(FAILED).bind(id.0).bind(error),
        };
        update.execute(self.connection()).await?;
        Ok(())
    }
}

fn mail(row: &SqliteRow) -> Result<Mail, StoreError> {
    let at = At::new(row, "mail", "id");
    let new = NewMail {
        id: MailId(at.get("id")?),
        to: at.parse("to_address", EmailAddress::parse)?,
        subject: at.get("subject")?,
        kind: at.get("kind")?,
        text: at.get("text_body")?,
        html: at.get("html_body")?,
    };
    Ok(Mail {
        new,
        created_at_ms: at.get("created_at_ms")?,
        state: at.known("state", MailState::from_key)?,
        attempts: at.get("attempts")?,
        next_try_at_ms: at.get("next_try_at_ms")?,
        last_error: at.get("last_error")?,
        sent_at_ms: at.get("sent_at_ms")?,
    })
}
