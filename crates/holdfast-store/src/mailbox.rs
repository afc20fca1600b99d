//! Mailboxes that are read for reported mail: how far, how the last looks went, and what stayed in them; the codes in hospitals' addresses
//! of the program; and where a sender's address is known.
//!
//! Nothing of a mail that stayed is kept but where it lies and why.

use std::collections::BTreeSet;

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::NotTaken;
use holdfast_core::model::{Ccn, EmailAddress, HospitalScope};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;
use crate::row::At;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    ALL = "SELECT name, uid_validity, last_uid, looked_at_ms, well_at_ms, n_faults, fault, stuck_uid, n_stuck, n_taken
        FROM read_mailbox ORDER BY name";
    READ_TO = "INSERT INTO read_mailbox (name, uid_validity, last_uid, n_taken) VALUES ($1, $2, $3, $4)
        ON CONFLICT (name) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid,
            stuck_uid = NULL, n_stuck = 0, n_taken = read_mailbox.n_taken + excluded.n_taken";
    WELL = "INSERT INTO read_mailbox (name, looked_at_ms, well_at_ms) VALUES ($1, $2, $2)
        ON CONFLICT (name) DO UPDATE SET looked_at_ms = $2, well_at_ms = $2, n_faults = 0, fault = '', stuck_uid = NULL, n_stuck = 0";
    FAILED = "INSERT INTO read_mailbox (name, looked_at_ms, n_faults, fault, stuck_uid, n_stuck) VALUES ($1, $2, 1, $3, $4, 1)
        ON CONFLICT (name) DO UPDATE SET looked_at_ms = $2, n_faults = read_mailbox.n_faults + 1, fault = $3,
            n_stuck = CASE WHEN read_mailbox.stuck_uid = $4 THEN read_mailbox.n_stuck + 1 ELSE 1 END, stuck_uid = $4";
    STAYED = "INSERT INTO mail_not_taken (mailbox, uid_validity, uid, why, at_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (mailbox, uid_validity, uid) DO NOTHING";
    COUNTS = "SELECT mailbox, why, count(*) AS n, max(at_ms) AS at_ms FROM mail_not_taken WHERE at_ms >= $1
        GROUP BY mailbox, why ORDER BY mailbox, why";
    FORGET = "DELETE FROM mail_not_taken WHERE at_ms < $1";
    CODE = "SELECT ccn, code FROM mail_code WHERE ccn = $1";
    BY_CODE = "SELECT ccn, code FROM mail_code WHERE code = $1";
    GIVE_CODE = "INSERT INTO mail_code (ccn, code, made_at_ms) VALUES ($1, $2, $3)
        ON CONFLICT (ccn) DO UPDATE SET code = $2, made_at_ms = $3";
    KNOWN_AT = "SELECT g.ccn FROM account a JOIN role_grant g ON g.account_id = a.id
        WHERE a.email = $1 AND a.disabled_at_ms IS NULL AND g.revoked_at_ms IS NULL AND g.ccn <> ''
        UNION SELECT ccn FROM learner WHERE email = $1 AND left_on IS NULL";
}

/// A mailbox, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadMailbox {
    /// User, server and folder, as in the settings.
    pub name: String,
    /// Of its folder; `None` before the first look. With another one the numbers start anew.
    pub uid_validity: Option<u32>,
    /// The newest mail that was dealt with.
    pub last_uid: u32,
    /// The last look.
    pub looked_at: Option<Timestamp>,
    /// The last look that went well.
    pub well_at: Option<Timestamp>,
    /// Looks that failed since.
    pub n_faults: u32,
    /// Why the last one failed; empty when it went well.
    pub fault: String,
    /// The mail at which the last look broke off, and how often in a row it did.
    pub stuck: Option<(u32, u32)>,
    /// Reports taken from it, ever.
    pub n_taken: u32,
}

/// Mails that stayed in a mailbox for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailsLeft {
    /// Which mailbox.
    pub mailbox: String,
    /// Why.
    pub why: NotTaken,
    /// How many.
    pub n: u32,
    /// When the last one was looked at.
    pub last_at: Timestamp,
}

/// Where in a mailbox a mail lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailPlace<'a> {
    /// The mailbox.
    pub mailbox: &'a str,
    /// Of its folder.
    pub uid_validity: u32,
    /// Its number there.
    pub uid: u32,
}

/// Reads what is known of mailboxes, codes and senders.
#[async_trait]
pub trait Mailboxes {
    /// Every mailbox that was ever looked at, by name.
    async fn read_mailboxes(&mut self) -> Result<Vec<ReadMailbox>, StoreError>;
    /// How many mails stayed since a moment, by mailbox and reason.
    async fn mails_left(&mut self, since: Timestamp) -> Result<Vec<MailsLeft>, StoreError>;
    /// The code in a hospital's own address of the program; `None` when it has none yet.
    async fn mail_code(&mut self, scope: HospitalScope) -> Result<Option<String>, StoreError>;
    /// The hospital that has a code.
    async fn hospital_of_mail_code(&mut self, code: &str) -> Result<Option<Ccn>, StoreError>;
    /// The hospitals where an address is known: of somebody with a role there, or of a learner.
    async fn hospitals_of_address(&mut self, address: &EmailAddress) -> Result<BTreeSet<Ccn>, StoreError>;
}

#[async_trait]
impl<C: Connected> Mailboxes for C {
    async fn read_mailboxes(&mut self) -> Result<Vec<ReadMailbox>, StoreError> {
        sqlx::query(ALL).fetch_all(self.connection()).await?.iter().map(mailbox).collect()
    }

    async fn mails_left(&mut self, since: Timestamp) -> Result<Vec<MailsLeft>, StoreError> {
        let rows = sqlx::query(COUNTS).bind(since.as_millisecond()).fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "mail_not_taken", "mailbox");
                Ok(MailsLeft {
                    mailbox: at.get("mailbox")?,
                    why: at.known("why", NotTaken::from_key)?,
                    n: at.get("n")?,
                    last_at: at.moment_ms("at_ms")?,
                })
            })
            .collect()
    }

    async fn mail_code(&mut self, scope: HospitalScope) -> Result<Option<String>, StoreError> {
        let query = sqlx::query(CODE).bind(scope.ccn().as_str().to_owned());
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| At::new(&row, "mail_code", "ccn").get("code")).transpose()
    }

    async fn hospital_of_mail_code(&mut self, code: &str) -> Result<Option<Ccn>, StoreError> {
        let query = sqlx::query(BY_CODE).bind(code.to_owned());
        let row = query.fetch_optional(self.connection()).await?;
        row.map(|row| At::new(&row, "mail_code", "ccn").must_ccn("ccn")).transpose()
    }

    async fn hospitals_of_address(&mut self, address: &EmailAddress) -> Result<BTreeSet<Ccn>, StoreError> {
        let query = sqlx::query(KNOWN_AT).bind(address.as_str().to_owned());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter().map(|row| At::new(row, "role_grant", "ccn").must_ccn("ccn")).collect()
    }
}

fn mailbox(row: &SqliteRow) -> Result<ReadMailbox, StoreError> {
    let at = At::new(row, "read_mailbox", "name");
    let stuck_uid: Option<u32> = at.get("stuck_uid")?;
    let n_stuck = at.get("n_stuck")?;
    Ok(ReadMailbox {
        name: at.get("name")?,
        uid_validity: at.get("uid_validity")?,
        last_uid: at.get("last_uid")?,
        looked_at: at.maybe_moment_ms("looked_at_ms")?,
        well_at: at.maybe_moment_ms("well_at_ms")?,
        n_faults: at.get("n_faults")?,
        fault: at.get("fault")?,
        stuck: stuck_uid.map(|uid| (uid, n_stuck)),
        n_taken: at.get("n_taken")?,
    })
}

impl Write {
    /// Notes that a mail, and all before it, was dealt with. `is_taken`: whether a report came of it.
    pub async fn mailbox_read_to(&mut self, place: MailPlace<'_>, is_taken: bool) -> Result<(), StoreError> {
        sqlx::query(READ_TO)
            .bind(place.mailbox.to_owned())
            .bind(place.uid_validity)
            .bind(place.uid)
            .bind(i64::from(is_taken))
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes a mail that stays in its mailbox, and why. Told again, the first reason stands.
    pub async fn mail_left(
        &mut self,
        place: MailPlace<'_>,
        why: NotTaken,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(STAYED)
            .bind(place.mailbox.to_owned())
            .bind(place.uid_validity)
            .bind(place.uid)
            .bind(why.key())
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes a look at a mailbox that went well.
    pub async fn mailbox_is_well(&mut self, name: &str, now: Timestamp) -> Result<(), StoreError> {
        let query = sqlx::query(WELL).bind(name.to_owned()).bind(now.as_millisecond());
        query.execute(self.connection()).await?;
        Ok(())
    }

    /// Notes a look that failed. `stuck_uid`: the mail at which it broke off.
    pub async fn mailbox_failed(
        &mut self,
        name: &str,
        fault: &str,
        stuck_uid: Option<u32>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(FAILED)
            .bind(name.to_owned())
            .bind(now.as_millisecond())
            .bind(fault.to_owned())
            .bind(stuck_uid)
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Forgets mails that stayed and were looked at before a moment. Gives how many.
    pub async fn forget_mails_left(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let forgotten = sqlx::query(FORGET).bind(before.as_millisecond()).execute(self.connection()).await?;
        Ok(forgotten.rows_affected())
    }

    /// Gives a hospital a code; one it had before is nobody's from now on.
    pub async fn give_mail_code(
        &mut self,
        scope: HospitalScope,
        code: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        sqlx::query(GIVE_CODE)
            .bind(scope.ccn().as_str().to_owned())
            .bind(code.to_owned())
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
