//! Mails that staff report: what was read from each, what a person found, and what hospitals that agree know of a lure together.
//!
//! A mail is never kept. What was read from one is forgotten in time; what may leave a hospital has nobody's name in it and stays.

mod pool;
mod warning;

pub use pool::{MailPool, PoolWord};
pub use warning::{LureWarnings, UntoldLure};

#[cfg(test)]
pub(crate) use pool::STATEMENTS as POOL_STATEMENTS;
#[cfg(test)]
pub(crate) use warning::STATEMENTS as WARNING_STATEMENTS;

use std::collections::BTreeSet;

use async_trait::async_trait;
use holdfast_core::decide::suspicious_mail::{LureKey, PersonSaid, ReportTimes, ReportedMail, Sighting};
use holdfast_core::model::{AccountId, Ccn, EmailAddress, HospitalScope, MailReportId};
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;

use crate::error::StoreError;
use crate::row::At;
use crate::saved::Saved;
use crate::statements::statements;
use crate::transaction::{Connected, Write};

statements! {
    WAITING = "SELECT id, number, came, mail, sighting, sent_at_ms, reported_at_ms, reporter, said, note, said_by_name, answered_at_ms
        FROM mail_report WHERE ccn = $1 AND said IS NULL AND number > $2 ORDER BY number LIMIT $3";
    N_WAITING = "SELECT count(*) FROM mail_report WHERE ccn = $1 AND said IS NULL";
    ANSWERED = "SELECT id, number, came, mail, sighting, sent_at_ms, reported_at_ms, reporter, said, note, said_by_name, answered_at_ms
        FROM mail_report WHERE ccn = $1 AND said IS NOT NULL AND number < $2 ORDER BY number DESC LIMIT $3";
    ONE = "SELECT id, number, came, mail, sighting, sent_at_ms, reported_at_ms, reporter, said, note, said_by_name, answered_at_ms
        FROM mail_report WHERE ccn = $1 AND id = $2";
    BY_LINK = "SELECT r.id, r.ccn, r.number, r.came, r.mail, r.sighting, r.sent_at_ms, r.reported_at_ms, r.reporter, r.said, r.note,
        r.said_by_name, r.answered_at_ms FROM mail_reporter p JOIN mail_report r ON r.id = p.report_id WHERE p.link_hash = $1";
    ADDRESSES = "SELECT min(p.seq) AS seq, p.address FROM mail_reporter p JOIN mail_report r ON r.id = p.report_id
        WHERE r.ccn = $1 AND r.id = $2 AND p.address IS NOT NULL GROUP BY p.address ORDER BY seq";
    BY_DIGEST = "SELECT id, number, came, mail, sighting, sent_at_ms, reported_at_ms, reporter, said, note, said_by_name, answered_at_ms
        FROM mail_report WHERE ccn = $1 AND digest = $2";
    TIMES = "SELECT id, sent_at_ms, reported_at_ms, answered_at_ms FROM mail_report WHERE ccn = $1 AND reported_at_ms >= $2
        ORDER BY reported_at_ms LIMIT 10000";
    ADD = "INSERT INTO mail_report (id, ccn, number, came, digest, mail, sighting, sent_at_ms, reported_at_ms, reporter, link_hash)
        SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10 FROM mail_report WHERE ccn = $2";
    ADD_REPORTER = "INSERT INTO mail_reporter (report_id, who, address, link_hash, reported_at_ms) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING";
    ADD_KEY = "INSERT INTO mail_report_key (report_id, lure_key) VALUES ($1, $2)";
    ANSWER = "UPDATE mail_report SET said = $3, note = $4, said_by_name = $5, said_by = $6, answered_at_ms = $7
        WHERE ccn = $1 AND id = $2 AND said IS NULL";
    FORGET = "UPDATE mail_report SET mail = NULL, reporter = NULL WHERE reported_at_ms < $1 AND (mail IS NOT NULL OR reporter IS NOT NULL)";
    FORGET_REPORTERS = "UPDATE mail_reporter SET who = NULL, address = NULL
        WHERE reported_at_ms < $1 AND (who IS NOT NULL OR address IS NOT NULL)";
}

/// How a report came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportCame {
    /// Uploaded on the page.
    Upload,
    /// Mailed to the program's address.
    Mail,
    /// Found in a mailbox that is polled.
    Mailbox,
}

impl ReportCame {
    const ALL: [Self; 3] = [Self::Upload, Self::Mail, Self::Mailbox];

    /// The key used in the table and the API.
    pub fn key(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Mail => "mail",
            Self::Mailbox => "mailbox",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|came| came.key() == key)
    }
}

/// A report to keep.
#[derive(Clone, Debug)]
pub struct NewMailReport<'a> {
    /// Its id.
    pub id: MailReportId,
    /// How it came.
    pub came: ReportCame,
    /// The SHA-256 of the file as it came, in hex.
    pub digest: &'a str,
    /// What was read from it.
    pub mail: &'a ReportedMail,
    /// What may leave, if the hospital agrees.
    pub sighting: &'a Sighting,
    /// By what the lure is known again.
    pub keys: &'a BTreeSet<LureKey>,
    /// Who reports it, as in the log.
    pub who: &'a str,
    /// Whom to answer; `None` for somebody who looks by link.
    pub reporter: Option<&'a EmailAddress>,
    /// The digest of the token of the reporter's own page.
    pub link_hash: &'a str,
}

/// A report as it was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenReport {
    /// The report; the first one, when the same file was reported before.
    pub report: KeptMailReport,
    /// Whether nobody reported this file here before.
    pub is_new: bool,
    /// Whether this person did not report it before. Only then does their link open it.
    pub is_new_reporter: bool,
}

/// What a person found, and when the reporter was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAnswer {
    /// What was found.
    pub said: PersonSaid,
    /// That person's words to the reporter; may be empty.
    pub note: String,
    /// Who, by name and role.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A report as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMailReport {
    /// Its id.
    pub id: MailReportId,
    /// Its number at the hospital, from 1.
    pub number: u32,
    /// How it came.
    pub came: ReportCame,
    /// What was read from it; `None` once forgotten.
    pub mail: Option<ReportedMail>,
    /// What may leave, if the hospital agrees.
    pub sighting: Sighting,
    /// When the mail says it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Where to answer the first who reported it by mail. [`MailReports::mail_reporters`] has them all.
    pub reporter: Option<EmailAddress>,
    /// The answer; `None` until a person gave one.
    pub answer: Option<MailAnswer>,
}

/// Reads what staff reported.
#[async_trait]
pub trait MailReports {
    /// Reports without an answer above a number, who waits longest first; `None` from the first on.
    async fn waiting_mail_reports(
        &mut self,
        scope: HospitalScope,
        above: Option<u32>,
        limit: u32,
    ) -> Result<Vec<KeptMailReport>, StoreError>;
    /// How many reports have no answer.
    async fn n_waiting_mail_reports(&mut self, scope: HospitalScope) -> Result<u32, StoreError>;
    /// Answered reports below a number, newest first; `None` for the newest of all.
    async fn answered_mail_reports(
        &mut self,
        scope: HospitalScope,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<KeptMailReport>, StoreError>;
    /// One of them; `None` for another hospital's.
    async fn mail_report(
        &mut self,
        scope: HospitalScope,
        id: MailReportId,
    ) -> Result<Option<KeptMailReport>, StoreError>;
    /// The report a reporter's link is for, by the digest of its token. It asks for no scope: the link itself says whose it is.
    async fn mail_report_by_link(
        &mut self,
        link_hash: &str,
    ) -> Result<Option<(Ccn, KeptMailReport)>, StoreError>;
    /// Where to answer everybody who reported a mail, each address once; empty for another hospital's report.
    async fn mail_reporters(
        &mut self,
        scope: HospitalScope,
        id: MailReportId,
    ) -> Result<Vec<EmailAddress>, StoreError>;
    /// When reports since a moment came and were answered, for the clock.
    async fn mail_report_times(
        &mut self,
        scope: HospitalScope,
        since: Timestamp,
    ) -> Result<Vec<ReportTimes>, StoreError>;
}

#[async_trait]
impl<C: Connected> MailReports for C {
    async fn waiting_mail_reports(
        &mut self,
        scope: HospitalScope,
        above: Option<u32>,
        limit: u32,
    ) -> Result<Vec<KeptMailReport>, StoreError> {
        let query = sqlx::query(WAITING).bind(scope.ccn().as_str().to_owned());
        let query = query.bind(above.unwrap_or_default()).bind(limit);
        query.fetch_all(self.connection()).await?.iter().map(report).collect()
    }

    async fn n_waiting_mail_reports(&mut self, scope: HospitalScope) -> Result<u32, StoreError> {
        let query = sqlx::query_scalar(N_WAITING).bind(scope.ccn().as_str().to_owned());
        Ok(query.fetch_one(self.connection()).await?)
    }

    async fn answered_mail_reports(
        &mut self,
        scope: HospitalScope,
        below: Option<u32>,
        limit: u32,
    ) -> Result<Vec<KeptMailReport>, StoreError> {
        let below = below.map_or(i64::MAX, i64::from);
        let query = sqlx::query(ANSWERED).bind(scope.ccn().as_str().to_owned()).bind(below).bind(limit);
        query.fetch_all(self.connection()).await?.iter().map(report).collect()
    }

    async fn mail_report(
        &mut self,
        scope: HospitalScope,
        id: MailReportId,
    ) -> Result<Option<KeptMailReport>, StoreError> {
        let query = sqlx::query(ONE).bind(scope.ccn().as_str().to_owned()).bind(id.0);
        query.fetch_optional(self.connection()).await?.as_ref().map(report).transpose()
    }

    async fn mail_report_by_link(
        &mut self,
        link_hash: &str,
    ) -> Result<Option<(Ccn, KeptMailReport)>, StoreError> {
        let query = sqlx::query(BY_LINK).bind(link_hash.to_owned());
        let Some(row) = query.fetch_optional(self.connection()).await? else { return Ok(None) };
        let ccn = At::new(&row, "mail_report", "id").must_ccn("ccn")?;
        Ok(Some((ccn, report(&row)?)))
    }

    async fn mail_reporters(
        &mut self,
        scope: HospitalScope,
        id: MailReportId,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let query = sqlx::query(ADDRESSES).bind(scope.ccn().as_str().to_owned()).bind(id.0);
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| At::new(row, "mail_reporter", "seq").parse("address", EmailAddress::parse))
            .collect()
    }

    async fn mail_report_times(
        &mut self,
        scope: HospitalScope,
        since: Timestamp,
    ) -> Result<Vec<ReportTimes>, StoreError> {
        let query = sqlx::query(TIMES).bind(scope.ccn().as_str().to_owned()).bind(since.as_millisecond());
        let rows = query.fetch_all(self.connection()).await?;
        rows.iter()
            .map(|row| {
                let at = At::new(row, "mail_report", "id");
                Ok(ReportTimes {
                    sent_at: at.maybe_moment_ms("sent_at_ms")?,
                    reported_at: at.moment_ms("reported_at_ms")?,
                    answered_at: at.maybe_moment_ms("answered_at_ms")?,
                })
            })
            .collect()
    }
}

fn report(row: &SqliteRow) -> Result<KeptMailReport, StoreError> {
    let at = At::new(row, "mail_report", "id");
    let mail = at.get::<Option<String>>("mail")?;
    let reporter = at.get::<Option<String>>("reporter")?;
    let said = at.get::<Option<String>>("said")?;
    Ok(KeptMailReport {
        id: MailReportId(at.get("id")?),
        number: at.get("number")?,
        came: at.known("came", ReportCame::from_key)?,
        mail: mail.map(|_| at.json("mail")).transpose()?,
        sighting: at.json("sighting")?,
        sent_at: at.maybe_moment_ms("sent_at_ms")?,
        reported_at: at.moment_ms("reported_at_ms")?,
        reporter: reporter.map(|_| at.parse("reporter", EmailAddress::parse)).transpose()?,
        answer: match said {
            Some(_) => Some(MailAnswer {
                said: at.known("said", PersonSaid::from_key)?,
                note: at.get("note")?,
                by: at.get::<Option<String>>("said_by_name")?.unwrap_or_default(),
                at: at.moment_ms("answered_at_ms")?,
            }),
            None => None,
        },
    })
}

impl Write {
    /// Keeps a report. When the same file was reported here before, that report is given back, and whoever reports it now is kept beside
    /// those before. Its clock stays that of the first.
    pub async fn report_mail(
        &mut self,
        scope: HospitalScope,
        new: &NewMailReport<'_>,
        now: Timestamp,
    ) -> Result<TakenReport, StoreError> {
        let ccn = scope.ccn().as_str().to_owned();
        let before = sqlx::query(BY_DIGEST).bind(ccn.clone()).bind(new.digest.to_owned());
        if let Some(row) = before.fetch_optional(self.connection()).await? {
            let report = report(&row)?;
            let is_new_reporter = self.add_mail_reporter(report.id, new, now).await?;
            return Ok(TakenReport { report, is_new: false, is_new_reporter });
        }
        sqlx::query(ADD)
            .bind(new.id.0)
            .bind(ccn)
            .bind(new.came.key())
            .bind(new.digest.to_owned())
            .bind(Json(new.mail))
            .bind(Json(new.sighting))
            .bind(new.mail.sent_at.map(Timestamp::as_millisecond))
            .bind(now.as_millisecond())
            .bind(new.reporter.map(|to| to.as_str().to_owned()))
            .bind(new.link_hash.to_owned())
            .execute(self.connection())
            .await?;
        for key in new.keys {
            sqlx::query(ADD_KEY).bind(new.id.0).bind(key.to_string()).execute(self.connection()).await?;
        }
        let row = sqlx::query(ONE).bind(scope.ccn().as_str().to_owned()).bind(new.id.0);
        let row = row.fetch_one(self.connection()).await?;
        self.add_mail_reporter(new.id, new, now).await?;
        Ok(TakenReport { report: report(&row)?, is_new: true, is_new_reporter: true })
    }

    /// Keeps who reported a mail. `false` for somebody who did before.
    async fn add_mail_reporter(
        &mut self,
        id: MailReportId,
        new: &NewMailReport<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let added = sqlx::query(ADD_REPORTER)
            .bind(id.0)
            .bind(new.who.to_owned())
            .bind(new.reporter.map(|to| to.as_str().to_owned()))
            .bind(new.link_hash.to_owned())
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        Ok(added.rows_affected() == 1)
    }

    /// Keeps what a person found. The first answer stands: of two who answer at once, the second is told what the first said.
    pub async fn answer_mail_report(
        &mut self,
        scope: HospitalScope,
        id: MailReportId,
        (said, note): (PersonSaid, &str),
        (by_name, by): (&str, AccountId),
        now: Timestamp,
    ) -> Result<Saved<KeptMailReport>, StoreError> {
        let answered = sqlx::query(ANSWER)
            .bind(scope.ccn().as_str().to_owned())
            .bind(id.0)
            .bind(said.key())
            .bind(note.to_owned())
            .bind(by_name.to_owned())
            .bind(by.0)
            .bind(now.as_millisecond())
            .execute(self.connection())
            .await?;
        let now_kept = self.mail_report(scope, id).await?;
        match now_kept {
            Some(kept) if answered.rows_affected() == 1 => Ok(Saved::Kept(kept)),
            other => Ok(Saved::not_kept(other)),
        }
    }

    /// Forgets what was read from mails reported before a moment, and who reported them. Gives how many.
    pub async fn forget_mails(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        sqlx::query(FORGET_REPORTERS).bind(before.as_millisecond()).execute(self.connection()).await?;
        let forgotten = sqlx::query(FORGET).bind(before.as_millisecond()).execute(self.connection()).await?;
        Ok(forgotten.rows_affected())
    }
}
